// Reports of results: whose they are is shown by a code sent to their phone. A typed or scanned number
// alone shows nothing.

import { html, useRef, useState } from '../shared/preact.js';
import { post } from '../shared/api.js';
import { formatInstant } from '../shared/dates.js';
import { pick, t } from '../shared/i18n.js';
import { Heading, Refused, Scroll, useAsk } from './parts.js';
import { Typing } from './typing.js';
import { useWedge } from './wedge.js';

const kCode = 6;

function List({ name, items, onDone }) {
  return html`<section class="kiosk-middle">
    <${Heading}>${t('kiosk.reports.of', { name })}<//>
    ${items.length
      ? html`<${Scroll} label=${t('kiosk.reports.of', { name })}><ul class="kiosk-reports">
          ${items.map(
            (one) => html`<li key=${one.id}>
              <strong>${one.title}</strong>
              <span>${[one.department, formatInstant(one.at), t(`kiosk.reports.status.${one.status}`)].filter(Boolean).join(' · ')}</span>
            </li>`,
          )}
        </ul><//>
        <p class="kiosk-lead">${t('kiosk.reports.whole')}</p>`
      : html`<p class="kiosk-lead">${t('kiosk.reports.none')}</p>`}
    <div class="kiosk-row"><button type="button" class="kiosk-button kiosk-primary" onClick=${onDone}>${t('kiosk.rate.done')}</button></div>
  </section>`;
}

export function Reports({ onDone }) {
  const [screen, setScreen] = useState({ name: 'number' });
  const given = useRef(null);
  const { busy, run } = useAsk((problem) => setScreen({ name: 'refused', problem }));
  async function send(number) {
    given.current = { type: 'resident-card', number: number.replace(/[\s-]/g, '').toUpperCase() };
    const sent = await run(() => post('/report-codes', { document: given.current }));
    if (sent) setScreen({ name: 'code', phone: sent.phone });
  }
  async function look(code) {
    const found = await run(() => post('/report-lookups', { document: given.current, code }));
    if (found) setScreen({ name: 'list', who: found.person.name, items: found.items });
  }
  useWedge(screen.name === 'number' && !busy, (text, source) => source !== 'typed' && send(text));
  const screens = {
    number: () => html`<${Typing} key="number" title=${t('kiosk.reports.number')} hint=${t('kiosk.reports.number-hint')} shortest=${15} busy=${busy} onGo=${send} onBack=${onDone} />`,
    code: () => html`<${Typing} key="code" digits title=${t('kiosk.reports.code')} hint=${t('kiosk.reports.code-hint', { phone: screen.phone })} shortest=${kCode} longest=${kCode} busy=${busy} onGo=${look} onBack=${onDone} />`,
    list: () => html`<${List} name=${screen.who} items=${screen.items} onDone=${onDone} />`,
    refused: () => html`<${Refused} problem=${screen.problem} onBack=${onDone} />`,
  };
  return screens[screen.name]();
}
