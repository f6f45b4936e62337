// The institution's appointments: who goes when, with what can be done about each.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay, hospitalToday, longDay, slotWindow } from '../shared/dates.js';
import { Choices, Empty, Loaded } from '../shared/components.js';
import { get, getAll, post, useRequest } from '../staff/api.js';
import { describe, StateMark } from '../staff/appointment.js';
import { moveByArrows } from '../staff/keys.js';
import { NeedBadges, sexAndAge } from '../staff/person.js';
import { ReasonField } from '../staff/reason.js';
import { countReferrals } from '../staff/referrals.js';
import { sessionTitle } from '../staff/slots.js';
import { Button, DialogForm, usePress } from '../staff/ui.js';

const kWhich = ['upcoming', 'past', 'cancelled'];
const kPast = 50;

/// Gives the place back; the referral goes with it, or stays and can be booked again.
export function CancelDialog({ appointment, onClose, onDone }) {
  const [reason, setReason] = useState('');
  const [whole, setWhole] = useState('withdraw');
  const press = usePress();
  async function cancel() {
    const done = await press.run(() =>
      whole === 'withdraw'
        ? post(`/referrals/${appointment.referralId}/withdrawal`, { note: reason.trim() })
        : post(`/appointments/${appointment.id}/cancellation`, { reason: reason.trim() }),
    );
    if (!done) return;
    countReferrals();
    onDone();
  }
  return html`<${DialogForm} title=${t('staff.cancel.title')} submitLabel=${t('staff.cancel.do')} cancelLabel=${t('staff.cancel.keep')} danger
    onClose=${onClose} onSubmit=${cancel} busy=${press.busy} problem=${press.problem}>
    <p><strong>${appointment.person.name}</strong> ${describe(appointment)}</p>
    <${ReasonField} value=${reason} onChange=${setReason} reasons=${['patient', 'time', 'slip'].map((name) => t(`staff.cancel.reason.${name}`))} />
    <${Choices} legend=${t('partner.cancel.then')} value=${whole} onChange=${setWhole}
      options=${['withdraw', 'rebook'].map((value) => ({ value, label: t(`partner.cancel.${value}`), detail: t(`partner.cancel.${value}-detail`) }))} />
  <//>`;
}

function Row({ appointment, dated, onOpen, onPrint, onMove, onCancel }) {
  const { person, session } = appointment;
  const what = `${person.name} ${describe(appointment)}`;
  const button = (label, act) => html`<${Button} class="row-button" data-row=${appointment.id} onClick=${() => act(appointment)} aria-label=${`${label} ${what}`}>${label}<//>`;
  return html`<li class="appointment">
    <div class="appointment-when"><strong>${slotWindow(appointment.slot)}</strong>${dated ? html`<span>${formatDay(session.date)}</span>` : null}</div>
    <div class="appointment-what">
      <span class="appointment-who"><button type="button" class="link" onClick=${() => onOpen(person)}>${person.name}</button> ${sexAndAge(person)}</span>
      <strong>${pick(appointment.department, 'name')}</strong> ${sessionTitle(session)}
      <span class="hint">${t('staff.appointment.code', { code: appointment.code })} · ${t('staff.appointment.sequence', { n: appointment.sequence })}</span>
      <${NeedBadges} needs=${person.needs} />
    </div>
    <${StateMark} state=${appointment.state} />
    <div class="row">
      ${appointment.state === 'booked' ? button(t('staff.appointment.print'), onPrint) : null}
      ${appointment.canReschedule ? button(t('staff.appointment.move'), onMove) : null}
      ${appointment.canCancel ? button(t('staff.appointment.cancel'), onCancel) : null}
    </div>
  </li>`;
}

/// Under a heading for each day, if `days`.
export function BookingList({ items, days, onChanged, level = 2, ...acts }) {
  const [cancelling, setCancelling] = useState(null);
  const root = useRef(null);
  const rows = (list) => html`<ul class="appointments">${list.map((one) => html`<${Row} key=${one.id} appointment=${one} dated=${!days} onCancel=${setCancelling} ...${acts} />`)}</ul>`;
  const dates = [...new Set(items.map((one) => one.session.date))];
  const of = (date) => items.filter((one) => one.session.date === date);
  const heading = (date) => t('partner.bookings.day', { day: longDay(date), n: of(date).length });
  return html`<div ref=${root} onKeyDown=${(event) => moveByArrows(event, root.current, '.row-button')}>
    ${days
      ? dates.map((date) => html`<section key=${date} aria-label=${heading(date)}>
          ${level === 2 ? html`<h2 class="sub">${heading(date)}</h2>` : html`<h3 class="sub">${heading(date)}</h3>`}${rows(of(date))}</section>`)
      : rows(items)}
    ${cancelling
      ? html`<${CancelDialog} appointment=${cancelling} onClose=${() => setCancelling(null)}
          onDone=${() => {
            setCancelling(null);
            onChanged();
          }} />`
      : null}
  </div>`;
}

export function Bookings({ onBack, ...acts }) {
  const [which, setWhich] = useState(kWhich[0]);
  const title = useRef(null);
  useLayoutEffect(() => title.current.focus(), []);
  const request = useRequest(
    () => (which === 'upcoming' ? getAll('/appointments', { query: { state: which } }) : get('/appointments', { query: { state: which, limit: kPast } }).then(({ items }) => items)),
    [which],
    { refresh: true },
  );
  return html`<section aria-labelledby="bookings-title">
    <div class="bar">
      <h1 id="bookings-title" tabindex="-1" ref=${title}>${t('partner.bookings.title')}</h1>
      <div class="row no-print">
        <${Button} onClick=${() => window.print()}>${t('partner.bookings.print')}<//>
        <${Button} onClick=${onBack} keys="Esc">${t('staff.back')}<//>
      </div>
    </div>
    <div class="chips no-print" role="group" aria-label=${t('partner.bookings.which')}>
      ${kWhich.map((name) => html`<button key=${name} type="button" class="chip" aria-pressed=${name === which ? 'true' : 'false'} onClick=${() => setWhich(name)}>${t(`partner.bookings.${name}`)}</button>`)}
    </div>
    <${Loaded} request=${request}>
      ${(items) => (items.length
        ? html`<${BookingList} items=${items} days onChanged=${request.reload} ...${acts} />`
        : html`<${Empty} title=${t('partner.bookings.none')} />`)}
    <//>
  </section>`;
}

export const isToday = (appointment) => appointment.session.date === hospitalToday();
