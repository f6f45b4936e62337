// The board of a service centre: what each window does, and how many wait for what.

import { html } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { pauseText } from './cards.js';
import { wordsAtCentre } from './speech.js';

const kServicesOnCard = 6;
const kWindowsOnCard = 3;

const Number = ({ number }) => html`<span class="patient"><span class="number">${number}</span></span>`;

function Window({ window }) {
  const { now } = window;
  const serves = window.services.map((one) => pick(one, 'name')).join(t('display.comma'));
  return html`<div class=${`room ${now && now.state === 'called' ? 'room-called' : ''}`}>
    <dt class="room-name">${pick(window, 'name')}</dt>
    <dd class="room-now">
      ${now
        ? html`<${Number} number=${now.number} /> <span class="state">${t(now.state === 'called' ? 'display.come-here' : 'display.being-served')}</span>`
        : html`<span class="room-empty">${t(window.open ? 'display.window-free' : 'display.window-closed')}</span>`}
    </dd>
    <dd class="window-serves">${serves}</dd>
    ${window.pause ? html`<dd class="room-pause">${pauseText(window.pause)}</dd>` : null}
  </div>`;
}

/// How long somebody would wait who takes a number now, or why nobody can.
function waitWords({ wait, full, intake }) {
  if (intake && !intake.open) return intake.again ? t('display.numbers-again', { at: intake.again }) : t('display.numbers-over', { at: intake.until });
  if (full) return t('display.full');
  if (!wait || !wait.toMinutes) return '';
  const { fromMinutes: from, toMinutes: to } = wait;
  return from === to ? t('display.wait-one', { n: to }) : t('display.wait', { from, to });
}

function Service({ service }) {
  return html`<li class="centre-service">
    <span class="centre-service-name">${pick(service, 'name')}</span>
    <span class="session-waiting">${[t('display.waiting-here', { n: service.waiting }), waitWords(service)].filter(Boolean).join(' · ')}</span>
    ${service.next.length ? html`<span class="centre-next"><span class="label">${t('display.next')}</span> ${service.next.map((number) => html`<${Number} key=${number} number=${number} />`)}</span>` : null}
    ${service.missed.length ? html`<span class="centre-next session-missed"><span class="label">${t('display.missed-here')}</span> ${service.missed.map((number) => html`<${Number} key=${number} number=${number} />`)}</span>` : null}
  </li>`;
}

function Card({ card }) {
  if (card.windows) return html`<section class="card-session"><dl class="rooms">${card.windows.map((one) => html`<${Window} key=${one.id} window=${one} />`)}</dl></section>`;
  return html`<section class="card-session">
    <div class="session-head"><h2>${t('display.services')}</h2></div>
    <ul class="centre-services">${card.services.map((one) => html`<${Service} key=${one.id} service=${one} />`)}</ul>
  </section>`;
}

const parts = (list, n) => Array.from({ length: Math.ceil(list.length / n) }, (_, i) => list.slice(i * n, i * n + n));

/// Windows first; then the services for which somebody waits or was missed.
function cardsOf(board, size) {
  const windows = board.windows.filter((one) => one.open || one.now);
  const services = board.services.filter((one) => one.waiting || one.missed.length);
  return [
    ...parts(windows, size === 1 ? 1 : kWindowsOnCard).map((some) => ({ key: some[0].id, windows: some })),
    ...parts(services, kServicesOnCard).map((some) => ({ key: some[0].id, services: some })),
  ];
}

/// All of a campus' centre, or the zone for which this screen was paired.
export const centreBoard = (campus) => ({
  id: campus.zone ? campus.zone.id : campus.id,
  name: campus.zone ? t('display.zone', { campus: campus.name, zone: campus.zone.name }) : t('display.centre', { campus: campus.name }),
  nameEn: campus.zone ? t('display.zone', { campus: campus.nameEn || campus.name, zone: campus.zone.nameEn || campus.zone.name }) : t('display.centre', { campus: campus.nameEn }),
  callTimes: 2,
  path: campus.zone ? `/centre/board/stream?zoneId=${campus.zone.id}` : `/centre/board/stream?campusId=${campus.id}`,
  hint: 'display.hint-centre',
  none: 'display.centre-empty',
  trial: { number: 'A012', name: null, room: { name: '3 号窗口' } },
  wordsOf: wordsAtCentre,
  cardsOf,
  Card,
});
