// Sending the patient in the panel down to a partner institution.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { CheckField, Loaded, ProblemNotice, SelectField, TextField } from '../shared/components.js';
import { get, post, useRequest } from '../staff/api.js';
import { Button, TextArea, usePress } from '../staff/ui.js';

export function ReferralForm({ person, departments, onDone, onCancel }) {
  const institutions = useRequest(() => get('/institutions'), []);
  const [wanted, setWanted] = useState({ institutionId: '', departmentId: '', reason: '', papers: '', urgent: false });
  const press = usePress();
  const title = useRef(null);
  useLayoutEffect(() => title.current.focus(), []);
  const set = (name) => (value) => setWanted((old) => ({ ...old, [name]: value }));
  const open = institutions.state === 'ready' ? institutions.data.items.filter((one) => one.active) : [];
  const institutionId = wanted.institutionId || (open[0] || {}).id;
  const departmentId = wanted.departmentId || (departments[0] || {}).id;
  async function send(event) {
    event.preventDefault();
    const papers = wanted.papers.split(/[;；、\n]/).map((one) => one.trim()).filter(Boolean);
    const body = { direction: 'down', institutionId, departmentId, personId: person.id, urgent: wanted.urgent, reason: wanted.reason.trim(), papers };
    if (await press.run(() => post('/referrals', body))) onDone();
  }
  const options = (list) => list.map((one) => ({ value: one.id, label: pick(one, 'name') }));
  return html`<section aria-labelledby="rfl-form-title">
    <h1 id="rfl-form-title" tabindex="-1" ref=${title}>${t('staff.rfl.form.title', { name: person.name || '' })}</h1>
    <${Loaded} request=${institutions}>
      ${() => html`<form class="stack" onSubmit=${send}>
        <${SelectField} label=${t('staff.rfl.to')} value=${institutionId} onChange=${set('institutionId')} options=${options(open)} />
        <${SelectField} label=${t('staff.rfl.form.department')} value=${departmentId} onChange=${set('departmentId')} options=${options(departments)} />
        <${TextArea} label=${t('staff.rfl.reason')} value=${wanted.reason} onInput=${set('reason')} maxlength="500" required />
        <${CheckField} label=${t('staff.rfl.urgent')} checked=${wanted.urgent} onChange=${set('urgent')} />
        <${TextField} label=${t('staff.rfl.papers')} hint=${t('staff.rfl.form.papers')} value=${wanted.papers} onInput=${set('papers')} maxlength="400" optional autocomplete="off" />
        <${ProblemNotice} problem=${press.problem} />
        <div class="row">
          <${Button} kind="primary" type="submit" busy=${press.busy} keys="Enter">${t('staff.rfl.form.send')}<//>
          <${Button} onClick=${onCancel} keys="Esc">${t('staff.cancel')}<//>
        </div>
      </form>`}
    <//>
  </section>`;
}
