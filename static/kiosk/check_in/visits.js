// What somebody has come for today, in clinics and at devices: one press checks in.

import { html } from '../../shared/preact.js';
import { formatDay, formatTime } from '../../shared/dates.js';
import { pick, t } from '../../shared/i18n.js';
import { Heading, Scroll } from '../parts.js';

/// What one press would do; null: nothing now, and `words` say why.
function actFor(visit) {
  const { arrival, slip, state } = visit;
  if (slip && (slip.state === 'missed' || slip.state === 'away')) return { name: 'come-back' };
  if (state === 'arrived') return { name: 'slip' };
  if (!arrival.next) return null;
  return arrival.next.window === 'early' ? null : { name: arrival.next.step };
}

function words(visit) {
  const { arrival, slip, state } = visit;
  if (slip) return t(`kiosk.state.${slip.state}`);
  if (state === 'arrived') return t('kiosk.state.arrived');
  if (state === 'pending') return t('kiosk.state.pending');
  if (!arrival.next) return '';
  if (arrival.next.window === 'early') return t('kiosk.state.early', { at: formatTime(arrival.next.opensAt) });
  return t(`kiosk.window.${arrival.next.window}`);
}

function Visit({ visit, busy, onCheckIn, onSlip }) {
  const act = actFor(visit);
  const press = () => {
    if (busy) return;
    if (act.name === 'slip') onSlip(visit);
    else onCheckIn(visit);
  };
  return html`<li class="kiosk-card">
    <p class="kiosk-when">${visit.start}–${visit.end}</p>
    ${visit.department ? html`<p class="kiosk-what">${pick(visit.department, 'name')} ${visit.practitioner ? `${pick(visit.practitioner, 'name')} ${pick(visit.practitioner, 'title')}` : pick(visit.kind, 'name')}</p>` : null}
    ${visit.person ? html`<p>${visit.person.name}</p>` : null}
    <p class="kiosk-state">${words(visit)}</p>
    ${act && (act.name !== 'slip' || visit.slip) ? html`<button type="button" class="kiosk-button kiosk-primary" aria-disabled=${busy ? 'true' : undefined} onClick=${press}>${t(`kiosk.do.${act.name}`)}</button>` : null}
  </li>`;
}

const kInLine = ['waiting', 'near', 'called', 'serving', 'missed', 'away'];

/// An examination of today: one press moves them into its device's line. next: where to go first, by
/// who waits where now; it may have a free place before the booked one.
function Exam({ exam, next, busy, onCheckIn, onSlip, onEarlier }) {
  const come = exam.state === 'booked' || exam.state === 'missed';
  const words = { booked: 'kiosk.window.open', done: 'kiosk.ticket.state.done' }[exam.state] || `kiosk.state.${exam.state}`;
  const press = () => !busy && (come ? onCheckIn(exam) : onSlip(exam));
  const earlier = next && next.earlier;
  return html`<li class="kiosk-card">
    <p class="kiosk-when">${exam.start}</p>
    ${exam.exam ? html`<p class="kiosk-what">${pick(exam.exam, 'name')}</p>` : html`<p class="kiosk-what">${t('kiosk.exam')}</p>`}
    ${exam.device ? html`<p>${pick(exam.device, 'name')} · ${pick(exam.device, 'place')}</p>` : null}
    ${next ? html`<p class="kiosk-next"><strong>${t('kiosk.exam.next')}</strong> ${pick(next, 'whyText')}</p>` : null}
    <p class="kiosk-state">${t(words)}</p>
    ${earlier ? html`<p>${t('exams.today.earlier', { at: earlier.start, place: `${pick(earlier.device, 'name')} · ${pick(earlier.device, 'place')}` })}</p>` : null}
    <div class="kiosk-row">
      ${earlier ? html`<button type="button" class="kiosk-button" aria-disabled=${busy ? 'true' : undefined} onClick=${() => !busy && onEarlier(next)}>${t('exams.today.take', { at: earlier.start })}</button>` : null}
      ${come || kInLine.includes(exam.state) ? html`<button type="button" class="kiosk-button kiosk-primary" aria-disabled=${busy ? 'true' : undefined} onClick=${press}>${t(`kiosk.do.${exam.state === 'booked' ? 'check-in' : come ? 'come-back' : 'slip'}`)}</button>` : null}
    </div>
  </li>`;
}

/// A visit that is over: one question.
function Over({ over, onRate }) {
  return html`<li class="kiosk-card">
    <p class="kiosk-what">${pick(over, 'name')}</p>
    <p class="kiosk-state">${t('kiosk.rate.over', { date: formatDay(over.day) })}</p>
    <button type="button" class="kiosk-button" onClick=${() => onRate(over)}>${t('kiosk.rate.open')}</button>
  </li>`;
}

function title(items, exams) {
  if (items.length) return t('kiosk.visits.title');
  return t(exams.length ? 'kiosk.visits.exams' : 'kiosk.visits.over');
}

/// unrated: visits that are over, of which nobody has asked yet how they were.
export function Visits({ items, exams, next, unrated, busy, onCheckIn, onSlip, onExam, onExamSlip, onEarlier, onRate }) {
  const isNext = (exam) => Boolean(next) && next.placeId === exam.id;
  const inOrder = [...exams.filter(isNext), ...exams.filter((exam) => !isNext(exam))];
  return html`<section class="kiosk-middle">
    <${Heading}>${title(items, exams)}<//>
    <${Scroll} label=${t('kiosk.visits.title')} className="kiosk-visits">
      <ul class="kiosk-cards">
        ${items.map((visit) => html`<${Visit} key=${visit.id} visit=${visit} busy=${busy} onCheckIn=${onCheckIn} onSlip=${onSlip} />`)}
        ${inOrder.map((exam) => html`<${Exam} key=${exam.id} exam=${exam} next=${isNext(exam) ? next : null} busy=${busy} onCheckIn=${onExam} onSlip=${onExamSlip} onEarlier=${onEarlier} />`)}
        ${unrated.map((over) => html`<${Over} key=${over.number} over=${over} onRate=${onRate} />`)}
      </ul>
    <//>
  </section>`;
}
