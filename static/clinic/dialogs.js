// Decisions about one ticket that need a word more: out of turn, without an appointment, and the keys.

import { html, useRef, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { CheckField, ProblemNotice, SelectField, TextField } from '../shared/components.js';
import { Intention, post } from '../staff/api.js';
import { ReasonField } from '../staff/reason.js';
import { Button, Dialog, DialogForm, usePress } from '../staff/ui.js';

const reasons = (names) => names.map((name) => t(`clinic.reason.${name}`));

/// ticket: the one asked for; none: chosen here.
export function OutOfTurn({ ticket, waiting, press, onCall, onClose }) {
  const [reason, setReason] = useState('');
  const [id, setId] = useState((ticket || waiting[waiting.length > 1 ? 1 : 0]).id);
  const named = waiting.find((one) => one.id === id) || ticket;
  const close = () => {
    press.clear();
    onClose();
  };
  return html`<${DialogForm} title=${t('clinic.out-of-turn', { number: named.number })} submitLabel=${t('clinic.call-this')} busy=${press.busy} problem=${press.problem}
    onClose=${close} onSubmit=${() => onCall({ ticketId: id, reason: reason.trim() })}>
    ${ticket
      ? null
      : html`<${SelectField} label=${t('clinic.whom')} name="ticket" value=${id} onChange=${setId} options=${waiting.map((one) => ({ value: one.id, label: `${one.number} ${one.person.name}` }))} />`}
    <${ReasonField} quick value=${reason} onChange=${setReason} reasons=${reasons(['worse', 'child', 'weak', 'agreed'])} />
    <p class="hint">${t('clinic.out-of-turn-kept')}</p>
  <//>`;
}

/// Somebody without an appointment, by any slip of theirs: into this line, with an extra number if
/// there is no place left.
export function WalkIn({ place, onClose, onDone }) {
  const [code, setCode] = useState('');
  const [reason, setReason] = useState('');
  const [seen, setSeen] = useState(false);
  const press = usePress();
  const intention = useRef(new Intention());
  const asked = press.problem && press.problem.code === 'document-not-seen';
  async function send() {
    const body = { code: code.trim(), reason: reason.trim(), documentSeen: seen };
    const made = await press.run(() => post(`/sessions/${place.session}/walk-ins`, body, { intention: intention.current }));
    if (made) onDone(t('clinic.done.walk-in', { number: made.ticket ? made.ticket.number : made.appointment.code }));
  }
  return html`<${DialogForm} title=${t('clinic.walk-in.title')} submitLabel=${t('clinic.walk-in.do')} busy=${press.busy} problem=${press.problem} onClose=${onClose} onSubmit=${send}>
    <${TextField} label=${t('clinic.walk-in.code')} hint=${t('clinic.walk-in.hint')} name="code" inputmode="numeric" value=${code} onInput=${setCode} required maxlength="40" autocomplete="off" data-autofocus />
    <${TextField} label=${t('staff.reason')} name="reason" value=${reason} onInput=${setReason} optional maxlength="200" autocomplete="off" />
    ${asked || seen ? html`<${CheckField} label=${t('clinic.walk-in.seen')} checked=${seen} onChange=${setSeen} />` : null}
  <//>`;
}

/// The room pauses, and somebody presses "next".
export function Resume({ pause, busy, problem, onResume, onClose }) {
  return html`<${Dialog} title=${t('clinic.resume-ask')} onClose=${onClose}>
    <div class="stack">
      <p>${t('clinic.paused-because', { reason: pause.reason })}</p>
      <${ProblemNotice} problem=${problem} />
      <div class="row">
        <${Button} kind="primary" busy=${busy} onClick=${onResume} keys="Enter" data-autofocus>${t('clinic.resume-and-next')}<//>
        <${Button} onClick=${onClose} keys="Esc">${t('staff.cancel')}<//>
      </div>
    </div>
  <//>`;
}

const kHelp = ['N', 'S', 'R', 'M', 'E', 'F', 'W', 'C', '1-9', 'U', 'B', 'O', 'T', 'J', 'A', 'P', 'D', 'X', 'L'];

export function Help({ onClose }) {
  return html`<${Dialog} title=${t('clinic.help')} onClose=${onClose}>
    <table class="table calling-help"><caption class="visually-hidden">${t('clinic.help')}</caption><tbody>
      ${kHelp.map((keys) => html`<tr key=${keys}><th scope="row"><kbd class="key">${keys}</kbd></th><td>${t(`clinic.help.${keys}`)}</td></tr>`)}
    </tbody></table>
    <div class="row"><${Button} kind="primary" onClick=${onClose} keys="Esc" data-autofocus>${t('staff.close')}<//></div>
  <//>`;
}
