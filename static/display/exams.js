// The board before the devices of a site: whom each calls, who is next. Numbers only.

import { html } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { wordsAtCentre } from './speech.js';

const kDevicesOnCard = 2;
const kMissedShown = 6;

const Number = ({ number }) => html`<span class="patient"><span class="number">${number}</span></span>`;
const Numbers = ({ list }) => list.map((number) => html`<${Number} key=${number} number=${number} />`);

function Device({ device }) {
  const { now } = device;
  const place = pick(device, 'place');
  const missed = device.missed.slice(0, kMissedShown);
  return html`<div class=${`room ${now && now.state === 'called' ? 'room-called' : ''}`}>
    <dt class="room-name">${pick(device, 'name')}${place ? html` <span class="session-who">${place}</span>` : null}</dt>
    <dd class="room-now">
      ${now
        ? html`<${Number} number=${now.number} /> <span class="state">${t(now.state === 'called' ? 'display.come-in' : 'display.being-examined')}</span>`
        : html`<span class="room-empty">${t(device.open ? 'display.device-free' : 'display.device-closed')}</span>`}
    </dd>
    ${device.next.length ? html`<dd class="room-near"><span class="label">${t('display.next')}</span> <${Numbers} list=${device.next} /> <span class="session-waiting">${t('display.waiting-here', { n: device.waiting })}</span></dd>` : null}
    ${missed.length ? html`<dd class="room-near session-missed"><span class="label">${t('display.missed-device')}</span> <${Numbers} list=${missed} /></dd>` : null}
  </div>`;
}

const Card = ({ card }) => html`<section class="card-session"><dl class="rooms">${card.devices.map((one) => html`<${Device} key=${one.id} device=${one} />`)}</dl></section>`;

/// Those that are open, or where somebody is or waits.
function cardsOf(board, size) {
  const devices = board.windows.filter((one) => one.open || one.now || one.waiting || one.missed.length);
  const n = size === 1 ? 1 : kDevicesOnCard;
  return Array.from({ length: Math.ceil(devices.length / n) }, (_, i) => devices.slice(i * n, i * n + n)).map((some) => ({ key: some[0].id, devices: some }));
}

export const examBoard = (site) => ({
  id: site.id,
  name: t('display.exams', { site: site.name }),
  nameEn: t('display.exams', { site: site.nameEn || site.name }),
  callTimes: 2,
  path: `/exam-board/stream?siteId=${site.id}`,
  hint: 'display.hint-exams',
  none: 'display.exams-empty',
  trial: { number: '07', name: null, room: { name: '3 诊室' } },
  wordsOf: wordsAtCentre,
  cardsOf,
  Card,
});
