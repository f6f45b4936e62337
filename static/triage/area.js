// One area on one screen: on the left who stands before the desk and whoever is selected, on the
// right all sessions with their lines.
//
// F2 and Esc go to the search, Alt+L to the lines; there arrows go from one to the next, and letters do
// what stands on the buttons of whoever is selected.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatTime } from '../shared/dates.js';
import { announce, Empty, ProblemNotice, Skeleton } from '../shared/components.js';
import { post } from '../staff/api.js';
import { useShortcuts } from '../staff/keys.js';
import { Register } from '../staff/register.js';
import { Button, Dialog, Icon, usePress } from '../staff/ui.js';
import { CheckIn } from './check_in.js';
import { ClosingDialog } from './closing.js';
import { findSelected, phaseOf, useAreaLines, useNow } from './data.js';
import { AssignDialog, LeaveDialog, MoveDialog, NeedsDialog, PostponeDialog, RebookDialog, TransferDialog } from './dialogs.js';
import { HelpDialog } from './help.js';
import { SessionDialog } from './notices.js';
import { Panel } from './panel.js';
import { SessionCard } from './session_card.js';
import { WalkInDialog } from './walk_in.js';

/// Done at once; everything else asks first.
const kAtOnce = ['recall', 'miss', 'send-away', 'come-back'];
const kDialogs = { move: MoveDialog, assign: AssignDialog, transfer: TransferDialog, postpone: PostponeDialog, rebook: RebookDialog, leave: LeaveDialog };

/// Live, out of touch, or on its way; in words.
function Touch({ lines }) {
  if (lines.problem) return html`<p class="tri-touch is-lost" role="status"><${Icon} name="warning" /> ${t('triage.touch.lost', { at: lines.data ? formatTime(lines.data.at) : '—' })}</p>`;
  if (lines.stream === 'live') return html`<p class="tri-touch" role="status"><${Icon} name="check" /> ${t('triage.touch.live')}</p>`;
  return html`<p class="tri-touch" role="status"><${Icon} name="info" /> ${t('triage.touch.asking')}</p>`;
}

/// The sessions that are not looked after now: one line each, opened when wanted.
function Others({ title, sessions, onOpen }) {
  if (!sessions.length) return null;
  return html`<section class="tri-others"><h2>${title}</h2>
    <div class="row">${sessions.map(
      (one) => html`<${Button} key=${one.id} kind="quiet" onClick=${() => onOpen(one.id)}>
        ${pick(one.department, 'name')} ${one.practitioner ? pick(one.practitioner, 'name') : pick(one.kind, 'name')} ${formatTime(one.startsAt)} · ${t('triage.count.booked', { n: one.counts.appointments })}
      <//>`,
    )}</div>
  </section>`;
}

const rowsOf = (element) => [...element.querySelectorAll('.tri-row')];

/// Arrow keys: up and down in a session, left and right to the next one, at the same height.
function moveFocus(event, root) {
  const row = event.target.closest('.tri-row');
  if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
  const card = row.closest('.tri-session');
  const rows = rowsOf(card);
  const at = rows.indexOf(row);
  const cards = [...root.querySelectorAll('.tri-session')].filter((one) => rowsOf(one).length);
  const beside = (step) => {
    const next = cards[cards.indexOf(card) + step];
    return next && rowsOf(next)[Math.min(at, rowsOf(next).length - 1)];
  };
  const target = {
    ArrowDown: () => rows[at + 1],
    ArrowUp: () => rows[at - 1],
    ArrowRight: () => beside(1),
    ArrowLeft: () => beside(-1),
    Home: () => rows[0],
    End: () => rows[rows.length - 1],
  }[event.key];
  if (!target) return;
  event.preventDefault();
  const found = target();
  if (!found) return;
  found.focus();
  found.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/// Only a colleague of the same department takes somebody over.
const transferTo = (from, session) =>
  session.department.id === from.session.department.id && session.state === 'open' ? { name: 'transfer', preset: { session: session.id } } : null;

/// What dropping something means: on somebody who waits, on a room, on another session.
function dropMeans(data, dragged, target) {
  const from = findSelected(data, dragged.id);
  if (!from || !from.ticket) return null;
  if (typeof target === 'string') {
    const onto = findSelected(data, target);
    if (!onto || !onto.ticket) return null;
    if (onto.session.id === from.session.id) return onto.ticket.state === 'waiting' ? { name: 'move', preset: { before: target } } : null;
    return transferTo(from, onto.session);
  }
  if (target.session.id !== from.session.id) return transferTo(from, target.session);
  return target.room ? { name: 'assign', preset: { room: target.room.id } } : null;
}

/// One up is before whoever stands before; one down is after whoever comes next.
function neighbour(session, ticket, step) {
  const waiting = session.line.items.filter((one) => one.state === 'waiting');
  const other = waiting[waiting.indexOf(ticket) + step];
  return other ? (step < 0 ? { before: other.id } : { after: other.id }) : null;
}

export function Area({ area, me, actions, onElsewhere }) {
  const lines = useAreaLines(area.id);
  const { data } = lines;
  const now = useNow(data);
  const [selected, setSelected] = useState(null);
  const [dialog, setDialog] = useState(null);
  const [opened, setOpened] = useState([]);
  const [done, setDone] = useState(null);
  const press = usePress();
  const search = useRef(null);
  const root = useRef(null);
  const begin = useRef(null);
  const mayCheckIn = me.permissions.includes('book-for-others') && me.permissions.includes('patients-find');

  const focusSearch = () => {
    if (!search.current) return false;
    search.current.focus();
    search.current.select();
    return true;
  };
  const focusLines = () => {
    const row = root.current && (root.current.querySelector('.tri-row[aria-current]') || root.current.querySelector('.tri-row'));
    if (row) row.focus();
    return !!row;
  };
  useLayoutEffect(() => {
    document.title = `${t('triage.title')} · ${pick(area, 'name')}`;
  }, []);
  useLayoutEffect(() => {
    if (data) focusSearch();
  }, [!data]);
  Object.assign(actions, { elsewhere: onElsewhere, help: () => setDialog({ name: 'help' }) });

  const found = findSelected(data, selected);
  // One that was asked for inside another leads back to it.
  const close = () => setDialog((old) => (old && old.back) || null);
  const changed = () => {
    close();
    lines.reload();
  };

  function act(name, of) {
    press.clear();
    const { session, ticket, expected } = of;
    if (name === 'arrive') return begin.current({ appointmentId: expected.appointmentId });
    if (kAtOnce.includes(name)) {
      return press.run(async () => {
        await post(`/tickets/${ticket.id}/steps`, { step: name });
        announce(t(`triage.said.${name}`, { number: ticket.number, name: ticket.person.name }));
        lines.reload();
      });
    }
    if (name === 'up' || name === 'down') {
      const preset = neighbour(session, ticket, name === 'up' ? -1 : 1);
      return preset ? setDialog({ name: 'move', ...of, preset }) : undefined;
    }
    return setDialog({ name, ...of });
  }

  useShortcuts({
    F2: focusSearch,
    'Alt+L': focusLines,
    '?': () => setDialog({ name: 'help' }),
    Escape: () => {
      setSelected(null);
      return focusSearch();
    },
    s: () => (found ? setDialog({ name: 'session', session: found.session }) : false),
  });

  if (!data) return lines.problem ? html`<${ProblemNotice} problem=${lines.problem} onRetry=${lines.reload} />` : html`<${Skeleton} />`;
  const phase = (session) => (opened.includes(session.id) ? 'now' : phaseOf(session, now));
  const shown = data.sessions.filter((one) => phase(one) === 'now');
  const first = shown.map((one) => one.line && one.line.items[0]).find(Boolean);
  const board = {
    selected,
    tabStop: found ? selected : first ? first.id : null,
    onSelect: setSelected,
    onOpen: (id) => {
      setSelected(id);
      const button = document.querySelector('.tri-acts .button');
      if (button) button.focus();
    },
    mayDrop: (dragged, target) => !!dropMeans(data, dragged, target),
    onDrop: (dragged, target) => setDialog({ ...dropMeans(data, dragged, target), ...findSelected(data, dragged.id) }),
  };
  const Asked = dialog && kDialogs[dialog.name];
  const person = dialog && (dialog.ticket || dialog.expected || {}).person;
  return html`<h1 class="visually-hidden">${t('triage.title')} · ${pick(area, 'name')}</h1>
    <div class="tri">
      <div class="tri-side">
        <div class="tri-where"><strong>${pick(area, 'name')}</strong><${Touch} lines=${lines} /></div>
        ${mayCheckIn
          ? html`<${CheckIn} inputRef=${search} begin=${begin} data=${data} me=${me} done=${done}
              onDone=${(what) => {
                setDone(what);
                lines.reload();
              }}
              onWalkIn=${(who) => setDialog({ name: 'walk-in', person: who })}
              onRegister=${(prefill) => setDialog({ name: 'register', prefill })} />`
          : null}
        ${found ? html`<${Panel} key=${selected} found=${found} me=${me} now=${now} press=${press} onAct=${act} />` : html`<p class="hint">${t('triage.panel.none')}</p>`}
      </div>
      <div class="tri-work" ref=${root} onKeyDown=${(event) => moveFocus(event, root.current)}>
        ${shown.length
          ? html`<div class="tri-board">${shown.map((one) => html`<${SessionCard} key=${one.id} session=${one} board=${board} now=${now} onNotices=${(session) => setDialog({ name: 'session', session })} />`)}</div>`
          : html`<${Empty} title=${t('triage.nothing-now')} />`}
        <${Others} title=${t('triage.quiet')} sessions=${data.sessions.filter((one) => phase(one) === 'quiet')} onOpen=${(id) => setOpened([...opened, id])} />
        <${Others} title=${t('triage.later')} sessions=${data.sessions.filter((one) => phase(one) === 'later')} onOpen=${(id) => setOpened([...opened, id])} />
        <${Others} title=${t('triage.over')} sessions=${data.sessions.filter((one) => phase(one) === 'over')} onOpen=${(id) => setOpened([...opened, id])} />
      </div>
    </div>
    ${Asked ? html`<${Asked} ...${dialog} sessions=${data.sessions} onClose=${close} onDone=${changed} />` : null}
    ${dialog && dialog.name === 'needs' ? html`<${NeedsDialog} person=${person} onClose=${close} onDone=${changed} />` : null}
    ${dialog && dialog.name === 'session' ? html`<${SessionDialog} session=${dialog.session} onClose=${close} onChanged=${lines.reload} onClosing=${(session) => setDialog({ name: 'closing', session })} />` : null}
    ${dialog && dialog.name === 'closing' ? html`<${ClosingDialog} session=${data.sessions.find((one) => one.id === dialog.session.id) || dialog.session} sessions=${data.sessions} me=${me} onClose=${close} onChanged=${lines.reload}
      onAct=${(name, of) => setDialog({ name, ...of, back: dialog })} />` : null}
    ${dialog && dialog.name === 'walk-in'
      ? html`<${WalkInDialog} person=${dialog.person} sessions=${data.sessions.filter((one) => phase(one) !== 'over')} onClose=${close}
          onDone=${(appointment) => {
            setDone({ appointment, act: 'walk-in' });
            changed();
            focusSearch();
          }} />`
      : null}
    ${dialog && dialog.name === 'register'
      ? html`<${Dialog} title=${t('staff.register.title')} wide onClose=${close}>
          <${Register} prefill=${dialog.prefill} saveLabel=${t('triage.register.save')} onCancel=${close}
            onOpen=${({ id }) => setDialog({ name: 'walk-in', person: { id, name: '' } })} onDone=${(made) => setDialog({ name: 'walk-in', person: made })} />
        <//>`
      : null}
    ${dialog && dialog.name === 'help' ? html`<${HelpDialog} onClose=${close} />` : null}`;
}
