// How one who waits is shown to a clinician: number, name, needs, how they are called, why it is
// their turn.

import { html } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { NeedBadges, sexAndAge } from '../staff/person.js';
import { Icon, Mark } from '../staff/ui.js';
import { whyTexts } from '../staff/why.js';

export function Person({ ticket }) {
  return html`<span class="calling-number">${ticket.number}</span> <strong>${ticket.person.name}</strong> <span class="calling-facts">${sexAndAge(ticket.person)}</span>
    ${ticket.priority ? html` <${Mark} icon="info">${pick(ticket.priority, 'name')}<//>` : null}
    <${NeedBadges} needs=${ticket.person.needs} />`;
}

export const Why = ({ ticket }) => html`<p class="calling-why">${whyTexts(ticket).join(' ')}</p>`;

/// Only what asks something of the clinician: the loudspeaker's part is its own.
export function Calling({ ticket }) {
  const { calling } = ticket;
  const words = ['fetch', 'slowly', 'english'].filter((name) => calling && calling[name]).map((name) => t(`clinic.calling.${name}`));
  if (!words.length) return null;
  return html`<p class="clinic-calling"><${Icon} name="info" /> ${words.join(t('clinic.and'))}</p>`;
}
