// Who changed what of one thing: loaded when somebody asks for it.

import { html, useState } from '../../shared/preact.js';
import { has, t } from '../../shared/i18n.js';
import { formatInstant } from '../../shared/dates.js';
import { Loaded } from '../../shared/components.js';
import { get, useRequest } from '../../staff/api.js';
import { Button } from '../../staff/ui.js';

// Fields whose words in the forms have other names.
const kLabels = {
  minutes: 'examMinutes', earliest: 'examEarliest', latest: 'examLatest', evidence: 'examEvidence', needs: 'examNeeds', effects: 'examEffects', kind: 'ruleKind', a: 'ruleA', b: 'ruleB', note: 'examWhy', noteEn: 'examWhyEn',
  site: 'examSite', exams: 'deviceExams', hours: 'windowHours', quotas: 'deviceQuotas', place: 'windowPlace', placeEn: 'windowPlaceEn',
};
const nameOf = (field) => {
  const key = `admin.field.${kLabels[field] || field}`;
  return has(key) ? t(key) : field;
};

function Entries({ path, id }) {
  const request = useRequest(() => get(`${path}/${id}/history`), [path, id]);
  return html`<${Loaded} request=${request} lines=${2}>
    ${({ items }) => html`<ol class="stack exam-history">
      ${items.map(
        (one, i) => html`<li key=${i}>
          <strong>${t(`exams.action.${one.action}`)}</strong> ${formatInstant(one.at)} ${one.by}
          ${one.action.endsWith('-changed')
            ? html`<dl>${Object.entries(one.details).map(([field, change]) => html`<div key=${field}><dt>${nameOf(field)}</dt><dd>${change}</dd></div>`)}</dl>`
            : null}
        </li>`,
      )}
    </ol>`}
  <//>`;
}

export function History({ item, path }) {
  const [open, setOpen] = useState(false);
  return html`<section class="stack" aria-label=${t('exams.history')}>
    <p><${Button} aria-expanded=${open ? 'true' : 'false'} onClick=${() => setOpen(!open)}>${t('exams.history')}<//></p>
    ${open ? html`<${Entries} path=${path} id=${item.id} />` : null}
  </section>`;
}
