// What several screens ask for, and small words they share.

import { html } from '../shared/preact.js';
import { get, Problem } from '../shared/api.js';
import { formatDay, relativeDay, slotWindow } from '../shared/dates.js';
import { pick, t } from '../shared/i18n.js';

const kKeepMs = 5 * 60 * 1000;
let departments = null;
let loadedAt = 0;

/// All departments, kept for some minutes: going back to the list is instant.
export async function loadDepartments(signal) {
  if (!departments || Date.now() - loadedAt > kKeepMs) {
    departments = (await get('/departments', { signal })).items;
    loadedAt = Date.now();
  }
  return departments;
}

export const loadDays = (department, signal) => get(`/departments/${encodeURIComponent(department)}/days`, { signal });

export const loadSessions = (department, date, signal) =>
  get(`/departments/${encodeURIComponent(department)}/sessions`, { query: { date }, signal });

/// The slot an address speaks of, with its session and department.
export async function loadSlot(department, date, slotId, signal) {
  const day = await loadSessions(department, date, signal);
  for (const session of day.items) {
    const slot = session.slots.find((candidate) => candidate.id === slotId);
    if (slot) return { department: day.department, session, slot };
  }
  throw new Problem({ code: 'slot-gone', detail: t('patient.slot-gone') });
}

/// Who is seen: the clinician, or the kind of clinic where any of several clinicians may be.
export function seenBy(session) {
  return session.practitioner ? pick(session.practitioner, 'name') : kindWords(session.kind);
}

/// "专家门诊", whether the hospital calls the kind 专家 or 专家门诊.
export function kindWords(kind) {
  const name = pick(kind, 'name');
  return /门诊$|MDT$|clinic$/i.test(name) ? name : t('patient.kind', { name });
}

/// "11月23日 周一(明天)"
export function dayWords(date) {
  const relative = relativeDay(date);
  return relative ? t('date.with-relative', { day: formatDay(date), relative }) : formatDay(date);
}

/// The steps of booking, by name.
export const stepNames = () => ['department', 'time', 'person', 'confirm'].map((step) => t(`patient.step.${step}`));

/// "11月23日 周一 08:30–09:00", the window never broken in two.
export const whenWords = (date, slot) => html`<span>${formatDay(date)} <span class="nowrap">${slotWindow(slot)}</span></span>`;

/// The rooms' names; an appointment carries them as plain names, a session as things.
export const roomNames = (session) =>
  (session.rooms || []).map((room) => (typeof room === 'string' ? room : pick(room, 'name'))).join(t('patient.comma'));

/// Where to go: campus, place, room.
export function placeWords(department, session) {
  const rooms = roomNames(session);
  const location = pick(department, 'location') || pick((session.rooms || [])[0], 'location');
  return [pick(session.campus, 'name'), location, rooms].filter(Boolean).join(' · ');
}
