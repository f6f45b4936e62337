// Fields by description. A field is { name, type, … }; its label is the message
// `admin.field.<name>`, its hint `admin.hint.<name>` where there is one.
//
//   text   required, max            long   several lines
//   list   words, one a line or separated by ； , or 、
//   number min, max                 money  fen, typed as yuan
//   time   "HH:MM", of 24 hours     date   "YYYY-MM-DD"
//   flag   yes or no
//   choice options: [[value, messageKey]] or from: a reference (refs.js); empty: may be null
//   many   as choice, several values
//   numbers count of them, each min … max, set apart by spaces
//   draw   (props) => a control of its own, given the whole form, for a value as of `type`
//   quotas places kept by way of booking, typed as "窗口 4；医联体 2"
//   own    { typedOf, valueOf, wrongWith, shown } of a value no type has; together with draw
// valueOf/textOf turn what the API sends into what is typed and back.

import { html } from '../shared/preact.js';
import { has, money, t } from '../shared/i18n.js';
import { CheckField, SelectField, TextField, useUid } from '../shared/components.js';

const kPools = ['web', 'kiosk', 'desk', 'partner', 'clinician'];
const poolName = (pool) => t(`staff.pool.${pool}`);
const quotaWords = (quotas) => quotas.map(({ pool, size }) => `${poolName(pool)} ${size}`).join('；');
/// [{ pool, size }]; a word that is no way of booking leaves its pool empty.
const quotasOf = (typed) =>
  typed.split(/[;；,，、\n]/).map((word) => word.trim()).filter(Boolean).map((word) => {
    const [, name, size] = /^(.*?)[\s:：=]*(\d{1,3})$/.exec(word) || [word, word, '-1'];
    return { pool: kPools.find((pool) => poolName(pool).toLowerCase() === name.toLowerCase()) || '', size: Number(size) };
  });

const numbersOf = (typed) => typed.split(/[\s,，、;；]+/).filter(Boolean).map(Number);

export const label = (field) => t(`admin.field.${field.label || field.name}`);
export const hintOf = (field) => (has(`admin.hint.${field.hint || field.name}`) ? t(`admin.hint.${field.hint || field.name}`) : '');

export function optionsOf(field, refs) {
  if (field.from) return refs[field.from].map((one) => ({ value: one.id, label: refs.nameOf(field.from, one.id) }));
  return field.options.map(([value, key]) => ({ value, label: t(key) }));
}

/// What the API sent, as it is typed.
export function typedOf(field, value) {
  if (field.own) return field.own.typedOf(value);
  if (field.type === 'flag') return value === undefined ? !!field.initial : !!value;
  if (field.type === 'many') return value ? value.map(String) : field.initial || [];
  if (field.type === 'quotas') return quotaWords(value || []);
  if (value === undefined || value === null) return field.initial === undefined ? '' : String(field.initial);
  if (field.type === 'list') return value.join('；');
  if (field.type === 'numbers') return value.join(' ');
  if (field.type === 'money') return String(value / 100);
  return String(value);
}

/// What was typed, as the API wants it.
export function valueOf(field, typed) {
  if (field.own) return field.own.valueOf(typed);
  switch (field.type) {
    case 'flag':
      return typed;
    case 'many':
      return field.numeric ? typed.map(Number).sort() : typed;
    case 'numbers':
      return numbersOf(typed);
    case 'list':
      return typed.split(/[;；,，、\n]/).map((word) => word.trim()).filter(Boolean);
    case 'quotas':
      return quotasOf(typed);
    case 'number':
      return typed === '' ? null : Number(typed);
    case 'money':
      return typed === '' ? null : Math.round(Number(typed) * 100);
    case 'choice':
      return field.empty && typed === '' ? null : field.numeric && typed !== '' ? Number(typed) : typed;
    case 'date':
      return typed === '' ? null : typed;
    default:
      return typed.trim();
  }
}

/// What is wrong before the server is asked; it has the last word anyway.
export function wrongWith(field, typed) {
  if (field.own) return field.own.wrongWith(typed);
  const empty = typed === '' || (Array.isArray(typed) && !typed.length);
  if (empty) return field.required ? t('admin.wrong.required') : '';
  if (field.type === 'number') {
    const n = Number(typed);
    if (!Number.isInteger(n)) return t('admin.wrong.number');
    if (n < field.min || n > field.max) return t('admin.wrong.range', { min: field.min, max: field.max });
  }
  if (field.type === 'quotas' && quotasOf(typed).some((one) => !one.pool || one.size < 0)) return t('admin.wrong.quotas', { words: kPools.map(poolName).join('、') });
  if (field.type === 'numbers' && (numbersOf(typed).length !== field.count || numbersOf(typed).some((n) => !Number.isInteger(n) || n < field.min || n > field.max)))
    return t('admin.wrong.numbers', { count: field.count, min: field.min, max: field.max });
  if (field.type === 'time' && !/^([01]\d|2[0-3]):[0-5]\d$/.test(typed)) return t('admin.wrong.time');
  if (field.type === 'money' && !/^\d{1,6}(\.\d{1,2})?$/.test(typed)) return t('admin.wrong.money');
  return '';
}

/// As it stands in a table.
export function shown(field, item, refs) {
  const value = item[field.name];
  if (field.own) return field.own.shown(value, refs);
  if (field.type === 'flag') return t(value ? 'admin.yes' : 'admin.no');
  if (value === null || value === undefined || value === '') return field.none ? t(field.none) : '';
  if (field.type === 'money') return money(value);
  if (field.type === 'list') return value.join('；');
  if (field.type === 'numbers') return value.join(' ');
  if (field.type === 'quotas') return quotaWords(value);
  if (field.type === 'many') return value.map((one) => (field.from ? refs.nameOf(field.from, one) : nameIn(field, one))).join('、');
  if (field.from) return refs.nameOf(field.from, value);
  if (field.type === 'choice') return nameIn(field, value);
  return String(value);
}

function nameIn(field, value) {
  const found = field.options.find(([one]) => one === String(value));
  return found ? t(found[1]) : String(value);
}

function Many({ field, options, value, onChange, error, disabled }) {
  const id = useUid('m');
  const toggle = (one) => onChange(value.includes(one) ? value.filter((v) => v !== one) : [...value, one]);
  return html`<fieldset class=${`checks ${error ? 'has-error' : ''}`} aria-describedby=${error ? `${id}-error` : undefined}>
    <legend>${label(field)}</legend>
    ${hintOf(field) ? html`<p class="hint">${hintOf(field)}</p>` : null}
    <div class="checks-list checks-scroll">
      ${options.map(
        (one) => html`<label key=${one.value} class="check">
          <input type="checkbox" checked=${value.includes(one.value)} disabled=${disabled} onChange=${() => toggle(one.value)} /> ${one.label}
        </label>`,
      )}
    </div>
    <p class="error" id=${`${id}-error`}>${error || ''}</p>
  </fieldset>`;
}

function Long({ field, value, onChange, error, disabled }) {
  const id = useUid('l');
  return html`<div class=${`field ${error ? 'has-error' : ''}`}>
    <label for=${id}>${label(field)}</label>
    ${hintOf(field) ? html`<p class="hint">${hintOf(field)}</p>` : null}
    <textarea id=${id} class="input" rows="3" maxlength=${field.max || 2000} disabled=${disabled} aria-invalid=${error ? 'true' : undefined}
      value=${value} onInput=${(event) => onChange(event.target.value)}></textarea>
    <p class="error">${error || ''}</p>
  </div>`;
}

const kInputs = {
  number: { type: 'text', inputmode: 'numeric', maxlength: 6 },
  money: { type: 'text', inputmode: 'decimal', maxlength: 9 },
  date: { type: 'date' },
  time: { type: 'text', inputmode: 'numeric', maxlength: 5, placeholder: '08:00' },
};

/// One field of a form. `notice`: what the field is now on the server, after a conflict.
export function FieldFor({ field, refs, form, item, value, onChange, error, notice, disabled }) {
  if (field.draw) return field.draw({ field, refs, form, item, value, onChange, error, notice, disabled });
  const hint = [hintOf(field), notice].filter(Boolean).join(' ');
  if (field.type === 'flag') {
    return html`<${CheckField} label=${label(field)} hint=${hint} error=${error} checked=${value} onChange=${(on) => !disabled && onChange(on)} />`;
  }
  if (field.type === 'many') {
    return html`<${Many} ...${{ field, value, onChange, error, disabled }} options=${optionsOf(field, refs)} />`;
  }
  if (field.type === 'choice') {
    const empty = field.empty || value === '' ? [{ value: '', label: field.none ? t(field.none) : t('admin.choose') }] : [];
    return html`<${SelectField} label=${label(field)} hint=${hint} error=${error} required=${field.required} value=${value} onChange=${onChange}
      disabled=${disabled} options=${[...empty, ...optionsOf(field, refs)]} />`;
  }
  if (field.type === 'long') return html`<${Long} ...${{ field, value, onChange, error, disabled }} />`;
  return html`<${TextField} label=${label(field)} hint=${hint} error=${error} required=${field.required} value=${value} onInput=${onChange}
    name=${field.name} readonly=${disabled} autocomplete="off" maxlength=${field.max || 200} ...${kInputs[field.type] || {}} />`;
}
