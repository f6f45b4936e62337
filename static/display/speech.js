// What is said aloud when somebody is called: from a call to sentences that people hear well.
// Pure: nothing of the browser.
//
//   wordsOf({ number: '0830-2', name: '王*明', room: { name: '心内3诊室' } })
//     → { zh: '请，八点三十分，二号，王某明，到心内三诊室就诊。', en: 'Number 8 30, 2. Please go to …' }
//
// Digits are written out: engines read "0830" as eight hundred and thirty, or as a year. A start of
// a slot is a time of day, which people have on their slip; a number of one or two digits is a
// number; longer ones are read digit by digit, with 幺 for 1, which is not mistaken for 七.

const kDigits = '零一二三四五六七八九';
const kSpelt = '零幺二三四五六七八九';

/// 0 … 99 as one says it.
export function numberInWords(n) {
  if (n < 10) return kDigits[n];
  const tens = Math.floor(n / 10);
  return (tens > 1 ? kDigits[tens] : '') + '十' + (n % 10 ? kDigits[n % 10] : '');
}

const spelt = (digits) => [...digits].map((digit) => kSpelt[digit]).join('');
/// "3" → 三, "12" → 十二, "305" → 三零五, "08" → 零八.
const digitsInWords = (digits) => (digits.length < 3 && (digits.length === 1 || digits[0] !== '0') ? numberInWords(Number(digits)) : spelt(digits));

export function timeInWords(hhmm) {
  const minutes = Number(hhmm.slice(2));
  const hour = `${numberInWords(Number(hhmm.slice(0, 2)))}点`;
  if (minutes === 0) return `${hour}整`;
  return `${hour}${minutes < 10 ? `零${kDigits[minutes]}` : numberInWords(minutes)}分`;
}

/// "0830-2" → 八点三十分，二号; "0830-2A" (handed over to where somebody has 0830-2) → 八点三十分，二号 A; "W12" → W，十二号; "A023" → A，零二三号.
export function ticketInWords(number) {
  const slot = /^([01]\d[0-5]\d|2[0-3][0-5]\d)-(\d{1,2})([A-Z]?)$/.exec(number);
  if (slot) return `${timeInWords(slot[1])}，${numberInWords(Number(slot[2]))}号${slot[3] ? ` ${slot[3]}` : ''}`;
  const parts = (number.match(/[A-Za-z]+|\d+/g) || []).map((part) => (/\d/.test(part) ? digitsInWords(part) : [...part.toUpperCase()].join(' ')));
  return `${parts.join('，')}号`;
}

/// "王*明" → 王某明. Only what stands on the screen is said.
export const nameInWords = (name) => name.replace(/[*＊]/g, '某');

export const placeInWords = (place) => place.replace(/\d+/g, digitsInWords);

function ticketInEnglish(number) {
  const slot = /^(\d\d)(\d\d)-(\d{1,2})([A-Z]?)$/.exec(number);
  if (!slot) return number.split('').join(' ').replace(/ ?- ?/g, ', ');
  const minutes = slot[2] === '00' ? "o'clock" : slot[2].replace(/^0/, 'oh ');
  return `${Number(slot[1])} ${minutes}, number ${Number(slot[3])}${slot[4] ? ` ${slot[4]}` : ''}`;
}

/// An English voice cannot say a Chinese room; its digits it can.
function placeInEnglish(room) {
  if (room.nameEn) return room.nameEn;
  const digits = /\d+/.exec(room.name);
  return digits ? `room ${digits[0].length > 2 ? digits[0].split('').join(' ') : digits[0]}, as shown on the screen` : 'the room shown on the screen';
}

/// What to say in Mandarin, and in English where the call asks for it ('' otherwise).
export function wordsOf(call) {
  const name = call.name ? `${nameInWords(call.name)}，` : '';
  return {
    zh: `请，${ticketInWords(call.number)}，${name}到${placeInWords(call.room.name)}就诊。`,
    en: call.english ? `Attention please. ${ticketInEnglish(call.number)}. Please go to ${placeInEnglish(call.room)}.` : '',
  };
}

/// "请，A，零一二号，到三号窗口。"
export function wordsAtCentre(call) {
  const place = call.room.name.replace(/(\d)\s+号/g, '$1号');
  return {
    zh: `请，${ticketInWords(call.number)}，到${placeInWords(place)}。`,
    en: call.english ? `Attention please. Number ${ticketInEnglish(call.number)}. Please go to ${placeInEnglish(call.room)}.` : '',
  };
}
