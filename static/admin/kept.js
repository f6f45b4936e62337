// Sessions that a change would have ended but that already have appointments: they stay, and
// somebody has to decide about each. Never passed over in silence.

import { html } from '../shared/preact.js';
import { has, t } from '../shared/i18n.js';
import { formatDay } from '../shared/dates.js';
import { Notice } from '../shared/components.js';

export function KeptSessions({ list }) {
  const why = (code) => (has(`admin.kept.why.${code}`) ? t(`admin.kept.why.${code}`) : code);
  return html`<${Notice} kind="warning" title=${t('admin.kept.title', { n: list.length })}>
    <p>${t('admin.kept.text')}</p>
    <div class="table-wrap">
      <table class="table">
        <caption class="visually-hidden">${t('admin.kept.title', { n: list.length })}</caption>
        <thead><tr>
          <th scope="col">${t('admin.field.date')}</th><th scope="col">${t('admin.field.departmentId')}</th><th scope="col">${t('admin.field.practitionerId')}</th>
          <th scope="col">${t('admin.sessions.appointments')}</th><th scope="col">${t('admin.kept.why')}</th>
        </tr></thead>
        <tbody>
          ${list.map(
            (one) => html`<tr key=${one.sessionId}>
              <th scope="row"><a href=${`#/sessions?date=${one.date}`}>${formatDay(one.date)}</a></th>
              <td>${one.department}</td><td>${one.practitioner || ''}</td><td>${one.appointments}</td><td>${why(one.why)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  <//>`;
}
