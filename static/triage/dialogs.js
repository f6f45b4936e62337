// What is decided about one ticket: each decision against the line's own order has a reason, which is
// kept with who made it.

import { html, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay, formatTime, slotWindow } from '../shared/dates.js';
import { announce, Choices, Loaded, SelectField } from '../shared/components.js';
import { get, Intention, patch, post, useRequest } from '../staff/api.js';
import { NeedsField } from '../staff/needs.js';
import { ReasonField } from '../staff/reason.js';
import { sessionTitle } from '../staff/slots.js';
import { DialogForm, usePress } from '../staff/ui.js';
import { ticketsOf } from './data.js';

const reasons = (...names) => names.map((name) => t(`triage.reason.${name}`));
const named = (ticket) => ({ number: ticket.number, name: ticket.person.name });

/// A dialog that ends with one write. children: above the reason. reasonWords: offered; none: not asked for.
function Decision({ title, submitLabel, send, said, onClose, onDone, reasonWords, danger, children }) {
  const [reason, setReason] = useState('');
  const press = usePress();
  const intention = useRef(new Intention());
  async function submit() {
    const done = await press.run(() => send({ reason: reason.trim(), intention: intention.current }).then((answer) => answer || true));
    if (!done) return;
    announce(said);
    onDone();
  }
  return html`<${DialogForm} title=${title} submitLabel=${submitLabel} danger=${danger} onClose=${onClose} onSubmit=${submit} busy=${press.busy} problem=${press.problem}>
    ${children}
    ${reasonWords ? html`<${ReasonField} value=${reason} onChange=${setReason} reasons=${reasonWords} /><p class="hint">${t('triage.reason-kept')}</p>` : null}
  <//>`;
}

const step = (ticket, body, intention) => post(`/tickets/${ticket.id}/steps`, body, { intention });

/// Before whom, or at the end. preset: { before } or { after }, a ticket's id.
export function MoveDialog({ session, ticket, preset, onClose, onDone }) {
  const others = ticketsOf(session, 'waiting').filter((one) => one.id !== ticket.id);
  const last = others[others.length - 1];
  const start = preset && preset.before ? `before ${preset.before}` : preset && preset.after ? `after ${preset.after}` : others.length ? `before ${others[0].id}` : '';
  const [place, setPlace] = useState(start);
  const options = others.map((one, i) => ({ value: `before ${one.id}`, label: t('triage.move.before', { n: i + 1, ...named(one) }) }));
  // After somebody in the middle is before whoever comes next: only what was asked for stands in the list twice.
  if (preset && preset.after && preset.after !== last.id) {
    const one = others.find((other) => other.id === preset.after);
    if (one) options.push({ value: start, label: t('triage.move.after', named(one)) });
  }
  if (last) options.push({ value: `after ${last.id}`, label: t('triage.move.last', named(last)) });
  const [how, other] = place.split(' ');
  return html`<${Decision} title=${t('triage.move.title', named(ticket))} submitLabel=${t('triage.move.do')} onClose=${onClose} onDone=${onDone} said=${t('triage.said.move', named(ticket))}
    reasonWords=${reasons('worse', 'child', 'weak', 'agreed', 'mistake')}
    send=${({ reason, intention }) => step(ticket, { step: `move-${how}`, other, reason }, intention)}>
    <${SelectField} label=${t('triage.move.place')} name="place" value=${place} onChange=${setPlace} options=${options} />
  <//>`;
}

export function AssignDialog({ session, ticket, preset, onClose, onDone }) {
  const [room, setRoom] = useState((preset && preset.room) || (ticket.assignedRoom ? '' : session.rooms[0] ? session.rooms[0].id : ''));
  return html`<${Decision} title=${t('triage.assign.title', named(ticket))} submitLabel=${t('triage.assign.do')} onClose=${onClose} onDone=${onDone} said=${t('triage.said.assign', named(ticket))}
    reasonWords=${reasons('same-doctor', 'device', 'balance', 'wish')}
    send=${({ reason, intention }) => step(ticket, { step: 'assign', reason, ...(room ? { roomId: room } : {}) }, intention)}>
    <${Choices} legend=${t('triage.assign.room')} layout="row" value=${room} onChange=${setRoom}
      options=${[...session.rooms.map((one) => ({ value: one.id, label: one.name })), { value: '', label: t('triage.assign.any') }]} />
  <//>`;
}

/// To another session of the department today, or, by preset, the one it was dragged to.
export function TransferDialog({ session, ticket, sessions, preset, onClose, onDone }) {
  const others = sessions.filter((one) => one.id !== session.id && one.state === 'open' && one.department.id === session.department.id);
  const wanted = others.find((one) => preset && one.id === preset.session) || others[0];
  const [target, setTarget] = useState(wanted ? wanted.id : '');
  return html`<${Decision} title=${t('triage.transfer.title', named(ticket))} submitLabel=${t('triage.transfer.do')} onClose=${onClose} onDone=${onDone} said=${t('triage.said.transfer', named(ticket))}
    reasonWords=${reasons('wrong-clinic', 'long-wait', 'doctor-away', 'wish')}
    send=${({ reason, intention }) => post(`/tickets/${ticket.id}/transfer`, { sessionId: target, reason }, { intention })}>
    ${others.length
      ? html`<${SelectField} label=${t('triage.transfer.to')} name="session" value=${target} onChange=${setTarget}
          options=${others.map((one) => ({ value: one.id, label: t('triage.transfer.one', { what: `${pick(one.department, 'name')} ${sessionTitle(one)}`, starts: formatTime(one.startsAt), n: one.counts.waiting }) }))} />
          <p class="hint">${t('triage.transfer.keeps')}</p>`
      : html`<p>${t('triage.transfer.none')}</p>`}
  <//>`;
}

const kLater = [10, 15, 20, 30, 45, 60];

export function PostponeDialog({ ticket, onClose, onDone }) {
  const [minutes, setMinutes] = useState('15');
  return html`<${Decision} title=${t('triage.postpone.title', named(ticket))} submitLabel=${t('triage.postpone.do')} onClose=${onClose} onDone=${onDone} said=${t('triage.said.postpone', named(ticket))}
    send=${({ intention }) => step(ticket, { step: 'postpone', minutes: Number(minutes) }, intention)}>
    <p>${t('triage.postpone.explain')}</p>
    <${SelectField} label=${t('triage.postpone.by')} name="minutes" value=${minutes} onChange=${setMinutes} data-autofocus
      options=${kLater.map((n) => ({ value: String(n), label: t('triage.minutes', { n }) }))} />
  <//>`;
}

export function LeaveDialog({ ticket, onClose, onDone }) {
  return html`<${Decision} title=${t('triage.leave.title', named(ticket))} submitLabel=${t('triage.leave.do')} danger onClose=${onClose} onDone=${onDone} said=${t('triage.said.leave', named(ticket))}
    reasonWords=${reasons('went-home', 'emergency', 'mistake')}
    send=${({ reason, intention }) => step(ticket, { step: 'leave', reason }, intention)}>
    <p>${t('triage.leave.explain')}</p>
  <//>`;
}

/// Who cannot be seen today comes another time, with the same appointment.
export function RebookDialog({ ticket, onClose, onDone }) {
  const path = `/appointments/${ticket.appointmentId}`;
  const offers = useRequest(async () => {
    const [now, { items }] = await Promise.all([get(path), get(`${path}/alternatives`)]);
    return items.filter((one) => one.slotId !== now.slot.id);
  }, [path]);
  const [chosen, setChosen] = useState('');
  const items = offers.state === 'ready' ? offers.data : [];
  const slot = chosen || (items[0] ? items[0].slotId : '');
  const label = (one) => [formatDay(one.date), slotWindow(one), pick(one, 'departmentName'), pick(one, 'practitionerName') || pick(one, 'kindName')].join(' ');
  return html`<${Decision} title=${t('triage.rebook.title', named(ticket))} submitLabel=${t('triage.rebook.do')} onClose=${onClose} onDone=${onDone} said=${t('triage.said.rebook', named(ticket))}
    reasonWords=${reasons('doctor-away', 'long-wait', 'wish')}
    send=${({ reason, intention }) => post(`/tickets/${ticket.id}/rebooking`, { slotId: slot, reason }, { intention })}>
    <${Loaded} request=${offers}>
      ${() => (items.length
        ? html`<${SelectField} label=${t('triage.rebook.to')} name="slot" value=${slot} onChange=${setChosen} options=${items.map((one) => ({ value: one.slotId, label: label(one) }))} />`
        : html`<p>${t('triage.rebook.none')}</p>`)}
    <//>
  <//>`;
}

export function NeedsDialog({ person, onClose, onDone }) {
  const record = useRequest(() => get(`/patients/${person.id}`), [person.id]);
  if (record.state !== 'ready') {
    return html`<${DialogForm} title=${t('triage.needs.title', { name: person.name })} submitLabel=${t('staff.save')} busy onClose=${onClose} onSubmit=${() => {}}><${Loaded} request=${record}>${() => null}<//><//>`;
  }
  return html`<${NeedsForm} record=${record.data} onClose=${onClose} onDone=${onDone} />`;
}

function NeedsForm({ record, onClose, onDone }) {
  const [needs, setNeeds] = useState(record.needs || []);
  return html`<${Decision} title=${t('triage.needs.title', { name: record.name })} submitLabel=${t('staff.save')} onClose=${onClose} onDone=${onDone} said=${t('triage.said.needs', { name: record.name })}
    send=${() => patch(`/patients/${record.id}`, { needs, version: record.version })}>
    <${NeedsField} value=${needs} onChange=${setNeeds} />
    <p class="hint">${t('triage.needs.explain')}</p>
  <//>`;
}
