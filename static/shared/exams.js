// Plans of examinations, as the desk's page and the patients' show them.
//
// PlanChart   a day-by-place table: what, where, when; and what it is planned around
// PlannedAround  appointments in clinics, in words
// Moves       what a change moves, from when to when
// Timeline    what the patient does and when, by day; first what has to be known at once
// PlanNotes   only that: before a plan is taken
// OrderNotes  what the answers, or a result that is recognised, say of an order
// NotProven   that a plan may not be the best
// Choice      one plan to choose: in words what it is, costs and gains
// PlanReports which reports are there, and when the others are expected; reportsOf: of how late
// NoPlan      why there is none, in words
// planName    which of several plans: by its beginning
// taken(one)  what is sent back to take it

import { html } from './preact.js';
import { pick, t } from './i18n.js';
import { addDays, dayOf, formatDay, formatInstant, formatTime, fullDay, hospitalToday, longDay } from './dates.js';
import { Notice } from './components.js';

export const taken = (plan) => plan.items.map(({ orderId, deviceId, date, start }) => ({ orderId, deviceId, date, start }));
export const planName = (plan) => `${t('exams.stands')} ${formatDay(plan.items[0].date)} ${plan.items[0].start}`;
const unique = (list) => [...new Set(list)];
const days = (items) => unique(items.map((one) => one.date)).sort();
const hours = (minutes) => t('exams.hours', { h: Math.floor(minutes / 60), m: String(minutes % 60).padStart(2, '0') });

const dayAndTime = (one) => `${formatDay(one.date)} ${one.start}`;

/// appointments: those in clinics; shown on the plan's days.
export function PlanChart({ items, moved = [], label = '', appointments = [] }) {
  const columns = days(items);
  const around = appointments.filter((one) => columns.includes(one.date));
  const places = unique(items.map((one) => one.deviceId)).map((id) => items.find((one) => one.deviceId === id).device);
  const cell = (place, day) => items.filter((one) => one.deviceId === place.id && one.date === day);
  const name = `${t('exams.chart')} ${label}`.trim();
  return html`<div class="table-wrap" tabindex="0" role="region" aria-label=${name}><table class="table exam-chart">
    <caption class="visually-hidden">${name}</caption>
    <thead><tr><th scope="col">${t('exams.place')}</th>${columns.map((day) => html`<th scope="col" key=${day}>${formatDay(day)}</th>`)}</tr></thead>
    <tbody>${places.map((place) => html`<tr key=${place.id}>
      <th scope="row">${pick(place, 'name')}<br /><span class="hint">${pick(place, 'place')}</span></th>
      ${columns.map((day) => html`<td key=${day} data-day=${formatDay(day)}>${cell(place, day).map((one) => html`<p key=${one.orderId}>
        <strong>${one.start}–${one.end}</strong> ${pick(one.exam, 'name')}${moved.includes(one.orderId) ? html` <span class="tag tag-warning">${t('exams.moved')}</span>` : null}
      </p>`)}</td>`)}
    </tr>`)}
    ${around.length
      ? html`<tr class="exam-around"><th scope="row">${t('exams.clinic')}</th>
          ${columns.map((day) => html`<td key=${day} data-day=${formatDay(day)}>${around.filter((one) => one.date === day).map((one) => html`<p key=${one.id}><strong>${one.start}–${one.end}</strong> ${pick(one, 'department')}</p>`)}</td>`)}
        </tr>`
      : null}</tbody>
  </table></div>`;
}

export function PlannedAround({ appointments = [] }) {
  if (!appointments.length) return null;
  return html`<p class="hint">${t('exams.around', { list: appointments.map((one) => `${dayAndTime(one)} ${pick(one, 'department')}`).join('、') })}</p>`;
}

/// before: the plan's items now; to: as the server would rearrange them.
export function Moves({ before, to }) {
  const moved = to.items.filter((one) => to.moved.includes(one.orderId));
  if (!moved.length) return html`<p>${t('exams.rest-stays')}</p>`;
  const was = (one) => before.find((old) => old.orderId === one.orderId);
  return html`<ul class="exam-moves" aria-label=${t('exams.moves', { n: moved.length })}>
    ${moved.map((one) => html`<li key=${one.orderId}>
      <strong>${pick(one.exam, 'name')}</strong>
      <span>${t('exams.from-to', { from: dayAndTime(was(one)), to: dayAndTime(one) })}</span>
      ${was(one).deviceId === one.deviceId ? null : html`<span class="hint">${pick(one.device, 'name')} ${pick(one.device, 'place')}</span>`}
    </li>`)}
  </ul>`;
}

const isNote = (one) => one.what === 'late' || one.what === 'note';
/// begins: with what begins days before, too.
export function PlanNotes({ timeline, begins = true }) {
  const told = timeline.filter((one) => isNote(one) || (begins && one.what === 'begin'));
  if (!told.length) return null;
  const words = (one) => (one.what === 'begin' ? t('exams.begins', { day: formatDay(dayOf(one.at)), text: pick(one, 'text') }) : pick(one, 'text'));
  return html`<${Notice} kind=${told.some((one) => one.what === 'late') ? 'warning' : 'info'} title=${t('exams.notes')}>
    <ul>${told.map((one) => html`<li key=${one.what + one.at}>${one.what === 'late' ? html`<strong>${words(one)}</strong>` : words(one)}</li>`)}</ul>
  <//>`;
}

export function OrderNotes({ order }) {
  const { coveredBy } = order;
  return html`${[...order.delays, ...order.warnings].map((one) => html`<p key=${one.why} class="exam-note">${pick(one, 'why')}</p>`)}
    ${coveredBy
      ? html`<p class="exam-note">${t('exams.covered-by', { who: pick(coveredBy, 'institution') || t('exams.here'), day: formatDay(dayOf(coveredBy.takenAt)), until: fullDay(coveredBy.validUntil) })}</p>`
      : null}`;
}

export function NotProven({ choice }) {
  return choice.proven === false ? html`<p class="hint">${t('exams.not-proven-text')}</p>` : null;
}

export function Timeline({ timeline }) {
  const lines = timeline.filter((one) => !isNote(one));
  const by = unique(lines.map((one) => dayOf(one.at))).sort();
  return html`<div>
    <${PlanNotes} timeline=${timeline} begins=${false} />
    ${by.map((day) => html`<div key=${day}>
      <h3>${longDay(day)}</h3>
      <ol class="exam-timeline">
        ${lines.filter((one) => dayOf(one.at) === day).map((one, n) => html`<li key=${n} data-what=${one.what}>
          <time datetime=${one.at}>${formatTime(one.at)}</time> <span>${pick(one, 'text')}</span>
        </li>`)}
      </ol>
    </div>`)}
  </div>`;
}

const kReportDays = 14;
/// Those of the plan that are not long past.
export const reportsOf = ({ reports = [] }) => reports.filter((one) => !one.readyAt || dayOf(one.readyAt) >= addDays(hospitalToday(), -kReportDays));
export function PlanReports({ plan }) {
  const reports = reportsOf(plan);
  if (!reports.length) return null;
  return html`<ul class="exam-orders" aria-label=${t('exams.reports')}>${reports.map((one) => html`<li key=${one.orderId}>
    ${one.readyAt ? html`<span class="tag">✓ ${t('exams.report.ready')}</span>` : null} ${t(one.readyAt ? 'exams.report.since' : 'exams.report.expected', { name: pick(one.exam, 'name'), at: formatInstant(one.readyAt || one.expectedAt) })}
  </li>`)}</ul>`;
}

/// "2 days · last on … · 5 h 10 on site", and against the first: "one visit more, done 3 days earlier".
export function choiceWords(choice) {
  const list = days(choice.items);
  return t('exams.choice', { n: list.length, days: list.map(formatDay).join('、'), time: hours(choice.objective.onSiteMinutes) });
}
export function differenceWords({ difference }) {
  const parts = [];
  const say = (n, more, less) => n && parts.push(t(n > 0 ? more : less, { n: Math.abs(n) }));
  say(difference.days, 'exams.more-days', 'exams.fewer-days');
  say(difference.lastDay, 'exams.later', 'exams.earlier');
  if (difference.onSiteMinutes) parts.push(t(difference.onSiteMinutes > 0 ? 'exams.longer' : 'exams.shorter', { time: hours(Math.abs(difference.onSiteMinutes)) }));
  return parts.join(t('exams.and'));
}

export function NoPlan({ none }) {
  const names = none.exams.map((one) => pick(one.exam, 'name'));
  const standing = none.standing.map((one) => t(`exams.standing.${one.what}`, { date: formatDay(one.date), start: one.start, name: one.exam ? pick(one.exam, 'name') : '' }));
  return html`<${Notice} kind="warning" title=${t(`exams.none.${none.because}`)} live>
    ${none.because === 'conflict'
      ? html`${names.length ? html`<p>${t('exams.none.together', { names: names.join('、') })}</p>` : null}
        <ul>${none.rules.map((rule) => html`<li key=${rule.code}>${pick(rule, 'note') || rule.code}</li>`)}
          ${standing.map((words) => html`<li key=${words}>${words}</li>`)}</ul>`
      : null}
  <//>`;
}
