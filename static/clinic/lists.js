// Who waits, and who is out for a while: beside what is now, smaller.

import { html } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { formatTime } from '../shared/dates.js';
import { Empty } from '../shared/components.js';
import { Button, Mark } from '../staff/ui.js';
import { Person, Why } from './ticket.js';

/// As many as have a key of their own.
const kKeys = 9;

export function Waiting({ view, onCall }) {
  const { waiting, near } = view;
  return html`<section aria-labelledby="clinic-waiting">
    <h2 id="clinic-waiting">${t('clinic.waiting', { n: waiting.length + near.length })}</h2>
    ${waiting.length + near.length
      ? html`<ol class="calling-list">
          ${near.map((ticket) => html`<li key=${ticket.id} class="calling-row"><div><${Person} ticket=${ticket} /></div><${Mark} icon="check">${t('clinic.state.near')}<//></li>`)}
          ${waiting.map(
            (ticket) => html`<li key=${ticket.id} class="calling-row">
              <div><${Person} ticket=${ticket} />${ticket === view.next ? null : html`<${Why} ticket=${ticket} />`}</div>
              <${Button} kind="quiet" disabled=${!!view.called} aria-label=${`${t('clinic.call-this')} ${ticket.number}`} onClick=${() => onCall(ticket)}>${t('clinic.call-this')}<//>
            </li>`,
          )}
        </ol>`
      : html`<${Empty} title=${t('clinic.nobody-waits')} />`}
  </section>`;
}

export function Out({ view, onBack }) {
  if (!view.out.length) return null;
  return html`<section aria-labelledby="clinic-out">
    <h2 id="clinic-out">${t('clinic.out', { n: view.out.length })}</h2>
    <ul class="calling-list">
      ${view.out.map(
        (ticket, i) => html`<li key=${ticket.id} class="calling-row">
          <div><${Person} ticket=${ticket} /><p class="calling-why">${t(`clinic.state.${ticket.state}`)} · ${t('clinic.since', { at: formatTime(ticket.calledAt) })}</p></div>
          <${Button} keys=${i < kKeys ? String(i + 1) : undefined} aria-label=${`${t('clinic.come-back')} ${ticket.number}`} onClick=${onBack(ticket)}>${t('clinic.come-back')}<//>
        </li>`,
      )}
    </ul>
  </section>`;
}

export function Elsewhere({ view }) {
  if (!view.elsewhere.length) return null;
  return html`<p class="hint">${view.elsewhere.map((ticket) => `${ticket.room.name} ${ticket.number} ${t(`clinic.state.${ticket.state}`)}`).join(' · ')}</p>`;
}
