// The forms of the parts of the rules: value (as in the document), onChange(next), at (its JSON
// pointer), wrong(pointer). Overrides use the same ones.

import { html } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { documentName } from '../../shared/identity.js';
import { Choices, TextField } from '../../shared/components.js';
import { Button } from '../../staff/ui.js';
import { kChannels, kDocuments, newQuestion, newStep } from './document.js';
import { LineForm } from './line.js';
import { FlagField, Group, ManyField, NumberField, PartTimes, TimeField, WordField } from './fields.js';

const setter = (value, onChange) => (name) => (next) => onChange({ ...value, [name]: next });
const field = (name) => t(`rules.field.${name}`);
const hint = (name) => t(`rules.hint.${name}`);
export const channelOptions = () => kChannels.map((value) => ({ value, label: t(`rules.channel.${value}`) }));

export function Release({ value, onChange, at, wrong }) {
  const set = setter(value, onChange);
  const closed = value.closedHours;
  return html`<div class="rule-fields">
      <${NumberField} label=${field('toDays')} hint=${hint('toDays')} at=${`${at}/toDays`} wrong=${wrong} value=${value.toDays} onChange=${set('toDays')} />
      <${TimeField} label=${field('releaseTime')} hint=${hint('releaseTime')} at=${`${at}/releaseTime`} wrong=${wrong} value=${value.releaseTime} onChange=${set('releaseTime')} />
      <${NumberField} label=${field('fromDays')} hint=${hint('fromDays')} at=${`${at}/fromDays`} wrong=${wrong} value=${value.fromDays} onChange=${set('fromDays')} />
    </div>
    <${FlagField} label=${field('countHolidays')} hint=${hint('countHolidays')} value=${value.countHolidays} onChange=${set('countHolidays')} />
    <${FlagField} label=${field('closedHours')} value=${!!closed} onChange=${(on) => set('closedHours')(on ? { from: '23:00', to: '06:00' } : null)} />
    ${closed
      ? html`<${Group} legend=${field('closedHours')}>
          <${TimeField} label=${field('from')} at=${`${at}/closedHours/from`} wrong=${wrong} value=${closed.from} onChange=${(from) => set('closedHours')({ ...closed, from })} />
          <${TimeField} label=${field('to')} at=${`${at}/closedHours/to`} wrong=${wrong} value=${closed.to} onChange=${(to) => set('closedHours')({ ...closed, to })} />
        <//>`
      : null}
    <${FlagField} label=${field('walkInOnly')} hint=${hint('walkInOnly')} value=${value.walkInOnly} onChange=${set('walkInOnly')} />`;
}

export function Cutoffs({ value, onChange, at, wrong }) {
  const set = setter(value, onChange);
  return html`<div class="rule-fields">
      <${TimeField} label=${field('nextDayUntil')} hint=${hint('nextDayUntil')} at=${`${at}/nextDayUntil`} wrong=${wrong} value=${value.nextDayUntil} onChange=${set('nextDayUntil')} empty />
      <${TimeField} label=${field('sameDayFrom')} hint=${hint('sameDayFrom')} at=${`${at}/sameDayFrom`} wrong=${wrong} value=${value.sameDayFrom} onChange=${set('sameDayFrom')} empty />
    </div>
    <${PartTimes} legend=${field('sameDayUntil')} hint=${hint('sameDayUntil')} at=${`${at}/sameDayUntil`} wrong=${wrong} value=${value.sameDayUntil} onChange=${set('sameDayUntil')} />`;
}

export function OncePerDay({ value, onChange }) {
  return html`<${ManyField} legend=${field('oncePerDay')} hint=${hint('oncePerDay')} value=${value} onChange=${onChange}
    options=${['department', 'department-practitioner', 'practitioner'].map((one) => ({ value: one, label: t(`rules.once.${one}`) }))} />`;
}

export function Limits({ value, onChange, at, wrong }) {
  const set = setter(value, onChange);
  return html`<div class="rule-fields">
    ${['active', 'perDay', 'perWeek', 'madePerDay', 'accountMadePerDay', 'openHolds', 'accountOpenHolds'].map(
      (name) => html`<${NumberField} key=${name} label=${field(name)} hint=${hint('no-limit')} at=${`${at}/${name}`} wrong=${wrong} value=${value[name]} onChange=${set(name)} empty />`,
    )}
  </div>`;
}

export function Cancelling({ value, onChange, at, wrong }) {
  const set = setter(value, onChange);
  const { until } = value;
  const setUntil = setter(until, set('until'));
  const byClock = 'at' in until;
  const choose = (kind) =>
    set('until')(kind === 'clock' ? { at: '17:00', daysBefore: 1, counting: until.counting } : { before: 60, unit: 'minutes', of: 'slot', counting: until.counting });
  const where = `${at}/until`;
  return html`<${Choices} legend=${field('deadline')} value=${byClock ? 'clock' : 'before'} onChange=${choose}
      options=${['before', 'clock'].map((one) => ({ value: one, label: t(`rules.deadline.${one}`), detail: t(`rules.deadline.${one}-detail`) }))} />
    <div class="rule-fields">
      ${byClock
        ? html`<${NumberField} label=${field('daysBefore')} hint=${hint('daysBefore')} at=${`${where}/daysBefore`} wrong=${wrong} value=${until.daysBefore} onChange=${setUntil('daysBefore')} />
            <${TimeField} label=${field('at')} at=${`${where}/at`} wrong=${wrong} value=${until.at} onChange=${setUntil('at')} />`
        : html`<${NumberField} label=${field('before')} at=${`${where}/before`} wrong=${wrong} value=${until.before} onChange=${setUntil('before')} />
            <${WordField} label=${field('unit')} at=${`${where}/unit`} wrong=${wrong} name="unit" values=${['minutes', 'hours', 'half-days']} value=${until.unit} onChange=${setUntil('unit')} />
            <${WordField} label=${field('of')} at=${`${where}/of`} wrong=${wrong} name="of" values=${['slot', 'session']} value=${until.of} onChange=${setUntil('of')} />`}
      <${WordField} label=${field('counting')} at=${`${where}/counting`} wrong=${wrong} name="counting" values=${['calendar', 'no-holidays', 'working-days']} value=${until.counting} onChange=${setUntil('counting')} />
    </div>
    <${Choices} legend=${field('late-cancel')} value=${value.late} onChange=${set('late')}
      options=${['refused', 'no-show'].map((one) => ({ value: one, label: t(`rules.late-cancel.${one}`) }))} />`;
}

function Step({ legend, value, onChange, at, wrong }) {
  const set = setter(value, onChange);
  const closes = value.closesMinutesBefore;
  const after = typeof closes === 'number' && closes < 0;
  const amount = typeof closes === 'number' ? Math.abs(closes) : closes;
  const close = (n, isAfter) => set('closesMinutesBefore')(typeof n === 'number' && isAfter ? -n : n);
  return html`<${Group} legend=${legend}>
      <${NumberField} label=${field('opensMinutesBefore')} hint=${hint('opensMinutesBefore')} at=${`${at}/opensMinutesBefore`} wrong=${wrong} value=${value.opensMinutesBefore}
        onChange=${set('opensMinutesBefore')} empty />
      <${NumberField} label=${field('closes')} at=${`${at}/closesMinutesBefore`} wrong=${wrong} value=${amount} onChange=${(n) => close(n, after)} />
      <${WordField} label=${field('closes-when')} at=${`${at}/closes-when`} wrong=${wrong} name="closes" values=${['before', 'after']} value=${after ? 'after' : 'before'}
        onChange=${(when) => close(amount, when === 'after')} />
    <//>
    <${PartTimes} legend=${t('rules.field.step-until', { step: legend })} hint=${hint('step-until')} at=${`${at}/until`} wrong=${wrong} value=${value.until} onChange=${set('until')} />`;
}

export function Arriving({ value, onChange, at, wrong }) {
  const set = setter(value, onChange);
  const mode = value.collect ? (value.checkIn ? 'both' : 'collect') : 'check-in';
  const choose = (next) =>
    onChange({ ...value, collect: next === 'check-in' ? null : value.collect || newStep(), checkIn: next === 'collect' ? null : value.checkIn || newStep() });
  return html`<${Choices} legend=${field('arrival-mode')} error=${wrong(`${at}/checkIn`)} value=${mode} onChange=${choose}
      options=${['check-in', 'collect', 'both'].map((one) => ({ value: one, label: t(`rules.arrival-mode.${one}`) }))} />
    ${value.collect ? html`<${Step} legend=${t('rules.say.step.collect')} value=${value.collect} onChange=${set('collect')} at=${`${at}/collect`} wrong=${wrong} />` : null}
    ${value.checkIn ? html`<${Step} legend=${t('rules.say.step.check-in')} value=${value.checkIn} onChange=${set('checkIn')} at=${`${at}/checkIn`} wrong=${wrong} />` : null}
    <div class="rule-fields">
      <${WordField} label=${field('late-arrival')} at=${`${at}/late`} wrong=${wrong} name="late-arrival" values=${['late', 'void', 'no-show']} value=${value.late} onChange=${set('late')} />
      <${NumberField} label=${field('leadMinutes')} hint=${hint('leadMinutes')} at=${`${at}/leadMinutes`} wrong=${wrong} value=${value.leadMinutes} onChange=${set('leadMinutes')} />
    </div>
    <${FlagField} label=${field('documentSeen')} value=${value.documentSeen} onChange=${set('documentSeen')} />
    <${FlagField} label=${field('online')} hint=${hint('online')} value=${value.online} onChange=${set('online')} />
    ${value.late === 'late' ? null : html`<${FlagField} label=${field('admitLate')} hint=${hint('admitLate')} value=${value.admitLate} onChange=${set('admitLate')} />`}`;
}

export function AgesFields({ legend, value, onChange, at, wrong }) {
  const set = setter(value, onChange);
  return html`<${Group} legend=${legend}>
    <${NumberField} label=${field('min')} at=${`${at}/min`} wrong=${wrong} value=${value.min} onChange=${set('min')} empty />
    <${NumberField} label=${field('max')} at=${`${at}/max`} wrong=${wrong} value=${value.max} onChange=${set('max')} empty />
  <//>`;
}

export function FirstVisit({ value, onChange, at, wrong }) {
  const set = setter(value, onChange);
  return html`<${AgesFields} legend=${field('first-ages')} value=${value.ages} onChange=${set('ages')} at=${`${at}/ages`} wrong=${wrong} />
    <${ManyField} legend=${field('documents')} hint=${hint('documents')} value=${value.documents} onChange=${set('documents')}
      options=${kDocuments.map((one) => ({ value: one, label: documentName(one) }))} />
    <${FlagField} label=${field('documentRequired')} value=${value.documentRequired} onChange=${set('documentRequired')} />`;
}

export const Ages = (props) => html`<${AgesFields} legend=${field('ages')} ...${props} />`;

export function Questions({ value, onChange, at, wrong }) {
  const change = (i) => (name) => (text) => onChange(value.map((one, j) => (j === i ? { ...one, [name]: text } : one)));
  return html`<div class="stack">
    ${value.map(
      (one, i) => html`<${Group} key=${one.code} legend=${t('rules.question-n', { n: i + 1 })}>
        ${['text', 'textEn', 'advice', 'adviceEn'].map(
          (name) => html`<${TextField} key=${name} label=${field(`question-${name}`)} error=${wrong(`${at}/${i}/${name}`)} maxlength=${name.endsWith('En') ? 400 : 200}
            optional=${name.endsWith('En')} value=${one[name]} onInput=${change(i)(name)} autocomplete="off" />`,
        )}
        <div><${Button} onClick=${() => onChange(value.filter((_, j) => j !== i))} aria-label=${t('rules.question-remove', { n: i + 1 })}>${t('rules.remove')}<//></div>
      <//>`,
    )}
    ${value.length < 10 ? html`<div><${Button} onClick=${() => onChange([...value, newQuestion(value)])}>${t('rules.question-add')}<//></div>` : null}
  </div>`;
}

export const Exempt = ({ value, onChange }) =>
  html`<${ManyField} legend=${field('exemptChannels')} hint=${hint('exemptChannels')} options=${channelOptions()} value=${value} onChange=${onChange} />`;

/// The form of a group, for the base rules or an override: which part of the document, drawn by what.
export const kForms = {
  release: [['opening', Release]],
  cutoffs: [['opening', Cutoffs]],
  limits: [['oncePerDay', OncePerDay]],
  first: [['ages', Ages], ['firstVisit', FirstVisit]],
  questions: [['questions', Questions]],
  cancelling: [['cancellation', Cancelling]],
  arriving: [['arrival', Arriving]],
  line: [['line', LineForm]],
  exempt: [['exemptChannels', Exempt]],
};
