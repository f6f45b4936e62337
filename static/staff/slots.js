// The sessions of one day of one department, each with its 30-minute slots and what is free.

import { html, useRef } from '../shared/preact.js';
import { money, pick, t } from '../shared/i18n.js';
import { slotWindow } from '../shared/dates.js';
import { Empty } from '../shared/components.js';
import { moveByArrows } from './keys.js';
import { Button, Mark } from './ui.js';

export const sessionTitle = (session) =>
  session.practitioner
    ? `${pick(session.practitioner, 'name')} ${pick(session.practitioner, 'title')}`
    : t('staff.booking.department-session', { kind: pick(session.kind, 'name') });

export const roomsText = (session) =>
  session.remote ? t('staff.booking.remote') : (session.rooms || []).map((room) => room.name || room).join(' / ');

function Slot({ slot, session, busy, here, onTake }) {
  const open = slot.state === 'free' && session.state === 'open' && !here;
  const state = here ? t('staff.booking.here') : slot.state === 'free' ? t('staff.booking.free', { n: slot.free }) : t(`staff.booking.slot.${slot.state}`);
  return html`<button type="button" class="slot" data-row=${session.id} data-slot=${slot.id} disabled=${!open}
    aria-disabled=${busy ? 'true' : undefined} onClick=${() => !busy && onTake(slot.id)}>
    <span class="slot-time">${slotWindow(slot)}</span>
    <span class="slot-free">${state}</span>
  </button>`;
}

/// "网上 2/4 · 其余 1/3", and how many wait.
function Pools({ session }) {
  const pools = (session.quotas || []).map((quota) => `${t(`staff.pool.${quota.pool}`)} ${quota.taken}/${quota.size}`);
  const waiting = session.waitlist && session.waitlist.waiting;
  return html`${pools.length ? html`<span class="hint session-quotas">${t('staff.booking.quotas')} ${pools.join(' · ')}</span>` : null}
    ${waiting ? html`<${Mark}>${t('staff.booking.waiting', { n: waiting })}<//>` : null}`;
}

/// extra: { label, act(session) }, a button beside each clinic.
export function SlotGrid({ sessions, busy, onTake, onUp, moving, extra }) {
  const root = useRef(null);
  const onKeyDown = (event) => {
    const from = document.activeElement;
    if (!moveByArrows(event, root.current, '.slot:not([disabled])')) return;
    if (event.key === 'ArrowUp' && document.activeElement === from) onUp();
  };
  if (!sessions.length) return html`<${Empty} title=${t('staff.booking.no-sessions')} />`;
  return html`<div class="sessions" ref=${root} onKeyDown=${onKeyDown}>
    <p class="hint">${t('staff.booking.keys')}</p>
    ${sessions.map(
      (session) => html`<section key=${session.id} class="session" aria-label=${`${t(`staff.part.${session.part}`)} ${sessionTitle(session)}`}>
        <div class="session-head">
          <h2 class="session-title">${sessionTitle(session)}</h2>
          <span class="tag">${t(`staff.part.${session.part}`)}</span>
          <span class="tag">${pick(session.kind, 'name')} ${money(session.fee)}</span>
          ${session.state !== 'open' ? html`<${Mark} kind="warning" icon="warning">${t(`staff.booking.session.${session.state}`)}<//>` : null}
          <span class="hint">${roomsText(session)}</span>
          <${Pools} session=${session} />
          ${extra && session.state === 'open'
            ? html`<${Button} class="session-extra" onClick=${() => extra.act(session)}>${extra.label}<//>`
            : null}
        </div>
        <div class="slots">
          ${session.slots.map(
            (slot) => html`<${Slot} key=${slot.id} slot=${slot} session=${session} busy=${busy} onTake=${onTake}
              here=${moving && moving.slot.id === slot.id} />`,
          )}
        </div>
      </section>`,
    )}
  </div>`;
}
