// What came with the program is nobody's word until somebody of the hospital has confirmed it.

import { html } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { formatInstant } from '../../shared/dates.js';
import { Notice, ProblemNotice } from '../../shared/components.js';
import { post } from '../../staff/api.js';
import { Button, Mark, usePress } from '../../staff/ui.js';

export function Confirmation({ item, path, onChanged }) {
  const press = usePress();
  const confirm = async () => {
    const answer = await press.run(() => post(`${path}/${item.id}/confirmation`, { version: item.version }));
    if (answer) onChanged(answer, false);
  };
  return html`<section class="stack" aria-label=${t('exams.confirmation')}>
    ${item.confirmed
      ? html`<p><${Mark} icon="check">${t('exams.confirmed')}<//> ${t('exams.confirmed-by', { name: item.confirmed.by.name, at: formatInstant(item.confirmed.at) })}</p>`
      : html`<${Notice} kind="warning" title=${t('exams.unconfirmed')}>
          <p>${t('exams.unconfirmed-text')}</p>
          <p><${Button} kind="primary" busy=${press.busy} onClick=${confirm}>${t('exams.confirm')}<//></p>
        <//>`}
    <${ProblemNotice} problem=${press.problem} />
  </section>`;
}
