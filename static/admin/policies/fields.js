// Form fields of the rules. Each knows the JSON pointer of what it edits (`at`); `wrong` says for a
// pointer what is not right with it, before or after the server was asked.

import { html, useState } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { CheckField, SelectField, TextField, useUid } from '../../shared/components.js';
import { kDayParts, kRanges, pointerOf } from './document.js';

/// What to say about a pointer: `problem` is the server's, `found` comes from wrongIn.
export function teller(found, problem) {
  return (at) => {
    if (problem && pointerOf(problem) === at) return problem.detail;
    const why = found[at];
    if (!why) return '';
    const [min, max] = kRanges[at.slice(at.lastIndexOf('/') + 1)] || [0, 0];
    return why === 'range' ? t('rules.wrong.range', { min, max }) : t(`rules.wrong.${why}`);
  };
}

/// A whole number; what is not one yet stays as it was typed. `empty`: may be left out.
export function NumberField({ label, hint, at, wrong, value, onChange, empty }) {
  const typed = (text) => {
    const trimmed = text.trim();
    if (trimmed === '' && empty) onChange(null);
    else onChange(/^-?\d{1,6}$/.test(trimmed) ? Number(trimmed) : text);
  };
  return html`<${TextField} label=${label} hint=${hint} error=${wrong(at)} optional=${empty} inputmode="numeric" maxlength="6" autocomplete="off" data-at=${at}
    value=${value === null ? '' : String(value)} onInput=${typed} />`;
}

export function TimeField({ label, hint, at, wrong, value, onChange, empty }) {
  const typed = (text) => onChange(text.trim() === '' && empty ? null : text.trim().replace('：', ':'));
  return html`<${TextField} label=${label} hint=${hint} error=${wrong(at)} optional=${empty} inputmode="numeric" maxlength="5" placeholder="08:00" autocomplete="off" data-at=${at}
    value=${value || ''} onInput=${typed} />`;
}

/// A time for each part of the day; parts without one are left out.
export function PartTimes({ legend, hint, at, wrong, value, onChange }) {
  const set = (part) => (time) => {
    const next = { ...value, [part]: time };
    if (time === null) delete next[part];
    onChange(next);
  };
  return html`<${Group} legend=${legend} hint=${hint}>
    ${kDayParts.map((part) => html`<${TimeField} key=${part} label=${t(`rules.part.${part}`)} at=${`${at}/${part}`} wrong=${wrong} value=${value[part]} onChange=${set(part)} empty />`)}
  <//>`;
}

export function Group({ legend, hint, children }) {
  const id = useUid('g');
  return html`<fieldset class="rule-group" aria-describedby=${hint ? id : undefined}>
    <legend>${legend}</legend>
    ${hint ? html`<p class="hint" id=${id}>${hint}</p>` : null}
    <div class="rule-fields">${children}</div>
  </fieldset>`;
}

/// name: `rules.<name>.<value>` are the labels.
export function WordField({ label, at, wrong, name, values, value, onChange }) {
  return html`<${SelectField} label=${label} error=${wrong(at)} value=${value} onChange=${onChange} data-at=${at}
    options=${values.map((one) => ({ value: one, label: t(`rules.${name}.${one}`) }))} />`;
}

export const FlagField = ({ label, hint, value, onChange }) => html`<${CheckField} label=${label} hint=${hint} checked=${value} onChange=${onChange} />`;

/// Several of `options` ([{ value, label }]), kept in their order. Long lists can be searched.
export function ManyField({ legend, hint, error, options, value, onChange }) {
  const id = useUid('m');
  const [words, setWords] = useState('');
  const known = options.map((one) => one.value);
  const all = [...options, ...value.filter((one) => !known.includes(one)).map((one) => ({ value: one, label: one }))];
  const toggle = (one) => () => {
    const next = value.includes(one) ? value.filter((other) => other !== one) : [...value, one];
    onChange(all.map((option) => option.value).filter((option) => next.includes(option)));
  };
  const long = all.length > 12;
  const shown = all.filter((one) => value.includes(one.value) || one.label.toLowerCase().includes(words.trim().toLowerCase()));
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return html`<fieldset class=${`checks rule-many ${error ? 'has-error' : ''}`} aria-describedby=${described || undefined}>
    <legend>${legend}</legend>
    ${hint ? html`<p class="hint" id=${`${id}-hint`}>${hint}</p>` : null}
    ${long ? html`<input class="input" type="search" value=${words} aria-label=${t('rules.find-in', { legend })} placeholder=${t('rules.find')} onInput=${(event) => setWords(event.target.value)} />` : null}
    <div class=${`checks-list ${long ? 'checks-scroll' : ''}`}>
      ${shown.map(
        (one) => html`<label key=${one.value} class="check">
          <input type="checkbox" checked=${value.includes(one.value)} onChange=${toggle(one.value)} aria-invalid=${error ? 'true' : undefined} /> ${one.label}
        </label>`,
      )}
    </div>
    <p class="error" id=${`${id}-error`}>${error || ''}</p>
  </fieldset>`;
}
