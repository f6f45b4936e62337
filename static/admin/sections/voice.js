// What the hospital decides about complaints: the offices that answer them and whose accounts act for
// those, deadlines and what is posted; and the marks that visits were given, day by day.

import { html, useState } from '../../shared/preact.js';
import { Empty, Loaded, Notice, PageTitle, ProblemNotice, TextField } from '../../shared/components.js';
import { addDays, formatDay, hospitalToday } from '../../shared/dates.js';
import { pick, t } from '../../shared/i18n.js';
import { get, getAll, patch, useRequest } from '../../staff/api.js';
import { Button, usePress } from '../../staff/ui.js';
import { activeMark } from '../collection.js';
import { Editor } from '../editor.js';

/// Who acts for an office: its list is theirs, and they do not learn who complained.
function Accounts({ item, onChanged }) {
  const request = useRequest(() => getAll('/accounts'), [item.id]);
  const [chosen, setChosen] = useState(item.accountIds);
  const press = usePress();
  const save = async (event) => {
    event.preventDefault();
    const answer = await press.run(() => patch(`/voice-offices/${item.id}`, { version: item.version, accountIds: chosen }));
    if (answer) onChanged(answer, false);
  };
  const toggle = (id, on) => setChosen(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  return html`<${Loaded} request=${request}>
    ${(all) => {
      const accounts = all.filter((one) => one.roles.includes('office') || chosen.includes(one.id));
      if (!accounts.length) return html`<p class="hint">${t('admin.voice.accounts-none')}</p>`;
      return html`<form class="stack" onSubmit=${save}>
      <fieldset class="checks">
        <legend>${t('admin.voice.accounts')}</legend>
        <div class="checks-list">
          ${accounts.map((one) => html`<label key=${one.id} class="check">
            <input type="checkbox" checked=${chosen.includes(one.id)} onChange=${(e) => toggle(one.id, e.target.checked)} /> ${one.displayName} (${one.name})
          </label>`)}
        </div>
      </fieldset>
      <${ProblemNotice} problem=${press.problem} />
      <div class="row"><${Button} type="submit" busy=${press.busy}>${t('admin.voice.accounts-save')}<//></div>
    </form>`;
    }}
  <//>`;
}

export const voiceOffices = {
  name: 'voice-offices',
  path: '/voice-offices',
  edit: 'settings-edit',
  fields: [
    { name: 'name', type: 'text', required: true, max: 60 },
    { name: 'nameEn', type: 'text', max: 120 },
    { name: 'phone', type: 'text', max: 30, label: 'voicePhone', hint: 'voicePhone' },
    { name: 'handles', type: 'flag' },
    { name: 'active', type: 'flag', initial: true },
  ],
  columns: ['name', 'phone', 'handles', 'active'],
  cells: { active: activeMark },
  actions: (props) => html`<${Accounts} key=${`${props.item.id}/${props.item.version}`} ...${props} />`,
};

const kSettings = {
  path: '/voice-settings',
  fields: [
    { name: 'days', type: 'number', min: 1, max: 60, required: true, label: 'voiceDays', hint: 'voiceDays' },
    { name: 'daysSeveral', type: 'number', min: 1, max: 90, required: true, label: 'voiceDaysSeveral' },
    { name: 'remindDays', type: 'number', min: 0, max: 10, required: true, label: 'voiceRemindDays' },
    { name: 'reopenDays', type: 'number', min: 0, max: 365, required: true, label: 'voiceReopenDays' },
    { name: 'askDays', type: 'number', min: 0, max: 30, required: true, label: 'voiceAskDays' },
    { name: 'confirmed', type: 'flag', wide: true, label: 'voiceConfirmed' },
    { name: 'phone', type: 'text', max: 60, label: 'voiceOfficePhone' },
    { name: 'place', type: 'text', max: 60, label: 'voicePlace' },
    { name: 'placeEn', type: 'text', max: 100, label: 'voicePlaceEn' },
    { name: 'hours', type: 'text', max: 60, label: 'voiceHours' },
    { name: 'hoursEn', type: 'text', max: 100, label: 'voiceHoursEn' },
    { name: 'duties', type: 'long', max: 2000, label: 'voiceDuties', hint: 'voiceDuties' },
    { name: 'dutiesEn', type: 'long', max: 4000, label: 'voiceDutiesEn' },
  ],
};

export function VoiceSettings({ me }) {
  const request = useRequest(() => get('/voice-settings'), []);
  const title = t('admin.section.voice');
  return html`<${PageTitle} title=${title} lead=${t('admin.lead.voice')} />
    <${Loaded} request=${request}>
      ${(settings) => html`${settings.confirmed ? null : html`<${Notice} kind="warning" title=${t('admin.voice.provisional')}><p>${t('admin.voice.provisional-text')}</p><//>`}
        <${Editor} def=${kSettings} single item=${settings} readOnly=${!me.permissions.includes('settings-edit')} title=${title} onSaved=${request.reload} />`}
    <//>`;
}

const mean = ({ marks, count }) => (marks.reduce((sum, n, i) => sum + n * (i + 1), 0) / count).toFixed(1);

export function Satisfaction() {
  const today = hospitalToday();
  const [days, setDays] = useState({ from: addDays(today, -13), to: today });
  const request = useRequest(() => get('/satisfaction', { query: days }), [days.from, days.to]);
  return html`<${PageTitle} title=${t('admin.section.satisfaction')} lead=${t('admin.lead.satisfaction')} />
    <div class="filters">
      <${TextField} label=${t('admin.voice.from')} type="date" value=${days.from} onInput=${(from) => from && setDays({ ...days, from })} />
      <${TextField} label=${t('admin.voice.to')} type="date" value=${days.to} onInput=${(to) => to && setDays({ ...days, to })} />
    </div>
    <${Loaded} request=${request}>
      ${({ items }) =>
        items.length
          ? html`<div class="table-wrap" tabindex="0" role="region" aria-label=${t('admin.section.satisfaction')}><table class="table">
              <thead><tr><th scope="col">${t('admin.voice.day')}</th><th scope="col">${t('admin.voice.of')}</th><th scope="col">${t('admin.voice.mean')}</th>
                ${[1, 2, 3, 4, 5].map((n) => html`<th key=${n} scope="col">${t(`faces.${n}`)}</th>`)}<th scope="col">${t('admin.voice.count')}</th></tr></thead>
              <tbody>${items.map((one) => html`<tr key=${`${one.day}${one.kind}${one.name}`}><td>${formatDay(one.day)}</td><th scope="row">${pick(one, 'name')}</th><td>${mean(one)}</td>
                ${one.marks.map((n, i) => html`<td key=${i}>${n}</td>`)}<td>${one.count}</td></tr>`)}</tbody>
            </table></div>`
          : html`<${Empty} title=${t('admin.voice.none')} />`}
    <//>`;
}
