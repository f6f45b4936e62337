// Who changed what of one thing: loaded when somebody asks for it.

import { html, useState } from '../../shared/preact.js';
import { has, pick, t } from '../../shared/i18n.js';
import { formatInstant } from '../../shared/dates.js';
import { Loaded } from '../../shared/components.js';
import { get, useRequest } from '../../staff/api.js';
import { Button } from '../../staff/ui.js';
import { useRefs } from '../refs.js';

// Fields whose words in the forms have other names.
const kLabels = {
  minutes: 'examMinutes', earliest: 'examEarliest', latest: 'examLatest', evidence: 'examEvidence', needs: 'examNeeds', effects: 'examEffects', kind: 'ruleKind', a: 'ruleA', b: 'ruleB', note: 'examWhy', noteEn: 'examWhyEn',
  askedOf: 'questionOf', ageFrom: 'questionFrom', ageTo: 'questionTo', campus: 'campusId', code: 'code', site: 'examSite', exams: 'deviceExams', hours: 'windowHours', quotas: 'deviceQuotas', place: 'windowPlace', placeEn: 'windowPlaceEn',
};
// Ids in what was taken down are told by the names of what they stand for, as it is called now.
const kIds = /\b[a-z]{3}_[0-9a-z]{13}\b/g;
const named = (text, refs) => (refs ? text.replace(kIds, (id) => (refs.find(id) ? pick(refs.find(id), 'name') : id)) : text);
const nameOf = (field, refs) => {
  const key = `admin.field.${kLabels[field] || field}`;
  return has(key) ? t(key) : named(field, refs);
};

function Entries({ path }) {
  const refs = useRefs();
  const request = useRequest(() => get(`${path}/history`), [path]);
  return html`<${Loaded} request=${request} lines=${2}>
    ${({ items }) => html`<ol class="stack exam-history">
      ${items.map(
        (one, i) => html`<li key=${i}>
          <strong>${t(`exams.action.${one.action}`)}</strong> ${formatInstant(one.at)} ${one.by}
          ${one.action.endsWith('-changed')
            ? html`<dl>${Object.entries(one.details).map(([field, change]) => html`<div key=${field}><dt>${nameOf(field, refs)}</dt><dd>${named(change, refs)}</dd></div>`)}</dl>`
            : null}
        </li>`,
      )}
    </ol>`}
  <//>`;
}

/// item: one of a collection; none: what there is one of.
export function History({ item, path }) {
  const [open, setOpen] = useState(false);
  return html`<section class="stack" aria-label=${t('exams.history')}>
    <p><${Button} aria-expanded=${open ? 'true' : 'false'} onClick=${() => setOpen(!open)}>${t('exams.history')}<//></p>
    ${open ? html`<${Entries} key=${item ? item.version : 0} path=${item ? `${path}/${item.id}` : path} />` : null}
  </section>`;
}
