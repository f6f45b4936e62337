// What a change would have done to plans that patients have taken, before it is saved.

import { html } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { Notice } from '../../shared/components.js';

const kMostShown = 5;

function Clashes({ clashes }) {
  const open = clashes.filter((one) => one.toCome).length;
  const words = [...new Set(clashes.flatMap((one) => one.breaks))];
  return html`<p>${t('exams.trial.clashes', { n: clashes.length, open })}</p>
    <ul>${words.slice(0, kMostShown).map((one) => html`<li key=${one}>${one}</li>`)}</ul>`;
}

export function Trial({ answer }) {
  const { now, then } = answer;
  const rows = ['withoutPlan', 'days', 'onSiteMinutes'];
  return html`<${Notice} kind=${answer.clashes.length ? 'warning' : 'info'} title=${t('exams.trial.title')} live>
    ${answer.plans === 0 ? html`<p>${t('exams.trial.none')}</p>` : null}
    ${answer.clashes.length ? html`<${Clashes} clashes=${answer.clashes} />` : answer.plans ? html`<p>${t('exams.trial.no-clashes', { n: answer.plans })}</p>` : null}
    ${answer.plannedAnew
      ? html`<table class="table">
          <caption>${t('exams.trial.anew', { n: answer.plannedAnew })}</caption>
          <thead><tr><td></td><th scope="col">${t('exams.trial.now')}</th><th scope="col">${t('exams.trial.then')}</th></tr></thead>
          <tbody>${rows.map((row) => html`<tr key=${row}><th scope="row">${t(`exams.trial.${row}`)}</th><td class="number">${now[row]}</td><td class="number">${then[row]}</td></tr>`)}</tbody>
        </table>`
      : null}
  <//>`;
}
