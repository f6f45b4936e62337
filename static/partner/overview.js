// With nobody chosen: what waits for the institution, and its next appointments.

import { html } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { Empty, Loaded } from '../shared/components.js';
import { get, useRequest } from '../staff/api.js';
import { Button } from '../staff/ui.js';
import { BookingList, isToday } from './bookings.js';

const kNext = 8;

function Tile({ n, name, urgent, onClick }) {
  return html`<button type="button" class=${`tile ${n ? 'tile-waiting' : ''}`} onClick=${onClick}>
    <span class="tile-number">${n}</span>
    <span class="tile-text">${t(`partner.tile.${name}`)}${urgent ? html`<strong class="tile-urgent">${t('partner.tile.urgent', { n: urgent })}</strong>` : null}</span>
  </button>`;
}

export function Overview({ counts, onReferrals, onAll, ...acts }) {
  const request = useRequest(() => get('/appointments', { query: { state: 'upcoming', limit: 100 } }), [], { refresh: true });
  const shown = (items) => items.filter((one, i) => i < kNext || isToday(one));
  return html`<section class="overview" aria-labelledby="overview-title">
    <h1 id="overview-title">${t('partner.overview.title')}</h1>
    <div class="tiles">
      <${Tile} n=${counts.toAnswer} urgent=${counts.urgent} name="down" onClick=${() => onReferrals('down')} />
      <${Tile} n=${counts.questions} name="questions" onClick=${() => onReferrals('up')} />
      <${Tile} n=${counts.toBook} name="to-book" onClick=${() => onReferrals('up')} />
      <${Tile} n=${counts.replies} name="replies" onClick=${() => onReferrals('ended')} />
    </div>
    <${Loaded} request=${request}>
      ${({ items }) => html`
        <div class="bar">
          <h2>${t('partner.overview.bookings', { n: items.filter(isToday).length })}</h2>
          <${Button} onClick=${onAll} keys="Alt+L">${t('partner.overview.all')}<//>
        </div>
        ${items.length
          ? html`<${BookingList} items=${shown(items)} days level=${3} onChanged=${request.reload} ...${acts} />`
          : html`<${Empty} title=${t('partner.overview.none')}><p class="hint">${t('partner.overview.start')}</p><//>`}`}
    <//>
  </section>`;
}
