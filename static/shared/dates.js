// Days and times as people read them, always in the hospital's time zone, whatever the phone's.
// Days are "YYYY-MM-DD" strings, instants RFC 3339 strings.
//
//   setHospital({ timeZone: 'Asia/Shanghai', today: '2026-11-22' })   // context.js does this
//   formatDay('2026-11-23')        → "11月23日 周一"        "Mon 23 Nov"
//   relativeDay('2026-11-23')      → "明天" or ""
//   longDay('2026-11-23')          → "2026年11月23日 星期一(明天)"
//   formatTime(instant)            → "08:30"
//   formatInstant(instant)         → "11月23日 周一 08:30"
//   instantAt('2026-11-23', '08:30')  → the instant, of the hospital's clock
//   slotWindow({start, end})       → "08:30–09:00"   (every place that names a slot uses it)

import { languageTag, t } from './i18n.js';

let zone = 'Asia/Shanghai';
let today = '';
const formats = new Map();

export function setHospital(hospital) {
  zone = hospital.timeZone || zone;
  today = hospital.today || today;
}

function format(options, timeZone) {
  const tag = languageTag() === 'en' ? 'en-GB' : 'zh-CN';
  const key = JSON.stringify([tag, timeZone, options]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(tag, { ...options, timeZone }));
  return formats.get(key);
}

const atNoon = (day) => new Date(`${day}T12:00:00Z`);

/// The day in the hospital right now, by the server's word, or by this device's clock before that.
export function hospitalToday() {
  return today || dayOf(new Date().toISOString());
}

export function dayOf(instant) {
  const parts = {};
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(new Date(instant))
    .forEach((part) => {
      parts[part.type] = part.value;
    });
  return `${parts.year}-${parts.month}-${parts.day}`;
}

export function addDays(day, n) {
  return new Date(atNoon(day).getTime() + n * 86400000).toISOString().slice(0, 10);
}

export const weekday = (day) => format({ weekday: 'short' }, 'UTC').format(atNoon(day));

export function monthDay(day) {
  if (languageTag() === 'en') return format({ day: 'numeric', month: 'short' }, 'UTC').format(atNoon(day));
  return t('date.month-day', { month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) });
}

export function relativeDay(day) {
  const now = hospitalToday();
  if (day === now) return t('date.today');
  if (day === addDays(now, 1)) return t('date.tomorrow');
  if (day === addDays(now, 2)) return t('date.after-tomorrow');
  return '';
}

export function formatDay(day) {
  return languageTag() === 'en' ? `${weekday(day)} ${monthDay(day)}` : `${monthDay(day)} ${weekday(day)}`;
}

/// For paper, which is read on other days, too.
export const fullDay = (day) =>
  format({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }, 'UTC').format(atNoon(day));

export function longDay(day) {
  const text = fullDay(day);
  const relative = relativeDay(day);
  return relative ? t('date.with-relative', { day: text, relative }) : text;
}

export const formatTime = (instant) =>
  format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, zone).format(new Date(instant));

export const formatInstant = (instant) => `${formatDay(dayOf(instant))} ${formatTime(instant)}`;

export const slotWindow = (slot) => `${slot.start}–${slot.end}`;

/// What the hospital's clock shows at `instant`, as if it were UTC.
function civil(instant) {
  const parts = {};
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
    .formatToParts(instant)
    .forEach((part) => {
      parts[part.type] = Number(part.value);
    });
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute);
}

export function instantAt(day, time) {
  const wanted = new Date(`${day}T${time}:00Z`).getTime();
  // Twice, in case the clocks are changed in between.
  let at = wanted;
  for (let i = 0; i < 2; i += 1) at += wanted - civil(new Date(at));
  return new Date(at).toISOString();
}

/// Whole years between two days.
export function yearsBetween(birth, day) {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}
