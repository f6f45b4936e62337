// How often an examination was left out because a recognised result covers it.

import { html } from '../../shared/preact.js';
import { pick, t } from '../../shared/i18n.js';
import { Loaded } from '../../shared/components.js';
import { get, useRequest } from '../../staff/api.js';

function Numbers({ savings }) {
  const { items, total } = savings;
  if (!total) return html`<p>${t('exams.savings.none')}</p>`;
  return html`<div class="table-wrap"><table class="table">
    <caption class="visually-hidden">${t('exams.savings.title')}</caption>
    <thead><tr><th scope="col">${t('exams.savings.exam')}</th><th scope="col">${t('exams.savings.count')}</th></tr></thead>
    <tbody>${items.map((one) => html`<tr key=${one.exam.id}><th scope="row">${pick(one.exam, 'name')}</th><td class="number">${one.count}</td></tr>`)}</tbody>
    <tfoot><tr><th scope="row">${t('exams.savings.total')}</th><td class="number"><strong>${total}</strong></td></tr></tfoot>
  </table></div>
  <p class="no-print"><a class="inline-target" href="/api/v1/exam-savings?format=csv" download>${t('exams.load.csv')}</a></p>`;
}

export function ExamSavings() {
  const request = useRequest(() => get('/exam-savings'), []);
  return html`<section class="stack load-part" aria-labelledby="exam-savings">
    <h2 id="exam-savings">${t('exams.savings.title')}</h2>
    <${Loaded} request=${request} lines=${2}>${(savings) => html`<${Numbers} savings=${savings} />`}<//>
  </section>`;
}
