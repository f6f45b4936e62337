// The appointments of the patient in the panel: print, move, cancel.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { has, pick, t } from '../shared/i18n.js';
import { formatDay, formatInstant, hospitalToday, slotWindow } from '../shared/dates.js';
import { Empty, ProblemNotice, Skeleton } from '../shared/components.js';
import { getAll, post, useRequest } from '../staff/api.js';
import { moveByArrows, useShortcuts } from '../staff/keys.js';
import { Button, DialogForm, Icon, Mark, usePress } from '../staff/ui.js';
import { ReasonField } from '../staff/reason.js';
import { GuideButton } from './guides.js';
import { feeWords, moneyActs, MoneyDialog } from './payment.js';
import { sessionTitle } from './slots.js';

const kStateLooks = { booked: ['', 'check'], pending: ['warning', 'info'], cancelled: ['muted', 'cross'] };

export const stateName = (state) => (has(`desk.state.${state}`) ? t(`desk.state.${state}`) : state);

export function StateMark({ state }) {
  const [kind, icon] = kStateLooks[state] || ['muted', 'info'];
  return html`<${Mark} kind=${kind} icon=${icon}>${stateName(state)}<//>`;
}

export const describe = (appointment) =>
  `${formatDay(appointment.session.date)} ${slotWindow(appointment.slot)} ${pick(appointment.department, 'name')} ${sessionTitle(appointment.session)}`;

export function CancelDialog({ appointment, onClose, onDone }) {
  const [reason, setReason] = useState('');
  const press = usePress();
  async function cancel() {
    const done = await press.run(() => post(`/appointments/${appointment.id}/cancellation`, { reason: reason.trim() }));
    if (done) onDone(done);
  }
  return html`<${DialogForm} title=${t('desk.cancel.title')} submitLabel=${t('desk.cancel.do')} cancelLabel=${t('desk.cancel.keep')} danger
    onClose=${onClose} onSubmit=${cancel} busy=${press.busy} problem=${press.problem}>
    <p><strong>${appointment.person.name}</strong> ${describe(appointment)}</p>
    <p class="hint">${t('desk.cancel.explain')}</p>
    <${ReasonField} value=${reason} onChange=${setReason}
      reasons=${['patient', 'time', 'clinic', 'slip'].map((name) => t(`desk.cancel.reason.${name}`))} />
  <//>`;
}

const kComing = ['pending', 'booked', 'arrived'];

function Row({ appointment, onPrint, onMove, onCancel, onMoney }) {
  const { session } = appointment;
  const button = (label, act) => html`<${Button} class="row-button" data-row=${appointment.id} onClick=${act}
    aria-label=${`${label} ${describe(appointment)}`}>${label}<//>`;
  return html`<li class="appointment">
    <div class="appointment-when"><strong>${formatDay(session.date)}</strong><span>${slotWindow(appointment.slot)}</span></div>
    <div class="appointment-what">
      <strong>${pick(appointment.department, 'name')}</strong> ${sessionTitle(session)}
      <span class="hint">${t('desk.appointment.code', { code: appointment.code })} · ${t('desk.appointment.sequence', { n: appointment.sequence })}${feeWords(appointment) ? ` · ${feeWords(appointment)}` : ''}</span>
    </div>
    <${StateMark} state=${appointment.state} />
    <div class="row">
      ${appointment.state === 'booked' ? html`<${GuideButton} appointment=${appointment} what=${describe(appointment)} />` : null}
      ${appointment.state === 'booked' ? button(t('desk.appointment.print'), () => onPrint(appointment)) : null}
      ${moneyActs(appointment).map((act) => html`<span key=${act}>${button(t(`desk.pay.${act}`), () => onMoney({ act, appointment }))}</span>`)}
      ${appointment.canReschedule ? button(t('desk.appointment.move'), () => onMove(appointment)) : null}
      ${appointment.canCancel ? button(t('desk.appointment.cancel'), () => onCancel(appointment)) : null}
    </div>
  </li>`;
}

export function Appointments({ person, onPrint, onMove, onBook, onChanged }) {
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
    ${list.map((one) => html`<${Row} key=${one.id} appointment=${one} onPrint=${onPrint} onMove=${onMove} onCancel=${setCancelling} onMoney=${setPaying} />`)}
  </ul>`;
  return html`<section aria-labelledby="appointments-title" ref=${root}
    onKeyDown=${(event) => moveByArrows(event, root.current, '.row-button')}>
    <h1 id="appointments-title">${t('desk.appointments.title', { name: person.name || '' })}</h1>
    <h2 class="sub">${t('desk.appointments.coming', { n: coming.length })}</h2>
    ${coming.length
      ? rows(coming)
      : html`<${Empty} title=${t('desk.appointments.none')}><${Button} kind="primary" onClick=${onBook} keys="Alt+B">${t('desk.patient.book')}<//><//>`}
    ${past.length ? html`<h2 class="sub">${t('desk.appointments.past', { n: past.length })}</h2>${rows(past)}` : null}
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
    <h1 id="booked-title"><${Icon} name="check" /> ${t(moved ? 'desk.booked.moved' : 'desk.booked.title')}</h1>
    <p class="booked-code"><span>${t('desk.booked.code')}</span><strong>${appointment.code}</strong></p>
    <p class="booked-what">${describe(appointment)}</p>
    ${moved ? html`<p class="hint">${t('desk.booked.before', { what: `${formatDay(moved.session.date)} ${slotWindow(moved.slot)}` })}</p>` : null}
    <p>${t('desk.booked.arrive', { time: formatInstant(appointment.arriveAt) })} · ${t('desk.appointment.sequence', { n: appointment.sequence })}</p>
    <div class="row">
      <${Button} kind="primary" onClick=${() => onPrint(appointment)} keys="Alt+P">${t('desk.booked.print')}<//>
      <${Button} onClick=${onNext} keys="F2">${t('desk.booked.next')}<//>
      <${Button} onClick=${onBook} keys="Alt+B">${t('desk.booked.another')}<//>
      <${Button} kind="quiet" onClick=${() => setUndoing(true)}>${t('desk.booked.undo')}<//>
    </div>
    ${undoing ? html`<${CancelDialog} appointment=${appointment} onClose=${() => setUndoing(false)} onDone=${onUndo} />` : null}
  </section>`;
}
