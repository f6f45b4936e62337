// My papers at the service centre: how far each has come in plain words, what is missing, and where
// to bring or collect it.

import { html } from '../shared/preact.js';
import { get, useRequest } from '../shared/api.js';
import { Empty, Facts, LinkButton, Loaded, Notice, PageTitle } from '../shared/components.js';
import { formatDay, formatInstant } from '../shared/dates.js';
import { pick, t } from '../shared/i18n.js';
import { href } from '../shared/router.js';
import { SignedIn } from './sign_in.js';

const kWaitForMe = ['waiting-for-papers', 'ready'];
const kToBring = ['received', 'waiting-for-papers', 'returned'];

/// In the list of appointments: nothing, unless there is something.
export function OwnCases() {
  const request = useRequest((signal) => get('/cases', { signal }), [], { refresh: true });
  if (request.state !== 'ready') return null;
  const open = request.data.items.filter((one) => !['handed-over', 'refused', 'withdrawn'].includes(one.state));
  if (!open.length) return null;
  const mine = open.filter((one) => kWaitForMe.includes(one.state)).length;
  return html`<${Notice} kind=${mine ? 'warning' : 'info'} title=${t('patient.case.title')}>
    <p>${mine ? t('patient.case.for-you', { n: mine }) : t('patient.case.count', { n: open.length })}</p>
    <p><${LinkButton} kind=${mine ? 'primary' : 'secondary'} href=${href('/cases')}>${t('patient.case.look')}<//></p>
  <//>`;
}

const windowsText = (windows) => windows.map((one) => `${pick(one, 'name')}${pick(one, 'place') ? `（${pick(one, 'place')}）` : ''}`).join('；');

function Papers({ items }) {
  const missing = items.filter((item) => item.state === 'missing');
  if (!missing.length) return null;
  return html`<div>
    <h3>${t('patient.case.missing')}</h3>
    <ul>${missing.map((item, i) => html`<li key=${i}>${pick(item, 'text')}${item.when ? html` <span class="hint">${pick(item, 'when')}</span>` : null}</li>`)}</ul>
  </div>`;
}

/// The last word that was meant for them, and how it came so far.
function Story({ id }) {
  const request = useRequest((signal) => get(`/cases/${id}`, { signal }), [id]);
  if (request.state !== 'ready') return null;
  const { events } = request.data;
  const said = events.filter((event) => event.note).pop();
  const moved = events.filter((event, i) => i === 0 || event.state !== events[i - 1].state);
  return html`${said ? html`<p><strong>${t('patient.case.said')}</strong> ${said.note}</p>` : null}
    <details><summary>${t('patient.case.history')}</summary>
      <ol>${moved.map((event, i) => html`<li key=${i}>${formatInstant(event.at)} ${t(`patient.case.was.${event.state}`)}</li>`)}</ol>
    </details>`;
}

function Card({ one }) {
  const name = pick(one.service, 'name');
  const toBring = kToBring.includes(one.state);
  return html`<section class="card stack" aria-label=${`${name} ${one.number}`}>
    <h2>${name}</h2>
    <p><strong>${t(`patient.case.${one.state}`, { day: formatDay(one.due) })}</strong></p>
    ${toBring ? html`<${Papers} items=${one.checklist} />` : null}
    <${Facts} items=${[
      [t('patient.case.number'), one.number],
      [t('patient.case.person'), one.person.name],
      [t(one.state === 'ready' ? 'patient.case.collect-at' : 'patient.case.bring-to'), one.state === 'ready' || toBring ? windowsText(one.windows) : ''],
    ]} />
    <${Story} id=${one.id} />
  </section>`;
}

function List() {
  const request = useRequest((signal) => get('/cases', { signal }), [], { refresh: true });
  return html`<${Loaded} request=${request}>
    ${({ items }) => (items.length
      ? html`<div class="stack stack-wide">${items.map((one) => html`<${Card} key=${`${one.id}-${one.changedAt}`} one=${one} />`)}</div>`
      : html`<${Empty} title=${t('patient.case.none')} />`)}
  <//>`;
}

export function Cases() {
  return html`<${SignedIn} lead=${t('patient.sign-in.to-see')}>
    ${() => html`<${PageTitle} title=${t('patient.case.title')} lead=${t('patient.case.lead')} /><${List} />`}
  <//>`;
}
