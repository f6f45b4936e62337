// An appointment in words.

import { html } from '../shared/preact.js';
import { has, pick, t } from '../shared/i18n.js';
import { formatDay, slotWindow } from '../shared/dates.js';
import { sessionTitle } from './slots.js';
import { Mark } from './ui.js';

const kStateLooks = { booked: ['', 'check'], pending: ['warning', 'info'], cancelled: ['muted', 'cross'] };

export const stateName = (state) => (has(`staff.state.${state}`) ? t(`staff.state.${state}`) : state);

export function StateMark({ state }) {
  const [kind, icon] = kStateLooks[state] || ['muted', 'info'];
  return html`<${Mark} kind=${kind} icon=${icon}>${stateName(state)}<//>`;
}

export const describe = (appointment) =>
  `${formatDay(appointment.session.date)} ${slotWindow(appointment.slot)} ${pick(appointment.department, 'name')} ${sessionTitle(appointment.session)}`;
