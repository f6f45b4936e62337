// A number of the service centre by phone, for whoever has scanned a code that hangs there: what they
// have come for, several errands together; and what cannot be had now, with when it can.

import { html, useRef, useState } from '../shared/preact.js';
import { asProblem, get, Intention, post, useRequest } from '../shared/api.js';
import { announce, Button, ProblemNotice, SelectField } from '../shared/components.js';
import { dayOf, formatInstant, formatTime, hospitalToday } from '../shared/dates.js';
import { pick, t } from '../shared/i18n.js';
import { href } from '../shared/router.js';
import { Offers } from './again.js';
import { OwnVisits } from './own_visits.js';
import { isOpenNow, waitingWords, windowsOf } from './services.js';

const kMost = 6;

const opensWords = (at) => t('patient.number.opens', { at: dayOf(at) === hospitalToday() ? formatTime(at) : formatInstant(at) });

/// Whether a number can be had now, and how it stands in words.
function standing(service, windows) {
  const { intake } = service;
  if (!service.walkIn) return { can: false, words: t('patient.services.appointment') };
  if (!service.open) return { can: false, words: service.opensNext ? opensWords(service.opensNext) : t('patient.services.not-now') };
  if (service.full || (intake && !intake.open)) return { can: false, words: waitingWords(service) };
  return { can: true, words: isOpenNow(windows) ? waitingWords(service) : opensWords(service.open.opensAt) };
}

function Errand({ service, windows, chosen, full, onToggle }) {
  const { can, words } = standing(service, windows);
  if (!can) {
    return html`<li class="errand-closed"><p>${pick(service, 'name')}</p><p class="hint">${words}</p>
      ${service.departmentId ? html`<p><a class="inline-target" href=${href(`/departments/${service.departmentId}`)}>${t('patient.services.book')}</a></p>` : null}
    </li>`;
  }
  return html`<li><label class=${`choice ${chosen ? 'is-chosen' : ''}`}>
    <input type="checkbox" checked=${chosen} disabled=${full && !chosen} onChange=${onToggle} />
    <span class="choice-text"><span class="choice-label">${pick(service, 'name')}</span><span class="choice-detail">${words}</span></span>
  </label></li>`;
}

function Instead({ problem, services }) {
  const items = problem ? problem.appointments.filter((one) => one.offers.length) : [];
  return items.map((one) => html`<div key=${one.serviceId} class="stack">
    <p>${t('patient.number.instead', { service: pick(services.find((other) => other.id === one.serviceId), 'name') })}</p>
    <${Offers} items=${one.offers.map((offer) => ({ ...offer, departmentId: one.departmentId }))} />
  </div>`);
}

function Choice({ groups, windows, people, code, onTaken }) {
  const [chosen, setChosen] = useState([]);
  const [person, setPerson] = useState(people[0].id);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const intention = useRef(new Intention());
  const toggle = (id) => {
    setProblem(null);
    setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  };
  const press = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const place = await post('/me/visits', { serviceIds: chosen, personId: person, postedCode: code }, { intention: intention.current });
      announce(t('patient.number.taken', { number: place.number }));
      onTaken();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  return html`<section class="card stack take-number" aria-labelledby="take-number">
    <h2 id="take-number">${t('patient.number.take')}</h2>
    <p>${t('patient.number.hint')}</p>
    ${groups.map((group) => html`<div key=${group.id} role="group" aria-label=${pick(group, 'name')}>
      <h3>${pick(group, 'name')}</h3>
      <ul class="errands">${group.services.map((one) => html`<${Errand} key=${one.id} service=${one} windows=${windowsOf(one, { windows })} chosen=${chosen.includes(one.id)} full=${chosen.length >= kMost} onToggle=${() => toggle(one.id)} />`)}</ul>
    </div>`)}
    ${people.length > 1
      ? html`<${SelectField} label=${t('patient.number.person')} name="person" value=${person} onChange=${setPerson} options=${people.map((one) => ({ value: one.id, label: one.name }))} />`
      : null}
    <${ProblemNotice} problem=${problem} />
    <${Instead} problem=${problem} services=${groups.flatMap((group) => group.services)} />
    <p aria-live="polite">${chosen.length > 1 ? t('patient.number.several', { n: chosen.length }) : ''}</p>
    <p><${Button} kind="primary" class="button-block" busy=${busy} disabled=${!chosen.length} onClick=${press}>${t('patient.number.do')}<//></p>
  </section>`;
}

/// campus: where the code hangs. Nothing, where the campus has no window.
export function TakeNumber({ code, campus }) {
  const request = useRequest((signal) => Promise.all([get('/centre', { signal }), get('/me/people', { signal })]), [], { refresh: true });
  const [taken, setTaken] = useState(0);
  if (!request.data) return null;
  const [centre, people] = request.data;
  const windows = centre.windows.filter((one) => one.campus.id === campus);
  const here = new Set(windows.map((one) => one.id));
  const groups = centre.groups.map((group) => ({ ...group, services: group.services.filter((one) => one.windowIds.some((id) => here.has(id))) })).filter((group) => group.services.length);
  const again = () => {
    setTaken(taken + 1);
    request.reload();
  };
  if (!groups.length || !people.items.length) return null;
  return html`<${OwnVisits} key=${`own-${taken}`} />
    <${Choice} key=${`choice-${taken}`} groups=${groups} windows=${windows} people=${people.items} code=${code} onTaken=${again} />`;
}
