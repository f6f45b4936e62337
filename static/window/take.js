// A number for somebody who stands at the desk: what they have come for, found by name, pinyin or
// everyday words; who goes first, and what shows it. Where no number is given any more, an appointment.

import { html, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay } from '../shared/dates.js';
import { CheckField, SelectField, TextField } from '../shared/components.js';
import { get, Intention, post } from '../staff/api.js';
import { personFacts } from '../staff/person.js';
import { Button, DialogForm, usePress } from '../staff/ui.js';

const kMost = 6;
const kShown = 8;

function matches(service, words) {
  const all = [service.name, service.nameEn, service.code, service.pinyin, service.initials, ...service.keywords];
  return all.some((one) => one.toLowerCase().includes(words));
}

/// What can be booked instead of a number, for whoever is named above.
function Instead({ refused, services, person, busy, onBook }) {
  const items = refused ? refused.appointments.filter((one) => one.offers.length) : [];
  return items.map((one) => html`<div key=${one.serviceId} class="stack">
    <p>${t('window.take.instead', { service: pick(services.find((other) => other.id === one.serviceId), 'name') })} ${person ? '' : t('window.take.instead-who')}</p>
    <ul class="offers">
      ${one.offers.map((offer) => html`<li key=${offer.slotId}><${Button} class="offer" disabled=${!person} busy=${busy} onClick=${() => onBook(offer)}>
        <strong>${formatDay(offer.date)} ${offer.start}–${offer.end}</strong> <span>${pick(offer, 'departmentName')} · ${pick(offer, 'practitionerName') || pick(offer, 'kindName')}</span>
      <//></li>`)}
    </ul>
  </div>`);
}

export function TakeDialog({ services, priorities, onClose, onTaken, onBooked }) {
  const [chosen, setChosen] = useState([]);
  const [words, setWords] = useState('');
  const [keep, setKeep] = useState(false);
  const [priority, setPriority] = useState('');
  const [proof, setProof] = useState('');
  const [who, setWho] = useState('');
  const [people, setPeople] = useState(null);
  const [person, setPerson] = useState(null);
  const press = usePress();
  const intention = useRef(new Intention());
  const booking = useRef(new Intention());
  const [refused, setRefused] = useState(null);
  const asked = words.trim().toLowerCase();
  const left = services.filter((one) => !chosen.includes(one) && (!asked || matches(one, asked))).slice(0, kShown);
  const add = (service) => {
    setChosen([...chosen, service].slice(0, kMost));
    setWords('');
  };
  const search = async () => {
    const found = await press.run(() => get('/patients', { query: { q: who.trim() } }));
    if (!found) return;
    setPeople(found.items);
    if (found.items.length === 1) meant(found.items[0]);
  };
  const meant = (one) => {
    setPerson(one);
    setWho('');
  };
  const seeking = who.trim() !== '';
  /// Enter takes the first that is found; once nothing is being looked for, it takes the number.
  async function send() {
    if (asked && left.length) {
      add(left[0]);
      return;
    }
    if (seeking) {
      await search();
      return;
    }
    const body = { serviceIds: chosen.map((one) => one.id) };
    if (keep) body.keepOrder = true;
    if (person) body.personId = person.id;
    if (priority) Object.assign(body, { priority, proof: proof.trim() });
    const visit = await press.run(() =>
      post('/visits', body, { intention: intention.current }).catch((problem) => {
        setRefused(problem.appointments ? problem : null);
        throw problem;
      }),
    );
    if (visit) onTaken(visit);
  }
  async function book(offer) {
    const booked = await press.run(() => post('/appointments', { slotId: offer.slotId, personId: person.id }, { intention: booking.current }));
    if (booked) onBooked(booked);
  }
  return html`<${DialogForm} title=${t('window.take.title')} submitLabel=${t(asked ? 'window.take.add' : seeking ? 'window.take.search' : 'window.take.do')} busy=${press.busy} problem=${press.problem} onClose=${onClose} onSubmit=${send} wide>
    ${chosen.length
      ? html`<div class="chips" role="group" aria-label=${t('window.take.chosen')}>
          ${chosen.map((one, i) => html`<button key=${one.id} type="button" class="chip" aria-pressed="true" aria-label=${t('window.take.remove', { name: pick(one, 'name') })} onClick=${() => setChosen(chosen.filter((other) => other !== one))}>${i + 1}. ${pick(one, 'name')}</button>`)}
        </div>`
      : null}
    ${chosen.length > 1 ? html`<${CheckField} label=${t('window.take.keep')} hint=${t('window.take.keep-hint')} checked=${keep} onChange=${setKeep} />` : null}
    <${TextField} label=${t('window.take.what')} hint=${t('window.take.hint')} name="service" value=${words} onInput=${setWords} maxlength="40" autocomplete="off" data-autofocus />
    <div class="chips" role="group" aria-label=${t('window.take.found')}>
      ${left.map((one) => html`<button key=${one.id} type="button" class="chip" onClick=${() => add(one)}>${pick(one, 'name')}</button>`)}
    </div>
    <${TextField} label=${t('window.take.person')} hint=${t('window.take.person-hint')} name="who" value=${who} onInput=${setWho} optional maxlength="80" autocomplete="off" />
    <div aria-live="polite">
      ${people && !people.length ? html`<p class="hint">${t('window.take.nobody')}</p>` : null}
      ${people && people.length
        ? html`<div class="chips" role="group" aria-label=${t('window.take.persons')}>
            ${people.map((one) => html`<button key=${one.id} type="button" class="chip" aria-pressed=${person && person.id === one.id ? 'true' : 'false'} onClick=${() => meant(one)}>${one.name} ${personFacts(one)}</button>`)}
          </div>`
        : null}
    </div>
    ${priorities.length
      ? html`<${SelectField} label=${t('window.take.priority')} name="priority" value=${priority} onChange=${setPriority}
          options=${[{ value: '', label: t('window.take.no-priority') }, ...priorities.map((one) => ({ value: one.code, label: pick(one, 'name') }))]} />`
      : null}
    ${priority ? html`<${TextField} label=${t('window.take.proof')} hint=${t('window.take.proof-hint')} name="proof" value=${proof} onInput=${setProof} required maxlength="100" autocomplete="off" />` : null}
    <${Instead} refused=${refused} services=${services} person=${person} busy=${press.busy} onBook=${book} />
  <//>`;
}
