// The appointments of the patient in the panel: print, move, cancel.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay, formatInstant, hospitalToday, slotWindow } from '../shared/dates.js';
import { Empty, ProblemNotice, Skeleton } from '../shared/components.js';
import { getAll, post, useRequest } from '../staff/api.js';
import { moveByArrows, useShortcuts } from '../staff/keys.js';
import { describe, StateMark } from '../staff/appointment.js';
import { Button, DialogForm, Icon, usePress } from '../staff/ui.js';
import { ReasonField } from '../staff/reason.js';
import { ArrivalAct, ArrivalMarks } from '../staff/arrivals.js';
import { GuideButton } from './guides.js';
import { feeWords, moneyActs, MoneyDialog } from './payment.js';
import { sessionTitle } from '../staff/slots.js';

export function CancelDialog({ appointment, onClose, onDone }) {
  const [reason, setReason] = useState('');
  const press = usePress();
  async function cancel() {
    const done = await press.run(() => post(`/appointments/${appointment.id}/cancellation`, { reason: reason.trim() }));
    if (done) onDone(done);
  }
  return html`<${DialogForm} title=${t('staff.cancel.title')} submitLabel=${t('staff.cancel.do')} cancelLabel=${t('staff.cancel.keep')} danger
    onClose=${onClose} onSubmit=${cancel} busy=${press.busy} problem=${press.problem}>
    <p><strong>${appointment.person.name}</strong> ${describe(appointment)}</p>
    <p class="hint">${t('staff.cancel.explain')}</p>
    <${ReasonField} value=${reason} onChange=${setReason}
      reasons=${['patient', 'time', 'clinic', 'slip'].map((name) => t(`staff.cancel.reason.${name}`))} />
  <//>`;
}

const kComing = ['pending', 'booked', 'arrived'];

/// Missed, or cancelled by the hospital: the desk helps to another one.
const canBookAgain = ({ state, cancelCause }) => state === 'noshow' || (state === 'cancelled' && cancelCause !== 'patient' && cancelCause !== 'mistake');

function Row({ appointment, onPrint, onMove, onCancel, onMoney, onAgain, onArrived }) {
  const { session } = appointment;
  const button = (label, act) => html`<${Button} class="row-button" data-row=${appointment.id} onClick=${act}
    aria-label=${`${label} ${describe(appointment)}`}>${label}<//>`;
  return html`<li class="appointment">
    <div class="appointment-when"><strong>${formatDay(session.date)}</strong><span>${slotWindow(appointment.slot)}</span></div>
    <div class="appointment-what">
      <strong>${pick(appointment.department, 'name')}</strong> ${sessionTitle(session)}
      <span class="hint">${t('staff.appointment.code', { code: appointment.code })} · ${t('staff.appointment.sequence', { n: appointment.sequence })}${feeWords(appointment) ? ` · ${feeWords(appointment)}` : ''}</span>
    </div>
    <${StateMark} state=${appointment.state} />
    <div class="row">
      <${ArrivalMarks} appointment=${appointment} />
      <${ArrivalAct} appointment=${appointment} what=${describe(appointment)} onMove=${onMove} onDone=${onArrived} />
      ${appointment.state === 'booked' ? html`<${GuideButton} appointment=${appointment} what=${describe(appointment)} />` : null}
      ${appointment.state === 'booked' ? button(t('staff.appointment.print'), () => onPrint(appointment)) : null}
      ${moneyActs(appointment).map((act) => html`<span key=${act}>${button(t(`desk.pay.${act}`), () => onMoney({ act, appointment }))}</span>`)}
      ${canBookAgain(appointment) ? button(t('desk.appointment.rebook'), () => onAgain(appointment)) : null}
      ${appointment.canReschedule ? button(t('staff.appointment.move'), () => onMove(appointment)) : null}
      ${appointment.canCancel ? button(t('staff.appointment.cancel'), () => onCancel(appointment)) : null}
    </div>
  </li>`;
}

export function Appointments({ person, onPrint, onMove, onBook, onChanged, onAgain }) {
  const request = useRequest(() => getAll('/appointments', { query: { personId: person.id, state: 'all' } }, 500), [person.id], { refresh: true });
  const [cancelling, setCancelling] = useState(null);
  const [paying, setPaying] = useState(null);
  const root = useRef(null);
  const focusFirst = () => {
    const button = root.current && root.current.querySelector('.row-button, .empty .button');
    if (button) button.focus();
    return !!button;
  };
  useLayoutEffect(() => {
    // Not when somebody has begun to type elsewhere.
    if (request.state === 'ready' && document.activeElement === document.body) focusFirst();
  }, [request.state]);
  useShortcuts({ 'Alt+A': focusFirst });

  if (request.state === 'loading') return html`<${Skeleton} />`;
  if (request.state === 'error') return html`<${ProblemNotice} problem=${request.problem} onRetry=${request.reload} />`;
  const inOrder = [...request.data].sort((a, b) => a.slot.startsAt.localeCompare(b.slot.startsAt));
  const coming = inOrder.filter((one) => kComing.includes(one.state) && one.session.date >= hospitalToday());
  const past = inOrder.filter((one) => !coming.includes(one)).reverse();
  const rows = (list) => html`<ul class="appointments">
    ${list.map((one) => html`<${Row} key=${one.id} appointment=${one} onPrint=${onPrint} onMove=${onMove} onCancel=${setCancelling} onMoney=${setPaying} onAgain=${onAgain} onArrived=${request.reload} />`)}
  </ul>`;
  return html`<section aria-labelledby="appointments-title" ref=${root}
    onKeyDown=${(event) => moveByArrows(event, root.current, '.row-button')}>
    <h1 id="appointments-title">${t('staff.appointments.title', { name: person.name || '' })}</h1>
    <h2 class="sub">${t('staff.appointments.coming', { n: coming.length })}</h2>
    ${coming.length
      ? rows(coming)
      : html`<${Empty} title=${t('staff.appointments.none')}><${Button} kind="primary" onClick=${onBook} keys="Alt+B">${t('desk.patient.book')}<//><//>`}
    ${past.length ? html`<h2 class="sub">${t('staff.appointments.past', { n: past.length })}</h2>${rows(past)}` : null}
    ${paying
      ? html`<${MoneyDialog} ...${paying} onClose=${() => setPaying(null)}
          onDone=${() => {
            setPaying(null);
            request.reload();
          }} />`
      : null}
    ${cancelling
      ? html`<${CancelDialog} appointment=${cancelling} onClose=${() => setCancelling(null)}
          onDone=${() => {
            setCancelling(null);
            request.reload();
            onChanged();
          }} />`
      : null}
  </section>`;
}

/// Right after booking or moving: what to tell the patient, and what comes next.
export function Booked({ appointment, moved, onPrint, onUndo, onBook, onNext }) {
  const [undoing, setUndoing] = useState(false);
  const box = useRef(null);
  useLayoutEffect(() => {
    box.current.querySelector('button').focus();
  }, []);
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
      <${Button} onClick=${onBook} keys="Alt+B">${t('staff.booked.another')}<//>
      <${Button} kind="quiet" onClick=${() => setUndoing(true)}>${t('staff.booked.undo')}<//>
    </div>
    ${undoing ? html`<${CancelDialog} appointment=${appointment} onClose=${() => setUndoing(false)} onDone=${onUndo} />` : null}
  </section>`;
}
