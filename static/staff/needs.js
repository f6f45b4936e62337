// What help somebody needs, to be ticked; and the choice of a sex.

import { html } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { kNeeds, needName } from './person.js';

export function NeedsField({ value, onChange }) {
  const all = [...kNeeds, ...value.filter((need) => !kNeeds.includes(need))];
  const toggle = (need) => () =>
    onChange(value.includes(need) ? value.filter((one) => one !== need) : [...value, need]);
  return html`<fieldset class="checks">
    <legend>${t('staff.needs')}</legend>
    <div class="checks-list">
      ${all.map(
        (need) => html`<label key=${need} class="check">
          <input type="checkbox" checked=${value.includes(need)} onChange=${toggle(need)} /> ${needName(need)}
        </label>`,
      )}
    </div>
  </fieldset>`;
}

export const sexOptions = () =>
  ['unknown', 'male', 'female'].map((sex) => ({ value: sex, label: t(`staff.sex.${sex}`) }));
