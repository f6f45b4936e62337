// Money at the desk: what an appointment costs, taking it, letting somebody pay later, handing it
// back.

import { html, useRef, useState } from '../shared/preact.js';
import { money, t } from '../shared/i18n.js';
import { Choices, ProblemNotice, Skeleton } from '../shared/components.js';
import { get, Intention, post, useRequest } from '../staff/api.js';
import { ReasonField } from '../staff/reason.js';
import { DialogForm, usePress } from '../staff/ui.js';

/// "¥30.00 to be paid", or nothing where there is nothing to say.
export function feeWords({ payment }) {
  if (!payment) return '';
  if (payment.needsStaff) return t('desk.pay.stuck', { amount: money(payment.refunding) });
  if (payment.refunding) return t('desk.pay.refunding', { amount: money(payment.refunding) });
  if (payment.due) return t('desk.pay.due', { amount: money(payment.due) });
  return t(`desk.pay.state.${payment.state}`);
}

/// What can be done about it: 'take', 'later', 'back'.
export function moneyActs({ state, payment }) {
  if (!payment) return [];
  return [
    payment.due > 0 ? 'take' : '',
    state === 'pending' ? 'later' : '',
    payment.needsStaff || (payment.method && payment.method !== 'online' && payment.paid > payment.refunded) ? 'back' : '',
  ].filter(Boolean);
}

function Take({ appointment, onClose, onDone }) {
  const [method, setMethod] = useState('cash');
  const press = usePress();
  const intention = useRef(new Intention());
  const amount = appointment.payment.due;
  const take = async () => {
    if (await press.run(() => post(`/appointments/${appointment.id}/desk-payment`, { method, amount }, { intention: intention.current }))) onDone();
  };
  return html`<${DialogForm} title=${t('desk.pay.take')} submitLabel=${t('desk.pay.take-do', { amount: money(amount) })} onClose=${onClose} onSubmit=${take} busy=${press.busy} problem=${press.problem}>
    <p><strong>${appointment.person.name}</strong> · ${money(amount)}</p>
    <${Choices} legend=${t('desk.pay.how')} value=${method} onChange=${setMethod} options=${['cash', 'card'].map((value) => ({ value, label: t(`desk.pay.method.${value}`) }))} />
  <//>`;
}

function Later({ appointment, onClose, onDone }) {
  const [reason, setReason] = useState('');
  const press = usePress();
  const allow = async () => {
    if (await press.run(() => post(`/appointments/${appointment.id}/pay-later`, { reason: reason.trim() }))) onDone();
  };
  return html`<${DialogForm} title=${t('desk.pay.later')} submitLabel=${t('desk.pay.later-do')} onClose=${onClose} onSubmit=${allow} busy=${press.busy} problem=${press.problem}>
    <p class="hint">${t('desk.pay.later-explain')}</p>
    <${ReasonField} value=${reason} onChange=${setReason} reasons=${['emergency', 'green'].map((name) => t(`desk.pay.reason.${name}`))} />
  <//>`;
}

/// What goes back here: what a provider would not refund, what the desk owes back, else the desk's
/// own payment, which was a slip. {payment, amount, owed}
function goesBack({ payments, refunds }) {
  const ours = (id) => payments.some((one) => one.id === id && one.method !== 'online');
  const waits = refunds.filter((one) => one.state === 'failed' || (one.state === 'owed' && ours(one.paymentId)));
  if (waits.length) {
    const payment = waits[0].paymentId;
    const amount = waits.filter((one) => one.paymentId === payment).reduce((sum, one) => sum + one.amount, 0);
    return { payment, amount, owed: true };
  }
  const slip = payments.find((one) => one.state === 'paid' && one.method !== 'online');
  return slip && { payment: slip.id, amount: slip.amount, owed: false };
}

function Back({ appointment, onClose, onDone }) {
  const request = useRequest(() => get(`/appointments/${appointment.id}/payment`), [appointment.id]);
  const [reason, setReason] = useState('');
  const press = usePress();
  const found = request.state === 'ready' ? goesBack(request.data) : null;
  const back = async () => {
    if (found && (await press.run(() => post(`/payments/${found.payment}/reversal`, { reason: reason.trim() })))) onDone();
  };
  return html`<${DialogForm} title=${t('desk.pay.back')} submitLabel=${t('desk.pay.back-do')} danger onClose=${onClose} onSubmit=${back} busy=${press.busy} problem=${press.problem}>
    ${request.state === 'loading' ? html`<${Skeleton} lines=${1} />` : null}
    ${request.state === 'error' ? html`<${ProblemNotice} problem=${request.problem} onRetry=${request.reload} />` : null}
    ${found
      ? html`<p><strong>${appointment.person.name}</strong> · ${money(found.amount)}</p>
          <p class="hint">${t(found.owed ? 'desk.pay.back-owed' : 'desk.pay.back-slip')}</p>`
      : null}
    <${ReasonField} value=${reason} onChange=${setReason} reasons=${['refund', 'mistake'].map((name) => t(`desk.pay.reason.${name}`))} />
  <//>`;
}

const kDialogs = { take: Take, later: Later, back: Back };

export function MoneyDialog({ act, ...rest }) {
  const Shown = kDialogs[act];
  return html`<${Shown} ...${rest} />`;
}
