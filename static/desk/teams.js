// Team visits (多学科会诊): several clinicians and a room for one patient at one time. The day's list,
// and a form that finds the times when all chosen clinicians are free.

import { html, useLayoutEffect, useMemo, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { addDays, formatInstant, hospitalToday, longDay, slotWindow, formatTime } from '../shared/dates.js';
import { announce, Choices, Empty, Loaded, Notice, ProblemNotice, SelectField, TextField } from '../shared/components.js';
import { get, Intention, post, useRequest } from '../staff/api.js';
import { moveByArrows } from '../staff/keys.js';
import { Button, DialogForm, Mark, usePress } from '../staff/ui.js';
import { fit } from '../staff/departments.js';
import { sexAndAge } from '../staff/person.js';
import { sessionTitle } from '../staff/slots.js';

const clinicianWords = (one) => [pick(one, 'departmentName'), pick(one, 'practitionerName')].filter(Boolean).join(' ');
const roomWords = (room) => (room ? [room.floor, room.name].filter(Boolean).join(' ') : t('desk.team.no-room'));

function CancelTeam({ visit, onClose, onDone }) {
  const [reason, setReason] = useState('');
  const press = usePress();
  async function cancel() {
    if (await press.run(() => post(`/team-visits/${visit.id}/cancellation`, { reason: reason.trim() }))) onDone();
  }
  return html`<${DialogForm} title=${t('desk.team.cancel')} submitLabel=${t('desk.team.cancel')} cancelLabel=${t('staff.cancel.keep')} danger
    onClose=${onClose} onSubmit=${cancel} busy=${press.busy} problem=${press.problem}>
    <p><strong>${visit.person.name}</strong> ${formatInstant(visit.startsAt)} ${visit.clinicians.map(clinicianWords).join(t('desk.comma'))}</p>
    <p class="hint">${t('desk.team.cancel-explain')}</p>
    <${TextField} label=${t('staff.reason')} value=${reason} onInput=${setReason} maxlength="200" optional data-autofocus />
  <//>`;
}

function TeamRow({ visit, onOpen, onCancel }) {
  return html`<tr>
    <td class="number">${formatTime(visit.startsAt)}–${formatTime(visit.endsAt)}</td>
    <th scope="row"><button type="button" class="link" onClick=${() => onOpen(visit.person)}>${visit.person.name}</button> ${sexAndAge(visit.person)} <span class="number">${visit.person.phone || ''}</span></th>
    <td><ul class="plain">${visit.clinicians.map((one, i) => html`<li key=${one.slotId}>${clinicianWords(one)} ${i === 0 ? html`<${Mark}>${t('desk.team.lead')}<//>` : null}</li>`)}</ul></td>
    <td>${roomWords(visit.room)}</td>
    <td>${visit.question
      ? html`<${Mark} kind="warning" icon="warning">${t('desk.team.asked', { until: formatInstant(visit.question.answerUntil) })}<//>`
      : html`<span class="number">${visit.appointment.code}</span>`}
      ${visit.leadPhone ? html`<div class="hint number">${t('desk.team.lead-phone-is', { phone: visit.leadPhone })}</div>` : null}</td>
    <td><${Button} class="row-button" data-row=${visit.id} onClick=${() => onCancel(visit)} aria-label=${`${t('desk.team.cancel')} ${visit.person.name}`}>${t('desk.team.cancel')}<//></td>
  </tr>`;
}

export function Teams({ start, canBook, onBook, onOpen, onBack }) {
  const [date, setDate] = useState(start || hospitalToday());
  const [cancelling, setCancelling] = useState(null);
  const request = useRequest(() => get('/team-visits', { query: { date } }), [date], { refresh: true });
  const title = useRef(null);
  const table = useRef(null);
  useLayoutEffect(() => title.current.focus(), []);
  return html`<section class="calls" aria-labelledby="teams-title">
    <div class="bar">
      <h1 id="teams-title" tabindex="-1" ref=${title}>${t('desk.team.title', { day: longDay(date) })}</h1>
      <div class="row no-print">
        <${Button} onClick=${() => setDate(addDays(date, -1))}>${t('desk.lists.before')}<//>
        <${Button} onClick=${() => setDate(hospitalToday())}>${t('desk.lists.today')}<//>
        <${Button} onClick=${() => setDate(addDays(date, 1))}>${t('desk.lists.after')}<//>
        ${canBook ? html`<${Button} kind="primary" onClick=${onBook}>${t('desk.team.new')}<//>` : null}
        <${Button} onClick=${onBack} keys="Esc">${t('staff.back')}<//>
      </div>
    </div>
    ${canBook ? null : html`<p class="hint">${t('desk.team.how')}</p>`}
    <div class="filters no-print"><${TextField} label=${t('desk.lists.date')} type="date" value=${date} onInput=${(next) => next && setDate(next)} /></div>
    <${Loaded} request=${request} lines=${3}>
      ${({ items }) =>
        items.length
          ? html`<div class="table-wrap" tabindex="0" role="group" aria-label=${t('desk.team.list')} ref=${table}
              onKeyDown=${(event) => moveByArrows(event, table.current, '.row-button')}>
              <table class="table">
                <caption class="visually-hidden">${t('desk.team.list')}</caption>
                <thead><tr>${['when', 'person', 'clinicians', 'room', 'state', 'act'].map((name) => html`<th key=${name} scope="col">${t(`desk.team.column.${name}`)}</th>`)}</tr></thead>
                <tbody>${items.map((visit) => html`<${TeamRow} key=${visit.id} visit=${visit} onOpen=${onOpen} onCancel=${setCancelling} />`)}</tbody>
              </table>
            </div>`
          : html`<${Empty} title=${t('desk.team.none')} />`}
    <//>
    ${cancelling
      ? html`<${CancelTeam} visit=${cancelling} onClose=${() => setCancelling(null)}
          onDone=${() => {
            setCancelling(null);
            request.reload();
          }} />`
      : null}
  </section>`;
}

const kMost = 8;
const kShown = 40;

/// The day's clinics, narrowed by what is typed (a department's initials or name, a clinician); the
/// first one chosen is where the patient is booked.
function Clinics({ sessions, departments, chosen, onToggle }) {
  const [text, setText] = useState('');
  const known = useMemo(() => new Map(departments.map((one) => [one.id, one])), [departments]);
  const typed = text.trim();
  const score = (session) => {
    const who = session.practitioner ? `${session.practitioner.name} ${session.practitioner.nameEn || ''}`.toLowerCase() : '';
    if (typed && who.includes(typed.toLowerCase())) return 7;
    return fit(known.get(session.department.id) || session.department, typed);
  };
  const found = sessions
    .map((session) => ({ session, score: chosen.includes(session.id) ? 9 : score(session) }))
    .filter((one) => one.score)
    .sort((a, b) => b.score - a.score || a.session.startsAt.localeCompare(b.session.startsAt));
  const list = useRef(null);
  return html`<fieldset class="checks">
    <legend>${t('desk.team.clinicians', { n: chosen.length })}</legend>
    <${TextField} label=${t('desk.team.filter')} value=${text} onInput=${setText} autocomplete="off"
      onKeyDown=${(event) => {
        const first = list.current && list.current.querySelector('input');
        if (event.key === 'Enter') event.preventDefault();
        if ((event.key === 'ArrowDown' || event.key === 'Enter') && first) {
          event.preventDefault();
          first.focus();
        }
      }} />
    <div class="team-clinics" ref=${list} onKeyDown=${(event) => moveByArrows(event, list.current, 'input')}>
      ${found.slice(0, kShown).map(
        ({ session }) => html`<label key=${session.id} class="check">
          <input type="checkbox" data-row=${session.id} checked=${chosen.includes(session.id)} disabled=${!chosen.includes(session.id) && chosen.length >= kMost}
            onChange=${() => onToggle(session.id)} />
          <span>${pick(session.department, 'name')} ${sessionTitle(session)} <span class="hint">${t(`staff.part.${session.part}`)} ${formatTime(session.startsAt)}–${formatTime(session.endsAt)} · ${t('staff.booking.free', { n: session.free })}</span>
          ${chosen[0] === session.id ? html` <${Mark}>${t('desk.team.lead')}<//>` : null}</span>
        </label>`,
      )}
    </div>
    ${found.length > kShown ? html`<p class="hint">${t('desk.team.more', { n: found.length - kShown })}</p>` : null}
    ${found.length ? null : html`<p class="hint" role="status">${t('desk.team.no-clinics')}</p>`}
  </fieldset>`;
}

export function TeamForm({ person, departments, onBooked, onCancel }) {
  const [wanted, setWanted] = useState({ date: addDays(hospitalToday(), 1), sessions: [], time: '', roomId: '', leadPhone: '', note: '' });
  const set = (name) => (value) => setWanted((old) => ({ ...old, [name]: value }));
  const press = usePress();
  const intention = useRef(new Intention());
  const first = useRef(null);
  useLayoutEffect(() => first.current.querySelector('input').focus(), []);
  const day = useRequest(() => get('/sessions', { query: { date: wanted.date } }), [wanted.date]);
  const open = day.state === 'ready' ? day.data.items.filter((session) => session.state === 'open') : [];
  const asked = wanted.sessions.join(',');
  const times = useRequest(() => (wanted.sessions.length >= 2 ? get('/team-times', { query: { sessionIds: asked } }) : Promise.resolve({ items: [] })), [asked]);
  const found = times.state === 'ready' ? times.data.items : [];
  const time = found.find((one) => one.startsAt === wanted.time) || found[0];
  const rooms = time ? time.rooms : [];
  const roomId = rooms.some((room) => room.id === wanted.roomId) ? wanted.roomId : '';
  const toggle = (id) => {
    press.clear();
    setWanted((old) => ({ ...old, sessions: old.sessions.includes(id) ? old.sessions.filter((one) => one !== id) : [...old.sessions, id] }));
  };
  async function book(event) {
    event.preventDefault();
    if (!time) return;
    const body = { personId: person.id, slotIds: time.slotIds };
    if (roomId) body.roomId = roomId;
    if (wanted.leadPhone.trim()) body.leadPhone = wanted.leadPhone.trim();
    if (wanted.note.trim()) body.note = wanted.note.trim();
    const made = await press.run(() => post('/team-visits', body, { intention: intention.current }));
    if (made) {
      announce(t('staff.booked.said', { code: made.appointment.code }));
      onBooked(made);
    } else times.reload();
  }
  return html`<form class="adm stack" onSubmit=${book} aria-labelledby="team-form-title">
    <div class="bar">
      <h1 id="team-form-title">${t('desk.team.form', { name: person.name || '' })}</h1>
      <div class="row"><${Button} onClick=${onCancel} keys="Esc">${t('staff.back')}<//></div>
    </div>
    <div ref=${first}><${TextField} label=${t('desk.lists.date')} type="date" min=${hospitalToday()} value=${wanted.date} required
      onInput=${(date) => date && setWanted((old) => ({ ...old, date, sessions: [], time: '', roomId: '' }))} /></div>
    <${Loaded} request=${day} lines=${4}>
      ${() => html`<${Clinics} key=${wanted.date} sessions=${open} departments=${departments} chosen=${wanted.sessions} onToggle=${toggle} />`}
    <//>
    ${wanted.sessions.length < 2 ? html`<p class="hint">${t('desk.team.two')}</p>` : null}
    ${times.state === 'error' ? html`<${ProblemNotice} problem=${times.problem} onRetry=${times.reload} />` : null}
    ${wanted.sessions.length >= 2 && times.state === 'ready' && !found.length ? html`<${Notice} kind="warning" title=${t('desk.team.no-times')} live />` : null}
    ${time
      ? html`<div class="team-times"><${Choices} legend=${t('desk.team.times', { n: found.length })} layout="row" value=${time.startsAt} onChange=${set('time')}
            options=${found.map((one) => ({ value: one.startsAt, label: slotWindow(one) }))} /></div>
          <div class="grid-2">
            <${SelectField} label=${t('desk.team.room')} value=${roomId} onChange=${set('roomId')}
              options=${[{ value: '', label: t('desk.team.no-room') }, ...rooms.map((room) => ({ value: room.id, label: roomWords(room) }))]} />
            <${TextField} label=${t('desk.team.lead-phone')} hint=${t('desk.team.lead-phone-hint')} type="tel" autocomplete="off" value=${wanted.leadPhone} onInput=${set('leadPhone')} optional />
          </div>
          <${TextField} label=${t('desk.team.note')} value=${wanted.note} onInput=${set('note')} maxlength="200" optional autocomplete="off" />`
      : null}
    <${ProblemNotice} problem=${press.problem} />
    ${time ? html`<div class="row"><${Button} type="submit" kind="primary" busy=${press.busy} keys="Enter">${t('desk.team.book', { time: slotWindow(time) })}<//></div>` : null}
  </form>`;
}
