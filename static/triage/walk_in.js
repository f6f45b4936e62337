// Somebody without an appointment: into which session, why sooner than others if so.

import { html, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatTime } from '../shared/dates.js';
import { CheckField, SelectField, TextField } from '../shared/components.js';
import { Intention, post } from '../staff/api.js';
import { sexAndAge } from '../staff/person.js';
import { sessionTitle } from '../staff/slots.js';
import { DialogForm, usePress } from '../staff/ui.js';

export function WalkInDialog({ person, sessions, onClose, onDone }) {
  const open = sessions.filter((one) => one.state === 'open');
  const [session, setSession] = useState(open[0] ? open[0].id : '');
  const [priority, setPriority] = useState('');
  const [reason, setReason] = useState('');
  const [seen, setSeen] = useState(false);
  const press = usePress();
  const classes = (open.find((one) => one.id === session) || { priorities: [] }).priorities;
  const asked = press.problem && press.problem.code === 'document-not-seen';
  const intention = useRef(new Intention());
  async function send() {
    const body = { personId: person.id, documentSeen: seen };
    if (priority) body.priority = priority;
    if (reason.trim()) body.reason = reason.trim();
    const made = await press.run(() => post(`/sessions/${session}/walk-ins`, body, { intention: intention.current }));
    if (made) onDone(made.appointment);
  }
  return html`<${DialogForm} title=${t('triage.walk-in.title', { name: person.name })} submitLabel=${t('triage.walk-in.do')} onClose=${onClose} onSubmit=${send} busy=${press.busy} problem=${press.problem}>
    <p>${person.name} ${sexAndAge(person)}</p>
    ${open.length
      ? html`<${SelectField} label=${t('triage.walk-in.session')} name="session" value=${session} onChange=${setSession} data-autofocus
          options=${open.map((one) => ({ value: one.id, label: t('triage.transfer.one', { what: `${pick(one.department, 'name')} ${sessionTitle(one)}`, starts: formatTime(one.startsAt), n: one.counts.waiting }) }))} />`
      : html`<p>${t('triage.walk-in.none')}</p>`}
    ${classes.length
      ? html`<${SelectField} label=${t('triage.walk-in.priority')} name="priority" value=${priority} onChange=${setPriority}
          options=${[{ value: '', label: t('triage.walk-in.no-priority') }, ...classes.map((one) => ({ value: one.code, label: pick(one, 'name') }))]} />`
      : null}
    <${TextField} label=${t('triage.walk-in.reason')} optional value=${reason} onInput=${setReason} maxlength="200" autocomplete="off" />
    ${asked || seen ? html`<${CheckField} label=${t('triage.walk-in.seen')} checked=${seen} onChange=${setSeen} />` : null}
  <//>`;
}
