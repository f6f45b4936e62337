// The caller's cases at a window: those there are, a new one with its papers ticked; and the
// question before an errand ends without one.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay } from '../shared/dates.js';
import { announce, CheckField, Loaded, PageTitle, ProblemNotice, SelectField, TextField } from '../shared/components.js';
import { CasePanel } from '../cases/panel.js';
import { Checklist, nextItemState, StateMark } from '../cases/parts.js';
import { get, Intention, post, useRequest } from '../staff/api.js';
import { useShortcuts } from '../staff/keys.js';
import { personFacts } from '../staff/person.js';
import { Button, Dialog, usePress } from '../staff/ui.js';
import { errandNow } from './data.js';

/// Whether the service at hand goes as a case and none was received or touched in this visit. Asked
/// when it counts; where that cannot be asked, the errand's end will say so.
export async function isCaseMissing(visit, services) {
  const service = services.find((one) => one.id === errandNow(visit).service.id);
  if (!service || !service.caseForm) return false;
  try {
    return !(await get('/cases', { query: { visitId: visit.id } })).items.length;
  } catch {
    return false;
  }
}

export function CaseAsk({ acts, visit, onCases, onClose }) {
  const go = async () => {
    if (await acts.finish(visit)) onClose();
  };
  return html`<${Dialog} title=${t('window.case.ask', { number: visit.number })} onClose=${onClose}>
    <div class="stack">
      <p>${t('window.case.ask-text', { service: pick(errandNow(visit).service, 'name') })}</p>
      <${ProblemNotice} problem=${acts.press.problem} />
      <div class="row">
        <${Button} kind="primary" onClick=${onCases} keys="Enter" data-autofocus>${t('window.case.open')}<//>
        <${Button} busy=${acts.press.busy} onClick=${go}>${t('window.case.without')}<//>
        <${Button} kind="quiet" onClick=${onClose} keys="Esc">${t('staff.cancel')}<//>
      </div>
    </div>
  <//>`;
}

function FindPerson({ onFound }) {
  const [words, setWords] = useState('');
  const [people, setPeople] = useState(null);
  const press = usePress();
  const form = useRef(null);
  useLayoutEffect(() => form.current.querySelector('input').focus(), []);
  const search = async (event) => {
    event.preventDefault();
    const found = await press.run(() => get('/patients', { query: { q: words.trim() } }));
    if (!found) return;
    setPeople(found.items);
    if (found.items.length === 1) onFound(found.items[0]);
  };
  return html`<form class="card stack" ref=${form} onSubmit=${search}>
    <${TextField} label=${t('window.case.whose')} hint=${t('window.case.whose-hint')} name="who" value=${words} onInput=${setWords} required maxlength="60" autocomplete="off" />
    <div><${Button} kind="primary" type="submit" busy=${press.busy} keys="Enter">${t('window.find.do')}<//></div>
    <${ProblemNotice} problem=${press.problem} />
    <div aria-live="polite">
      ${people && !people.length ? html`<p>${t('window.case.nobody')}</p>` : null}
      ${(people || []).map((one) => html`<p key=${one.id}><button type="button" class="link" onClick=${() => onFound(one)}>${one.name}</button> <span class="hint">${personFacts(one)}</span></p>`)}
    </div>
  </form>`;
}

const beginning = (service) => service.papers.map((paper) => (paper.when ? 'not-needed' : 'missing'));

function NewCase({ person, visit, services, first, onMade, onStop }) {
  const [id, setId] = useState((first || services[0]).id);
  const service = services.find((one) => one.id === id);
  const [states, setStates] = useState(beginning(service));
  const [other, setOther] = useState(false);
  const [asker, setAsker] = useState({ name: '', relation: '', phone: '' });
  const press = usePress();
  const intention = useRef(new Intention());
  const form = useRef(null);
  // What is to be ticked is at hand where it is known what they have come for.
  useLayoutEffect(() => form.current.querySelector(first && service.papers.length ? '.case-toggle' : 'select').focus(), []);
  const choose = (next) => {
    setId(next);
    setStates(beginning(services.find((one) => one.id === next)));
  };
  const toggle = (i) => setStates(states.map((state, at) => (at === i ? nextItemState(state) : state)));
  const set = (field) => (value) => setAsker((old) => ({ ...old, [field]: value }));
  const keys = { Escape: onStop, s: () => form.current.requestSubmit() };
  states.slice(0, 9).forEach((state, i) => {
    keys[String(i + 1)] = () => toggle(i);
  });
  useShortcuts(keys);
  const send = async (event) => {
    event.preventDefault();
    const body = { serviceId: id, personId: person.id, checklist: states };
    if (visit) body.visitId = visit.id;
    if (other) body.asker = { name: asker.name.trim(), relation: asker.relation.trim(), phone: asker.phone.trim() };
    const made = await press.run(() => post('/cases', body, { intention: intention.current }));
    if (!made) return;
    announce(t('cases.done.received', { number: made.number }));
    onMade(made);
  };
  return html`<form class="card stack" ref=${form} onSubmit=${send} aria-label=${t('window.case.new')}>
    <h2>${t('window.case.new')}</h2>
    <${SelectField} label=${t('cases.service')} name="service" value=${id} onChange=${choose} options=${services.map((one) => ({ value: one.id, label: pick(one, 'name') }))} />
    <p class="hint">${t('window.case.days', { n: service.caseForm.workingDays })}</p>
    <${Checklist} items=${service.papers} states=${states} onToggle=${toggle} />
    <${CheckField} label=${t('window.case.other')} checked=${other} onChange=${setOther} />
    ${other
      ? html`<${TextField} label=${t('window.case.asker')} name="asker" value=${asker.name} onInput=${set('name')} required maxlength="60" autocomplete="off" />
          <${TextField} label=${t('cases.relation')} name="relation" value=${asker.relation} onInput=${set('relation')} required maxlength="40" autocomplete="off" />
          <${TextField} label=${t('window.case.phone')} name="phone" type="tel" value=${asker.phone} onInput=${set('phone')} maxlength="20" autocomplete="off" optional />`
      : null}
    <${ProblemNotice} problem=${press.problem} />
    <div class="row"><${Button} kind="primary" type="submit" busy=${press.busy} keys="S">${t('window.case.receive')}<//> <${Button} onClick=${onStop} keys="Esc">${t('staff.cancel')}<//></div>
  </form>`;
}

/// In the place of the window's screen, until Escape.
export function WindowCases({ visit, services, onBack }) {
  const [person, setPerson] = useState(visit ? visit.person : null);
  const [chosen, setChosen] = useState('');
  const withForm = services.filter((one) => one.active && one.caseForm);
  const first = visit ? withForm.find((one) => one.id === errandNow(visit).service.id) : null;
  const request = useRequest(() => (person ? get('/cases', { query: { personId: person.id, state: 'open' } }) : Promise.resolve({ items: [] })), [person ? person.id : '']);
  const back = () => (chosen ? setChosen('') : onBack());
  useShortcuts({ Escape: back, n: () => (person && withForm.length && !chosen ? setChosen('new') : false) });
  const made = (one) => {
    request.reload();
    setChosen(one.id);
  };
  const items = request.data ? request.data.items : [];
  return html`<${PageTitle} title=${t('window.case.title')} lead=${person ? `${visit ? `${visit.number} · ` : ''}${person.name}` : t('window.case.lead')}>
      <div class="row"><${Button} onClick=${back} keys="Esc">${t('window.case.back')}<//></div>
    <//>
    ${person
      ? html`<div class="case-office">
          <section class="stack" aria-labelledby="case-own">
            <h2 id="case-own">${t('cases.list', { n: items.length })}</h2>
            <p><${Button} kind="primary" keys="N" disabled=${!withForm.length} onClick=${() => setChosen('new')}>${t('window.case.new')}<//></p>
            <${Loaded} request=${request}>
              ${() => html`<ul class="case-list">
                ${items.map((one) => html`<li key=${one.id}><button type="button" class="case-row" aria-current=${one.id === chosen ? 'true' : undefined} onClick=${() => setChosen(one.id)}>
                  <span class="row"><strong>${one.number}</strong> <${StateMark} state=${one.state} /></span>
                  <span>${pick(one.service, 'name')}</span><span class="row">${t('cases.due', { day: formatDay(one.due) })}</span>
                </button></li>`)}
              </ul>`}
            <//>
          </section>
          <div class="case-main">
            ${chosen === 'new' ? html`<${NewCase} person=${person} visit=${visit} services=${withForm} first=${first} onMade=${made} onStop=${() => setChosen('')} />` : null}
            ${chosen && chosen !== 'new' ? html`<${CasePanel} key=${chosen} id=${chosen} visitId=${visit ? visit.id : ''} onChanged=${request.reload} />` : null}
          </div>
        </div>`
      : html`<${FindPerson} onFound=${setPerson} />`}`;
}
