// An appointment in the partners' quota: why, department, day, slot; or another slot for one that is
// there already.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay, formatInstant, slotWindow } from '../shared/dates.js';
import { announce, Notice, TextField } from '../shared/components.js';
import { get, post, Problem } from '../staff/api.js';
import { describe } from '../staff/appointment.js';
import { SlotChoice } from '../staff/booking.js';
import { useShortcuts } from '../staff/keys.js';
import { Button, Icon } from '../staff/ui.js';
import { CancelDialog } from './bookings.js';

const kReasons = ['follow-up', 'specialist', 'examination', 'chronic'];
const daysOf = (department) => get(`/partner/departments/${department}/days`);
const sessionsOf = (department, date, signal) => get(`/partner/departments/${department}/sessions`, { query: { date }, signal });

/// Why the patient is sent: common words as buttons, and a line for any other.
export function Reason({ value, onChange, error, inputRef }) {
  const box = useRef(null);
  useLayoutEffect(() => {
    if (inputRef) inputRef.current = box.current.querySelector('input');
  }, []);
  return html`<div class="stack reason" ref=${box}>
    <${TextField} label=${t('partner.reason')} name="reason" value=${value} onInput=${onChange} error=${error} required maxlength="500" autocomplete="off" />
    <div class="chips" role="group" aria-label=${t('staff.reason-common')}>
      ${kReasons.map((name) => html`<button key=${name} type="button" class="chip" aria-pressed=${value === t(`partner.reason.${name}`) ? 'true' : 'false'}
        onClick=${() => onChange(t(`partner.reason.${name}`))}>${t(`partner.reason.${name}`)}</button>`)}
    </div>
  </div>`;
}

/// moving: an appointment; referral: one that was accepted and is booked now.
export function Booking({ person, moving, referral, departments, onBooked, onCancel }) {
  const [reason, setReason] = useState('');
  const input = useRef(null);
  const asks = !moving && !referral;
  // After the choice of slots has taken the focus to its own first field.
  useLayoutEffect(() => {
    if (asks) input.current.focus();
  }, []);

  async function take(slotId, { answers, intention, department }) {
    const said = Object.keys(answers).length ? { answers } : {};
    if (moving) return post(`/appointments/${moving.id}/rescheduling`, { slotId }, { intention });
    if (asks && !reason.trim()) {
      input.current.focus();
      throw new Problem({ code: 'reason-missing', detail: t('partner.book.reason-missing') });
    }
    const booked = referral
      ? await post(`/referrals/${referral.id}/booking`, { slotId, ...said }, { intention })
      : await post('/referrals', { direction: 'up', departmentId: department.id, personId: person.id, reason: reason.trim(), slotId, ...said }, { intention });
    return { ...(await get(`/appointments/${booked.appointment.id}`)), referralId: booked.id };
  }
  const taken = (appointment) => {
    announce(t(moving ? 'staff.booked.moved-said' : 'staff.booked.said', { code: appointment.code }));
    onBooked(moving ? { ...appointment, referralId: moving.referralId } : appointment, moving);
  };
  const given = referral && departments.find((one) => one.id === referral.department.id);
  return html`<${SlotChoice} title=${t(moving ? 'staff.booking.move-title' : 'staff.booking.title', { name: person.name || '' })}
    moving=${moving} department=${given} fixed=${!asks} departments=${departments} daysOf=${daysOf} sessionsOf=${sessionsOf}
    take=${take} onTaken=${taken} onCancel=${onCancel}>
    ${referral ? html`<${Notice} kind="info"><p>${t('partner.book.for-referral', { department: pick(referral.department, 'name'), reason: referral.reason })}</p><//>` : null}
    ${asks ? html`<p class="hint">${t('partner.book.quota')}</p><${Reason} value=${reason} onChange=${setReason} inputRef=${input} />` : null}
  <//>`;
}

/// Right after booking or moving.
export function Booked({ appointment, moved, onPrint, onNext, onCancelled }) {
  const [undoing, setUndoing] = useState(false);
  const box = useRef(null);
  useLayoutEffect(() => box.current.querySelector('button').focus(), []);
  useShortcuts({ 'Alt+P': () => onPrint(appointment) });
  return html`<section class="booked card" aria-labelledby="booked-title" ref=${box}>
    <h1 id="booked-title"><${Icon} name="check" /> ${t(moved ? 'staff.booked.moved' : 'staff.booked.title')}</h1>
    <p class="booked-code"><span>${t('staff.booked.code')}</span><strong>${appointment.code}</strong></p>
    <p class="booked-what">${describe(appointment)}</p>
    ${moved ? html`<p class="hint">${t('staff.booked.before', { what: `${formatDay(moved.session.date)} ${slotWindow(moved.slot)}` })}</p>` : null}
    <p>${t('staff.booked.arrive', { time: formatInstant(appointment.arriveAt) })} · ${t('staff.appointment.sequence', { n: appointment.sequence })}</p>
    <div class="row">
      <${Button} kind="primary" onClick=${() => onPrint(appointment)} keys="Alt+P">${t('staff.booked.print')}<//>
      <${Button} onClick=${onNext} keys="F2">${t('staff.booked.next')}<//>
      <${Button} kind="quiet" onClick=${() => setUndoing(true)}>${t('staff.booked.undo')}<//>
    </div>
    ${undoing ? html`<${CancelDialog} appointment=${appointment} onClose=${() => setUndoing(false)} onDone=${onCancelled} />` : null}
  </section>`;
}
