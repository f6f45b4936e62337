// A week of opening hours, one line a day: "08:00–12:00 13:30–17:00".
//
//   week({ parse, write, wrong, …field }) → a field for the sections' descriptions. parse(span) → what
//   the API calls these hours without their weekday, or null; write(hours) → the span; wrong: message.

import { html } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { TextField } from '../shared/components.js';
import { Button } from '../staff/ui.js';
import { hintOf, label } from './fields.js';

const spansOf = (typed) => typed.split(/[\s,，、;；]+(?=\d)/).map((one) => one.trim()).filter(Boolean);
const kDays = [1, 2, 3, 4, 5, 6, 7];
const kSpan = /^([01]?\d|2[0-3]):([0-5]\d)\s*[-–—~至]\s*([01]?\d|2[0-4]):([0-5]\d)$/;

/// "8:00-12:00" → { opens, closes }.
export function hoursOf(span) {
  const found = kSpan.exec(span);
  if (!found) return null;
  const [, h1, m1, h2, m2] = found;
  return { opens: `${h1.padStart(2, '0')}:${m1}`, closes: `${h2.padStart(2, '0')}:${m2}` };
}
export const spanOf = (one) => `${one.opens}–${one.closes}`;

function Week({ field, parse, wrong, value, onChange, error, disabled }) {
  const set = (n, line) => onChange(value.map((one, i) => (i === n ? line : one)));
  const wrongIn = (line) => (error && spansOf(line).some((span) => !parse(span)) ? t(wrong) : '');
  return html`<fieldset class=${`checks ${error ? 'has-error' : ''}`}>
    <legend>${label(field)}</legend>
    <p class="hint">${hintOf(field)}</p>
    <div class="rows-fields">
      ${value.map(
        (line, n) => html`<${TextField} key=${n} label=${t(`admin.weekday.${kDays[n]}`)} value=${line} onInput=${(typed) => set(n, typed)} readonly=${disabled} maxlength="120"
          autocomplete="off" error=${wrongIn(line)} />`,
      )}
    </div>
    ${disabled ? null : html`<${Button} onClick=${() => onChange(value.map((line, n) => (n > 0 && n < 5 ? value[0] : line)))}>${t('admin.window.same')}<//>`}
  </fieldset>`;
}

export function week({ parse, write, wrong, ...field }) {
  const own = {
    typedOf: (value) => kDays.map((day) => (value || []).filter((one) => one.weekday === day).map(write).join(' ')),
    valueOf: (typed) => typed.flatMap((line, i) => spansOf(line).map((span) => ({ weekday: kDays[i], ...parse(span) }))),
    wrongWith: (typed) => (typed.some((line) => spansOf(line).some((span) => !parse(span))) ? t(wrong) : ''),
    shown: (value) => t('admin.window.days', { n: new Set((value || []).map((one) => one.weekday)).size }),
  };
  return { wide: true, own, draw: (props) => html`<${Week} ...${props} parse=${parse} wrong=${wrong} />`, ...field };
}
