// Somebody complains at the desk, by phone or by letter: taken down for them.

import { html, useRef, useState } from '../shared/preact.js';
import { CheckField, Choices, Facts, TextField } from '../shared/components.js';
import { formatDay } from '../shared/dates.js';
import { t } from '../shared/i18n.js';
import { Intention, post } from '../staff/api.js';
import { Button, Dialog, DialogForm, TextArea, usePress } from '../staff/ui.js';

const kWays = ['desk', 'phone', 'letter'];
const kKinds = ['complaint', 'suggestion', 'praise'];

export function Receive({ onClose, onReceived }) {
  const [form, setForm] = useState({ way: 'desk', kind: 'complaint', text: '', name: '', phone: '', mayShow: false });
  const [received, setReceived] = useState(null);
  const press = usePress();
  const intention = useRef(new Intention());
  const set = (field) => (value) => setForm((old) => ({ ...old, [field]: value }));
  const wrong = (field) => (press.problem && press.problem.field === field ? press.problem.detail : '');
  const submit = async () => {
    const { name, phone, text, ...rest } = form;
    const body = { ...rest, text: text.trim() };
    if (name.trim()) body.name = name.trim();
    if (phone.trim()) body.phone = phone.trim();
    const letter = await press.run(() => post('/complaints', body, { intention: intention.current }));
    if (!letter) return;
    setReceived(letter);
    onReceived(letter);
  };
  if (received) {
    return html`<${Dialog} title=${t('voice.received')} onClose=${onClose}>
      <p>${t('voice.received-tell')}</p>
      <${Facts} items=${[[t('voice.number'), received.number], [t('voice.code'), received.code], [t('voice.until'), formatDay(received.dueOn)]]} />
      <div class="row"><${Button} kind="primary" data-autofocus onClick=${onClose} keys="Esc">${t('common.close')}<//></div>
    <//>`;
  }
  return html`<${DialogForm} title=${t('voice.receive')} wide submitLabel=${t('voice.receive-do')} onClose=${onClose} onSubmit=${submit} busy=${press.busy} problem=${press.problem && !press.problem.field ? press.problem : null}>
    <${Choices} legend=${t('voice.way')} layout="row" value=${form.way} onChange=${set('way')} options=${kWays.map((value) => ({ value, label: t(`voice.way.${value}`) }))} />
    <${Choices} legend=${t('voice.kind')} layout="row" value=${form.kind} onChange=${set('kind')} options=${kKinds.map((value) => ({ value, label: t(`voice.kind.${value}`) }))} />
    <${TextArea} label=${t('voice.text')} required maxlength="2000" data-autofocus value=${form.text} onInput=${set('text')} error=${wrong('text')} />
    <${TextField} label=${t('voice.name')} hint=${t('voice.name-hint')} optional maxlength="30" autocomplete="off" value=${form.name} onInput=${set('name')} />
    <${TextField} label=${t('voice.phone')} optional type="tel" maxlength="20" autocomplete="off" value=${form.phone} onInput=${set('phone')} error=${wrong('phone')} />
    ${form.name.trim() || form.phone.trim() ? html`<${CheckField} label=${t('voice.may-show')} checked=${form.mayShow} onChange=${set('mayShow')} />` : null}
  <//>`;
}
