// What the clinician lets those who wait know: it runs late, the room pauses. Shown to staff as it
// stands, and set with few keys.

import { html, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { formatTime } from '../shared/dates.js';
import { announce, Notice, SelectField } from '../shared/components.js';
import { del, put } from '../staff/api.js';
import { ReasonField } from '../staff/reason.js';
import { Button, DialogForm, usePress } from '../staff/ui.js';

const kLate = [10, 15, 20, 30, 45, 60, 90, 120];
const kPause = [5, 10, 15, 20, 30, 45, 60];
const minutes = (list) => list.map((n) => ({ value: String(n), label: t('clinic.minutes', { n }) }));
const reasons = (names) => names.map((name) => t(`clinic.reason.${name}`));

export const delayWords = ({ minutes: n, reason }) => t('clinic.late-now', { n }) + (reason ? t('clinic.because', { reason }) : '');

/// The notices that stand, each with its end.
export function Notices({ place, view, onChanged }) {
  const press = usePress();
  const end = (path, said) => () =>
    press.run(async () => {
      await del(`/sessions/${place.session}${path}`);
      announce(t(said));
      onChanged();
    });
  return html`${view.pause
      ? html`<${Notice} kind="warning" title=${t('clinic.paused', { reason: view.pause.reason, since: formatTime(view.pause.since) })}>
          <p class="row">
            ${view.pause.until ? html`<span>${t('clinic.paused-until', { until: formatTime(view.pause.until) })}</span>` : null}
            <${Button} busy=${press.busy} onClick=${end(`/rooms/${place.room.id}/pause`, 'clinic.done.resume')} keys="P">${t('clinic.resume')}<//>
          </p>
        <//>`
      : null}
    ${view.delay
      ? html`<${Notice} kind="info" title=${delayWords(view.delay)}>
          <p class="row"><span>${t('clinic.late-since', { at: formatTime(view.delay.since) })}</span> <${Button} busy=${press.busy} onClick=${end('/delay', 'clinic.done.on-time')}>${t('clinic.on-time')}<//></p>
        <//>`
      : null}`;
}

export function DelayDialog({ place, delay, onClose, onDone }) {
  const [late, setLate] = useState(delay ? String(kLate.find((n) => n >= delay.minutes) || 120) : '20');
  const [reason, setReason] = useState(delay ? delay.reason : '');
  const press = usePress();
  const send = async () => {
    const done = await press.run(() => put(`/sessions/${place.session}/delay`, { minutes: Number(late), reason: reason.trim() }));
    if (done) onDone(t('clinic.done.delay', { n: late }));
  };
  return html`<${DialogForm} title=${t('clinic.delay.title')} submitLabel=${t('clinic.delay.do')} onClose=${onClose} onSubmit=${send} busy=${press.busy} problem=${press.problem}>
    <${SelectField} label=${t('clinic.delay.by')} name="minutes" value=${late} onChange=${setLate} options=${minutes(kLate)} />
    <${ReasonField} quick value=${reason} onChange=${setReason} reasons=${reasons(['rescue', 'ward', 'many'])} />
    <p class="hint">${t('clinic.delay.told')}</p>
  <//>`;
}

export function PauseDialog({ place, onClose, onDone }) {
  const [until, setUntil] = useState('10');
  const [reason, setReason] = useState('');
  const press = usePress();
  const send = async () => {
    const done = await press.run(() => put(`/sessions/${place.session}/rooms/${place.room.id}/pause`, { minutes: Number(until), reason: reason.trim() }));
    if (done) onDone(t('clinic.done.pause'));
  };
  return html`<${DialogForm} title=${t('clinic.pause.title', { room: place.room.name })} submitLabel=${t('clinic.pause.do')} onClose=${onClose} onSubmit=${send} busy=${press.busy} problem=${press.problem}>
    <${ReasonField} quick value=${reason} onChange=${setReason} reasons=${reasons(['break', 'rescue', 'ward', 'consult'])} />
    <${SelectField} label=${t('clinic.pause.for')} name="minutes" value=${until} onChange=${setUntil} options=${minutes(kPause)} />
    <p class="hint">${t('clinic.pause.told')}</p>
  <//>`;
}
