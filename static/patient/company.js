// Beside the slip: the link of a remote visit when its time has come, or a guide who comes along
// (专人导医) for those who need one.

import { html, useState } from '../shared/preact.js';
import { asProblem, del, post } from '../shared/api.js';
import { Button, LinkButton, Notice, ProblemNotice } from '../shared/components.js';
import { t } from '../shared/i18n.js';

function Guide({ appointment, onChange }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const { guide } = appointment;
  const path = `/appointments/${encodeURIComponent(appointment.id)}/guide`;
  const press = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await (guide ? del(path) : post(path, {}));
      onChange();
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  const words = () => {
    if (!guide) return t('patient.guide.about');
    return guide.guide ? t('patient.guide.with', { name: guide.guide.name }) : t('patient.guide.waiting');
  };
  return html`<section class="card no-print">
    <h2>${t('patient.guide.title')}</h2>
    <p>${words()}</p>
    <${ProblemNotice} problem=${problem} />
    <p><${Button} busy=${busy} onClick=${press}>${t(guide ? 'patient.guide.give-up' : 'patient.guide.ask')}<//></p>
  </section>`;
}

export function Company({ appointment, onChange }) {
  if (appointment.state !== 'booked' && appointment.state !== 'arrived') return null;
  if (appointment.joinUrl) {
    return html`<${Notice} kind="info" title=${t('patient.join.title')} live>
      <p><${LinkButton} kind="primary" href=${appointment.joinUrl} rel="noopener noreferrer" target="_blank">${t('patient.join.do')}<//></p>
    <//>`;
  }
  if (appointment.session.remote) return html`<${Notice} kind="info"><p>${t('patient.join.later')}</p><//>`;
  return appointment.canCancel ? html`<${Guide} appointment=${appointment} onChange=${onChange} />` : null;
}
