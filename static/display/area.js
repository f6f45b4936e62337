// The board of a waiting area: what happens in each room, and who is next.

import { html } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatTime } from '../shared/dates.js';
import { pauseText } from './cards.js';
import { cardsOf } from './model.js';
import { wordsOf } from './speech.js';

const kMissedShown = 6;

const Patient = ({ one }) => html`<span class="patient"><span class="number">${one.number}</span>${one.name ? html` <span class="name">${one.name}</span>` : null}</span>`;
const Patients = ({ list }) => list.map((one) => html`<${Patient} key=${one.number} one=${one} />`);

function emptyText(session, now) {
  return Date.parse(session.startsAt) > now ? t('display.begins', { at: formatTime(session.startsAt) }) : t('display.nobody');
}

function Room({ room, session, now }) {
  return html`<div class=${`room ${room.now && room.now.state === 'called' ? 'room-called' : ''}`}>
    <dt class="room-name">${pick(room, 'name')}</dt>
    <dd class="room-now">
      ${room.now
        ? html`<${Patient} one=${room.now} /> <span class="state">${t(room.now.state === 'called' ? 'display.come-in' : 'display.with-doctor')}</span>`
        : html`<span class="room-empty">${emptyText(session, now)}</span>`}
    </dd>
    ${room.near.length ? html`<dd class="room-near"><span class="label">${t('display.near')}</span> <${Patients} list=${room.near} /></dd>` : null}
    ${room.pause ? html`<dd class="room-pause">${pauseText(room.pause)}</dd>` : null}
  </div>`;
}

function Card({ card: { session, rooms, first, last }, now }) {
  const { practitioner } = session;
  const who = practitioner ? [pick(practitioner, 'name'), pick(practitioner, 'title')].filter(Boolean).join(' ') : pick(session.kind, 'name');
  const more = session.missed.length - kMissedShown;
  return html`<section class="card-session">
    <div class="session-head">
      <h2>${pick(session.department, 'name')}${who ? html` <span class="session-who">${who}</span>` : null}</h2>
      <p class="session-waiting">${t('display.waiting', { n: session.waiting })}</p>
    </div>
    ${first && session.delay ? html`<p class="session-delay"><strong>${t('display.delay', { n: session.delay.minutes })}</strong> ${session.delay.reason}</p>` : null}
    <dl class="rooms">${rooms.map((room) => html`<${Room} key=${room.id} room=${room} session=${session} now=${now} />`)}</dl>
    ${last && session.next.length ? html`<p class="session-next"><span class="label">${t('display.next')}</span> <${Patients} list=${session.next} /></p>` : null}
    ${last && session.missed.length ? html`<p class="session-missed"><span class="label">${t('display.missed')}</span> <${Patients} list=${session.missed.slice(0, kMissedShown)} />${more > 0 ? t('display.and-more', { n: more }) : ''}</p>` : null}
  </section>`;
}

export const areaBoard = (area) => ({
  id: area.id,
  name: area.name,
  nameEn: area.nameEn,
  callTimes: area.callTimes,
  path: `/areas/${area.id}/board/stream`,
  hint: 'display.hint',
  none: 'display.nobody-waits',
  trial: { number: '0830-2', name: null, room: { name: '1诊室' } },
  wordsOf,
  cardsOf,
  Card,
});
