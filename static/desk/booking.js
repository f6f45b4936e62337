// Booking for the patient in the panel, or moving one of their appointments.

import { html, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { can, meStore } from '../shared/context.js';
import { useStore } from '../shared/store.js';
import { announce } from '../shared/components.js';
import { get, post } from '../staff/api.js';
import { SlotChoice } from '../staff/booking.js';
import { ExtraNumberDialog } from './extra_number.js';

/// What can be booked at the desk: its own quota's places too, which patients do not see.
const bookable = ({ items }) => ({
  items: items
    .filter((session) => session.state !== 'withdrawn')
    .map((session) => ({ ...session, slots: session.slots.filter((slot) => slot.capacity > 0) })),
});
const daysOf = (department) => get(`/departments/${department}/days`);
const sessionsOf = (departmentId, date, signal) => get('/sessions', { query: { departmentId, date }, signal }).then(bookable);

export function Booking({ person, moving, departments, onBooked, onCancel }) {
  const [extra, setExtra] = useState(null);
  const me = useStore(meStore);
  const take = (slotId, { answers, intention }) => {
    if (moving) return post(`/appointments/${moving.id}/rescheduling`, { slotId }, { intention });
    const asked = Object.keys(answers).length ? { answers } : {};
    return post('/appointments', { slotId, personId: person.id, ...asked }, { intention });
  };
  const taken = (appointment) => {
    announce(t(moving ? 'staff.booked.moved-said' : 'staff.booked.said', { code: appointment.code }));
    onBooked(appointment, moving);
  };
  return html`<${SlotChoice} title=${t(moving ? 'staff.booking.move-title' : 'staff.booking.title', { name: person.name || '' })}
      moving=${moving} departments=${departments} daysOf=${daysOf} sessionsOf=${sessionsOf} take=${take} onTaken=${taken} onCancel=${onCancel}
      wider=${(slotId) => get(`/slots/${slotId}/alternatives`, { query: { personId: person.id } })}
      extra=${!moving && can(me, 'add-numbers') ? { label: t('desk.extra.add'), act: setExtra } : null} />
    ${extra ? html`<${ExtraNumberDialog} session=${extra} person=${person} onClose=${() => setExtra(null)} onBooked=${taken} />` : null}`;
}
