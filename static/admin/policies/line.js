// How waiting lines are ordered and called: the form, and what it says in sentences.

import { html } from '../../shared/preact.js';
import { pick, t } from '../../shared/i18n.js';
import { documentName } from '../../shared/identity.js';
import { TextField } from '../../shared/components.js';
import { Button } from '../../staff/ui.js';
import { kDocuments, newClass } from './document.js';
import { Group, ManyField, NumberField } from './fields.js';

const kNeeds = ['wheelchair', 'stretcher', 'mobility', 'sight', 'hearing', 'speech', 'language', 'cognition', 'elderly', 'pregnancy', 'companion'];
const kMostClasses = 12;
const field = (name) => t(`rules.field.${name}`);
const hint = (name) => t(`rules.hint.${name}`);

function PriorityClass({ value, onChange, onRemove, at, wrong, n }) {
  const set = (name) => (next) => onChange({ ...value, [name]: next });
  const { ages } = value;
  const setAge = (name) => (next) => set('ages')({ ...ages, [name]: next });
  return html`<${Group} legend=${t('rules.class-n', { n })}>
    <${TextField} label=${field('class-name')} error=${wrong(`${at}/name`)} maxlength="40" value=${value.name} onInput=${set('name')} autocomplete="off" />
    <${TextField} label=${field('class-nameEn')} maxlength="80" optional value=${value.nameEn} onInput=${set('nameEn')} autocomplete="off" />
    <${NumberField} label=${field('allowanceMinutes')} hint=${hint('allowanceMinutes')} at=${`${at}/allowanceMinutes`} wrong=${wrong} value=${value.allowanceMinutes} onChange=${set('allowanceMinutes')} />
    <${NumberField} label=${field('class-min')} at=${`${at}/ages/min`} wrong=${wrong} value=${ages.min} onChange=${setAge('min')} empty />
    <${NumberField} label=${field('class-max')} at=${`${at}/ages/max`} wrong=${wrong} value=${ages.max} onChange=${setAge('max')} empty />
    <div class="rule-wide stack">
      <${ManyField} legend=${field('class-needs')} value=${value.needs} onChange=${set('needs')} options=${kNeeds.map((one) => ({ value: one, label: t(`staff.need.${one}`) }))} />
      <${ManyField} legend=${field('class-documents')} value=${value.documents} onChange=${set('documents')} options=${kDocuments.map((one) => ({ value: one, label: documentName(one) }))} />
      <div><${Button} onClick=${onRemove} aria-label=${t('rules.class-remove', { n })}>${t('rules.remove')}<//></div>
    </div>
  <//>`;
}

export function LineForm({ value, onChange, at, wrong }) {
  const set = (name) => (next) => onChange({ ...value, [name]: next });
  const number = (name, empty) =>
    html`<${NumberField} key=${name} label=${field(name)} hint=${hint(name)} at=${`${at}/${name}`} wrong=${wrong} value=${value[name]} onChange=${set(name)} empty=${empty} />`;
  const { classes } = value;
  return html`<div class="rule-fields">
      ${['walkInMinutes', 'lateMinutes', 'callsBeforeMissed', 'missedSteps'].map((name) => number(name, false))}
      ${number('plannedMinutes', true)}
      ${['firstsPerReturner', 'nearRoom'].map((name) => number(name, false))}
    </div>
    <p class="hint">${hint('classes')}</p>
    ${classes.map(
      (one, i) => html`<${PriorityClass} key=${one.code} value=${one} n=${i + 1} at=${`${at}/classes/${i}`} wrong=${wrong}
        onChange=${(next) => set('classes')(classes.map((old, j) => (j === i ? next : old)))} onRemove=${() => set('classes')(classes.filter((_, j) => j !== i))} />`,
    )}
    ${classes.length < kMostClasses ? html`<div><${Button} onClick=${() => set('classes')([...classes, newClass(classes)])}>${t('rules.class-add')}<//></div>` : null}`;
}

function classSentence(one) {
  const n = Number(one.allowanceMinutes);
  return t(`rules.say.class-${n > 0 ? 'after' : n < 0 ? 'before' : 'at'}`, { name: pick(one, 'name') || '—', n: Math.abs(n) });
}

export function lineSentences(line) {
  const say = (name, params) => t(`rules.say.${name}`, params);
  return [
    say('line-order'),
    say('line-walk-in', { walkIn: line.walkInMinutes, late: line.lateMinutes }),
    ...line.classes.map(classSentence),
    say('line-missed', { calls: line.callsBeforeMissed, steps: line.missedSteps }),
    say('line-returners', { n: line.firstsPerReturner }),
    Number(line.nearRoom) ? say('line-near', { n: line.nearRoom }) : say('line-no-near'),
  ];
}
