// A hospital that has nothing yet begins with what comes with the program.

import { html } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { ProblemNotice } from '../../shared/components.js';
import { post } from '../../staff/api.js';
import { Button, usePress } from '../../staff/ui.js';

export function Start({ onDone }) {
  const press = usePress();
  const start = async () => {
    if (await press.run(() => post('/exam-starting-catalogue', {}))) onDone();
  };
  return html`<section class="stack" aria-label=${t('exams.start')}>
    <p>${t('exams.start-text')}</p>
    <p><${Button} kind="primary" busy=${press.busy} onClick=${start}>${t('exams.start')}<//></p>
    <${ProblemNotice} problem=${press.problem} />
  </section>`;
}
