// What planning together has saved: counted against a desk that takes the first place for each
// examination.

import { html } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { Loaded } from '../../shared/components.js';
import { get, useRequest } from '../../staff/api.js';

const share = (part, whole) => (whole ? `${Math.round((100 * part) / whole)} %` : '–');
const mean = (sum, n) => (n ? (sum / n).toFixed(2) : '–');

function Numbers({ sum }) {
  const { plans, inOneVisit, visits, firstFit } = sum;
  if (!plans) return html`<p>${t('exams.worth.none')}</p>`;
  return html`<div class="table-wrap"><table class="table">
    <caption class="visually-hidden">${t('exams.worth.title')}</caption>
    <thead><tr><td></td><th scope="col">${t('exams.worth.planned')}</th><th scope="col">${t('exams.worth.first-fit')}</th></tr></thead>
    <tbody>
      <tr><th scope="row">${t('exams.worth.one-visit')}</th><td class="number">${share(inOneVisit, plans)}</td><td class="number">${share(firstFit.inOneVisit, plans)}</td></tr>
      <tr><th scope="row">${t('exams.worth.visits')}</th><td class="number">${mean(firstFit.visitsPlanned, plans - firstFit.deadEnds)}</td><td class="number">${mean(firstFit.visits, plans - firstFit.deadEnds)}</td></tr>
      <tr><th scope="row">${t('exams.worth.dead-ends')}</th><td class="number">0</td><td class="number">${firstFit.deadEnds}</td></tr>
    </tbody>
  </table></div>
  <p class="hint">${t('exams.worth.text', { plans, visits })}</p>`;
}

export function ExamWorth() {
  const request = useRequest(() => get('/exam-statistics'), []);
  return html`<section class="stack load-part" aria-labelledby="exam-worth">
    <h2 id="exam-worth">${t('exams.worth.title')}</h2>
    <${Loaded} request=${request} lines=${2}>${(sum) => html`<${Numbers} sum=${sum} />`}<//>
  </section>`;
}
