// Examinations, the rules between them, bundles, questions; devices and where they stand.

import { html } from '../../shared/preact.js';
import { pick, t } from '../../shared/i18n.js';
import { Mark } from '../../staff/ui.js';
import { activeMark } from '../collection.js';
import { rows } from '../rows.js';
import { hoursOf, spanOf, week } from '../week.js';
import { Closures } from './closures.js';
import { Confirmation } from './confirmation.js';
import { History } from './history.js';
import { Start } from './start.js';
import { Trial } from './trial.js';

const code = { name: 'code', type: 'text', required: true, max: 40 };
const name = { name: 'name', type: 'text', required: true, max: 60 };
const nameEn = { name: 'nameEn', type: 'text', max: 120 };
const active = { name: 'active', type: 'flag', initial: true };
const place = [
  { name: 'place', type: 'text', wide: true, label: 'windowPlace' },
  { name: 'placeEn', type: 'text', wide: true, label: 'windowPlaceEn' },
];
const minutes = (field, min = 0, max = 1440, more = {}) => ({ name: field, type: 'number', min, max, initial: 0, ...more });
const maybeMinutes = (field) => ({ name: field, type: 'number', min: 0, max: 527040 });
const words = (kind, list) => list.map((one) => [one, `exams.${kind}.${one}`]);
const byCode = (a, b) => String(a.code).localeCompare(String(b.code), 'zh', { numeric: true });
const byName = (a, b) => a.name.localeCompare(b.name, 'zh', { numeric: true });

/// Never by colour alone: a sign and words.
const confirmedMark = (one) =>
  one.confirmed ? html`<${Mark} icon="check">${t('exams.confirmed')}<//>` : html`<${Mark} kind="warning" icon="warning">${t('exams.unconfirmed')}<//>`;
const exampleMark = (one) => (one.example ? html`<${Mark} kind="warning" icon="warning">${t('exams.example')}<//>` : '');

const why = [
  { name: 'why', type: 'text', required: true, max: 300, label: 'examWhy', wide: true },
  { name: 'whyEn', type: 'text', max: 300, label: 'examWhyEn', wide: true },
];
const instructions = rows(
  'instructions',
  [
    { name: 'when', type: 'choice', options: words('instruct', ['booking', 'before', 'day', 'after']), initial: 'before', required: true, label: 'examInstructWhen' },
    { name: 'days', type: 'number', min: 0, max: 366, initial: 0, label: 'examInstructDays' },
    { name: 'text', type: 'text', required: true, max: 300, label: 'examInstructText', wide: true },
    { name: 'textEn', type: 'text', max: 300, label: 'examInstructTextEn', wide: true },
  ],
  { label: 'examInstructions', hint: 'examInstructions' },
);
const needs = rows('needs', [{ name: 'examId', type: 'choice', from: 'exams', required: true, label: 'exam', wide: true }, ...why], { label: 'examNeeds', hint: 'examNeeds' });
const effects = rows(
  'effects',
  [
    { name: 'question', type: 'choice', from: 'examQuestions', required: true, label: 'examQuestion', wide: true },
    { name: 'when', type: 'choice', options: words('when', ['yes', 'no', 'below', 'at-least']), initial: 'yes', required: true, label: 'examWhen' },
    { name: 'limit', type: 'number', min: 0, max: 100000, initial: 0, label: 'examLimit' },
    { name: 'what', type: 'choice', options: words('what', ['bars', 'delays', 'adds', 'warns']), initial: 'bars', required: true, label: 'examWhat' },
    { name: 'days', type: 'number', min: 0, max: 366, initial: 0, label: 'examDelayDays' },
    { name: 'examId', type: 'choice', from: 'exams', empty: true, none: 'exams.none', label: 'examAdded' },
    ...why,
  ],
  { label: 'examEffects', hint: 'examEffects' },
);

const exams = {
  name: 'exams',
  path: '/exams',
  edit: 'edit-exams',
  refs: true,
  sort: byCode,
  fields: [
    code,
    name,
    nameEn,
    { name: 'modality', type: 'text', required: true, max: 12, hint: 'modality' },
    minutes('minutes', 1, 1440, { initial: 10, required: true, label: 'examMinutes' }),
    minutes('deviceMinutes', 1, 1440, { initial: 10, required: true, hint: 'deviceMinutes' }),
    minutes('recoveryMinutes'),
    minutes('turnaroundMinutes', 0, 86400),
    { name: 'earliest', type: 'time', required: true, initial: '08:00', label: 'examEarliest' },
    { name: 'latest', type: 'time', required: true, initial: '17:00', label: 'examLatest' },
    minutes('leadDays', 0, 60, { hint: 'leadDays' }),
    { name: 'bladder', type: 'choice', options: words('bladder', ['any', 'full', 'empty']), initial: 'any', required: true },
    minutes('fastingMinutes', 0, 2880, { hint: 'fastingMinutes' }),
    minutes('longestFastMinutes', 0, 2880),
    minutes('waterStopMinutes', 0, 2880),
    minutes('eatAfterMinutes', 0, 1440, { hint: 'eatAfterMinutes' }),
    { name: 'breaksFast', type: 'flag' },
    { name: 'needsMeal', type: 'flag' },
    { name: 'needsCompanion', type: 'flag' },
    { name: 'asksBodyPart', type: 'flag' },
    { name: 'preparation', type: 'long', hint: 'preparation' },
    { name: 'preparationEn', type: 'long' },
    instructions,
    needs,
    effects,
    { name: 'evidence', type: 'text', max: 300, wide: true, label: 'examEvidence', hint: 'examEvidence' },
    active,
  ],
  narrow: ['code', 'name', 'confirmed'],
  columns: ['code', 'name', 'modality', 'minutes', 'fastingMinutes', 'confirmed', 'active'],
  cells: { active: activeMark, confirmed: confirmedMark },
  trial: { path: (item) => item && `/exams/${item.id}/trial`, show: (answer) => html`<${Trial} answer=${answer} />` },
  whenEmpty: (props) => html`<${Start} ...${props} />`,
  actions: (props) => html`<${Confirmation} key=${props.item.id} ...${props} path="/exams" /><${History} key=${`h${props.item.id}`} ...${props} path="/exams" />`,
};

const rules = {
  name: 'exam-rules',
  path: '/exam-rules',
  edit: 'edit-exams',
  sort: byCode,
  title: (one) => one.code,
  trial: { path: (item) => (item ? `/exam-rules/${item.id}/trial` : '/exam-rule-trials'), show: (answer) => html`<${Trial} answer=${answer} />` },
  fields: [
    code,
    { name: 'kind', type: 'choice', options: words('kind', ['before', 'separate', 'same-day', 'not-same-day', 'same-day-order']), required: true, label: 'ruleKind', hint: 'ruleKind' },
    { name: 'aId', type: 'choice', from: 'exams', required: true, label: 'ruleA', wide: true },
    { name: 'bId', type: 'choice', from: 'exams', required: true, label: 'ruleB', wide: true },
    { name: 'afterReport', type: 'flag' },
    minutes('minMinutes', 0, 527040, { hint: 'minMinutes' }),
    { ...maybeMinutes('maxMinutes'), hint: 'maxMinutes' },
    { ...maybeMinutes('aFirstMinutes'), hint: 'aFirstMinutes' },
    maybeMinutes('bFirstMinutes'),
    { name: 'note', type: 'text', max: 300, wide: true, label: 'examWhy' },
    { name: 'noteEn', type: 'text', max: 300, wide: true, label: 'examWhyEn' },
    { name: 'evidence', type: 'text', max: 300, wide: true, label: 'examEvidence', hint: 'examEvidence' },
    active,
  ],
  narrow: ['code', 'kind', 'confirmed'],
  columns: ['code', 'kind', 'aId', 'bId', 'note', 'confirmed', 'active'],
  cells: { active: activeMark, confirmed: confirmedMark, note: (one) => pick(one, 'note') },
  actions: (props) => html`<${Confirmation} key=${props.item.id} ...${props} path="/exam-rules" /><${History} key=${`h${props.item.id}`} ...${props} path="/exam-rules" />`,
};

const bundleParts = rows(
  'bodyParts',
  [
    { name: 'examId', type: 'choice', from: 'exams', required: true, label: 'exam', wide: true },
    { name: 'bodyPart', type: 'text', required: true, max: 60, label: 'bundlePart' },
  ],
  { label: 'bundleParts', hint: 'bundleParts' },
);

const bundles = {
  name: 'exam-bundles',
  path: '/exam-bundles',
  edit: 'edit-exams',
  sort: byCode,
  fields: [code, name, nameEn, { name: 'examIds', type: 'many', from: 'exams', required: true }, bundleParts, { name: 'example', type: 'flag', label: 'examExample' }, active],
  narrow: ['name', 'code', 'example'],
  columns: ['name', 'code', 'examIds', 'example', 'active'],
  cells: { active: activeMark, example: exampleMark },
  actions: (props) => html`<${History} key=${`h${props.item.id}`} ...${props} path="/exam-bundles" />`,
};

const questions = {
  name: 'exam-questions',
  path: '/exam-questions',
  edit: 'edit-exams',
  refs: true,
  sort: (a, b) => a.position - b.position,
  fields: [
    { ...code, fixed: true },
    { name: 'name', type: 'text', required: true, max: 200, wide: true, label: 'examQuestion' },
    { name: 'nameEn', type: 'text', max: 200, wide: true, label: 'examQuestionEn' },
    { name: 'kind', type: 'choice', options: words('answer', ['yes-no', 'number']), initial: 'yes-no', required: true, label: 'examAnswer' },
    { name: 'unit', type: 'text', max: 40 },
    minutes('position', 0, 1000),
    { name: 'askedOf', type: 'choice', options: words('asked-of', ['all', 'female', 'male']), initial: 'all', required: true, label: 'questionOf', hint: 'questionOf' },
    { name: 'ageFrom', type: 'number', min: 0, max: 150, label: 'questionFrom' },
    { name: 'ageTo', type: 'number', min: 0, max: 150, label: 'questionTo' },
    active,
  ],
  narrow: ['name', 'code'],
  columns: ['name', 'code', 'kind', 'askedOf', 'active'],
  cells: { active: activeMark },
  actions: (props) => html`<${History} key=${`h${props.item.id}`} ...${props} path="/exam-questions" />`,
};

const kPlaces = /^(.*?)\s*[×xX*]\s*(\d{1,3})$/;
/// "08:00–12:00 ×2": places of each half hour; one if nothing is said.
function deviceHoursOf(span) {
  const [, hours, count] = kPlaces.exec(span) || [span, span, '1'];
  const found = hoursOf(hours.trim());
  const half = (time) => ['00', '30'].includes(time.slice(3));
  return found && half(found.opens) && half(found.closes) ? { ...found, capacity: Number(count) } : null;
}

const devices = {
  name: 'exam-devices',
  path: '/exam-devices',
  edit: 'edit-exams',
  sort: (a, b) => a.modality.localeCompare(b.modality) || byName(a, b),
  fields: [
    name,
    nameEn,
    { name: 'modality', type: 'text', required: true, max: 12, hint: 'modality' },
    { name: 'siteId', type: 'choice', from: 'examSites', required: true, label: 'examSite' },
    ...place,
    { name: 'examIds', type: 'many', from: 'exams', label: 'deviceExams', hint: 'deviceExams' },
    week({ name: 'hours', label: 'windowHours', hint: 'deviceHours', parse: deviceHoursOf, write: (one) => `${spanOf(one)} ×${one.capacity}`, wrong: 'exams.wrong-hours' }),
    rows(
      'quotas',
      [
        { name: 'source', type: 'choice', options: words('source', ['outpatient', 'ward', 'emergency', 'check-up']), required: true, label: 'examSource' },
        { name: 'places', type: 'number', min: 1, max: 200, required: true, initial: 1, label: 'quotaPlaces' },
        { name: 'returnMinutes', type: 'number', min: 0, max: 86400, label: 'quotaReturn' },
      ],
      { label: 'deviceQuotas', hint: 'deviceQuotas' },
    ),
    { name: 'example', type: 'flag', label: 'examExample' },
    active,
  ],
  narrow: ['name', 'modality', 'active'],
  columns: ['name', 'modality', 'siteId', 'hours', 'example', 'active'],
  cells: { active: activeMark, example: exampleMark },
  actions: (props) => html`<${Closures} key=${props.item.id} ...${props} /><${History} key=${`h${props.item.id}`} ...${props} path="/exam-devices" />`,
};

const sites = {
  name: 'exam-sites',
  path: '/exam-sites',
  edit: 'edit-exams',
  refs: true,
  sort: byName,
  fields: [
    name,
    nameEn,
    { name: 'campusId', type: 'choice', from: 'campuses', required: true },
    active,
    ...place,
    rows(
      'walks',
      [
        { name: 'toId', type: 'choice', from: 'examSites', required: true, label: 'walkTo', wide: true },
        { name: 'minutes', type: 'number', min: 0, max: 480, required: true, label: 'walkMinutes' },
      ],
      { label: 'siteWalks', hint: 'siteWalks' },
    ),
  ],
  narrow: ['name', 'campusId'],
  columns: ['name', 'campusId', 'walks', 'active'],
  cells: { active: activeMark },
  actions: (props) => html`<${History} key=${`h${props.item.id}`} ...${props} path="/exam-sites" />`,
};

export const examLists = [exams, rules, bundles, questions, devices, sites];
