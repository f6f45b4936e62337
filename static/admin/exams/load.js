// How full each device is in each half hour of a day, for the whole hospital: a number in each field,
// and a shade that says the same; and in how many days the third free place of a modality is.

import { html, useState } from '../../shared/preact.js';
import { has, pick, t } from '../../shared/i18n.js';
import { addDays, formatDay, hospitalToday, monthDay } from '../../shared/dates.js';
import { dayNumber } from '../../shared/exam_wishes.js';
import { Empty, Loaded, PageTitle, TextField } from '../../shared/components.js';
import { get, useRequest } from '../../staff/api.js';
import { Button } from '../../staff/ui.js';
import { ExamSavings } from './savings.js';
import { ExamWorth } from './worth.js';

const kShades = 4;
const shadeOf = (slot) => (slot.taken === 0 ? 0 : Math.min(kShades, Math.max(1, Math.ceil((kShades * slot.taken) / Math.max(1, slot.capacity)))));

const kSome = [1, 2, 3, 4];
const modalityName = (code) => (has(`exams.modality.${code}`) ? t(`exams.modality.${code}`) : code);
const sum = (slots, name) => slots.reduce((all, slot) => all + slot[name], 0);

function Legend() {
  return html`<ul class="load-legend" aria-label=${t('exams.load.legend')}>
    ${[0, ...kSome].map((n) => html`<li key=${n}><span class=${`load-sample load-${n}`} aria-hidden="true">${n ? '' : '0'}</span> ${t(`exams.load.legend.${n}`)}</li>`)}
    <li><span class="load-sample load-closed" aria-hidden="true"></span> ${t('exams.load.legend.closed')}</li>
  </ul>`;
}

const hourOf = (start) => `${start.slice(0, 2)}:00`;

/// The column tells the hour, the field itself the half hour.
function Field({ start, slot }) {
  const time = html`<span class="visually-hidden">${start}</span>`;
  if (!slot) return html`<td class="load-closed">${time}<span class="visually-hidden">${t('exams.load.closed')}</span></td>`;
  return html`<td class=${`number load-${shadeOf(slot)}`}>${time}${slot.taken}/${slot.capacity}</td>`;
}

function All({ slots }) {
  const taken = sum(slots, 'taken');
  const capacity = sum(slots, 'capacity');
  return html`<td class="number"><strong>${capacity ? Math.round((100 * taken) / capacity) : 0} %</strong><br /><span class="hint">${taken}/${capacity}</span></td>`;
}

/// The days of a week, from Monday.
function Week({ day, onDay }) {
  const monday = addDays(day, 1 - dayNumber(day));
  const days = Array.from({ length: 7 }, (_, n) => addDays(monday, n));
  const name = t('exams.load.week', { from: monthDay(monday), to: monthDay(days[6]) });
  return html`<div class="load-week" role="group" aria-label=${name}>
    <${Button} onClick=${() => onDay(addDays(day, -7))}>${t('exams.load.week-before')}<//>
    ${days.map((one) => html`<button type="button" key=${one} class="chip" aria-pressed=${one === day ? 'true' : 'false'} onClick=${() => onDay(one)}>${formatDay(one)}</button>`)}
    <${Button} onClick=${() => onDay(addDays(day, 7))}>${t('exams.load.week-after')}<//>
  </div>`;
}

function Map({ day, items }) {
  const open = items.filter((one) => one.slots.length);
  if (!open.length) return html`<${Empty} title=${t('exams.load.none')} />`;
  const starts = [...new Set(open.flatMap((one) => one.slots.map((slot) => slot.start)))].sort();
  const hours = [...new Set(starts.map(hourOf))];
  const title = t('exams.load.title', { day: formatDay(day) });
  return html`<div class="table-wrap" role="region" tabindex="0" aria-label=${title}>
    <table class="table load">
      <caption class="visually-hidden">${title}</caption>
      <thead><tr><th scope="col">${t('exams.load.device')}</th><th scope="col">${t('exams.load.all')}</th>${hours.map((hour) => html`<th key=${hour} scope="col" colspan=${starts.filter((start) => hourOf(start) === hour).length}>${hour}</th>`)}</tr></thead>
      <tbody>${open.map(
        (one) => html`<tr key=${one.deviceId}>
          <th scope="row"><a href=${`#/exam-devices/${one.deviceId}`}>${pick(one, 'name')}</a> <span class="hint">${modalityName(one.modality)}</span></th>
          <${All} slots=${one.slots} />
          ${starts.map((start) => html`<${Field} key=${start} start=${start} slot=${one.slots.find((slot) => slot.start === start)} />`)}
        </tr>`,
      )}</tbody>
    </table>
  </div>`;
}

const inDays = (days) => (days === null ? t('exams.load.later') : days === 0 ? t('exams.load.today') : t('exams.load.in-days', { n: days }));

function Access({ modalities }) {
  return html`<section class="stack load-part" aria-labelledby="third-free">
    <h2 id="third-free">${t('exams.load.third')}</h2>
    <p class="hint">${t('exams.load.third-text')}</p>
    <dl class="load-access">${modalities.map((one) => html`<div key=${one.modality}><dt>${modalityName(one.modality)}</dt><dd>${inDays(one.thirdFreeInDays)}</dd></div>`)}</dl>
  </section>`;
}

export function ExamLoad() {
  const [day, setDay] = useState(hospitalToday());
  const request = useRequest(() => get('/exam-devices/load', { query: { day } }), [day]);
  return html`<div>
    <${PageTitle} title=${t('admin.section.exam-load')} lead=${t('admin.lead.exam-load')} />
    <div class="filters">
      <${TextField} label=${t('exams.load.day')} type="date" value=${day} onInput=${(typed) => typed && setDay(typed)} />
      <p><a class="inline-target" href=${`/api/v1/exam-devices/load?day=${encodeURIComponent(day)}&format=csv`} download>${t('exams.load.csv')}</a></p>
    </div>
    <${Week} day=${day} onDay=${setDay} />
    <${Loaded} request=${request} lines=${6}>
      ${(load) => html`<div class="stack"><${Legend} /><${Map} day=${load.day} items=${load.items} /><${Access} modalities=${load.modalities} /></div>`}
    <//>
    <${ExamWorth} />
    <${ExamSavings} />
  </div>`;
}
