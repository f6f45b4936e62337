// What a patient would like of the days and times of their examinations.
//
// kNoWishes        nothing is wished
// sentWishes(w)    as the server takes them
// wished(w)        whether anything is
// kWeekdays, weekdayName(n)   Monday is 1
// ExamWishes       the fields: part of the day, weekdays or days, hours, campus, an appointment
//
// Weekdays are sent as the days of two months: no plan is made further ahead.

import { html, useState } from './preact.js';
import { hospitalStore } from './context.js';
import { addDays, formatDay, hospitalToday, weekday } from './dates.js';
import { pick, t } from './i18n.js';
import { Button, Choices, SelectField, TextField } from './components.js';
import { useStore } from './store.js';

const kAhead = 60;
const kNoon = '12:00';
/// A Monday.
const kSomeMonday = '2024-01-01';
export const kWeekdays = [1, 2, 3, 4, 5, 6, 7];
const kHours = Array.from({ length: 29 }, (_, n) => `${String(6 + Math.floor(n / 2)).padStart(2, '0')}:${n % 2 ? '30' : '00'}`);

export const kNoWishes = { part: '', from: '', to: '', weekdays: [], dates: [], campus: '', after: '' };

export const weekdayName = (n) => weekday(addDays(kSomeMonday, n - 1));
export const dayNumber = (day) => new Date(`${day}T12:00:00Z`).getUTCDay() || 7;
const later = (a, b) => (a > b ? a : b);
const earlier = (a, b) => (!a || (b && b < a) ? b : a);

export function sentWishes({ part, from, to, weekdays, dates, campus, after }) {
  const out = {};
  const notBefore = part === 'afternoon' ? later(from, kNoon) : from;
  const notAfter = part === 'morning' ? earlier(to, kNoon) : to;
  const ahead = Array.from({ length: kAhead }, (_, n) => addDays(hospitalToday(), n));
  const days = [...new Set([...dates, ...ahead.filter((day) => weekdays.includes(dayNumber(day)))])].sort();
  if (notBefore) out.notBefore = notBefore;
  if (notAfter) out.notAfter = notAfter;
  if (days.length) out.dates = days;
  if (campus) out.campusId = campus;
  if (after) out.afterAppointmentId = after;
  return out;
}
export const wished = (wishes) => Object.keys(sentWishes(wishes)).length > 0;

function Toggle({ on, onPress, children }) {
  return html`<button type="button" class="wish" aria-pressed=${on ? 'true' : 'false'} onClick=${onPress}>${children}</button>`;
}

/// Days one by one: typed or picked, then added.
function Days({ dates, onChange }) {
  const [day, setDay] = useState('');
  const add = () => {
    if (day >= hospitalToday() && !dates.includes(day)) onChange([...dates, day].sort());
    setDay('');
  };
  const onKeyDown = (event) => {
    if (event.key !== 'Enter' || !day) return;
    event.preventDefault();
    add();
  };
  return html`<div class="stack">
    <${TextField} label=${t('exams.wish.date')} type="date" min=${hospitalToday()} value=${day} onInput=${setDay} onKeyDown=${onKeyDown} optional
      after=${html`<${Button} disabled=${!day} onClick=${add}>${t('exams.wish.add')}<//>`} />
    ${dates.length
      ? html`<ul class="wishes-row wishes-dates" aria-label=${t('exams.wish.dates')}>${dates.map((one) => html`<li key=${one}><${Button} kind="quiet" onClick=${() => onChange(dates.filter((other) => other !== one))}>${formatDay(one)} <span aria-hidden="true">×</span><span class="visually-hidden">${t('exams.take-out')}</span><//></li>`)}</ul>`
      : null}
  </div>`;
}

/// appointments: what is booked in clinics, as /exam-orders tells it.
export function ExamWishes({ value, onChange, appointments = [] }) {
  const hospital = useStore(hospitalStore);
  const campuses = (hospital && hospital.campuses) || [];
  const set = (name) => (to) => onChange({ ...value, [name]: to });
  const toggle = (n) => () => set('weekdays')(value.weekdays.includes(n) ? value.weekdays.filter((one) => one !== n) : [...value.weekdays, n]);
  const any = { value: '', label: t('exams.wish.any') };
  const hours = [any, ...kHours.map((hour) => ({ value: hour, label: hour }))];
  return html`<div class="wishes">
    <${Choices} layout="row" legend=${t('exams.wish.part')} value=${value.part} onChange=${set('part')}
      options=${[any, ...['morning', 'afternoon'].map((part) => ({ value: part, label: t(`exams.wish.${part}`) }))]} />
    <fieldset class="wishes-days">
      <legend>${t('exams.wish.weekdays')}</legend>
      <div class="wishes-row">${kWeekdays.map((n) => html`<${Toggle} key=${n} on=${value.weekdays.includes(n)} onPress=${toggle(n)}>${weekdayName(n)}<//>`)}</div>
    </fieldset>
    <${Days} dates=${value.dates} onChange=${set('dates')} />
    <div class="wishes-pair">
      <${SelectField} label=${t('exams.not-before')} value=${value.from} onChange=${set('from')} options=${hours} />
      <${SelectField} label=${t('exams.not-after')} value=${value.to} onChange=${set('to')} options=${hours} />
    </div>
    ${campuses.length > 1
      ? html`<${SelectField} label=${t('exams.wish.campus')} value=${value.campus} onChange=${set('campus')} options=${[any, ...campuses.map((one) => ({ value: one.id, label: pick(one, 'name') }))]} />`
      : null}
    ${appointments.length
      ? html`<${SelectField} label=${t('exams.wish.after')} value=${value.after} onChange=${set('after')}
          options=${[{ value: '', label: t('exams.wish.no-matter') }, ...appointments.map((one) => ({ value: one.id, label: `${formatDay(one.date)} ${one.start} ${pick(one, 'department')}` }))]} />`
      : null}
  </div>`;
}
