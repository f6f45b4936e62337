// Courses of treatment of the patient in the panel: those there are, moved and cancelled as a whole,
// and a new one from a pattern: seen first, then booked all or none.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { addDays, formatDay, hospitalToday, slotWindow } from '../shared/dates.js';
import { Loaded, Notice, ProblemNotice, SelectField, TextField } from '../shared/components.js';
import { get, Intention, post, useRequest } from '../staff/api.js';
import { Button, DialogForm, Mark, usePress } from '../staff/ui.js';
import { stateName } from '../staff/appointment.js';

const kWeekdays = [1, 2, 3, 4, 5, 6, 7];

function ShiftForm({ course, onClose, onDone }) {
  const [days, setDays] = useState('1');
  const [at, setAt] = useState('');
  const press = usePress();
  async function move() {
    const body = { days: Number(days) || 0, slackDays: 1 };
    if (at) body.at = at;
    if (await press.run(() => post(`/series/${course.id}/shift`, body))) onDone();
  }
  return html`<${DialogForm} title=${t('desk.course.shift')} submitLabel=${t('desk.course.shift')} onClose=${onClose} onSubmit=${move} busy=${press.busy} problem=${press.problem}>
    <p>${t('desk.course.shift-explain')}</p>
    <${TextField} label=${t('desk.course.shift-days')} type="number" min="-180" max="180" value=${days} onInput=${setDays} required data-autofocus />
    <${TextField} label=${t('desk.course.shift-at')} type="time" step="1800" value=${at} onInput=${setAt} optional />
  <//>`;
}

function CancelForm({ course, onClose, onDone }) {
  const [reason, setReason] = useState('');
  const press = usePress();
  async function cancel() {
    if (await press.run(() => post(`/series/${course.id}/cancellation`, { reason: reason.trim() }))) onDone();
  }
  return html`<${DialogForm} title=${t('desk.course.cancel')} submitLabel=${t('desk.course.cancel')} danger onClose=${onClose} onSubmit=${cancel} busy=${press.busy} problem=${press.problem}>
    <p>${t('desk.course.cancel-explain')}</p>
    <${TextField} label=${t('staff.reason')} value=${reason} onInput=${setReason} maxlength="200" optional data-autofocus />
  <//>`;
}

function Course({ course, onChanged }) {
  const [asking, setAsking] = useState('');
  const coming = course.visits.filter((visit) => visit.state === 'booked' && visit.date >= hospitalToday());
  const done = () => {
    setAsking('');
    onChanged();
  };
  const Form = { shift: ShiftForm, cancel: CancelForm }[asking];
  return html`<section class="card stack" aria-label=${course.title}>
    <h2>${course.title} <span class="hint">${t('desk.course.visits', { n: course.visits.length, coming: coming.length })}</span></h2>
    <ol class="adm-history">
      ${[...course.visits].sort((a, b) => a.startsAt.localeCompare(b.startsAt)).map((visit) => html`<li key=${visit.appointmentId}>
        ${formatDay(visit.date)} ${slotWindow(visit)} ${pick(visit, 'departmentName')} <${Mark} kind=${visit.state === 'booked' ? '' : 'muted'}>${stateName(visit.state)}<//>
      </li>`)}
    </ol>
    ${coming.length
      ? html`<div class="row">
          <${Button} onClick=${() => setAsking('shift')}>${t('desk.course.shift')}<//>
          <${Button} onClick=${() => setAsking('cancel')}>${t('desk.course.cancel')}<//>
        </div>`
      : null}
    ${Form ? html`<${Form} course=${course} onClose=${() => setAsking('')} onDone=${done} />` : null}
  </section>`;
}

function Weekdays({ value, onChange }) {
  const toggle = (day) => onChange(value.includes(day) ? value.filter((one) => one !== day) : [...value, day].sort());
  return html`<fieldset class="checks">
    <legend>${t('desk.course.weekdays')}</legend>
    <div class="checks-list">
      ${kWeekdays.map((day) => html`<label key=${day} class="check">
        <input type="checkbox" checked=${value.includes(day)} onChange=${() => toggle(day)} /> ${t(`desk.course.weekday.${day}`)}
      </label>`)}
    </div>
  </fieldset>`;
}

function Proposed({ items }) {
  return html`<ol class="adm-history" aria-label=${t('desk.course.proposed')}>
    ${items.map((one) => html`<li key=${one.date}>
      ${one.slot ? `${formatDay(one.slot.date)} ${slotWindow(one.slot)}` : formatDay(one.date)}
      ${one.slot ? null : html` <${Mark} kind="warning" icon="warning">${t(`desk.course.why.${one.why}`)}<//>`}
    </li>`)}
  </ol>`;
}

export function NewCourse({ person, departments, onBooked }) {
  const [wanted, setWanted] = useState({ title: '', departmentId: '', count: '6', by: 'days', everyDays: '2', weekdays: [1, 3, 5], at: '09:00', from: addDays(hospitalToday(), 1), slackDays: '1' });
  const [items, setItems] = useState(null);
  const press = usePress();
  const intention = useRef(new Intention());
  const set = (name) => (value) => {
    setItems(null);
    setWanted((old) => ({ ...old, [name]: value }));
  };
  const departmentId = wanted.departmentId || (departments[0] || {}).id;
  async function propose(event) {
    event.preventDefault();
    const body = { personId: person.id, departmentId, count: Number(wanted.count), at: wanted.at, from: wanted.from, slackDays: Number(wanted.slackDays) || 0 };
    if (wanted.by === 'days') body.everyDays = Number(wanted.everyDays);
    else body.weekdays = wanted.weekdays;
    const answer = await press.run(() => post('/series/proposals', body));
    if (answer) setItems(answer.items);
  }
  async function book() {
    const slotIds = items.filter((one) => one.slot).map((one) => one.slot.slotId);
    const made = await press.run(() => post('/series', { personId: person.id, title: wanted.title.trim() || t('desk.course.untitled'), slotIds }, { intention: intention.current }));
    if (made) onBooked();
  }
  const found = (items || []).filter((one) => one.slot).length;
  const number = (name, min, max) => html`<${TextField} label=${t(`desk.course.${name}`)} type="number" min=${min} max=${max} value=${wanted[name]} onInput=${set(name)} required />`;
  return html`<form class="card stack" onSubmit=${propose} aria-label=${t('desk.course.new')}>
    <h2>${t('desk.course.new')}</h2>
    <div class="grid-2">
      <${TextField} label=${t('desk.course.title')} value=${wanted.title} onInput=${set('title')} maxlength="100" optional autocomplete="off" />
      <${SelectField} label=${t('staff.booking.department')} value=${departmentId} onChange=${set('departmentId')} options=${departments.map((one) => ({ value: one.id, label: pick(one, 'name') }))} />
      ${number('count', 1, 60)}
      <${SelectField} label=${t('desk.course.by')} value=${wanted.by} onChange=${set('by')}
        options=${['days', 'weekdays'].map((value) => ({ value, label: t(`desk.course.by-${value}`) }))} />
      ${wanted.by === 'days' ? number('everyDays', 1, 180) : html`<${Weekdays} value=${wanted.weekdays} onChange=${set('weekdays')} />`}
      <${TextField} label=${t('desk.course.at')} type="time" step="1800" value=${wanted.at} onInput=${set('at')} required />
      <${TextField} label=${t('desk.course.from')} type="date" min=${hospitalToday()} value=${wanted.from} onInput=${set('from')} required />
      ${number('slackDays', 0, 6)}
    </div>
    <div class="row"><${Button} type="submit" kind=${items ? 'secondary' : 'primary'} busy=${press.busy}>${t('desk.course.propose')}<//></div>
    <${ProblemNotice} problem=${press.problem} />
    ${items
      ? html`<${Notice} kind=${found === items.length ? 'success' : 'warning'} title=${t('desk.course.found', { n: found, all: items.length })} live>
            <${Proposed} items=${items} />
            ${found ? html`<p><${Button} kind="primary" busy=${press.busy} onClick=${book}>${t('desk.course.book', { n: found })}<//></p>` : null}
          <//>`
      : null}
  </form>`;
}

export function Courses({ person, departments, onBack }) {
  const request = useRequest(() => get('/series', { query: { personId: person.id } }), [person.id]);
  const [round, setRound] = useState(0);
  const title = useRef(null);
  useLayoutEffect(() => title.current.focus(), []);
  const booked = () => {
    setRound((n) => n + 1);
    request.reload();
  };
  return html`<section class="adm" aria-labelledby="courses-title">
    <div class="bar">
      <h1 id="courses-title" tabindex="-1" ref=${title}>${t('desk.course.heading', { name: person.name || '' })}</h1>
      <div class="row"><${Button} onClick=${onBack} keys="Esc">${t('staff.back')}<//></div>
    </div>
    <${Loaded} request=${request} lines=${2}>
      ${({ items }) => html`<div class="stack">${items.map((course) => html`<${Course} key=${`${course.id}-${course.version}`} course=${course} onChanged=${request.reload} />`)}</div>`}
    <//>
    <${NewCourse} key=${round} person=${person} departments=${departments} onBooked=${booked} />
  </section>`;
}
