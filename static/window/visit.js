// How one who waits or is served is shown at a window: number, person where known, class with its
// proof, errands, why it is their turn.

import { html } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { NeedBadges, sexAndAge } from '../staff/person.js';
import { Mark } from '../staff/ui.js';
import { whyTexts } from '../staff/why.js';

export function Who({ visit, priorities }) {
  const { person, priority } = visit;
  const named = priorities.find((one) => one.code === priority);
  return html`<span class="calling-number">${visit.number}</span>
    ${person ? html` <strong>${person.name}</strong> <span class="calling-facts">${sexAndAge(person)}</span>` : null}
    ${priority ? html` <${Mark} icon="info">${named ? pick(named, 'name') : priority}${visit.proof ? t('window.proof-shown', { proof: visit.proof === 'on-record' ? t('window.proof.on-record') : visit.proof }) : ''}<//>` : null}
    ${person ? html`<${NeedBadges} needs=${person.needs} />` : null}`;
}

const kSigns = { done: 'check', now: 'info', 'given-up': 'cross' };

export function Errands({ visit }) {
  return html`<ol class="window-errands">
    ${visit.errands.map(
      (one) => html`<li key=${one.service.id} class=${one.state === 'now' ? 'window-errand-now' : ''}>
        <span>${pick(one.service, 'name')}</span> <${Mark} icon=${kSigns[one.state]} kind=${one.state === 'to-do' ? 'muted' : ''}>${t(`window.errand.${one.state}`)}<//>
        ${one.outcome ? html` <span class="hint">${one.outcome}</span>` : null}
      </li>`,
    )}
  </ol>`;
}

/// The clinic's words say "room" and "examinations": those a window has its own for.
export function Why({ visit }) {
  const { ticket } = visit;
  const why = (ticket.why || []).filter(({ code }) => code !== 'assigned' && code !== 'returner' && code !== 'near');
  const words = whyTexts({ why });
  if (ticket.returner) words.push(t('window.why.returner'));
  if (ticket.assignedWindow) words.push(t('window.why.assigned', { window: pick(ticket.assignedWindow, 'name') }));
  return html`<p class="calling-why">${words.join(' ')}</p>`;
}
