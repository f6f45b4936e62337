// The service centre: groups, services with their papers and forms, windows with what they serve and
// when they are open.

import { html } from '../../shared/preact.js';
import { pick, t } from '../../shared/i18n.js';
import { CheckField, LinkButton, Notice, ProblemNotice, TextField } from '../../shared/components.js';
import { patch } from '../../staff/api.js';
import { Button, Mark, usePress } from '../../staff/ui.js';
import { activeMark } from '../collection.js';
import { label } from '../fields.js';
import { rows } from '../rows.js';
import { hoursOf, spanOf, week } from '../week.js';

const name = { name: 'name', type: 'text', required: true, max: 60 };
const nameEn = { name: 'nameEn', type: 'text', max: 120 };
const active = { name: 'active', type: 'flag', initial: true };
const byName = (a, b) => a.name.localeCompare(b.name, 'zh', { numeric: true });
const byCode = (a, b) => String(a.code).localeCompare(String(b.code), 'zh', { numeric: true });

const groups = {
  name: 'service-groups',
  path: '/service-groups',
  refs: true,
  sort: (a, b) => a.position - b.position || a.letter.localeCompare(b.letter),
  fields: [name, nameEn, { name: 'letter', type: 'text', required: true, max: 1 }, { name: 'position', type: 'number', min: 0, max: 1000, initial: 1 }],
  columns: ['name', 'letter', 'position'],
};

const lastNumber = { name: 'lastNumberMinutes', type: 'number', min: 0, max: 240, required: true, initial: 0, label: 'lastNumber', hint: 'lastNumber' };

const zones = {
  name: 'centre-zones',
  path: '/centre-zones',
  refs: true,
  sort: (a, b) => (a.campusId < b.campusId ? -1 : a.campusId > b.campusId ? 1 : a.position - b.position || byName(a, b)),
  fields: [name, nameEn, { name: 'campusId', type: 'choice', from: 'campuses', required: true }, { name: 'position', type: 'number', min: 0, max: 1000, initial: 1 }, active],
  columns: ['name', 'campusId', 'position', 'active'],
  cells: { active: activeMark },
};

const papers = rows('papers', [
  { name: 'text', type: 'text', required: true, label: 'paper', wide: true },
  { name: 'textEn', type: 'text', label: 'paperEn', wide: true },
  { name: 'when', type: 'text', label: 'paperWhen' },
  { name: 'whenEn', type: 'text', label: 'paperWhenEn' },
]);

const forms = rows('forms', [
  { name: 'name', type: 'text', required: true, label: 'form' },
  { name: 'nameEn', type: 'text' },
  { name: 'address', type: 'text', required: true, max: 500, label: 'formAddress', wide: true },
]);

/// Paperwork that goes on after the visit: reviewed, signed, collected later.
function CaseForm({ field, value, onChange, error, disabled }) {
  const set = (key) => (next) => disabled || onChange({ ...value, [key]: next });
  return html`<fieldset class=${`checks ${error ? 'has-error' : ''}`}>
    <legend>${label(field)}</legend>
    <${CheckField} label=${t('admin.service.case-on')} checked=${value.on} onChange=${set('on')} />
    ${value.on
      ? html`<${CheckField} label=${t('admin.service.case-review')} checked=${value.review} onChange=${set('review')} />
          <${CheckField} label=${t('admin.service.case-signature')} checked=${value.signature} onChange=${set('signature')} />
          <${TextField} label=${t('admin.service.case-days')} hint=${t('admin.service.case-days-hint')} error=${error} name="caseDays" inputmode="numeric" maxlength="2" value=${value.days} onInput=${set('days')} readonly=${disabled} autocomplete="off" />`
      : null}
  </fieldset>`;
}

const caseForm = {
  name: 'caseForm',
  draw: (props) => html`<${CaseForm} ...${props} />`,
  own: {
    typedOf: (form) => (form ? { on: true, review: form.review, signature: form.signature, days: String(form.workingDays) } : { on: false, review: false, signature: false, days: '3' }),
    valueOf: (typed) => (typed.on ? { review: typed.review, signature: typed.signature, workingDays: Number(typed.days) } : null),
    wrongWith: (typed) => (!typed.on || (/^\d{1,2}$/.test(typed.days) && Number(typed.days) <= 90) ? '' : t('admin.wrong.range', { min: 0, max: 90 })),
    shown: (form) => (form ? t('admin.service.case-shown', { n: form.workingDays }) : ''),
  },
};

/// A service that came with the program: the hospital says in one press that this is how it is here.
function Confirmation({ item, onChanged }) {
  const press = usePress();
  const confirm = async () => {
    const answer = await press.run(() => patch(`/services/${item.id}`, { version: item.version, example: false }));
    if (answer) onChanged(answer, false);
  };
  return html`<section class="stack" aria-label=${t('admin.service.confirmation')}>
    ${item.example
      ? html`<${Notice} kind="warning" title=${t('admin.service.example')}>
          <p>${t('admin.service.example-text')}</p>
          <p><${Button} kind="primary" busy=${press.busy} onClick=${confirm}>${t('admin.service.confirm')}<//></p>
        <//>`
      : null}
    <${ProblemNotice} problem=${press.problem} />
    <div class="row"><${LinkButton} href=${`/patient/#/services/${item.id}`} target="_blank">${t('admin.service.see')}<//></div>
  </section>`;
}

const services = {
  name: 'services',
  path: '/services',
  refs: true,
  sort: byCode,
  fields: [
    { name: 'code', type: 'text', required: true, max: 40 },
    { name: 'groupId', type: 'choice', from: 'serviceGroups', required: true, label: 'serviceGroup' },
    name,
    nameEn,
    { name: 'about', type: 'long' },
    { name: 'aboutEn', type: 'long' },
    { name: 'audience', type: 'text' },
    { name: 'audienceEn', type: 'text' },
    { name: 'fee', type: 'text', label: 'serviceFee', hint: 'serviceFee' },
    { name: 'feeEn', type: 'text', label: 'serviceFeeEn' },
    { name: 'minutes', type: 'number', min: 1, max: 240, required: true, initial: 5, label: 'serviceMinutes', hint: 'serviceMinutes' },
    lastNumber,
    { name: 'keywords', type: 'list', wide: true, max: 500, hint: 'serviceKeywords' },
    { name: 'walkIn', type: 'flag', initial: true },
    { name: 'departmentId', type: 'choice', from: 'departments', empty: true, none: 'admin.service.no-department', label: 'serviceDepartment', hint: 'serviceDepartment' },
    papers,
    caseForm,
    forms,
    active,
  ],
  narrow: ['name', 'code', 'example'],
  columns: ['name', 'code', 'groupId', 'minutes', 'papers', 'example', 'active'],
  cells: {
    active: activeMark,
    example: (one) =>
      one.example ? html`<${Mark} kind="warning" icon="warning">${t('admin.service.is-example')}<//>` : html`<${Mark} icon="check">${t('admin.service.confirmed')}<//>`,
  },
  actions: (props) => html`<${Confirmation} key=${props.item.id} ...${props} />`,
};

const duties = rows('duties', [
  { name: 'serviceId', type: 'choice', from: 'services', required: true, label: 'dutyService', wide: true },
  { name: 'helpAfterMinutes', type: 'number', min: 0, max: 240, label: 'helpAfter' },
  { name: 'biasMinutes', type: 'number', min: -240, max: 240, initial: 0, label: 'dutyBias' },
  { name: 'helpWhenIdle', type: 'flag', initial: true },
]);

const windows = {
  name: 'service-windows',
  path: '/service-windows',
  sort: byName,
  fields: [
    name,
    nameEn,
    { name: 'campusId', type: 'choice', from: 'campuses', required: true },
    { name: 'zoneId', type: 'choice', from: 'centreZones', empty: true, none: 'admin.no-area' },
    active,
    { name: 'place', type: 'text', wide: true, label: 'windowPlace', hint: 'windowPlace' },
    { name: 'placeEn', type: 'text', wide: true, label: 'windowPlaceEn' },
    duties,
    week({ name: 'hours', label: 'windowHours', hint: 'windowHours', parse: hoursOf, write: spanOf, wrong: 'admin.wrong.hours' }),
    lastNumber,
  ],
  narrow: ['name', 'campusId', 'active'],
  columns: ['name', 'campusId', 'duties', 'hours', 'active'],
  cells: {
    active: activeMark,
    duties: (one, refs) => one.duties.filter((duty) => duty.helpAfterMinutes === null).map((duty) => pick(refs.find(duty.serviceId), 'name')).join('、'),
  },
};

export const centreLists = [services, windows, zones, groups];
