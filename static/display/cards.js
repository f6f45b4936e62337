// What happens in each room, and who is next. When not all of it fits, it is shown page after page.

import { html, useEffect, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatTime } from '../shared/dates.js';
import { pagesOf } from './model.js';

const kPageMs = 12000;
const kMissedShown = 6;

const Patient = ({ one }) => html`<span class="patient"><span class="number">${one.number}</span>${one.name ? html` <span class="name">${one.name}</span>` : null}</span>`;
const Patients = ({ list }) => list.map((one) => html`<${Patient} key=${one.number} one=${one} />`);

function pauseText({ reason, until }) {
  return until ? t('display.pause-until', { reason, at: formatTime(until) }) : t('display.pause', { reason });
}

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

/// Which cards stand where, from how high they are drawn: measured at every drawing, which comes
/// once a second, because words, their size and the screen may all have changed.
function useLayout() {
  const box = useRef(null);
  const [pages, setPages] = useState([]);
  useLayoutEffect(() => {
    const columns = window.innerWidth > window.innerHeight ? 2 : 1;
    const trial = box.current.querySelector('.cards-trial');
    const heights = [...trial.children].map((card) => card.getBoundingClientRect().height);
    const gap = parseFloat(getComputedStyle(trial).rowGap) || 0;
    const next = pagesOf(heights, columns, box.current.clientHeight, gap);
    setPages((old) => (JSON.stringify(old) === JSON.stringify(next) ? old : next));
  });
  return { box, pages };
}

export function Cards({ cards, now }) {
  const { box, pages } = useLayout();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (pages.length < 2) return undefined;
    const timer = setInterval(() => setTurn((n) => n + 1), kPageMs);
    return () => clearInterval(timer);
  }, [pages.length]);
  const shown = pages.length ? turn % pages.length : 0;
  const page = pages[shown] || [];
  return html`<div class="cards" ref=${box}>
    <div class="cards-trial" aria-hidden="true">${cards.map((card) => html`<${Card} key=${card.key} card=${card} now=${now} />`)}</div>
    ${cards.length === 0 ? html`<p class="cards-none">${t('display.nobody-waits')}</p>` : null}
    <div class="cards-page" key=${shown}>
      ${page.map(
        (column, i) => html`<div class="cards-column" key=${i}>
          ${column.map((index) => cards[index] && html`<${Card} key=${cards[index].key} card=${cards[index]} now=${now} />`)}
        </div>`,
      )}
    </div>
    ${pages.length > 1
      ? html`<p class="cards-pages">
          <span class="visually-hidden">${t('display.page', { n: shown + 1, of: pages.length })}</span>
          <span aria-hidden="true">${pages.map((_, i) => html`<span key=${i} class=${i === shown ? 'dot dot-now' : 'dot'}></span>`)} ${shown + 1}/${pages.length}</span>
        </p>`
      : null}
  </div>`;
}
