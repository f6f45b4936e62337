// The dialogs of what can be done with a letter.

import { html, useRef, useState } from '../shared/preact.js';
import { CheckField, TextField } from '../shared/components.js';
import { pick, t } from '../shared/i18n.js';
import { Intention, post } from '../staff/api.js';
import { DialogForm, TextArea, usePress } from '../staff/ui.js';

/// One post from a dialog; `send(body)` is for its form.
function useAct(path, onDone) {
  const press = usePress();
  const intention = useRef(new Intention());
  const send = async (body) => {
    const answer = await press.run(() => post(path, body, { intention: intention.current }));
    if (answer) onDone(answer);
  };
  return { ...press, send };
}

export function Reasoned({ title, lead, path, optional, onClose, onDone }) {
  const [reason, setReason] = useState('');
  const act = useAct(path, onDone);
  return html`<${DialogForm} title=${title} submitLabel=${title} onClose=${onClose} onSubmit=${() => act.send(reason.trim() ? { reason: reason.trim() } : {})} busy=${act.busy} problem=${act.problem}>
    ${lead ? html`<p>${lead}</p>` : null}
    <${TextField} label=${t('voice.reason')} required=${!optional} optional=${optional} maxlength="200" autocomplete="off" data-autofocus value=${reason} onInput=${setReason} />
  <//>`;
}

export function Words({ title, label, path, initial = '', onClose, onDone }) {
  const [text, setText] = useState(initial);
  const act = useAct(path, onDone);
  return html`<${DialogForm} title=${title} wide submitLabel=${title} onClose=${onClose} onSubmit=${() => act.send({ answer: text.trim() })} busy=${act.busy} problem=${act.problem}>
    <${TextArea} label=${label} hint=${t('voice.words-hint')} required maxlength="2000" data-autofocus value=${text} onInput=${setText} />
  <//>`;
}

export function Deadline({ one, path, onClose, onDone }) {
  const [form, setForm] = useState({ dueOn: one.dueOn, reason: '' });
  const act = useAct(path, onDone);
  return html`<${DialogForm} title=${t('voice.deadline')} submitLabel=${t('voice.deadline')} onClose=${onClose} onSubmit=${() => act.send({ dueOn: form.dueOn, reason: form.reason.trim() })} busy=${act.busy} problem=${act.problem}>
    <${TextField} label=${t('voice.until')} type="date" required data-autofocus value=${form.dueOn} onInput=${(dueOn) => setForm({ ...form, dueOn })} />
    <${TextField} label=${t('voice.reason')} required maxlength="200" autocomplete="off" value=${form.reason} onInput=${(reason) => setForm({ ...form, reason })} />
  <//>`;
}

export function Assign({ letter, offices, onClose, onDone }) {
  const [chosen, setChosen] = useState([]);
  const [brief, setBrief] = useState('');
  const [dueOn, setDueOn] = useState('');
  const act = useAct(`/complaints/${letter.id}/assignments`, onDone);
  const taken = letter.assignments.filter((one) => one.state !== 'withdrawn').map((one) => one.office.id);
  const free = offices.filter((one) => one.active && !taken.includes(one.id));
  const submit = () => {
    const body = { officeIds: chosen };
    if (brief.trim()) body.brief = brief.trim();
    if (dueOn) body.dueOn = dueOn;
    return act.send(body);
  };
  const toggle = (id, on) => setChosen(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  return html`<${DialogForm} title=${t('voice.do.assign')} wide submitLabel=${t('voice.do.assign')} onClose=${onClose} onSubmit=${submit} busy=${act.busy} problem=${act.problem}>
    <fieldset class="voice-offices">
      <legend>${t('voice.offices')}</legend>
      ${free.length ? free.map((one) => html`<${CheckField} key=${one.id} label=${pick(one, 'name')} checked=${chosen.includes(one.id)} onChange=${(on) => toggle(one.id, on)} />`) : html`<p>${t('voice.offices-none')}</p>`}
    </fieldset>
    <${TextArea} label=${t('voice.brief')} hint=${t(letter.mayShow ? 'voice.brief-hint' : 'voice.brief-hint-hidden')} optional maxlength="2000" value=${brief} onInput=${setBrief} />
    <${TextField} label=${t('voice.until')} hint=${t('voice.until-hint')} optional type="date" value=${dueOn} onInput=${setDueOn} />
  <//>`;
}
