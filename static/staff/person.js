// How a person is shown on the desk's screens: masked by the server, needs in words with a sign.

import { html } from '../shared/preact.js';
import { has, t } from '../shared/i18n.js';
import { documentName } from '../shared/identity.js';
import { Icon } from './ui.js';

/// The needs offered, in the order they are offered. What the server knows beyond is shown as sent.
export const kNeeds = [
  'wheelchair',
  'mobility',
  'sight',
  'hearing',
  'language',
  'elderly',
  'pregnancy',
  'disability',
  'companion',
];

export const needName = (need) => (has(`staff.need.${need}`) ? t(`staff.need.${need}`) : need);

export function NeedBadges({ needs }) {
  if (!needs || !needs.length) return null;
  return html`<ul class="needs" aria-label=${t('staff.needs')}>
    ${needs.map(
      (need) => html`<li key=${need} class="need">
        <${Icon} name=${kNeeds.includes(need) ? need : 'info'} /> ${needName(need)}
      </li>`,
    )}
  </ul>`;
}

export function sexAndAge(person) {
  const parts = [];
  if (person.sex && person.sex !== 'unknown') parts.push(t(`staff.sex.${person.sex}`));
  if (person.age !== null && person.age !== undefined) parts.push(t('staff.age', { n: person.age }));
  return parts.join(' · ');
}

export function documentText(document) {
  return document ? `${documentName(document.type)} ${document.number}` : t('staff.no-document');
}

export function personFacts(person) {
  return [sexAndAge(person), documentText(person.document)].filter(Boolean).join(' · ');
}
