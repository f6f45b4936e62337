// What follows a visit: the next appointment from the clinician's own quota, a course of several,
// another slot for whoever cannot be seen today, a partner institution, examinations.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { can, meStore } from '../shared/context.js';
import { announce, Loaded } from '../shared/components.js';
import { useStore } from '../shared/store.js';
import { get, post, useRequest } from '../staff/api.js';
import { SlotChoice } from '../staff/booking.js';
import { describe } from '../staff/appointment.js';
import { useShortcuts } from '../staff/keys.js';
import { Button } from '../staff/ui.js';
import { NewCourse } from '../desk/courses.js';
import { Exams } from '../desk/exams.js';
import { ExtraNumberDialog } from '../desk/extra_number.js';
import { ReferralForm } from '../desk/referral_form.js';

/// One's own sessions first, then as the server lists them.
const ownFirst = (me) => ({ items }) => {
  const own = (one) => (me.practitioner && one.practitioner && one.practitioner.id === me.practitioner.id ? 0 : 1);
  const bookable = items.filter((one) => one.state !== 'withdrawn').map((one) => ({ ...one, slots: one.slots.filter((slot) => slot.capacity > 0) }));
  return { items: bookable.sort((a, b) => own(a) - own(b)) };
};
const named = (ticket) => ({ number: ticket.number, name: ticket.person.name });
const daysOf = (department) => get(`/departments/${department}/days`);

function Slots({ title, departments, department, take, onTaken, onBack, extra }) {
  const me = useStore(meStore);
  const sessionsOf = (departmentId, date, signal) => get('/sessions', { query: { departmentId, date }, signal }).then(ownFirst(me));
  useShortcuts({ Escape: onBack });
  return html`<div class="row"><${Button} onClick=${onBack} keys="Esc">${t('clinic.back')}<//></div>
    <${SlotChoice} title=${title} department=${department} departments=${departments} daysOf=${daysOf} sessionsOf=${sessionsOf}
      take=${take} onTaken=${onTaken} onCancel=${onBack} extra=${extra} />`;
}

function FollowUp({ ticket, departments, department, onBack, onDone }) {
  const me = useStore(meStore);
  const [extra, setExtra] = useState(null);
  const taken = (made) => onDone(t('clinic.done.follow-up', { what: describe(made) }));
  const take = (slotId, { answers, intention }) => {
    const asked = Object.keys(answers).length ? { answers } : {};
    return post('/appointments', { slotId, personId: ticket.person.id, ...asked }, { intention });
  };
  return html`<${Slots} title=${t('clinic.follow-up.title', named(ticket))} departments=${departments} department=${department}
      take=${take} onTaken=${taken} onBack=${onBack} extra=${can(me, 'add-numbers') ? { label: t('desk.extra.add'), act: setExtra } : null} />
    ${extra ? html`<${ExtraNumberDialog} session=${extra} person=${ticket.person} onClose=${() => setExtra(null)} onBooked=${taken} />` : null}`;
}

function Rebooking({ ticket, departments, department, onBack, onDone }) {
  const take = (slotId, { intention }) => post(`/tickets/${ticket.id}/rebooking`, { slotId, reason: t('clinic.closing.reason') }, { intention });
  return html`<${Slots} title=${t('clinic.closing.rebook-title', named(ticket))} departments=${departments} department=${department}
    take=${take} onTaken=${(made) => onDone(t('clinic.done.follow-up', { what: describe(made) }))} onBack=${onBack} />`;
}

function Course({ ticket, departments, onBack, onDone }) {
  const box = useRef(null);
  useLayoutEffect(() => box.current.querySelector('input').focus(), []);
  useShortcuts({ Escape: onBack });
  return html`<div class="row"><${Button} onClick=${onBack} keys="Esc">${t('clinic.back')}<//></div>
    <h1>${t('clinic.course.title', named(ticket))}</h1>
    <div ref=${box}><${NewCourse} person=${ticket.person} departments=${departments} onBooked=${() => onDone(t('clinic.done.course'))} /></div>`;
}

function Refer({ ticket, departments, onBack, onDone }) {
  useShortcuts({ Escape: onBack });
  return html`<${ReferralForm} person=${ticket.person} departments=${departments} onDone=${() => onDone(t('clinic.done.refer'))} onCancel=${onBack} />`;
}

/// Ordered, and the plan seen, before the patient leaves the room.
function Ordering({ ticket, onBack }) {
  useShortcuts({ Escape: onBack });
  return html`<${Exams} person=${ticket.person} visit=${ticket.appointmentId} onBack=${onBack} />`;
}

const kScreens = { 'follow-up': FollowUp, exams: Ordering, course: Course, refer: Refer, rebook: Rebooking };

/// what: one of kScreens. onDone is called with what to say, onBack without anything done.
export function After({ what, ticket, place, onBack, onDone }) {
  const request = useRequest(() => get('/departments'), []);
  const Screen = kScreens[what];
  const done = (words) => {
    announce(words);
    onDone(words);
  };
  return html`<section class="clinic-after">
    <${Loaded} request=${request}>
      ${({ items }) => {
        const mine = items.find((one) => one.id === place.department);
        const departments = mine ? [mine, ...items.filter((one) => one !== mine)] : items;
        return html`<${Screen} ticket=${ticket} departments=${departments} department=${mine || null} onBack=${onBack} onDone=${done} />`;
      }}
    <//>
  </section>`;
}
