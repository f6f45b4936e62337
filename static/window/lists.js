// Who waits, by service, and who is out for a while: beside what is now, smaller.

import { html } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatTime } from '../shared/dates.js';
import { Empty } from '../shared/components.js';
import { Button, Mark } from '../staff/ui.js';
import { Who, Why } from './visit.js';

/// As many as have a key of their own.
const kKeys = 9;

export function Waiting({ view, onCall }) {
  return html`<section aria-labelledby="window-waiting">
    <h2 id="window-waiting">${t('window.waiting', { n: view.waiting.length })}</h2>
    ${view.lines.map(
      (line) => html`<section key=${line.service.id} class="window-line">
        <h3>${pick(line.service, 'name')} <span class="hint">${t('window.waiting-here', { n: line.waiting.length })}</span> ${line.helpsOnly ? html`<${Mark} kind="muted" icon="info">${t('window.helps')}<//>` : null}</h3>
        ${line.waiting.length
          ? html`<ol class="calling-list">
              ${line.waiting.map(
                (visit) => html`<li key=${visit.id} class="calling-row">
                  <div><${Who} visit=${visit} priorities=${view.priorities} /><${Why} visit=${visit} /></div>
                  <${Button} kind="quiet" disabled=${!!view.called} aria-label=${`${t('window.call-this')} ${visit.number}`} onClick=${() => onCall(visit)}>${t('window.call-this')}<//>
                </li>`,
              )}
            </ol>`
          : null}
      </section>`,
    )}
    ${view.waiting.length ? null : html`<${Empty} title=${t('window.nobody-waits')} />`}
  </section>`;
}

export function Out({ view, onBack, onLeft }) {
  if (!view.out.length) return null;
  return html`<section aria-labelledby="window-out">
    <h2 id="window-out">${t('window.out', { n: view.out.length })}</h2>
    <ul class="calling-list">
      ${view.out.map(
        (visit, i) => html`<li key=${visit.id} class="calling-row">
          <div><${Who} visit=${visit} priorities=${view.priorities} /><p class="calling-why">${t(`window.state.${visit.ticket.state}`)} · ${t('window.since', { at: formatTime(visit.ticket.calledAt || visit.takenAt) })}${visit.ticket.assignedWindow ? ` · ${t('window.why.assigned', { window: pick(visit.ticket.assignedWindow, 'name') })}` : ''}</p></div>
          <span class="row">
            <${Button} keys=${i < kKeys ? String(i + 1) : undefined} aria-label=${`${t('window.come-back')} ${visit.number}`} onClick=${() => onBack(visit)}>${t('window.come-back')}<//>
            <${Button} kind="quiet" aria-label=${`${t('window.leave')} ${visit.number}`} onClick=${() => onLeft(visit)}>${t('window.leave')}<//>
          </span>
        </li>`,
      )}
    </ul>
  </section>`;
}
