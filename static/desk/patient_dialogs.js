// What the desk does to one person's record: look behind the masks (with a reason, which is kept),
// correct, and add or remove numbers.

import { html, useRef, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { checkDocument, checkPhone, documentName, kDocumentTypes, normaliseNumber } from '../shared/identity.js';
import { Facts, ProblemNotice, SelectField, TextField } from '../shared/components.js';
import { del, Intention, patch, post } from '../staff/api.js';
import { Button, Dialog, DialogForm, usePress } from '../staff/ui.js';
import { ReasonField } from '../staff/reason.js';
import { NeedsField, sexOptions } from '../staff/needs.js';

export const kCards = ['hospital-card', 'insurance-code', 'record-number'];

export function RevealDialog({ person, onClose }) {
  const [reason, setReason] = useState('');
  const [shown, setShown] = useState(null);
  const press = usePress();
  async function reveal() {
    const answer = await press.run(() => post(`/patients/${person.id}/reveal`, { reason: reason.trim() }));
    if (answer) setShown(answer);
  }
  if (shown) return html`<${Revealed} key="shown" shown=${shown} onClose=${onClose} />`;
  return html`<${DialogForm} key="ask" title=${t('desk.reveal.title')} submitLabel=${t('desk.reveal.show')} onClose=${onClose}
    onSubmit=${reveal} busy=${press.busy} problem=${press.problem}>
    <p>${t('desk.reveal.explain')}</p>
    <${ReasonField} value=${reason} onChange=${setReason}
      reasons=${['match', 'call', 'correct', 'paper'].map((name) => t(`desk.reveal.reason.${name}`))} />
  <//>`;
}

function Revealed({ shown, onClose }) {
  const documents = (shown.documents || []).map((one) => [documentName(one.type), one.number]);
  return html`<${Dialog} title=${t('desk.reveal.title')} onClose=${onClose}>
    <${Facts} class="facts-large" items=${[
      [t('staff.field.name'), shown.name],
      [t('staff.field.phone'), shown.phone],
      ...documents,
    ]} />
    <p class="hint">${t('desk.reveal.kept')}</p>
    <div class="row"><${Button} kind="primary" onClick=${onClose} keys="Esc" data-autofocus>${t('desk.reveal.hide')}<//></div>
  <//>`;
}

export function EditDialog({ person, onClose, onChanged }) {
  const [form, setForm] = useState({
    name: '',
    phone: '',
    sex: person.sex || 'unknown',
    birthDate: person.birthDate || '',
    needs: person.needs || [],
  });
  const press = usePress();
  const set = (field) => (value) => setForm((old) => ({ ...old, [field]: value }));
  const phone = checkPhone(form.phone);

  async function save() {
    const body = { version: person.version };
    if (form.name.trim()) body.name = form.name.trim();
    if (form.phone.trim()) body.phone = phone.phone;
    if (form.sex !== (person.sex || 'unknown')) body.sex = form.sex;
    if (form.birthDate && form.birthDate !== person.birthDate) body.birthDate = form.birthDate;
    if (form.needs.join() !== (person.needs || []).join()) body.needs = form.needs;
    const done = await press.run(async () => {
      try {
        return await patch(`/patients/${person.id}`, body);
      } catch (error) {
        // The panel behind shows what it is now; what was typed stays and can be saved again.
        if (error.code === 'changed-meanwhile') onChanged();
        throw error;
      }
    });
    if (!done) return;
    onChanged();
    onClose();
  }

  const refused = press.problem && press.problem.field === 'phone' ? press.problem.detail : '';
  return html`<${DialogForm} title=${t('desk.edit.title', { name: person.name })} submitLabel=${t('staff.save')}
    onClose=${onClose} onSubmit=${save} busy=${press.busy} problem=${press.problem}>
    <p class="hint">${t('desk.edit.masked')}</p>
    <div class="grid-2">
      <${TextField} label=${t('staff.field.phone')} hint=${t('desk.edit.now', { value: person.phone || t('staff.none') })}
        value=${form.phone} onInput=${set('phone')} inputmode="tel" maxlength="20" data-autofocus
        error=${refused || (form.phone && !phone.ok ? t('identity.phone') : '')} />
      <${TextField} label=${t('staff.field.name')} hint=${t('desk.edit.now', { value: person.name })}
        value=${form.name} onInput=${set('name')} maxlength="60" />
      <${SelectField} label=${t('staff.field.sex')} value=${form.sex} onChange=${set('sex')} options=${sexOptions()} />
      <${TextField} label=${t('staff.field.birth-date')} type="date" value=${form.birthDate} onInput=${set('birthDate')} />
    </div>
    <${NeedsField} value=${form.needs} onChange=${set('needs')} />
  <//>`;
}

export function IdentifierDialog({ person, onClose, onChanged }) {
  const [type, setType] = useState(kCards[0]);
  const [number, setNumber] = useState('');
  const [removing, setRemoving] = useState('');
  const press = usePress();
  const intention = useRef(new Intention());
  const check = kCards.includes(type) || !number ? { ok: true } : checkDocument(type, number);

  async function act(work) {
    const done = await press.run(() => work().then(() => true));
    if (!done) return;
    setNumber('');
    setRemoving('');
    onChanged();
  }
  const body = { type, number: normaliseNumber(number) };
  const path = `/patients/${person.id}/identifiers`;
  return html`<${DialogForm} title=${t('desk.identifiers.title', { name: person.name })} submitLabel=${t('desk.identifiers.add')}
    cancelLabel=${t('staff.close')} onClose=${onClose} busy=${press.busy}
    onSubmit=${() => number && act(() => post(path, body, { intention: intention.current }))}>
    <ul class="rows">
      ${(person.identifiers || []).map(
        (one) => html`<li key=${one.id} class="row">
          <span>${documentName(one.type)}</span><span class="number">${one.number}</span>
          ${removing === one.id
            ? html`<${Button} kind="danger" onClick=${() => act(() => del(`${path}/${one.id}`))}>${t('desk.identifiers.really')}<//>
                <${Button} onClick=${() => setRemoving('')}>${t('staff.cancel')}<//>`
            : html`<${Button} kind="quiet" onClick=${() => setRemoving(one.id)}
                aria-label=${t('desk.identifiers.remove-one', { type: documentName(one.type), number: one.number })}>
                ${t('desk.identifiers.remove')}<//>`}
        </li>`,
      )}
    </ul>
    <div class="grid-2">
      <${SelectField} label=${t('staff.field.document-type')} value=${type} onChange=${setType}
        options=${[...kCards, ...kDocumentTypes].map((value) => ({ value, label: documentName(value) }))} />
      <${TextField} label=${t('staff.field.number')} value=${number} onInput=${setNumber} maxlength="40" autocomplete="off" data-autofocus
        error=${check.ok ? '' : t(`identity.${check.why}`)} />
    </div>
    <${ProblemNotice} problem=${press.problem} />
  <//>`;
}
