// The sessions of one day: how full each department is and, of one department, each session; more or
// fewer places in a slot, stopping and opening a session again with a reason.

import { html, useState } from '../../shared/preact.js';
import { pick, t } from '../../shared/i18n.js';
import { addDays, hospitalToday, longDay, slotWindow } from '../../shared/dates.js';
import { Empty, LinkButton, PageTitle, ProblemNotice, SelectField, Skeleton, TextField } from '../../shared/components.js';
import { href, navigate } from '../../shared/router.js';
import { getAll, patch, useRequest } from '../../staff/api.js';
import { Button, DialogForm, Mark, usePress } from '../../staff/ui.js';
import { ReasonField } from '../../staff/reason.js';
import { useRefs } from '../refs.js';

const kStates = { open: ['', 'check'], stopped: ['danger', 'cross'], past: ['muted', 'info'], 'not-released': ['muted', 'info'] };

const titleOf = (session) =>
  `${pick(session.department, 'name')} ${session.practitioner ? pick(session.practitioner, 'name') : t('admin.department-session')} ${t(`staff.part.${session.part}`)}`;

function StopDialog({ session, onClose, onDone }) {
  const stopping = session.state !== 'stopped';
  const [reason, setReason] = useState('');
  const press = usePress();
  const act = async () => {
    const body = { state: stopping ? 'stopped' : 'open', reason: reason.trim(), version: session.version };
    if (await press.run(() => patch(`/sessions/${session.id}`, body))) onDone();
  };
  return html`<${DialogForm} title=${t(stopping ? 'admin.sessions.stop-title' : 'admin.sessions.open-title')} danger=${stopping}
    submitLabel=${t(stopping ? 'admin.sessions.stop-do' : 'admin.sessions.open-do')} onClose=${onClose} onSubmit=${act} busy=${press.busy} problem=${press.problem}>
    <p><strong>${titleOf(session)}</strong></p>
    <${ReasonField} value=${reason} onChange=${setReason}
      reasons=${(stopping ? ['sick', 'meeting', 'leave'] : ['back', 'mistake']).map((name) => t(`admin.sessions.reason.${name}`))} />
  <//>`;
}

function CapacityDialog({ session, slot, onClose, onDone }) {
  const [capacity, setCapacity] = useState(String(slot.capacity));
  const press = usePress();
  const save = async () => {
    if (await press.run(() => patch(`/slots/${slot.id}`, { capacity: Number(capacity) }))) onDone();
  };
  return html`<${DialogForm} title=${t('admin.sessions.capacity-title', { slot: slotWindow(slot) })} submitLabel=${t('admin.save')} onClose=${onClose}
    onSubmit=${save} busy=${press.busy} problem=${press.problem}>
    <p>${titleOf(session)} · ${t('admin.sessions.taken-of', { taken: slot.taken, capacity: slot.capacity })}</p>
    <${TextField} label=${t('admin.sessions.capacity')} hint=${t('admin.sessions.capacity-hint')} type="number" min=${slot.taken} max="99" value=${capacity}
      onInput=${setCapacity} required data-autofocus />
  <//>`;
}

function Session({ session, readOnly, onStop, onSlot }) {
  const [kind, icon] = kStates[session.state] || ['muted', 'info'];
  return html`<section class="card session-card" aria-label=${titleOf(session)}>
    <div class="bar">
      <div>
        <h2>${pick(session.department, 'name')} · ${session.practitioner ? pick(session.practitioner, 'name') : t('admin.department-session')}</h2>
        <p class="hint">
          ${[t(`staff.part.${session.part}`), pick(session.kind, 'name'), (session.rooms || []).map((room) => room.name).join(' / ')].filter(Boolean).join(' · ')}
        </p>
      </div>
      <div class="row">
        <${Mark} kind=${kind} icon=${icon}>${t(`admin.sessions.state.${session.state}`)}<//>
        <strong>${t('admin.sessions.taken-of', { taken: session.taken, capacity: session.capacity })}</strong>
        ${readOnly || session.state === 'past' || session.state === 'stopped'
          ? null
          : html`<${LinkButton} href=${href('/disruptions', { session: session.id, date: session.date, departmentId: session.department.id })}>
              ${t('admin.sessions.change')}<//>`}
        ${readOnly || session.state === 'past' || (session.state !== 'stopped' && session.appointments)
          ? null
          : html`<${Button} kind=${session.state === 'stopped' ? 'secondary' : 'danger'} onClick=${() => onStop(session)}>
              ${t(session.state === 'stopped' ? 'admin.sessions.open' : 'admin.sessions.stop')}<//>`}
      </div>
    </div>
    ${session.state === 'stopped' && session.stopReason ? html`<p>${t('admin.sessions.stop-reason', { reason: session.stopReason })}</p>` : null}
    <ul class="slot-list">
      ${(session.slots || []).map(
        (slot) => html`<li key=${slot.id}>
          <button type="button" class=${`slot-edit ${slot.taken >= slot.capacity ? 'is-full' : ''}`} disabled=${readOnly || session.state === 'past'}
            onClick=${() => onSlot({ session, slot })}>
            <span class="number">${slotWindow(slot)}</span>
            <span>${slot.taken} / ${slot.capacity}${slot.taken >= slot.capacity ? ` ${t('admin.sessions.full')}` : ''}</span>
          </button>
        </li>`,
      )}
    </ul>
  </section>`;
}

const sumOf = (list, field) => list.reduce((total, one) => total + (one[field] || 0), 0);
const stoppedOf = (list) => list.filter((one) => one.state === 'stopped').length;

/** In the hospital's order of departments, with their sessions. */
function byDepartment(list, departments) {
  const place = new Map(departments.map((one, index) => [one.id, index]));
  const groups = new Map();
  for (const session of list) groups.set(session.department.id, [...(groups.get(session.department.id) || []), session]);
  return [...groups.values()].sort((a, b) => place.get(a[0].department.id) - place.get(b[0].department.id));
}

function Departments({ list, departments, date }) {
  return html`<div class="table-wrap" role="region" tabindex="0" aria-label=${t('admin.sessions.by-department')}><table class="table">
    <thead><tr>${['department', 'sessions', 'taken', 'capacity', 'free', 'stopped'].map((name) => html`<th key=${name} scope="col">${t(`admin.sessions.column.${name}`)}</th>`)}</tr></thead>
    <tbody>
      ${byDepartment(list, departments).map((sessions) => {
        const { department } = sessions[0];
        const [taken, capacity, stopped] = [sumOf(sessions, 'taken'), sumOf(sessions, 'capacity'), stoppedOf(sessions)];
        return html`<tr key=${department.id}>
          <th scope="row"><a class="inline-target" href=${href('/sessions', { date, departmentId: department.id })}>${pick(department, 'name')}</a></th>
          <td class="number">${sessions.length}</td>
          <td class="number">${taken}</td>
          <td class="number">${capacity}</td>
          <td>${sumOf(sessions, 'free') ? html`<span class="number">${sumOf(sessions, 'free')}</span>` : html`<${Mark} kind="danger" icon="cross">${t('admin.sessions.full')}<//>`}</td>
          <td>${stopped ? html`<${Mark} kind="danger" icon="cross">${stopped}<//>` : html`<span class="number">0</span>`}</td>
        </tr>`;
      })}
    </tbody>
  </table></div>`;
}

export function Sessions({ me, query }) {
  const refs = useRefs();
  const date = query.date || hospitalToday();
  const departmentId = query.departmentId || '';
  const request = useRequest(() => getAll('/sessions', { query: { date, departmentId } }), [date, departmentId], { refresh: true });
  const [stopping, setStopping] = useState(null);
  const [editing, setEditing] = useState(null);
  const readOnly = !me.permissions.includes('timetable-edit');
  const go = (changes) => navigate('/sessions', { query: { date, departmentId, ...changes }, replace: true });
  const done = () => {
    setStopping(null);
    setEditing(null);
    request.reload();
  };
  const list = request.state === 'ready' ? request.data : [];
  return html`
    <div class="bar">
      <${PageTitle} title=${t('admin.section.sessions')} lead=${longDay(date)} />
      <div class="row">
        <${Button} onClick=${() => go({ date: addDays(date, -1) })}>${t('admin.sessions.before')}<//>
        <${Button} onClick=${() => go({ date: hospitalToday() })}>${t('admin.sessions.today')}<//>
        <${Button} onClick=${() => go({ date: addDays(date, 1) })}>${t('admin.sessions.after')}<//>
      </div>
    </div>
    <div class="filters">
      <${TextField} label=${t('admin.field.date')} type="date" value=${date} onInput=${(next) => next && go({ date: next })} />
      <${SelectField} label=${t('admin.field.departmentId')} value=${departmentId} onChange=${(next) => go({ departmentId: next })}
        options=${[{ value: '', label: t('admin.filter.all') }, ...(refs ? refs.departments : []).map((one) => ({ value: one.id, label: pick(one, 'name') }))]} />
    </div>
    ${request.state === 'loading' ? html`<${Skeleton} />` : null}
    ${request.state === 'error' ? html`<${ProblemNotice} problem=${request.problem} onRetry=${request.reload} />` : null}
    ${request.state === 'ready'
      ? html`<p class="hint" role="status">
            ${t('admin.sessions.sum', { n: list.length, taken: sumOf(list, 'taken'), capacity: sumOf(list, 'capacity'), stopped: stoppedOf(list) })}
          </p>
          ${list.length
            ? departmentId || !refs
              ? html`<div class="stack">${list.map((one) => html`<${Session} key=${one.id} session=${one} readOnly=${readOnly} onStop=${setStopping} onSlot=${setEditing} />`)}</div>`
              : html`<${Departments} list=${list} departments=${refs.departments} date=${date} />`
            : html`<${Empty} title=${t('admin.sessions.none')} />`}`
      : null}
    ${stopping ? html`<${StopDialog} session=${stopping} onClose=${() => setStopping(null)} onDone=${done} />` : null}
    ${editing ? html`<${CapacityDialog} ...${editing} onClose=${() => setEditing(null)} onDone=${done} />` : null}`;
}
