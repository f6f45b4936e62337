// Booking for the patient in the panel, or moving one of their appointments: department, day, slot.
// All of it by keyboard: type initials, Enter; arrows over the days; down to the slots; Enter books.
// A refusal says which rule, and its alternatives are taken by their number.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay, formatInstant, monthDay, relativeDay, slotWindow, weekday } from '../shared/dates.js';
import { can, meStore } from '../shared/context.js';
import { useStore } from '../shared/store.js';
import { announce, Empty, Notice, ProblemNotice, Skeleton } from '../shared/components.js';
import { get, Intention, post, useRequest } from '../staff/api.js';
import { moveByArrows, useShortcuts } from '../staff/keys.js';
import { Button, usePress } from '../staff/ui.js';
import { DepartmentPicker } from './departments.js';
import { ExtraNumberDialog } from './extra_number.js';
import { SlotGrid } from './slots.js';

const dayState = (day) => {
  if (day.state === 'open') return t('desk.booking.free', { n: day.free });
  return t(`desk.booking.day.${day.state}`);
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
  return html`<div class="days" ref=${strip} role="radiogroup" aria-label=${t('desk.booking.days')} onKeyDown=${onKeyDown}>
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

/// What was refused, why, and what would be possible instead: 1–5 take an alternative.
function Refused({ problem, onTake, busy }) {
  const offers = problem.alternatives.slice(0, 5);
  const keys = {};
  offers.forEach((offer, i) => {
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
      ${problem.possibleAt ? html`<p>${t('desk.booking.possible-at', { time: formatInstant(problem.possibleAt) })}</p>` : null}
      ${offers.length
        ? html`<p>${t('desk.booking.alternatives', { n: offers.length })}</p>
            <ol class="offers">
              ${offers.map(
                (offer, i) => html`<li key=${offer.slotId}>
                  <${Button} class="offer" busy=${busy} onClick=${() => onTake(offer.slotId)} aria-keyshortcuts=${String(i + 1)}>
                    <kbd class="key">${i + 1}</kbd>
                    <strong>${formatDay(offer.date)} ${slotWindow(offer)}</strong>
                    <span>${[offer.departmentName, offer.practitionerName, offer.kindName].filter(Boolean).join(' · ')}</span>
                    <span>${t('desk.booking.free', { n: offer.free })}</span>
                  <//>
                </li>`,
              )}
            </ol>`
        : null}
    <//>
  </div>`;
}

/// What can be booked at the desk: its own quota's places too, which patients do not see.
const bookable = ({ items }) => ({
  items: items
    .filter((session) => session.state !== 'withdrawn')
    .map((session) => ({ ...session, slots: session.slots.filter((slot) => slot.capacity > 0) })),
});

export function Booking({ person, moving, departments, onBooked, onCancel }) {
  const [department, setDepartment] = useState(moving ? departments.find((one) => one.id === moving.department.id) || null : null);
  const [date, setDate] = useState('');
  const [extra, setExtra] = useState(null);
  const me = useStore(meStore);
  const press = usePress();
  const intention = useRef(new Intention());
  const input = useRef(null);
  const grid = useRef(null);
  const id = department ? department.id : '';
  const days = useRequest(() => (id ? get(`/departments/${id}/days`) : Promise.resolve({ items: [] })), [id], { refresh: true });

  const listed = days.state === 'ready' ? days.data.items : [];
  const first = listed.find((day) => day.state === 'open') || listed[0];
  const chosen = date || (first && first.date) || '';
  const sessions = useRequest(
    async (signal) => {
      if (!id || !chosen) return null;
      // Arrow keys run over the days: only the day on which they rest is asked for.
      await new Promise((resolve) => setTimeout(resolve, 120));
      return signal.aborted ? null : get('/sessions', { query: { departmentId: id, date: chosen }, signal }).then(bookable);
    },
    [id, chosen],
    { refresh: true },
  );

  useLayoutEffect(() => {
    if (!moving && input.current) input.current.focus();
  }, []);
  useLayoutEffect(() => {
    if (id && days.state === 'ready' && !press.problem) {
      const day = document.querySelector('.day[aria-checked=true]');
      if (day) day.focus();
    }
  }, [id, days.state]);

  async function take(slotId) {
    const path = moving ? `/appointments/${moving.id}/rescheduling` : '/appointments';
    const body = moving ? { slotId } : { slotId, personId: person.id };
    const appointment = await press.run(() => post(path, body, { intention: intention.current }));
    if (appointment) {
      announce(t(moving ? 'desk.booked.moved-said' : 'desk.booked.said', { code: appointment.code }));
      onBooked(appointment, moving);
    } else {
      sessions.reload();
      days.reload();
    }
  }
  const toGrid = () => {
    const slot = grid.current && grid.current.querySelector('.slot:not([disabled])');
    if (slot) slot.focus();
  };
  const toDays = () => document.querySelector('.day[aria-checked=true]').focus();

  return html`<section class="booking" aria-labelledby="booking-title">
    <h1 id="booking-title">${t(moving ? 'desk.booking.move-title' : 'desk.booking.title', { name: person.name || '' })}</h1>
    ${moving
      ? html`<${Notice} kind="info">
          <p>${t('desk.booking.moving', {
            code: moving.code,
            what: `${pick(moving.department, 'name')} ${formatDay(moving.session.date)} ${slotWindow(moving.slot)}`,
          })}</p>
          <p><${Button} onClick=${onCancel} keys="Esc">${t('desk.booking.keep')}<//></p>
        <//>`
      : null}
    <${DepartmentPicker} key=${id} departments=${departments} chosen=${department} inputRef=${input}
      onChoose=${(next) => {
        press.clear();
        setDate('');
        setDepartment(next);
      }} />
    ${press.problem ? html`<${Refused} problem=${press.problem} busy=${press.busy} onTake=${take} />` : null}
    ${id && days.state === 'loading' ? html`<${Skeleton} lines=${2} />` : null}
    ${days.state === 'error' ? html`<${ProblemNotice} problem=${days.problem} onRetry=${days.reload} />` : null}
    ${listed.length ? html`<${DayStrip} days=${listed} chosen=${chosen} onChoose=${setDate} onDown=${toGrid} />` : null}
    ${id && days.state === 'ready' && !listed.length ? html`<${Empty} title=${t('desk.booking.no-days')} />` : null}
    <div ref=${grid}>
      ${sessions.state === 'loading' && id && chosen ? html`<${Skeleton} lines=${3} />` : null}
      ${sessions.state === 'error' ? html`<${ProblemNotice} problem=${sessions.problem} onRetry=${sessions.reload} />` : null}
      ${sessions.state === 'ready' && sessions.data
        ? html`<${SlotGrid} sessions=${sessions.data.items} busy=${press.busy} onTake=${take} onUp=${toDays} moving=${moving}
            onExtra=${!moving && can(me, 'add-numbers') ? setExtra : null} />`
        : null}
    </div>
    ${extra
      ? html`<${ExtraNumberDialog} session=${extra} person=${person} onClose=${() => setExtra(null)}
          onBooked=${(appointment) => {
            announce(t('desk.booked.said', { code: appointment.code }));
            onBooked(appointment);
          }} />`
      : null}
  </section>`;
}
