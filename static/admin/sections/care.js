// Wards and theatres, what must be done before a request, partner institutions, guides.

import { html, useState } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { Loaded, ProblemNotice } from '../../shared/components.js';
import { get, getAll, put, useRequest } from '../../staff/api.js';
import { Button, usePress } from '../../staff/ui.js';
import { activeMark } from '../collection.js';

const code = { name: 'code', type: 'text', required: true, max: 40 };
const name = { name: 'name', type: 'text', required: true, max: 60 };
const nameEn = { name: 'nameEn', type: 'text', max: 120 };
const active = { name: 'active', type: 'flag', initial: true };
const requests = ['admission', 'elective-surgery', 'day-surgery', 'transfer', 'treatment-bed'].map((kind) => [kind, `admin.request.${kind}`]);
const weekdays = [1, 2, 3, 4, 5, 6, 7].map((n) => [String(n), `admin.weekday.${n}`]);
const byName = (a, b) => a.name.localeCompare(b.name, 'zh', { numeric: true });

const lists = {
  name: 'admission-lists',
  path: '/admission-lists',
  sort: byName,
  fields: [
    code,
    { name: 'kind', type: 'choice', options: [['ward', 'admin.list.ward'], ['theatre', 'admin.list.theatre']], required: true, initial: 'ward' },
    name,
    nameEn,
    { name: 'departmentId', type: 'choice', from: 'departments', empty: true, none: 'admin.no-department' },
    { name: 'location', type: 'text', max: 60 },
    { name: 'locationEn', type: 'text', max: 120 },
    { name: 'weekly', type: 'numbers', count: 7, min: 0, max: 999, required: true, initial: '0 0 0 0 0 0 0' },
    { name: 'onHolidays', type: 'flag', label: 'listOnHolidays', hint: 'listOnHolidays' },
    { name: 'answerHours', type: 'number', min: 1, max: 720, required: true, initial: 48 },
    active,
  ],
  columns: ['name', 'kind', 'weekly', 'active'],
  cells: { active: activeMark },
};

const items = {
  name: 'checklist-items',
  path: '/checklist-items',
  sort: (a, b) => a.kind.localeCompare(b.kind) || a.position - b.position,
  fields: [
    { name: 'kind', type: 'choice', options: requests, required: true, initial: 'admission', label: 'requestKind', fixed: true },
    name,
    nameEn,
    { name: 'position', type: 'number', min: 0, max: 99, initial: 1 },
    { name: 'byAppointment', type: 'flag' },
    active,
  ],
  columns: ['kind', 'name', 'byAppointment', 'active'],
  cells: { active: activeMark },
};

/// Which partner accounts act for the institution. Keys stay as they are.
function Users({ item }) {
  const request = useRequest(async () => {
    const [users, accounts] = await Promise.all([get(`/institutions/${item.id}/users`), getAll('/accounts')]);
    return { users, accounts: accounts.filter((one) => one.roles.includes('partner')) };
  }, [item.id]);
  const [chosen, setChosen] = useState(null);
  const press = usePress();
  const toggle = (list, id) => setChosen(list.includes(id) ? list.filter((one) => one !== id) : [...list, id]);
  async function save(accountIds, keyIds) {
    if (await press.run(() => put(`/institutions/${item.id}/users`, { accountIds, keyIds }))) {
      setChosen(null);
      request.reload();
    }
  }
  return html`<div class="actions stack">
    <h3>${t('admin.institution.users')}</h3>
    <${Loaded} request=${request} lines=${1}>
      ${({ users, accounts }) => {
        const list = chosen || users.accountIds;
        return accounts.length
          ? html`<fieldset class="checks">
                <legend>${t('admin.institution.accounts')}</legend>
                <div class="checks-list">
                  ${accounts.map((one) => html`<label key=${one.id} class="check">
                    <input type="checkbox" checked=${list.includes(one.id)} onChange=${() => toggle(list, one.id)} /> ${one.displayName}
                  </label>`)}
                </div>
              </fieldset>
              <${Button} busy=${press.busy} onClick=${() => save(list, users.keyIds)}>${t('admin.institution.save')}<//>`
          : html`<p class="hint">${t('admin.institution.none')}</p>`;
      }}
    <//>
    <${ProblemNotice} problem=${press.problem} />
  </div>`;
}

const institutions = {
  name: 'institutions',
  path: '/institutions',
  sort: byName,
  fields: [code, name, nameEn, { name: 'phone', type: 'text', max: 30, label: 'institutionPhone' }, { name: 'address', type: 'text', max: 120, wide: true }, active],
  columns: ['name', 'code', 'phone', 'active'],
  cells: { active: activeMark },
  actions: ({ item }) => html`<${Users} key=${item.id} item=${item} />`,
};

const guides = {
  name: 'guides',
  path: '/guides',
  sort: byName,
  fields: [
    name,
    { name: 'weekdays', type: 'many', numeric: true, options: weekdays, initial: ['1', '2', '3', '4', '5'] },
    { name: 'starts', type: 'time', required: true, initial: '08:00' },
    { name: 'ends', type: 'time', required: true, initial: '17:00' },
    active,
  ],
  columns: ['name', 'weekdays', 'starts', 'ends', 'active'],
  cells: { active: activeMark },
};

export const careLists = [lists, items, institutions, guides];
