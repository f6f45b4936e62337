// The plain sections, each by its description:
//   name     address and messages (admin.section.<name>, admin.lead.<name>)
//   path     of the API            edit     the permission that may change it
//   fields   see fields.js         columns  what the list shows, in order; cells draw some specially
//   filters  fields the server filters by            remove  items may be deleted
//   refs     others refer to these items (refs.js)   title   how one item is named
//   afterSave(answer), actions({ item, onChanged, onStale })  what stands above and below the form
//   whenEmpty({ onDone })  what stands in the place of a list without any items

import { html } from '../../shared/preact.js';
import { pick, t } from '../../shared/i18n.js';
import { formatDay, hospitalToday } from '../../shared/dates.js';
import { Mark } from '../../staff/ui.js';
import { AccountActions, OneTimePassword, accountState } from './accounts.js';
import { areas, devices, kiosks } from './areas.js';
import { careLists } from './care.js';
import { centreLists } from './centre.js';
import { examLists } from '../exams/lists.js';
import { ScheduleActions } from './schedules.js';
import { voiceOffices } from './voice.js';
import { activeMark } from '../collection.js';

const code = { name: 'code', type: 'text', required: true, max: 40 };
const name = { name: 'name', type: 'text', required: true, max: 60 };
const nameEn = { name: 'nameEn', type: 'text', max: 120 };
const active = { name: 'active', type: 'flag', initial: true };
const weekdays = [1, 2, 3, 4, 5, 6, 7].map((n) => [String(n), `admin.weekday.${n}`]);
const parts = ['morning', 'afternoon', 'evening'].map((part) => [part, `staff.part.${part}`]);
const weeks = ['every', 'odd', 'even'].map((one) => [one, `admin.weeks.${one}`]);
const byName = (a, b) => a.name.localeCompare(b.name, 'zh', { numeric: true });
const byCode = (a, b) => String(a.code).localeCompare(String(b.code), 'zh', { numeric: true });

const kWordsShown = 4;
const firstWords = ({ keywords }) => keywords.slice(0, kWordsShown).join('；') + (keywords.length > kWordsShown ? ' …' : '');

const departments = {
  name: 'departments',
  path: '/admin/departments',
  refs: true,
  sort: byCode,
  fields: [
    code,
    { name: 'nationalCode', type: 'text', max: 20 },
    name,
    nameEn,
    { name: 'group', type: 'text', max: 40 },
    { name: 'groupEn', type: 'text', max: 80 },
    { name: 'campusId', type: 'choice', from: 'campuses', required: true },
    { name: 'keywords', type: 'list', wide: true, max: 500 },
    { name: 'location', type: 'text' },
    { name: 'locationEn', type: 'text' },
    { name: 'intro', type: 'long' },
    { name: 'introEn', type: 'long' },
    active,
  ],
  narrow: ['name', 'code', 'group', 'active'],
  columns: ['name', 'code', 'group', 'location', 'keywords', 'active'],
  cells: { active: activeMark, keywords: firstWords },
};

const practitioners = {
  name: 'practitioners',
  path: '/practitioners',
  refs: true,
  sort: byCode,
  fields: [
    code,
    name,
    nameEn,
    { name: 'title', type: 'text', max: 40 },
    { name: 'titleEn', type: 'text', max: 80 },
    { name: 'intro', type: 'long' },
    active,
  ],
  columns: ['name', 'code', 'title', 'active'],
  cells: { active: activeMark },
};

const campuses = {
  name: 'campuses',
  path: '/campuses',
  refs: true,
  fields: [name, nameEn, { name: 'address', type: 'text', wide: true }, { name: 'addressEn', type: 'text', wide: true }],
  columns: ['name', 'nameEn', 'address'],
};

const buildings = {
  name: 'buildings',
  path: '/buildings',
  refs: true,
  fields: [name, nameEn, { name: 'campusId', type: 'choice', from: 'campuses', required: true }],
  columns: ['name', 'nameEn', 'campusId'],
};

const rooms = {
  name: 'rooms',
  path: '/rooms',
  refs: true,
  sort: byName,
  fields: [
    name,
    { name: 'campusId', type: 'choice', from: 'campuses', required: true },
    { name: 'buildingId', type: 'choice', from: 'buildings', empty: true, none: 'admin.no-building' },
    { name: 'floor', type: 'text', max: 20 },
    { name: 'areaId', type: 'choice', from: 'areas', empty: true, none: 'admin.no-area' },
  ],
  columns: ['name', 'campusId', 'buildingId', 'floor', 'areaId'],
};

const kinds = {
  name: 'clinic-kinds',
  path: '/clinic-kinds',
  refs: true,
  fields: [code, name, nameEn, { name: 'fee', type: 'money', required: true }, active],
  columns: ['name', 'code', 'fee', 'active'],
  cells: { active: activeMark },
};

const schedules = {
  name: 'schedules',
  path: '/schedules',
  filters: [
    { name: 'departmentId', type: 'choice', from: 'departments' },
    { name: 'practitionerId', type: 'choice', from: 'practitioners' },
  ],
  title: (row, refs) => `${refs.nameOf('departments', row.departmentId)} ${t(`admin.weekday.${row.weekday}`)} ${t(`staff.part.${row.part}`)}`,
  sort: (a, b, refs) =>
    `${refs.nameOf('departments', a.departmentId)}${a.weekday}${a.starts}`.localeCompare(`${refs.nameOf('departments', b.departmentId)}${b.weekday}${b.starts}`, 'zh'),
  fields: [
    { name: 'departmentId', type: 'choice', from: 'departments', required: true },
    { name: 'practitionerId', type: 'choice', from: 'practitioners', empty: true, none: 'admin.department-session' },
    { name: 'kindId', type: 'choice', from: 'kinds', required: true },
    { name: 'weekday', type: 'choice', numeric: true, options: weekdays, required: true },
    { name: 'part', type: 'choice', options: parts, required: true, initial: 'morning' },
    { name: 'starts', type: 'time', required: true, initial: '08:00' },
    { name: 'ends', type: 'time', required: true, initial: '12:00' },
    { name: 'slotCapacity', type: 'number', min: 1, max: 99, required: true },
    { name: 'quotas', type: 'quotas' },
    { name: 'fee', type: 'money', hint: 'scheduleFee' },
    { name: 'weeks', type: 'choice', options: weeks, required: true, initial: 'every' },
    { name: 'validFrom', type: 'date', required: true, get initial() { return hospitalToday(); } },
    { name: 'validTo', type: 'date', none: 'admin.open-end' },
    { name: 'roomIds', type: 'many', from: 'rooms' },
    { name: 'remote', type: 'flag' },
    { name: 'onHolidays', type: 'flag' },
  ],
  narrow: ['departmentId', 'weekday', 'part', 'practitionerId', 'starts'],
  columns: ['departmentId', 'weekday', 'part', 'practitionerId', 'kindId', 'starts', 'slotCapacity', 'roomIds', 'validTo'],
  cells: {
    practitionerId: (row, refs) => (row.practitionerId ? pick(refs.find(row.practitionerId), 'name') : t('admin.department-session')),
    starts: (row) => `${row.starts}–${row.ends}${row.weeks === 'every' ? '' : ` ${t(`admin.weeks.${row.weeks}`)}`}`,
    validTo: (row) => {
      if (!row.validTo) return t('admin.open-end');
      return row.validTo < hospitalToday() ? html`<${Mark} kind="muted" icon="cross">${t('admin.ended', { day: row.validTo })}<//>` : row.validTo;
    },
  },
  actions: (props) => html`<${ScheduleActions} ...${props} />`,
};

const exceptions = {
  name: 'schedule-exceptions',
  path: '/schedule-exceptions',
  remove: true,
  title: (one, refs) => `${formatDay(one.date)} ${refs.nameOf('practitioners', one.practitionerId) || refs.nameOf('departments', one.departmentId)}`,
  sort: (a, b) => b.date.localeCompare(a.date),
  fields: [
    { name: 'date', type: 'date', required: true },
    { name: 'practitionerId', type: 'choice', from: 'practitioners', empty: true, none: 'admin.nobody-special' },
    { name: 'departmentId', type: 'choice', from: 'departments', empty: true, none: 'admin.no-department' },
    { name: 'reason', type: 'text', required: true, wide: true },
  ],
  columns: ['date', 'practitionerId', 'departmentId', 'reason'],
  cells: { date: (one) => formatDay(one.date) },
};

const calendar = {
  name: 'calendar-days',
  path: '/calendar-days',
  remove: true,
  title: (day) => `${formatDay(day.date)} ${day.name}`,
  sort: (a, b) => a.date.localeCompare(b.date),
  fields: [
    { name: 'date', type: 'date', required: true },
    { name: 'kind', type: 'choice', options: [['holiday', 'admin.day.holiday'], ['workday', 'admin.day.workday']], required: true, initial: 'holiday' },
    { name: 'name', type: 'text', required: true, label: 'holidayName' },
    { name: 'nameEn', type: 'text', max: 80 },
    { name: 'asWeekday', type: 'choice', numeric: true, options: weekdays, empty: true, none: 'admin.as-itself' },
    { name: 'source', type: 'text', wide: true, max: 500 },
    { name: 'provisional', type: 'flag' },
  ],
  columns: ['date', 'kind', 'name', 'asWeekday', 'provisional'],
  cells: {
    date: (day) => `${day.date.slice(0, 4)} ${formatDay(day.date)}`,
    provisional: (day) =>
      day.provisional
        ? html`<${Mark} kind="warning" icon="warning">${t('admin.day.provisional')}<//>`
        : html`<${Mark} icon="check">${t('admin.day.announced')}<//>`,
  },
};

const accounts = {
  name: 'accounts',
  path: '/accounts',
  edit: 'accounts-edit',
  title: (account) => account.displayName || account.name,
  fields: [
    { name: 'name', type: 'text', required: true, max: 40, label: 'accountName', fixed: true },
    { name: 'displayName', type: 'text', required: true, max: 40 },
    {
      name: 'roles',
      type: 'many',
      required: true,
      options: ['desk', 'clinician', 'administrator', 'auditor', 'operator', 'partner', 'office', 'technician'].map((role) => [role, `admin.role.${role}`]),
    },
    { name: 'practitionerId', type: 'choice', from: 'practitioners', empty: true, none: 'admin.account.nobody', label: 'accountPractitioner', hint: 'accountPractitioner', wide: true },
  ],
  narrow: ['displayName', 'name', 'state'],
  columns: ['displayName', 'name', 'roles', 'state', 'lastSignInAt'],
  cells: accountState,
  afterSave: (account) => (account.oneTimePassword ? html`<${OneTimePassword} account=${account} />` : null),
  actions: (props) => html`<${AccountActions} key=${props.item.id} ...${props} />`,
};

export const collections = [departments, practitioners, kinds, schedules, exceptions, calendar, areas, rooms, buildings, campuses, accounts, devices, kiosks, ...careLists, ...centreLists, ...examLists, voiceOffices];
