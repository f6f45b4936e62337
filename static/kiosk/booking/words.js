// Small words that booking and its slips share.

import { formatTime, formatInstant } from '../../shared/dates.js';
import { money, pick, t } from '../../shared/i18n.js';

/// "专家门诊", whether the hospital calls the kind 专家 or 专家门诊.
export function kindWords(kind) {
  const name = pick(kind, 'name');
  return /门诊$|MDT$|clinic$/i.test(name) ? name : t('kiosk.book.kind', { name });
}

/// Who sees them: the clinician, or the kind of clinic where any of several may.
export const seenBy = (session) => (session.practitioner ? pick(session.practitioner, 'name') : kindWords(session.kind));

export function placeWords(department, session) {
  const rooms = (session.rooms || []).map((room) => (typeof room === 'string' ? room : pick(room, 'name'))).join(' / ');
  return [pick(session.campus, 'name'), pick(department, 'location'), rooms].filter(Boolean).join(' · ');
}

/// What is still to be paid for it, and where: nothing is paid at a kiosk.
export function feeWords(appointment) {
  const amount = money(appointment.fee);
  if (!appointment.fee) return t('kiosk.book.fee', { amount });
  if (appointment.state === 'pending') return t('kiosk.book.fee-until', { amount, at: appointment.payUntil ? formatInstant(appointment.payUntil) : '' });
  const paid = appointment.payment && appointment.payment.state === 'paid';
  return paid ? t('kiosk.book.fee-paid', { amount }) : t('kiosk.book.fee-there', { amount });
}

export const arriveWords = (appointment) => t('kiosk.book.arrive', { at: formatTime(appointment.arriveAt) });
/// "493 018 275"
export const grouped = (code) => code.replace(/\s/g, '').replace(/(\d{3})(?=\d)/g, '$1 ');
