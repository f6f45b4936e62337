// How a request for a ward or a theatre is spoken of: its kind, state, urgency, and when it suits.

import { html } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { monthDay } from '../shared/dates.js';
import { Mark } from '../staff/ui.js';

const kUrgencyLooks = { urgent: ['danger', 'warning'], soon: ['warning', 'info'], routine: ['', ''] };

export const kindName = (kind) => t(`desk.adm.kind.${kind}`);
export const stateName = (state) => t(`desk.adm.state.${state}`);

export function UrgencyMark({ urgency }) {
  const [kind, icon] = kUrgencyLooks[urgency];
  return html`<${Mark} kind=${kind} icon=${icon}>${t(`desk.adm.urgency.${urgency}`)}<//>`;
}

export function wishText({ wishFrom, wishTo }) {
  if (wishFrom && wishTo) return t('desk.adm.wish-between', { from: monthDay(wishFrom), to: monthDay(wishTo) });
  if (wishFrom) return t('desk.adm.wish-from', { from: monthDay(wishFrom) });
  if (wishTo) return t('desk.adm.wish-to', { to: monthDay(wishTo) });
  return t('desk.adm.wish-any');
}
