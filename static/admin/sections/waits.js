// How the forecasts of waiting times held: by day, by department, and by service of the centre.

import { html, useState } from '../../shared/preact.js';
import { pick, t } from '../../shared/i18n.js';
import { addDays, formatDay, hospitalToday } from '../../shared/dates.js';
import { Empty, Loaded, PageTitle, TextField } from '../../shared/components.js';
import { get, useRequest } from '../../staff/api.js';

const kDays = 14;
// What the two ranges promise, in percent.
const kHalf = 50;
const kMost = 90;

const kSums = ['called', 'withinHalf', 'withinMost', 'secondsOff', 'secondsLate', 'setAside'];
const none = () => Object.fromEntries(kSums.map((name) => [name, 0]));

/// Sums under each key, in the order in which the keys come.
function sumsBy(items, keyOf) {
  const sums = new Map();
  for (const item of items) {
    const key = keyOf(item);
    const sum = sums.get(key) || none();
    for (const name of kSums) sum[name] += item[name];
    sums.set(key, sum);
  }
  return sums;
}

const percent = (part, whole) => Math.round((100 * part) / whole);
const minutes = (seconds, count) => (seconds / 60 / count).toFixed(1);

function Row({ label, sum }) {
  const cells = sum.called
    ? [`${percent(sum.withinHalf, sum.called)}%`, `${percent(sum.withinMost, sum.called)}%`, minutes(sum.secondsOff, sum.called), minutes(sum.secondsLate, sum.called)]
    : ['–', '–', '–', '–'];
  return html`<tr>
    <th scope="row">${label}</th>
    <td class="number">${sum.called}</td>
    ${cells.map((cell, i) => html`<td key=${i} class="number">${cell}</td>`)}
    <td class="number">${sum.setAside}</td>
  </tr>`;
}

function Table({ name, rows }) {
  const title = t(`admin.waits.by-${name}`);
  const columns = [name, 'called', 'half', 'most', 'off', 'late', 'set-aside'];
  return html`<div class="stack">
    <h2>${title}</h2>
    <div class="table-wrap" role="region" tabindex="0" aria-label=${title}><table class="table">
      <thead><tr>${columns.map((column) => html`<th key=${column} scope="col">${t(`admin.waits.${column}`)}</th>`)}</tr></thead>
      <tbody>${rows.map(([key, label, sum]) => html`<${Row} key=${key} label=${label} sum=${sum} />`)}</tbody>
    </table></div>
  </div>`;
}

/// The days' shares as bars beside the line of what was promised. The table says the same.
function Chart({ rows }) {
  const days = rows.filter(([, , sum]) => sum.called);
  if (days.length < 2) return null;
  const step = 100 / days.length;
  return html`<figure class="waits-chart">
    <svg viewBox="0 0 100 60" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      ${days.map(([key, , sum], i) => {
        const height = percent(sum.withinMost, sum.called) * 0.6;
        return html`<rect key=${key} class="waits-bar" x=${i * step + step * 0.15} y=${60 - height} width=${step * 0.7} height=${height} />`;
      })}
      <line class="waits-line" x1="0" x2="100" y1=${60 - kMost * 0.6} y2=${60 - kMost * 0.6} />
    </svg>
    <figcaption class="hint">${t('admin.waits.chart', { from: formatDay(days[0][0]), to: formatDay(days[days.length - 1][0]), n: kMost })}</figcaption>
  </figure>`;
}

function Words({ sum }) {
  if (!sum.called) return null;
  const late = Number(minutes(sum.secondsLate, sum.called));
  return html`<div class="card">
    <p><strong>${t('admin.waits.words', { n: sum.called, half: percent(sum.withinHalf, sum.called), most: percent(sum.withinMost, sum.called) })}</strong></p>
    <p>${t('admin.waits.should', { half: kHalf, most: kMost })}</p>
    <p>${t(late >= 0 ? 'admin.waits.words-late' : 'admin.waits.words-early', { off: minutes(sum.secondsOff, sum.called), late: Math.abs(late).toFixed(1) })}</p>
    ${sum.setAside ? html`<p>${t('admin.waits.words-aside', { n: sum.setAside })}</p>` : null}
  </div>`;
}

/// Those of a kind (department, service), most people first.
function rowsBy(items, what) {
  const names = new Map(items.map((one) => [one[what].id, pick(one[what], 'name')]));
  return [...sumsBy(items, (one) => one[what].id)]
    .map(([id, sum]) => [id, names.get(id), sum])
    .sort((a, b) => b[2].called - a[2].called);
}

function Figures({ clinics, services }) {
  const items = [...clinics, ...services].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  if (!items.length) return html`<${Empty} title=${t('admin.waits.none')}><p>${t('admin.waits.none-help')}</p><//>`;
  const days = [...sumsBy(items, (one) => one.date)].map(([day, sum]) => [day, formatDay(day), sum]);
  const [all = none()] = sumsBy(items, () => '').values();
  return html`<div class="stack stack-wide">
    <${Words} sum=${all} />
    ${clinics.length ? html`<${Table} name="department" rows=${rowsBy(clinics, 'department')} />` : null}
    ${services.length ? html`<${Table} name="service" rows=${rowsBy(services, 'service')} />` : null}
    <${Table} name="day" rows=${days} />
    <${Chart} rows=${days} />
  </div>`;
}

export function Waits() {
  const [to, setTo] = useState(hospitalToday());
  const [from, setFrom] = useState(addDays(hospitalToday(), 1 - kDays));
  const request = useRequest(() => get('/wait-forecasts', { query: { from, to } }), [from, to]);
  return html`<${PageTitle} title=${t('admin.section.waits')} lead=${t('admin.lead.waits')} />
    <div class="filters">
      <${TextField} type="date" label=${t('admin.waits.from')} value=${from} onInput=${(value) => value && setFrom(value)} />
      <${TextField} type="date" label=${t('admin.waits.to')} value=${to} onInput=${(value) => value && setTo(value)} />
    </div>
    <${Loaded} request=${request}>${({ items, services }) => html`<${Figures} clinics=${items} services=${services} />`}<//>`;
}
