// What is said for a whole session, often on behalf of a clinician who has no hand free: it runs late,
// a room pauses.

import { html, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { formatTime } from '../shared/dates.js';
import { announce, ProblemNotice, SelectField } from '../shared/components.js';
import { del, put } from '../staff/api.js';
import { ReasonField } from '../staff/reason.js';
import { sessionTitle } from '../staff/slots.js';
import { Button, Dialog, DialogForm, usePress } from '../staff/ui.js';

const kLate = [10, 15, 20, 30, 45, 60, 90, 120];
const kPause = [5, 10, 15, 20, 30, 45, 60];
const minutes = (list) => list.map((n) => ({ value: String(n), label: t('triage.minutes', { n }) }));

function DelayForm({ session, onBack, onDone }) {
  const [late, setLate] = useState('30');
  const [reason, setReason] = useState('');
  const press = usePress();
  const send = async () => {
    const done = await press.run(() => put(`/sessions/${session.id}/delay`, { minutes: Number(late), reason: reason.trim() }));
    if (done) onDone(t('triage.said.delay'));
  };
  return html`<${DialogForm} title=${t('triage.delay.title', { what: sessionTitle(session) })} submitLabel=${t('triage.delay.do')} onClose=${onBack} onSubmit=${send} busy=${press.busy} problem=${press.problem}>
    <${SelectField} label=${t('triage.delay.by')} name="minutes" value=${late} onChange=${setLate} options=${minutes(kLate)} />
    <${ReasonField} value=${reason} onChange=${setReason} reasons=${['rescue', 'ward', 'many'].map((name) => t(`triage.reason.${name}`))} />
    <p class="hint">${t('triage.delay.told')}</p>
  <//>`;
}

function PauseForm({ session, room, onBack, onDone }) {
  const [until, setUntil] = useState('15');
  const [reason, setReason] = useState('');
  const press = usePress();
  const send = async () => {
    const done = await press.run(() => put(`/sessions/${session.id}/rooms/${room.id}/pause`, { minutes: Number(until), reason: reason.trim() }));
    if (done) onDone(t('triage.said.pause', { room: room.name }));
  };
  return html`<${DialogForm} title=${t('triage.pause.title', { room: room.name })} submitLabel=${t('triage.pause.do')} onClose=${onBack} onSubmit=${send} busy=${press.busy} problem=${press.problem}>
    <${SelectField} label=${t('triage.pause.for')} name="minutes" value=${until} onChange=${setUntil} options=${minutes(kPause)} />
    <${ReasonField} value=${reason} onChange=${setReason} reasons=${['rescue', 'ward', 'consult', 'break'].map((name) => t(`triage.reason.${name}`))} />
  <//>`;
}

/// The session's own menu. onClosing: whoever is left is to be settled.
export function SessionDialog({ session, onClose, onChanged, onClosing }) {
  const [form, setForm] = useState(null);
  const press = usePress();
  const notices = session.notices || { delay: null, pauses: [] };
  const done = (words) => {
    announce(words);
    onChanged();
    onClose();
  };
  const run = (work, words) => press.run(() => work().then(() => true)).then((fine) => fine && done(words));
  if (form === 'delay') return html`<${DelayForm} key="delay" session=${session} onBack=${onClose} onDone=${done} />`;
  if (form) return html`<${PauseForm} key=${form.id} session=${session} room=${form} onBack=${onClose} onDone=${done} />`;
  return html`<${Dialog} key="menu" title=${sessionTitle(session)} onClose=${onClose}>
    <div class="stack">
      <div class="row">
        <${Button} data-autofocus onClick=${() => setForm('delay')}>${t(notices.delay ? 'triage.delay.change' : 'triage.delay.set')}<//>
        ${notices.delay ? html`<${Button} busy=${press.busy} onClick=${() => run(() => del(`/sessions/${session.id}/delay`), t('triage.said.on-time'))}>${t('triage.delay.clear')}<//>` : null}
      </div>
      ${session.rooms.map((room) => {
        const pause = notices.pauses.find((one) => one.roomId === room.id);
        return html`<div key=${room.id} class="row">
          <strong>${room.name}</strong>
          ${pause
            ? html`<span>${t('triage.room.paused', { reason: pause.reason })} ${formatTime(pause.since)}</span>
                <${Button} busy=${press.busy} onClick=${() => run(() => del(`/sessions/${session.id}/rooms/${room.id}/pause`), t('triage.said.resume', { room: room.name }))}>${t('triage.pause.end')}<//>`
            : html`<${Button} onClick=${() => setForm(room)}>${t('triage.pause.set')}<//>`}
        </div>`;
      })}
      <div class="row"><${Button} onClick=${() => onClosing(session)}>${t('triage.closing.open')}<//></div>
      <${ProblemNotice} problem=${press.problem} />
      <div class="row"><${Button} onClick=${onClose} keys="Esc">${t('staff.close')}<//></div>
    </div>
  <//>`;
}
