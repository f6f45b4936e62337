// The form of an override: where it holds, which parts differ there, and those parts.

import { html } from '../../shared/preact.js';
import { pick, t } from '../../shared/i18n.js';
import { Button } from '../../staff/ui.js';
import { kParts } from './document.js';
import { Group, ManyField } from './fields.js';
import { kForms } from './parts.js';
import { headingOf, kGroups, overrideSentences, partNames } from './sentences.js';
import { Sentences } from './shown.js';

const optionsOf = (list, key) => (list || []).filter((one) => one.active !== false).map((one) => ({ value: one[key], label: pick(one, 'name') }));

function Part({ part, document, value, onChange, at, wrong }) {
  const groups = kGroups.filter((one) => one.parts.includes(part)).map((one) => one.name);
  const forms = groups.flatMap((group) => kForms[group].filter(([name]) => name === part).map(([, form]) => form));
  return html`<div class="rule-part stack">
    <h3>${t(`rules.part-of.${part}`)}</h3>
    ${forms.map((form, i) => html`<${form} key=${i} value=${value[part]} onChange=${(next) => onChange({ ...value, [part]: next })} at=${`${at}/${part}`} wrong=${wrong} />`)}
    <div class="rule-means"><p class="change-label">${t('rules.means-there')}</p>
      <${Sentences} list=${groups.flatMap((group) => overrideSentences(document, value, group))} /></div>
  </div>`;
}

export function Override({ document, value, onChange, onRemove, at, wrong, refs, n }) {
  const set = (name) => (next) => onChange({ ...value, [name]: next });
  const differing = kParts.filter((part) => value[part] !== undefined);
  const choose = (parts) => {
    const next = { campuses: value.campuses, departments: value.departments, kinds: value.kinds };
    // A part begins as it is everywhere.
    parts.forEach((part) => {
      next[part] = value[part] === undefined ? document[part] : value[part];
    });
    onChange(next);
  };
  return html`<div class="stack">
    <${Group} legend=${t('rules.override.where')} hint=${t('rules.hint.override-where')}>
      <${ManyField} legend=${t('rules.override.kinds')} options=${optionsOf(refs && refs.kinds, 'code')} value=${value.kinds} onChange=${set('kinds')} />
      <${ManyField} legend=${t('rules.override.departments')} options=${optionsOf(refs && refs.departments, 'code')} value=${value.departments} onChange=${set('departments')}
        error=${wrong(`${at}/departments`)} />
      <${ManyField} legend=${t('rules.override.campuses')} options=${optionsOf(refs && refs.campuses, 'name')} value=${value.campuses} onChange=${set('campuses')} />
    <//>
    <${ManyField} legend=${t('rules.override.parts')} options=${partNames()} value=${differing} onChange=${choose} error=${wrong(`${at}/parts`)} />
    ${differing.map((part) => html`<${Part} key=${part} part=${part} document=${document} value=${value} onChange=${onChange} at=${at} wrong=${wrong} />`)}
    <div><${Button} onClick=${onRemove} aria-label=${t('rules.override.remove', { place: headingOf(value, refs) || n })}>${t('rules.remove')}<//></div>
  </div>`;
}
