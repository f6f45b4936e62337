// A slot for a patient, or another one for one of their appointments: department, day, slot.
// All of it by keyboard: type initials, Enter; arrows over the days; down to the slots; Enter books.
// A refusal says which rule, and its alternatives are taken by their number.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay, formatInstant, monthDay, relativeDay, slotWindow, weekday } from '../shared/dates.js';
import { Empty, Notice, ProblemNotice, Skeleton } from '../shared/components.js';
import { Intention, useRequest } from './api.js';
import { moveByArrows, useShortcuts } from './keys.js';
import { Button, usePress } from './ui.js';
import { DepartmentPicker } from './departments.js';
import { SlotGrid } from './slots.js';

const dayState = (day) => {
  if (day.state === 'open') return t('staff.booking.free', { n: day.free });
  return t(`staff.booking.day.${day.state}`);
};

function DayStrip({ days, chosen, onChoose, onDown }) {
  const strip = useRef(null);
  const onKeyDown = (event) => {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      onDown();
      return;
    }
    if (moveByArrows(event, strip.current, '.day')) onChoose(document.activeElement.dataset.date);
  };
  return html`<div class="days" ref=${strip} role="radiogroup" aria-label=${t('staff.booking.days')} onKeyDown=${onKeyDown}>
    ${days.map(
      (day) => html`<button key=${day.date} type="button" role="radio" class=${`day day-${day.state}`} data-date=${day.date} data-row="days"
        aria-checked=${day.date === chosen ? 'true' : 'false'} tabindex=${day.date === chosen ? '0' : '-1'}
        onClick=${() => onChoose(day.date)}>
        <span class="day-name">${relativeDay(day.date) || weekday(day.date)}</span>
        <span class="day-date">${monthDay(day.date)}</span>
        <span class="day-free">${day.holiday && day.state !== 'open' ? day.holiday : dayState(day)}</span>
      </button>`,
    )}
  </div>`;
}

/// One slot to be taken by its number.
export function Offer({ offer, number, busy, onTake }) {
  const where = [pick(offer, 'departmentName'), pick(offer, 'practitionerName'), pick(offer, 'kindName'), offer.campus ? pick(offer.campus, 'name') : ''];
  return html`<${Button} class="offer" busy=${busy} onClick=${() => onTake(offer.slotId)} aria-keyshortcuts=${String(number)}>
    <kbd class="key">${number}</kbd>
    <strong>${formatDay(offer.date)} ${slotWindow(offer)}</strong>
    <span>${where.filter(Boolean).join(' · ')}</span>
    <span>${t('staff.booking.free', { n: offer.free })}</span>
  <//>`;
}

/// Another clinician or campus may help; otherwise the rules say no.
const kElsewhereHelps = ['slot-full', 'quota-full', 'session-stopped', 'past-slot', 'not-released-yet', 'collides'];

/// What was refused, why, and what would be possible instead: the number keys take an alternative,
/// near ones first, then those that `wider` finds.
function Refused({ problem, wider, onTake, onAnswer, busy }) {
  const near = problem.alternatives.slice(0, 5);
  const more = useRequest(() => (wider && kElsewhereHelps.includes(problem.code) ? wider() : Promise.resolve({ items: [] })), [problem]);
  const known = new Set(near.map((offer) => offer.slotId));
  const far = (more.state === 'ready' ? more.data.items : []).filter((offer) => !known.has(offer.slotId)).slice(0, 9 - near.length);
  const keys = {};
  [...near, ...far].forEach((offer, i) => {
    keys[String(i + 1)] = () => onTake(offer.slotId);
  });
  useShortcuts(keys);
  const box = useRef(null);
  useLayoutEffect(() => {
    box.current.focus();
    box.current.scrollIntoView({ block: 'nearest' });
  }, [problem]);
  return html`<div class="refused" ref=${box} tabindex="-1">
    <${ProblemNotice} problem=${problem}>
      ${problem.code === 'question-open'
        ? html`<div class="row">${[false, true].map((yes) => html`<${Button} key=${yes} busy=${busy} onClick=${() => onAnswer(problem.params.question, yes)}>
            ${t(yes ? 'staff.booking.yes' : 'staff.booking.no')}<//>`)}</div>`
        : null}
      ${problem.possibleAt ? html`<p>${t('staff.booking.possible-at', { time: formatInstant(problem.possibleAt) })}</p>` : null}
      ${near.length
        ? html`<p>${t('staff.booking.alternatives', { n: near.length })}</p>
            <ol class="offers">${near.map((offer, i) => html`<li key=${offer.slotId}><${Offer} offer=${offer} number=${i + 1} busy=${busy} onTake=${onTake} /></li>`)}</ol>`
        : null}
      ${far.length
        ? html`<p>${t('staff.booking.wider')}</p>
            <ol class="offers">${far.map((offer, i) => html`<li key=${offer.slotId}><${Offer} offer=${offer} number=${near.length + i + 1} busy=${busy} onTake=${onTake} /></li>`)}</ol>`
        : null}
    <//>
  </div>`;
}

/// title: of the screen. moving: the appointment that is to be moved, if one is.
/// daysOf(department id), sessionsOf(department id, date, signal): as the server's lists, {items}.
/// take(slot id, {answers, intention, department}) books and gives what onTaken gets. extra: {label, act(session)}.
/// wider(slot id): offers with other clinicians and on other campuses, if whoever books may see them.
export function SlotChoice({ title, moving, department: given, fixed, departments, daysOf, sessionsOf, take: takeSlot, onTaken, onCancel, extra, wider, children }) {
  const [department, setDepartment] = useState(
    moving ? departments.find((one) => one.id === moving.department.id) || null : given || null,
  );
  const [date, setDate] = useState('');
  const press = usePress();
  const intention = useRef(new Intention());
  const wanted = useRef({ slotId: '', answers: {} });
  const input = useRef(null);
  const grid = useRef(null);
  const heading = useRef(null);
  const id = department ? department.id : '';
  const days = useRequest(() => (id ? daysOf(id) : Promise.resolve({ items: [] })), [id], { refresh: true });

  const listed = days.state === 'ready' ? days.data.items : [];
  const first = listed.find((day) => day.state === 'open') || listed[0];
  const chosen = date || (first && first.date) || '';
  const sessions = useRequest(
    async (signal) => {
      if (!id || !chosen) return null;
      // Arrow keys run over the days: only the day on which they rest is asked for.
      await new Promise((resolve) => setTimeout(resolve, 120));
      return signal.aborted ? null : sessionsOf(id, chosen, signal);
    },
    [id, chosen],
    { refresh: true },
  );

  useLayoutEffect(() => {
    if (moving) return;
    (fixed ? heading : input).current.focus();
  }, []);
  useLayoutEffect(() => {
    if (id && days.state === 'ready' && !press.problem) {
      const day = document.querySelector('.day[aria-checked=true]');
      if (day) day.focus();
    }
  }, [id, days.state]);

  async function take(slotId, answers = {}) {
    wanted.current = { slotId, answers };
    const taken = await press.run(() => takeSlot(slotId, { answers, intention: intention.current, department }));
    if (taken) onTaken(taken);
    else {
      sessions.reload();
      days.reload();
    }
  }
  const answer = (code, yes) => take(wanted.current.slotId, { ...wanted.current.answers, [code]: yes });
  const toGrid = () => {
    const slot = grid.current && grid.current.querySelector('.slot:not([disabled])');
    if (slot) slot.focus();
  };
  const toDays = () => document.querySelector('.day[aria-checked=true]').focus();

  return html`<section class="booking" aria-labelledby="booking-title">
    <h1 id="booking-title" tabindex="-1" ref=${heading}>${title}</h1>
    ${children}
    ${moving
      ? html`<${Notice} kind="info">
          <p>${t('staff.booking.moving', {
            code: moving.code,
            what: `${pick(moving.department, 'name')} ${formatDay(moving.session.date)} ${slotWindow(moving.slot)}`,
          })}</p>
          <p><${Button} onClick=${onCancel} keys="Esc">${t('staff.booking.keep')}<//></p>
        <//>`
      : null}
    ${fixed ? null : html`<${DepartmentPicker} key=${id} departments=${departments} chosen=${department} inputRef=${input}
      onChoose=${(next) => {
        press.clear();
        setDate('');
        setDepartment(next);
      }} />`}
    ${press.problem ? html`<${Refused} problem=${press.problem} wider=${wider ? () => wider(wanted.current.slotId) : null} busy=${press.busy} onTake=${take} onAnswer=${answer} />` : null}
    ${id && days.state === 'loading' ? html`<${Skeleton} lines=${2} />` : null}
    ${days.state === 'error' ? html`<${ProblemNotice} problem=${days.problem} onRetry=${days.reload} />` : null}
    ${listed.length ? html`<${DayStrip} days=${listed} chosen=${chosen} onChoose=${setDate} onDown=${toGrid} />` : null}
    ${id && days.state === 'ready' && !listed.length ? html`<${Empty} title=${t('staff.booking.no-days')} />` : null}
    <div ref=${grid}>
      ${sessions.state === 'loading' && id && chosen ? html`<${Skeleton} lines=${3} />` : null}
      ${sessions.state === 'error' ? html`<${ProblemNotice} problem=${sessions.problem} onRetry=${sessions.reload} />` : null}
      ${sessions.state === 'ready' && sessions.data
        ? html`<${SlotGrid} sessions=${sessions.data.items} busy=${press.busy} onTake=${take} onUp=${toDays} moving=${moving}
            extra=${extra} />`
        : null}
    </div>
  </section>`;
}
