// What an appointment still costs: pay within a time while its place is held, and how money stands
// that was paid or goes back.

import { html, useEffect, useState } from '../shared/preact.js';
import { get, post, useRequest } from '../shared/api.js';
import { Button, LinkButton, Loaded, Notice, announce } from '../shared/components.js';
import { money, t } from '../shared/i18n.js';

const kLookEveryMs = 3000;
const two = (n) => String(n).padStart(2, '0');

/// Seconds that are left, counted from when `seconds` came from the server: this device's clock may
/// be wrong, its pace is not.
function useCountdown(seconds) {
  const [end, setEnd] = useState(0);
  const [, draw] = useState(0);
  useEffect(() => {
    setEnd(Date.now() + seconds * 1000);
    const timer = setInterval(() => draw((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return end ? Math.max(0, Math.ceil((end - Date.now()) / 1000)) : seconds;
}

export const clockWords = (seconds) => `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;

/// The link and the QR code. Asking again gives the same order.
function Order({ appointment }) {
  const place = `/appointments/${encodeURIComponent(appointment.id)}/payment`;
  const request = useRequest((signal) => post(place, {}, { signal }), [appointment.id]);
  return html`<${Loaded} request=${request} lines=${2}>
    ${(order) => html`<div class="stack pay-order">
      <p><${LinkButton} kind="primary" href=${order.payUrl} target="_blank" rel="noopener noreferrer">${t('patient.pay.go', { amount: money(order.amount) })}<//></p>
      <p class="hint">${t('patient.pay.scan')}</p>
      <img class="slip-qr" src=${`/api/v1${place}/qr.svg`} alt=${t('patient.pay.qr')} width="200" height="200" />
    </div>`}
  <//>`;
}

/// Of a held place. `onChange` is called when it is paid, given up, or its attempt failed.
function ToBePaid({ appointment, onChange }) {
  const { payment } = appointment;
  const left = useCountdown(payment.secondsLeft);
  useEffect(() => {
    let over = false;
    const look = () =>
      get(`/appointments/${encodeURIComponent(appointment.id)}`)
        .then((now) => {
          if (over || (now.state === appointment.state && now.payment.state === payment.state)) return;
          announce(t(now.state === 'pending' ? 'patient.pay.failed' : now.state === 'booked' ? 'patient.pay.done' : 'patient.pay.over'));
          onChange();
        })
        .catch(() => {}); // the next look tries again
    const timer = setInterval(look, kLookEveryMs);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [appointment.id, payment.state]);
  return html`<section class="card stack pay" aria-label=${t('patient.pay.title')}>
    <h2>${t('patient.pay.title')}</h2>
    <p>${t('patient.pay.within')} <strong class="big pay-clock" role="timer" aria-live="off">${clockWords(left)}</strong></p>
    <p class="hint">${t('patient.pay.else')}</p>
    ${payment.state === 'failed' ? html`<${Notice} kind="warning" title=${t('patient.pay.failed')} live />` : null}
    <${Order} key=${payment.state} appointment=${appointment} />
    <p><${Button} onClick=${onChange}>${t('patient.pay.look')}<//></p>
  </section>`;
}

/// What a slip says about its money, if there is anything to say.
export function PaymentCard({ appointment, onChange }) {
  const { payment } = appointment;
  if (!payment) return null;
  if (appointment.state === 'pending') return html`<${ToBePaid} appointment=${appointment} onChange=${onChange} />`;
  const back = payment.refunding + payment.refunded;
  if (!back) return null;
  const words = payment.needsStaff ? 'patient.pay.stuck' : payment.refunding && payment.method && payment.method !== 'online' ? 'patient.pay.fetch' : payment.refunding ? 'patient.pay.refunding' : 'patient.pay.refunded';
  return html`<${Notice} kind=${payment.needsStaff ? 'warning' : 'info'} title=${t(words, { amount: money(back) })} live />`;
}

/// "¥30.00 (paid)": the fee with what is known of it.
export function feeWords(appointment) {
  const { payment } = appointment;
  if (!payment) return money(appointment.fee);
  const amount = payment.state === 'due' && payment.due !== appointment.fee ? t('patient.pay.rest', { amount: money(payment.due) }) : t(`patient.pay.state.${payment.state}`);
  return money(appointment.fee) + t('patient.aside', { text: amount });
}
