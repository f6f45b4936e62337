// One session of the area: its rooms and who is in them, its line in order, who is out, who is still
// to come. Each person is one line, reached by the arrow keys and dragged with the mouse.

import { html, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatTime } from '../shared/dates.js';
import { needName } from '../staff/person.js';
import { roomsText, sessionTitle } from '../staff/slots.js';
import { Icon } from '../staff/ui.js';
import { minutesSince, ticketsOf } from './data.js';
import { waitText, Warnings } from './words.js';

/// What is being dragged: the browser tells its kind only when it is dropped.
let dragged = null;

function Needs({ needs }) {
  return (needs || []).map((need) => html`<span key=${need} class="tri-need" title=${needName(need)}><${Icon} name=${need} /><span class="visually-hidden">${needName(need)}</span></span>`);
}

/// "女 68"
const shortFacts = (person) => [person.sex && person.sex !== 'unknown' ? t(`triage.sex.${person.sex}`) : '', person.age].filter((one) => one || one === 0).join(' ');

function Person({ person }) {
  return html`<span class="tri-name">${person.name}</span><span class="tri-age">${shortFacts(person)}</span><${Needs} needs=${person.needs} />`;
}

/// A sign with its meaning in words for ears and on hovering.
const Sign = ({ text, children }) => html`<span class="tri-sign" title=${text}>${children}<span class="visually-hidden">${text}</span></span>`;

function Signs({ ticket }) {
  const moved = (ticket.why || []).some(({ code }) => code === 'due-decision');
  return html`
    ${ticket.returner ? html`<${Sign} text=${t('triage.sign.returner')}>${t('triage.sign.returner-short')}<//>` : null}
    ${ticket.priority ? html`<${Sign} text=${t('triage.sign.priority', { why: pick(ticket.priority, 'name') })}>${t('triage.sign.priority-short')}<//>` : null}
    ${moved ? html`<${Sign} text=${t('triage.sign.moved')}>${t('triage.sign.moved-short')}<//>` : null}
    ${ticket.assignedRoom ? html`<${Sign} text=${t('triage.sign.assigned', { room: ticket.assignedRoom.name })}>→${ticket.assignedRoom.name}<//>` : null}`;
}

/// One person's line. place: in the order, from 1.
function Row({ id, place, number, person, after, signs, state, warned, board }) {
  const current = board.selected === id;
  const [over, setOver] = useState(false);
  const takes = () => dragged && dragged.id !== id && board.mayDrop(dragged, id);
  const drop = (event) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    if (takes()) board.onDrop(dragged, id);
  };
  return html`<li class=${`tri-item ${over ? 'is-over' : ''}`}>
    <button type="button" class=${`tri-row tri-${state} ${warned ? 'is-warned' : ''}`} data-id=${id} aria-current=${current ? 'true' : undefined} tabindex=${board.tabStop === id ? '0' : '-1'}
      draggable=${state === 'waiting' ? 'true' : undefined}
      onFocus=${() => board.onSelect(id)} onClick=${() => board.onOpen(id)}
      onDragStart=${() => { dragged = { id }; }} onDragEnd=${() => { dragged = null; }}
      onDragOver=${(event) => { if (takes()) { event.preventDefault(); setOver(true); } }} onDragLeave=${() => setOver(false)} onDrop=${drop}>
      <span class="tri-place">${place || ''}</span>
      <span class="tri-number">${number}</span>
      <span class="tri-who"><${Person} person=${person} />${signs}</span>
      <span class="tri-after">${warned ? html`<${Icon} name="warning" />` : null}${after}</span>
    </button>
  </li>`;
}

function Rooms({ session, board, now }) {
  const at = (room) => ticketsOf(session, 'called', 'serving').filter((one) => one.room && one.room.id === room.id);
  const pauses = (session.notices && session.notices.pauses) || [];
  return html`<ul class="tri-rooms">
    ${session.rooms.map((room) => {
      const here = at(room);
      const pause = pauses.find((one) => one.roomId === room.id);
      return html`<li key=${room.id} class="tri-room"
        onDragOver=${(event) => { if (dragged && board.mayDrop(dragged, { room, session })) event.preventDefault(); }}
        onDrop=${(event) => { event.preventDefault(); event.stopPropagation(); if (dragged && board.mayDrop(dragged, { room, session })) board.onDrop(dragged, { room, session }); }}>
        <span class="tri-room-name">${room.name}</span>
        ${pause
          ? html`<span class="tri-pause"><${Icon} name="warning" /> ${pause.until ? t('triage.room.paused-until', { reason: pause.reason, at: formatTime(pause.until) }) : t('triage.room.paused', { reason: pause.reason })}</span>`
          : null}
        ${here.length
          ? html`<ul class="tri-here">${here.map((one) => html`<${Row} key=${one.id} id=${one.id} number=${one.number} person=${one.person} state=${one.state} board=${board}
              after=${one.state === 'called' ? t('triage.room.called', { n: one.calls }) : t('triage.room.serving', { n: minutesSince(one.calledAt, now) })} />`)}</ul>`
          : pause ? null : html`<span class="tri-free">${t('triage.room.free')}</span>`}
      </li>`;
    })}
  </ul>`;
}

function Part({ title, children, mark }) {
  return html`<section class="tri-part"><h3>${mark ? html`<${Icon} name="warning" />` : null}${title}</h3>${children}</section>`;
}

const outText = (ticket) => `${t(`triage.state.${ticket.state}`)} ${formatTime(ticket.calledAt || ticket.arrivedAt)}`;

/// Shown at once; the rest at a press.
const kFewWaiting = 16;
const kFewExpected = 6;

function More({ all, onAll, n, few }) {
  if (n <= few) return null;
  return html`<button type="button" class="link" onClick=${() => onAll(!all)}>${all ? t('triage.fewer') : t('triage.all', { n })}</button>`;
}

function Line({ session, board, now }) {
  const [all, setAll] = useState(false);
  const warned = session.warnings.map((one) => one.ticketId);
  const places = ticketsOf(session, 'waiting');
  const waiting = [...ticketsOf(session, 'near'), ...places];
  if (!waiting.length) return html`<p class="tri-none">${t('triage.nobody-waits')}</p>`;
  return html`<ol class="tri-line">
    ${waiting.slice(0, all ? waiting.length : kFewWaiting).map(
      (one) => html`<${Row} key=${one.id} id=${one.id} place=${one.state === 'near' ? t('triage.near-short') : places.indexOf(one) + 1} number=${one.number} person=${one.person} state=${one.state}
        signs=${html`<${Signs} ticket=${one} />`} warned=${warned.includes(one.id)} after=${waitText(one, now)} board=${board} />`,
    )}
  </ol>
  <${More} all=${all} onAll=${setAll} n=${waiting.length} few=${kFewWaiting} />`;
}

function Expected({ session, board }) {
  const [all, setAll] = useState(false);
  if (!session.expected.length) return null;
  const overdue = session.expected.filter((one) => one.overdue).length;
  const shown = all ? session.expected : session.expected.slice(0, kFewExpected);
  return html`<${Part} title=${t('triage.expected', { n: session.expected.length }) + (overdue ? t('triage.overdue-count', { n: overdue }) : '')} mark=${overdue > 0}>
    <ul>
      ${shown.map(
        (one) => html`<${Row} key=${one.appointmentId} id=${one.appointmentId} number=${formatTime(one.slotStart)} person=${one.person} state="expected" board=${board}
          warned=${one.overdue} after=${one.overdue ? t('triage.overdue') : one.state === 'pending' ? t('triage.unpaid') : ''} />`,
      )}
    </ul>
    <${More} all=${all} onAll=${setAll} n=${session.expected.length} few=${kFewExpected} />
  <//>`;
}

export function SessionCard({ session, board, now, onNotices }) {
  const { counts } = session;
  const out = ticketsOf(session, 'missed', 'away');
  const title = `${pick(session.department, 'name')} ${sessionTitle(session)}`;
  const delay = session.notices && session.notices.delay;
  return html`<section class=${`tri-session ${session.warnings.length ? 'is-warned' : ''}`} data-session=${session.id} aria-label=${`${title} ${roomsText(session)} ${t(`staff.part.${session.part}`)}`}
    onDragOver=${(event) => { if (dragged && board.mayDrop(dragged, { session })) event.preventDefault(); }}
    onDrop=${(event) => { if (dragged && board.mayDrop(dragged, { session })) { event.preventDefault(); board.onDrop(dragged, { session }); } }}>
    <header class="tri-head">
      <h2>${sessionTitle(session)}</h2>
      <button type="button" class="switch tri-more" onClick=${() => onNotices(session)} aria-label=${t('triage.session.more-of', { title })}>${t('triage.session.more')}</button>
      <p class="hint">${pick(session.department, 'name')} · ${t(`staff.part.${session.part}`)} ${formatTime(session.startsAt)}–${formatTime(session.endsAt)}</p>
    </header>
    <p class="tri-counts"><strong>${t('triage.count.waiting', { n: counts.waiting + counts.near })}</strong> ${t('triage.count.rest', { expected: counts.expected, seen: counts.seen })}${session.longest ? html` · ${t('triage.count.longest', { n: minutesSince(session.longest.since, now) })}` : null}</p>
    ${delay ? html`<p class="tri-warning"><${Icon} name="warning" /> ${t('triage.delayed', { n: delay.minutes, reason: delay.reason })}</p>` : null}
    <${Warnings} session=${session} now=${now} />
    <${Rooms} session=${session} board=${board} now=${now} />
    <${Line} session=${session} board=${board} now=${now} />
    ${out.length
      ? html`<${Part} title=${t('triage.out', { n: out.length })}><ul>
          ${out.map((one) => html`<${Row} key=${one.id} id=${one.id} number=${one.number} person=${one.person} state=${one.state} board=${board} after=${outText(one)} />`)}
        </ul><//>`
      : null}
    <${Expected} session=${session} board=${board} />
  </section>`;
}
