// How full each device is in each half hour of a day, for the whole hospital: a number in each field,
// and a shade that says the same; and in how many days the third free place of a modality is.

import { html, useState } from '../../shared/preact.js';
import { pick, t } from '../../shared/i18n.js';
import { addDays, formatDay, hospitalToday } from '../../shared/dates.js';
import { Empty, Loaded, PageTitle, TextField } from '../../shared/components.js';
import { get, useRequest } from '../../staff/api.js';
import { Button } from '../../staff/ui.js';
import { ExamWorth } from './worth.js';

const kShades = 4;
const shadeOf = (slot) => (slot.taken === 0 ? 0 : Math.min(kShades, Math.max(1, Math.ceil((kShades * slot.taken) / Math.max(1, slot.capacity)))));

function Field({ slot }) {
  if (!slot) return html`<td class="load-closed"><span class="visually-hidden">${t('exams.load.closed')}</span></td>`;
  return html`<td class=${`number load-${shadeOf(slot)}`}>${slot.taken}/${slot.capacity}</td>`;
}

function Map({ day, items }) {
  const open = items.filter((one) => one.slots.length);
  if (!open.length) return html`<${Empty} title=${t('exams.load.none')} />`;
  const starts = [...new Set(open.flatMap((one) => one.slots.map((slot) => slot.start)))].sort();
  const title = t('exams.load.title', { day: formatDay(day) });
  return html`<div class="table-wrap" role="region" tabindex="0" aria-label=${title}>
    <table class="table load">
      <caption class="visually-hidden">${title}</caption>
      <thead><tr><th scope="col">${t('exams.load.device')}</th>${starts.map((start) => html`<th key=${start} scope="col">${start}</th>`)}</tr></thead>
      <tbody>${open.map(
        (one) => html`<tr key=${one.deviceId}>
          <th scope="row"><a href=${`#/exam-devices/${one.deviceId}`}>${pick(one, 'name')}</a> <span class="hint">${one.modality}</span></th>
          ${starts.map((start) => html`<${Field} key=${start} slot=${one.slots.find((slot) => slot.start === start)} />`)}
        </tr>`,
      )}</tbody>
    </table>
  </div>`;
}

const inDays = (days) => (days === null ? t('exams.load.later') : days === 0 ? t('exams.load.today') : t('exams.load.in-days', { n: days }));

function Access({ modalities }) {
  return html`<section class="stack" aria-labelledby="third-free">
    <h2 id="third-free">${t('exams.load.third')}</h2>
    <p class="hint">${t('exams.load.third-text')}</p>
    <dl class="load-access">${modalities.map((one) => html`<div key=${one.modality}><dt>${one.modality}</dt><dd>${inDays(one.thirdFreeInDays)}</dd></div>`)}</dl>
  </section>`;
}

export function ExamLoad() {
  const [day, setDay] = useState(hospitalToday());
  const request = useRequest(() => get('/exam-devices/load', { query: { day } }), [day]);
  return html`<div>
    <${PageTitle} title=${t('admin.section.exam-load')} lead=${t('admin.lead.exam-load')} />
    <div class="filters">
      <${TextField} label=${t('exams.load.day')} type="date" value=${day} onInput=${(typed) => typed && setDay(typed)} />
      <${Button} onClick=${() => setDay(addDays(day, -1))}>${t('exams.load.before')}<//>
      <${Button} onClick=${() => setDay(addDays(day, 1))}>${t('exams.load.after')}<//>
    </div>
    <${Loaded} request=${request} lines=${6}>
      ${(load) => html`<div class="stack"><${Map} day=${load.day} items=${load.items} /><${Access} modalities=${load.modalities} /></div>`}
    <//>
    <${ExamWorth} />
  </div>`;
}
