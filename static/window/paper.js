// The centre on paper: today's appointments, who waits, and numbers that nobody else gets, to print
// before an outage. The page asks again by itself, and keeps what it has when the server is gone.

import { html, useEffect, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatTime, hospitalToday, longDay, slotWindow } from '../shared/dates.js';
import { Empty, Loaded, Notice, PageTitle } from '../shared/components.js';
import { remember, remembered } from '../shared/store.js';
import { asProblem, get, getAll, Intention, post } from '../staff/api.js';
import { useShortcuts } from '../staff/keys.js';
import { Button } from '../staff/ui.js';
import { Entry } from './paper_entry.js';

const kEveryMs = 60000;
const kKey = 'yuyue.paper';

/// The same numbers again after a reload on the same day.
async function sheetOf(day, intention) {
  const [known, id] = (remembered('sessionStorage', kKey) || '').split(' ');
  if (known === day && id) return get(`/centre/paper-sheets/${id}`);
  const sheet = await post('/centre/paper-sheets', { day }, { intention });
  remember('sessionStorage', kKey, `${day} ${sheet.id}`);
  return sheet;
}

/// { state, data, problem, reload }, as useRequest's; what was seen last stays.
function useSheet() {
  const [shown, setShown] = useState({ data: null, problem: null });
  const intention = useRef(new Intention());
  const ask = async () => {
    const date = hospitalToday();
    try {
      const sheet = await sheetOf(date, intention.current);
      const [appointments, services, windows] = await Promise.all([getAll('/appointments', { query: { date, state: 'all' } }), get('/services'), get('/service-windows')]);
      setShown({ data: { sheet, appointments, services: services.items, windows: windows.items }, problem: null });
    } catch (error) {
      setShown((old) => ({ ...old, problem: asProblem(error) }));
    }
  };
  useEffect(() => {
    ask();
    const timer = setInterval(ask, kEveryMs);
    return () => clearInterval(timer);
  }, []);
  return { state: shown.data ? 'ready' : shown.problem ? 'error' : 'loading', data: shown.data, problem: shown.problem, reload: ask };
}

/// By department and session, in the order of the day.
function sessionsOf(appointments) {
  const found = new Map();
  appointments
    .filter((one) => one.state !== 'cancelled')
    .forEach((one) => {
      if (!found.has(one.session.id)) found.set(one.session.id, []);
      found.get(one.session.id).push(one);
    });
  const order = (list) => `${list[0].department.name} ${list[0].slot.start} ${list[0].session.id}`;
  return [...found.values()].sort((a, b) => order(a).localeCompare(order(b), 'zh'));
}

function Session({ list }) {
  const { department, session } = list[0];
  const who = session.practitioner ? pick(session.practitioner, 'name') : pick(session.kind, 'name');
  return html`<table class="table paper-table">
    <caption>${pick(department, 'name')} · ${who} · ${t(`staff.part.${session.part}`)} · ${t('paper.people', { n: list.length })}</caption>
    <thead><tr>${['slot', 'sequence', 'person', 'code', 'came', 'called', 'note'].map((name) => html`<th key=${name} scope="col">${t(`paper.${name}`)}</th>`)}</tr></thead>
    <tbody>
      ${list.map((one) => html`<tr key=${one.id}><td class="number">${slotWindow(one.slot)}</td><td class="number">${one.sequence}</td><td>${one.person.name} <span class="hint">${one.person.phone || ''}</span></td><td class="number">${one.code}</td><td>${one.state === 'arrived' ? t('paper.yes') : ''}</td><td></td><td></td></tr>`)}
    </tbody>
  </table>`;
}

const kBlank = ['number', 'service', 'called', 'finished', 'window', 'outcome'];

function Group({ group, visits }) {
  const mine = visits.filter((one) => one.number.startsWith(group.letter));
  const serviceOf = (visit) => visit.errands.filter((one) => one.state === 'now' || one.state === 'to-do').map((one) => pick(one.service, 'name')).join(t('window.comma'));
  return html`<table class="table paper-table">
    <caption>${group.letter} ${pick(group, 'name')} · ${t('paper.waiting', { n: mine.length })}</caption>
    <thead><tr>${kBlank.map((name) => html`<th key=${name} scope="col">${t(`paper.${name}`)}</th>`)}</tr></thead>
    <tbody>
      ${mine.map((one) => html`<tr key=${one.id}><th scope="row">${one.number}</th><td>${serviceOf(one)} <span class="hint">${t('paper.taken', { at: formatTime(one.takenAt) })}</span></td><td></td><td></td><td></td><td></td></tr>`)}
      ${group.numbers.map((number) => html`<tr key=${number}><th scope="row">${number}</th><td></td><td></td><td></td><td></td><td></td></tr>`)}
    </tbody>
  </table>`;
}

function Sheet({ data, problem }) {
  const { sheet, appointments } = data;
  const sessions = sessionsOf(appointments);
  return html`<div class="stack paper">
    ${problem ? html`<${Notice} kind="warning" live>${t('paper.out-of-touch', { at: formatTime(sheet.seenAt) })}<//>` : null}
    <p>${t('paper.as-of', { day: longDay(sheet.day), at: formatTime(sheet.seenAt) })}</p>
    <section class="stack" aria-labelledby="paper-numbers">
      <h2 id="paper-numbers">${t('paper.numbers')}</h2>
      <p class="hint">${t('paper.numbers-help')}</p>
      ${sheet.groups.map((group) => html`<${Group} key=${group.letter} group=${group} visits=${sheet.visits} />`)}
    </section>
    <section class="stack paper-appointments" aria-labelledby="paper-appointments">
      <h2 id="paper-appointments">${t('paper.appointments')}</h2>
      ${sessions.length ? sessions.map((list) => html`<${Session} key=${list[0].session.id} list=${list} />`) : html`<${Empty} title=${t('paper.no-appointments')} />`}
    </section>
  </div>`;
}

export function Paper() {
  const request = useSheet();
  const [enters, setEnters] = useState(false);
  useLayoutEffect(() => {
    document.title = t('paper.title');
  }, []);
  useShortcuts({ 'Alt+P': () => window.print(), 'Alt+E': () => setEnters(!enters) });
  return html`<${PageTitle} title=${t(enters ? 'paper.enter' : 'paper.title')} lead=${t(enters ? 'paper.enter-lead' : 'paper.lead')}>
      <div class="row no-print" role="group" aria-label=${t('window.tools')}>
        <${Button} kind="primary" keys="Alt+P" onClick=${() => window.print()} disabled=${enters}>${t('paper.print')}<//>
        <${Button} keys="Alt+E" onClick=${() => setEnters(!enters)}>${t(enters ? 'paper.back' : 'paper.enter')}<//>
        <a class="button button-quiet" href="./">${t('paper.to-window')}</a>
      </div>
    <//>
    <${Loaded} request=${request}>
      ${(data) => (enters ? html`<${Entry} data=${data} onEntered=${request.reload} />` : html`<${Sheet} data=${data} problem=${request.problem} />`)}
    <//>`;
}
