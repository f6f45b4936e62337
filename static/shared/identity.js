// Instant feedback on document numbers and phones while they are typed. The server checks again
// and has the last word; this only saves a round trip.
//
//   normaliseNumber(' 11010519491231002x') → '11010519491231002X'
//   checkDocument('resident-card', number) → { ok, why?, birthDate?, sex? }
//       why: 'length' | 'characters' | 'birth-date' | 'check-digit'  (texts: t(`identity.${why}`))
//   checkPhone('138 0013 8000')            → { ok, phone }
//   kDocumentTypes                          the identity documents, in the order they are offered

import { t } from './i18n.js';

export const kDocumentTypes = [
  'resident-card',
  'hk-macau-permit',
  'taiwan-permit',
  'foreign-resident',
  'passport',
  'birth-certificate',
  'military',
];

export const documentName = (type) => t(`document.${type}`);

const fullWidth = (text) =>
  text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));

export function normaliseNumber(text) {
  return fullWidth(text || '').replace(/[\s\u3000-]/g, '').toUpperCase();
}

/// GB 11643: ISO 7064 MOD 11-2 over the first 17 digits.
function checkDigit(number) {
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += Number(number[i]) * (2 ** (17 - i) % 11);
  return '10X98765432'[sum % 11];
}

function isDate(text) {
  const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
  const date = new Date(`${day}T00:00:00Z`);
  const ok = !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day;
  return ok && day >= '1850-01-01' && date.getTime() <= Date.now() + 86400000 ? day : '';
}

function checkEighteen(number) {
  if (number.length !== 18) return { ok: false, why: 'length' };
  if (!/^\d{17}[\dX]$/.test(number)) return { ok: false, why: 'characters' };
  const birthDate = isDate(number.slice(6, 14));
  if (!birthDate) return { ok: false, why: 'birth-date' };
  if (checkDigit(number) !== number[17]) return { ok: false, why: 'check-digit' };
  return { ok: true, birthDate, sex: Number(number[16]) % 2 === 1 ? 'male' : 'female' };
}

function shaped(number, lengths, pattern) {
  if (!lengths.includes(number.length)) return { ok: false, why: 'length' };
  return pattern.test(number) ? { ok: true } : { ok: false, why: 'characters' };
}

export function checkDocument(type, text) {
  const number = normaliseNumber(text);
  const eighteen = /^\d/.test(number) && number.length > 10;
  switch (type) {
    case 'resident-card':
      return checkEighteen(number);
    case 'foreign-resident':
      return eighteen ? checkEighteen(number) : shaped(number, [15], /^[A-Z]{3}\d{12}$/);
    case 'hk-macau-permit':
      return eighteen ? checkEighteen(number) : shaped(number, [9, 11], /^[HM]\d+$/);
    case 'taiwan-permit':
      return eighteen ? checkEighteen(number) : shaped(number, [8, 10], /^\d{8}(\d{2}|[A-Z]\d|\d[A-Z])?$/);
    default:
      if (number.length < 5 || number.length > 20) return { ok: false, why: 'length' };
      return /^[A-Z0-9\u4e00-\u9fff]+$/.test(number) ? { ok: true } : { ok: false, why: 'characters' };
  }
}

export function checkPhone(text) {
  let phone = fullWidth(text || '').replace(/[\s()-]/g, '');
  if (/^(\+?86)1\d{10}$/.test(phone)) phone = phone.replace(/^\+?86/, '');
  const ok = /^1[3-9]\d{9}$/.test(phone) || /^\+[1-9]\d{6,14}$/.test(phone);
  return { ok, phone };
}
