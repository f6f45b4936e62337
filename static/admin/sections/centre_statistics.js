// A day of the service centre in figures, as the kept events tell it.

import { html, useState } from '../../shared/preact.js';
import { pick, t } from '../../shared/i18n.js';
import { hospitalToday } from '../../shared/dates.js';
import { Empty, Loaded, PageTitle, TextField } from '../../shared/components.js';
import { get, useRequest } from '../../staff/api.js';

const kCounts = ['taken', 'called', 'served', 'missed', 'left', 'transferred', 'parked'];
const kLengths = ['mean', 'median', 'nineInTen'];

const minutes = (lengths, name) => (lengths.count ? (lengths[name] / 60).toFixed(1) : '–');

function Row({ label, figures }) {
  return html`<tr>
    <th scope="row">${label}</th>
    ${kCounts.map((name) => html`<td key=${name} class="number">${figures[name]}</td>`)}
    ${kLengths.map((name) => html`<td key=${name} class="number">${minutes(figures.waits, name)}</td>`)}
    <td class="number">${minutes(figures.service, 'total')}</td>
    <td class="number">${minutes(figures.service, 'mean')}</td>
  </tr>`;
}

function Table({ name, rows }) {
  if (!rows.length) return null;
  const title = t(`admin.centre-statistics.by-${name}`);
  return html`<section class="stack">
    <h2>${title}</h2>
    <div class="table-wrap" role="region" tabindex="0" aria-label=${title}><table class="table">
      <thead><tr>
        <th scope="col">${t(`admin.centre-statistics.${name}`)}</th>
        ${[...kCounts, ...kLengths, 'total', 'each'].map((column) => html`<th key=${column} scope="col">${t(`admin.centre-statistics.${column}`)}</th>`)}
      </tr></thead>
      <tbody>${rows.map((one) => html`<${Row} key=${one.of ? one.of.id : ''} label=${one.of ? pick(one.of, 'name') : t('admin.centre-statistics.all')} figures=${one} />`)}</tbody>
    </table></div>
  </section>`;
}

function Figures({ data }) {
  if (!data.numbers) return html`<${Empty} title=${t('admin.centre-statistics.none')} />`;
  return html`<div class="stack stack-wide">
    <p><strong>${t('admin.centre-statistics.numbers', { n: data.numbers })}</strong></p>
    <${Table} name="service" rows=${[data.all, ...data.services]} />
    <${Table} name="window" rows=${data.windows} />
    <${Table} name="person" rows=${data.people} />
    <p class="hint">${t('admin.centre-statistics.explained')}</p>
  </div>`;
}

export function CentreStatistics() {
  const [day, setDay] = useState(hospitalToday());
  const request = useRequest(() => get('/centre/statistics', { query: { day } }), [day]);
  return html`<${PageTitle} title=${t('admin.section.centre-statistics')} lead=${t('admin.lead.centre-statistics')} />
    <div class="filters">
      <${TextField} type="date" label=${t('admin.centre-statistics.day')} value=${day} onInput=${(value) => value && setDay(value)} />
      <p><a class="inline-target" href=${`/api/v1/centre/statistics?day=${encodeURIComponent(day)}&format=csv`} download>${t('admin.centre-statistics.csv')}</a></p>
    </div>
    <${Loaded} request=${request}>${(data) => html`<${Figures} data=${data} />`}<//>`;
}
