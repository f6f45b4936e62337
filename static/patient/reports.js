// Reports of one's own people: who is signed in has shown by a code that the phone is theirs.

import { html } from '../shared/preact.js';
import { get, useRequest } from '../shared/api.js';
import { Empty, Loaded, PageTitle } from '../shared/components.js';
import { formatInstant } from '../shared/dates.js';
import { t } from '../shared/i18n.js';
import { SignedIn } from './sign_in.js';

const byPerson = (items) => {
  const found = new Map();
  items.forEach((one) => found.set(one.person.id, [...(found.get(one.person.id) || []), one]));
  return [...found.values()];
};

function Report({ one }) {
  return html`<li class="card stack">
    <h3>${one.title}</h3>
    <p>${t(`patient.reports.status.${one.status}`)} · ${formatInstant(one.at)}${one.department ? ` · ${one.department}` : ''}</p>
    ${one.hasDocument ? html`<p><a class="button button-secondary" href=${`/api/v1/reports/${one.id}/document`} download aria-label=${`${t('patient.reports.document')} ${one.title}`}>${t('patient.reports.document')}</a></p>` : null}
    ${one.link ? html`<p><a class="button button-secondary" href=${one.link} target="_blank" rel="noopener noreferrer" aria-label=${`${t('patient.reports.open')} ${one.title}`}>${t('patient.reports.open')}</a></p>` : one.hasDocument ? null : html`<p class="hint">${t('patient.reports.at-hospital')}</p>`}
  </li>`;
}

function ReportList() {
  const request = useRequest((signal) => get('/me/reports', { signal }), []);
  return html`<${PageTitle} title=${t('patient.reports.title')} lead=${t('patient.reports.lead')} />
    <${Loaded} request=${request}>
      ${({ items }) =>
        items.length
          ? byPerson(items).map(
              (list) => html`<section key=${list[0].person.id} class="stack">
                <h2>${list[0].person.name}</h2>
                <ul class="stack">${list.map((one) => html`<${Report} key=${one.id} one=${one} />`)}</ul>
              </section>`,
            )
          : html`<${Empty} title=${t('patient.reports.none')}><p>${t('patient.reports.none-help')}</p><//>`}
    <//>`;
}

export const Reports = () => html`<${SignedIn}>${() => html`<${ReportList} />`}<//>`;
