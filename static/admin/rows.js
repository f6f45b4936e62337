// A list of small things inside one item (papers to bring, duties of a window), edited row by row.
//
//   rows('papers', [fields of a row]) → a field for the sections' descriptions: each row is an object
//   with the fields' names; a row of which nothing is typed is left out.

import { html } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { Button } from '../staff/ui.js';
import { FieldFor, hintOf, label, typedOf, valueOf, wrongWith } from './fields.js';

const empty = (of) => Object.fromEntries(of.map((field) => [field.name, typedOf(field, undefined)]));

function Row({ of, refs, row, place, name, disabled, isFirst, wrong, onChange, onRemove, onUp }) {
  return html`<li class="rows-row">
    <div class="rows-fields" role="group" aria-label=${name}>
      ${of.map(
        (field) => html`<div key=${field.name} class=${field.wide ? 'editor-wide' : ''}>
          <${FieldFor} field=${field} refs=${refs} form=${row} value=${row[field.name]} disabled=${disabled} error=${wrong ? wrongWith(field, row[field.name]) : ''}
            onChange=${(value) => onChange({ ...row, [field.name]: value })} />
        </div>`,
      )}
    </div>
    ${disabled
      ? null
      : html`<div class="row">
          <${Button} kind="quiet" onClick=${onRemove} aria-label=${t('admin.rows.remove-named', { name })}>${t('admin.rows.remove')}<//>
          ${isFirst ? null : html`<${Button} kind="quiet" onClick=${onUp} aria-label=${t('admin.rows.up-named', { name })}>${t('admin.rows.up')}<//>`}
          <span class="hint">${place}</span>
        </div>`}
  </li>`;
}

function Rows({ field, of, refs, value, onChange, error, disabled }) {
  const title = label(field);
  const swap = (n) => onChange(value.map((row, i) => (i === n - 1 ? value[n] : i === n ? value[n - 1] : row)));
  return html`<fieldset class=${`checks rows ${error ? 'has-error' : ''}`}>
    <legend>${title}</legend>
    ${hintOf(field) ? html`<p class="hint">${hintOf(field)}</p>` : null}
    <ol>
      ${value.map(
        (row, n) => html`<${Row} key=${n} ...${{ of, refs, row, disabled }} place=${`${n + 1} / ${value.length}`} name=${`${title} ${n + 1}`} isFirst=${n === 0} wrong=${!!error}
          onChange=${(changed) => onChange(value.map((one, i) => (i === n ? changed : one)))}
          onRemove=${() => onChange(value.filter((_, i) => i !== n))}
          onUp=${() => swap(n)} />`,
      )}
    </ol>
    ${disabled ? null : html`<${Button} onClick=${() => onChange([...value, empty(of)])}>${t('admin.rows.add', { what: title })}<//>`}
    <p class="error">${error || ''}</p>
  </fieldset>`;
}

export function rows(name, of, more = {}) {
  const blank = JSON.stringify(empty(of));
  const filled = (typed) => typed.filter((row) => JSON.stringify(row) !== blank);
  const own = {
    typedOf: (value) => (value || []).map((row) => Object.fromEntries(of.map((field) => [field.name, typedOf(field, row[field.name])]))),
    valueOf: (typed) => filled(typed).map((row) => Object.fromEntries(of.map((field) => [field.name, valueOf(field, row[field.name])]))),
    wrongWith: (typed) => {
      const n = typed.findIndex((row) => JSON.stringify(row) !== blank && of.some((field) => wrongWith(field, row[field.name])));
      return n < 0 ? '' : t('admin.rows.wrong', { n: n + 1 });
    },
    shown: (value) => t('admin.rows.count', { n: (value || []).length }),
  };
  return { name, wide: true, own, draw: (props) => html`<${Rows} ...${props} of=${of} />`, ...more };
}
