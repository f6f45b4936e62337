// What the lists of letters have in common.

import { html } from '../shared/preact.js';
import { formatDay, hospitalToday } from '../shared/dates.js';
import { pick, t } from '../shared/i18n.js';
import { Mark } from '../staff/ui.js';

/// How a deadline stands, in a word and a sign.
export function Due({ day, over }) {
  const today = hospitalToday();
  if (over) return html`<${Mark} icon="check">${formatDay(day)}<//>`;
  if (day < today) return html`<${Mark} kind="danger" icon="warning">${t('voice.overdue', { date: formatDay(day) })}<//>`;
  return html`<${Mark} kind=${day === today ? 'warning' : ''} icon=${day === today ? 'warning' : 'info'}>${t('voice.due', { date: formatDay(day) })}<//>`;
}

export const officeNames = (assignments) =>
  assignments.filter((one) => one.state !== 'withdrawn').map((one) => pick(one.office, 'name')).join(t('voice.comma'));

const isOver = (letter) => letter.state === 'answered' || letter.state === 'closed';

export function LetterLine({ letter, chosen, onChosen }) {
  return html`<li>
    <button type="button" class=${`voice-line ${chosen ? 'is-chosen' : ''}`} aria-pressed=${chosen ? 'true' : 'false'} onClick=${onChosen}>
      <span class="voice-line-head"><strong>${letter.number}</strong> ${t(`voice.kind.${letter.kind}`)} · ${t(`voice.state.${letter.state}`)}</span>
      <span class="voice-line-text">${letter.text}</span>
      <span class="voice-line-marks"><${Due} day=${letter.dueOn} over=${isOver(letter)} />
        ${letter.charge ? html`<span>${t('voice.charge', { name: letter.charge.name })}</span>` : html`<${Mark} kind="warning" icon="warning">${t('voice.no-charge')}<//>`}
        ${officeNames(letter.assignments) ? html`<span>${officeNames(letter.assignments)}</span>` : null}</span>
    </button>
  </li>`;
}
