// Asking for an admission or an operation for the patient in the panel.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { hospitalToday } from '../shared/dates.js';
import { Loaded, ProblemNotice, SelectField, TextField } from '../shared/components.js';
import { get, Intention, post, useRequest } from '../staff/api.js';
import { Button, usePress } from '../staff/ui.js';
import { kindName } from './admission_words.js';

const kKinds = ['admission', 'elective-surgery', 'day-surgery', 'transfer', 'treatment-bed'];
const kUrgencies = ['routine', 'soon', 'urgent'];

export function AdmissionForm({ person, onDone, onCancel }) {
  const lists = useRequest(() => get('/admission-lists'), []);
  const [wanted, setWanted] = useState({ listId: '', kind: 'admission', urgency: 'routine', purpose: '', origin: '', wishFrom: '', wishTo: '' });
  const press = usePress();
  const intention = useRef(new Intention());
  const title = useRef(null);
  useLayoutEffect(() => title.current.focus(), []);
  const set = (name) => (value) => setWanted((old) => ({ ...old, [name]: value }));
  const open = lists.state === 'ready' ? lists.data.items.filter((one) => one.active) : [];
  const listId = wanted.listId || (open[0] || {}).id;

  async function send(event) {
    event.preventDefault();
    const body = { personId: person.id, listId, kind: wanted.kind, urgency: wanted.urgency, purpose: wanted.purpose.trim() };
    ['wishFrom', 'wishTo'].forEach((name) => {
      if (wanted[name]) body[name] = wanted[name];
    });
    if (wanted.kind === 'transfer' && wanted.origin.trim()) body.origin = wanted.origin.trim();
    const made = await press.run(() => post('/admissions', body, { intention: intention.current }));
    if (made) onDone(made);
  }
  const date = (name) => html`<${TextField} label=${t(`desk.adm.form.${name}`)} type="date" min=${hospitalToday()} value=${wanted[name]} onInput=${set(name)} optional />`;
  return html`<section aria-labelledby="adm-form-title">
    <h1 id="adm-form-title" tabindex="-1" ref=${title}>${t('desk.adm.form.title', { name: person.name || '' })}</h1>
    <${Loaded} request=${lists}>
      ${() => html`<form class="stack" onSubmit=${send}>
        <div class="grid-2">
          <${SelectField} label=${t('desk.adm.kind')} value=${wanted.kind} onChange=${set('kind')} options=${kKinds.map((value) => ({ value, label: kindName(value) }))} />
          <${SelectField} label=${t('desk.adm.list')} value=${listId} onChange=${set('listId')} options=${open.map((one) => ({ value: one.id, label: pick(one, 'name') }))} />
          <${SelectField} label=${t('desk.adm.urgency')} value=${wanted.urgency} onChange=${set('urgency')}
            options=${kUrgencies.map((value) => ({ value, label: t(`desk.adm.urgency.${value}`) }))} />
          <${TextField} label=${t('desk.adm.purpose')} value=${wanted.purpose} onInput=${set('purpose')} maxlength="200" required autocomplete="off" />
          ${wanted.kind === 'transfer' ? html`<${TextField} label=${t('desk.adm.origin')} value=${wanted.origin} onInput=${set('origin')} maxlength="200" autocomplete="off" />` : null}
          ${date('wishFrom')}${date('wishTo')}
        </div>
        <${ProblemNotice} problem=${press.problem} />
        <div class="row">
          <${Button} kind="primary" type="submit" busy=${press.busy} keys="Enter">${t('desk.adm.form.send')}<//>
          <${Button} onClick=${onCancel} keys="Esc">${t('staff.cancel')}<//>
        </div>
      </form>`}
    <//>
  </section>`;
}
