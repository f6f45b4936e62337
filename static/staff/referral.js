// One referral: the letter, what was done with it, what this side may do next.

import { html, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatInstant } from '../shared/dates.js';
import { Facts, Loaded, Notice, SelectField, TextField } from '../shared/components.js';
import { get, post, useRequest } from './api.js';
import { Button, Dialog, DialogForm, Mark, TextArea, usePress } from './ui.js';

/// What each step is called in the API, the field for its words, and how many there may be.
const kSteps = {
  answer: { path: 'answers', field: 'answer', most: 500, needed: true },
  accept: { path: 'acceptance', field: 'note', most: 200 },
  redirect: { path: 'redirection', field: 'note', most: 200 },
  ask: { path: 'questions', field: 'question', most: 500, needed: true },
  refuse: { path: 'refusal', field: 'reason', most: 200, needed: true },
  report: { path: 'report', field: 'report', most: 1000, needed: true },
  withdraw: { path: 'withdrawal', field: 'note', most: 200 },
};

export const from = (one) => (one.direction === 'up' ? pick(one.institution, 'name') : pick(one.department, 'name'));
export const to = (one) => (one.direction === 'up' ? pick(one.department, 'name') : pick(one.institution, 'name'));

export const asksSomething = ({ question }) => !!question && !question.answeredAt;
/// Booked, but the appointment was cancelled since.
const lostItsPlace = (one) => one.state === 'booked' && !!one.appointment && ['cancelled', 'noshow'].includes(one.appointment.state);

/// Its state, and what makes it press.
export function ReferralMarks({ one }) {
  const open = ['sent', 'accepted', 'booked'].includes(one.state);
  return html`<span class="marks">
    ${one.urgent ? html`<${Mark} kind="danger" icon="warning">${t('staff.rfl.urgent')}<//>` : null}
    <${Mark} kind=${one.state === 'sent' ? 'warning' : open ? '' : 'muted'}>${t(`staff.rfl.state.${one.state}`)}<//>
    ${lostItsPlace(one) ? html`<${Mark} kind="warning" icon="cross">${t('staff.rfl.place-lost')}<//>` : null}
    ${open && one.question ? html`<${Mark} kind=${asksSomething(one) ? 'warning' : 'muted'} icon="info">${t(asksSomething(one) ? 'staff.rfl.asked' : 'staff.rfl.answered')}<//>` : null}
  </span>`;
}

function StepForm({ one, step, departments, onClose, onDone }) {
  const [text, setText] = useState('');
  const [departmentId, setDepartment] = useState('');
  const press = usePress();
  const { path, field, most, needed } = kSteps[step];
  const others = departments.filter((each) => each.id !== one.department.id);
  async function go() {
    const body = { [field]: text.trim() };
    if (step === 'redirect') body.departmentId = departmentId || (others[0] || {}).id;
    const done = await press.run(() => post(`/referrals/${one.id}/${path}`, body));
    if (done) onDone(done);
  }
  const words = { label: t(`staff.rfl.text.${step}`), value: text, onInput: setText, maxlength: most, required: needed, optional: !needed, 'data-autofocus': true };
  return html`<${DialogForm} title=${t(`staff.rfl.do.${step}`)} submitLabel=${t(`staff.rfl.do.${step}`)} danger=${step === 'refuse' || step === 'withdraw'}
    onClose=${onClose} onSubmit=${go} busy=${press.busy} problem=${press.problem}>
    <p><strong>${one.person.name}</strong> ${from(one)} → ${to(one)}</p>
    ${step === 'answer' ? html`<${Notice} kind="info" title=${one.question.text} />` : null}
    ${step === 'redirect'
      ? html`<${SelectField} label=${t('staff.booking.department')} value=${departmentId || (others[0] || {}).id} onChange=${setDepartment}
          options=${others.map((each) => ({ value: each.id, label: pick(each, 'name') }))} />`
      : null}
    ${most > 200 ? html`<${TextArea} ...${words} />` : html`<${TextField} ...${words} autocomplete="off" />`}
  <//>`;
}

function Letter({ one, onOpen }) {
  const line = (event) => [t(`staff.rfl.event.${event.what}`), event.note].filter(Boolean).join(' · ');
  const booked = one.appointment && `${formatInstant(one.appointment.startsAt)} ${one.appointment.code}`;
  return html`
    <p class="adm-who"><button type="button" class="link" onClick=${() => onOpen(one.person)}>${one.person.name}</button> <${ReferralMarks} one=${one} /></p>
    ${one.question && asksSomething(one) ? html`<${Notice} kind="warning" title=${t('staff.rfl.question')}><p>${one.question.text}</p><//>` : null}
    ${one.report ? html`<${Notice} kind="success" title=${t('staff.rfl.report')}><p class="letter-text">${one.report}</p><//>` : null}
    <${Facts} items=${[
      [t('staff.rfl.from'), from(one)],
      [t('staff.rfl.to'), to(one)],
      [t('staff.rfl.reason'), one.reason],
      [t('staff.rfl.papers'), one.papers.join(t('staff.comma'))],
      [t('staff.rfl.appointment'), booked && (lostItsPlace(one) ? `${booked} · ${t('staff.rfl.place-lost')}` : booked)],
    ]} />
    <ol class="adm-history" aria-label=${t('staff.rfl.history')}>
      ${one.events.map((event, i) => html`<li key=${i}><span class="hint">${formatInstant(event.at)}</span> ${line(event)}</li>`)}
    </ol>`;
}

/// onBook(referral): books an appointment with it; without it the other side does.
export function ReferralDialog({ id, departments, onOpen, onBook, onChanged, onClose }) {
  const request = useRequest(() => get(`/referrals/${id}`), [id]);
  const [step, setStep] = useState('');
  if (step && request.state === 'ready') {
    return html`<${StepForm} one=${request.data} step=${step} departments=${departments} onClose=${() => setStep('')}
      onDone=${() => {
        setStep('');
        request.reload();
        onChanged();
      }} />`;
  }
  const steps = (one) => Object.keys(kSteps).filter((name) => one.can.includes(name));
  const first = (name) => ['answer', 'accept'].includes(name);
  return html`<${Dialog} title=${t('staff.rfl.one')} onClose=${onClose} wide>
    <${Loaded} request=${request}>
      ${(one) => html`<div class="stack">
        <${Letter} one=${one} onOpen=${onOpen} />
        ${one.can.includes('book') && !onBook ? html`<p class="hint">${t('staff.rfl.book-hint')}</p>` : null}
        <div class="row">
          ${one.can.includes('book') && onBook ? html`<${Button} kind="primary" onClick=${() => onBook(one)}>${t('staff.rfl.do.book')}<//>` : null}
          ${steps(one).map((name) => html`<${Button} key=${name} kind=${first(name) ? 'primary' : 'secondary'} onClick=${() => setStep(name)}>${t(`staff.rfl.do.${name}`)}<//>`)}
          <${Button} onClick=${onClose} keys="Esc" data-autofocus>${t('staff.close')}<//>
        </div>
      </div>`}
    <//>
  <//>`;
}
