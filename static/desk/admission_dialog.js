// One request: what it is for, its checklist, what has happened, and what may be done next. What
// may be done is the server's word (`can`); here are only the questions that go with it.

import { html, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay, formatInstant } from '../shared/dates.js';
import { CheckField, Facts, Loaded, SelectField, TextField } from '../shared/components.js';
import { get, post, put, useRequest } from '../staff/api.js';
import { Button, Dialog, DialogForm, Mark, usePress } from '../staff/ui.js';
import { ReasonField } from '../staff/reason.js';
import { kindName, stateName, UrgencyMark, wishText } from './admission_words.js';

/// A date with a free place; who is passed over is asked for a reason only once the server says so.
function OfferForm({ one, onClose, onDone }) {
  const days = useRequest(() => get(`/admission-lists/${one.list.id}/days`, { query: { days: 60 } }), [one.id]);
  const [date, setDate] = useState('');
  const [agreed, setAgreed] = useState(false);
  const [reason, setReason] = useState('');
  const press = usePress();
  const free = days.state === 'ready' ? days.data.items.filter((day) => day.free > 0 && day.date !== one.date) : [];
  const wished = free.find((day) => (!one.wishFrom || day.date >= one.wishFrom) && (!one.wishTo || day.date <= one.wishTo));
  const chosen = date || (wished || free[0] || {}).date || '';
  const asks = !!one.date || (press.problem && press.problem.code === 'out-of-order') || reason;
  async function offer() {
    const done = await press.run(() => post(`/admissions/${one.id}/offers`, { date: chosen, agreed, reason: reason.trim() }));
    if (done) onDone(done);
  }
  return html`<${DialogForm} title=${t(one.date ? 'desk.adm.offer-change' : 'desk.adm.do.offer')} submitLabel=${t('desk.adm.offer-do')}
    onClose=${onClose} onSubmit=${offer} busy=${press.busy} problem=${press.problem}>
    <p><strong>${one.person.name}</strong> ${pick(one.list, 'name')} · ${wishText(one)}</p>
    <${Loaded} request=${days} lines=${1}>
      ${() => (free.length
        ? html`<${SelectField} label=${t('desk.adm.date')} value=${chosen} onChange=${setDate} data-autofocus
            options=${free.map((day) => ({ value: day.date, label: `${formatDay(day.date)} · ${t('desk.adm.free', { n: day.free })}` }))} />`
        : html`<p>${t('desk.adm.no-free')}</p>`)}
    <//>
    <${CheckField} label=${t('desk.adm.agreed')} checked=${agreed} onChange=${setAgreed} />
    ${asks
      ? html`<${ReasonField} value=${reason} onChange=${setReason}
          reasons=${['asked', 'ready', 'ward'].map((name) => t(`desk.adm.offer-reason.${name}`))} />`
      : null}
  <//>`;
}

function ReasonForm({ one, step, title, danger, required, onClose, onDone }) {
  const [reason, setReason] = useState('');
  const press = usePress();
  const body = () => (required ? { reason: reason.trim() } : { note: reason.trim() });
  async function go() {
    const done = await press.run(() => post(`/admissions/${one.id}/${step}`, body()));
    if (done) onDone(done);
  }
  return html`<${DialogForm} title=${title} submitLabel=${title} danger=${danger} onClose=${onClose} onSubmit=${go} busy=${press.busy} problem=${press.problem}>
    <p><strong>${one.person.name}</strong> ${pick(one.list, 'name')} ${one.date ? formatDay(one.date) : ''}</p>
    <${TextField} label=${t('staff.reason')} value=${reason} onInput=${setReason} maxlength="200" required=${required} optional=${!required} data-autofocus />
  <//>`;
}

/// An item done by appointment is tied to one of the patient's coming visits.
function CheckForm({ one, item, onClose, onDone }) {
  const [state, setState] = useState(item.state === 'open' ? 'done' : item.state);
  const [reason, setReason] = useState(item.reason || '');
  const [visit, setVisit] = useState(item.appointment ? item.appointment.id : '');
  const press = usePress();
  const visits = useRequest(
    () => (item.byAppointment ? get('/appointments', { query: { personId: one.person.id, state: 'upcoming' } }) : Promise.resolve({ items: [] })),
    [item.itemId],
  );
  const listed = visits.state === 'ready' ? visits.data.items : [];
  const options = [
    { value: '', label: t('desk.adm.no-visit') },
    ...listed.map((each) => ({ value: each.id, label: `${formatInstant(each.slot.startsAt)} ${pick(each.department, 'name')}` })),
  ];
  async function save() {
    const body = { state, reason: reason.trim() };
    if (visit) body.appointmentId = visit;
    const done = await press.run(() => put(`/admissions/${one.id}/checklist/${item.itemId}`, body));
    if (done) onDone(done);
  }
  return html`<${DialogForm} title=${pick(item, 'name')} submitLabel=${t('desk.adm.check-save')} onClose=${onClose} onSubmit=${save} busy=${press.busy} problem=${press.problem}>
    <${SelectField} label=${t('desk.lists.state')} value=${state} onChange=${setState} data-autofocus
      options=${['open', 'done', 'waived'].map((name) => ({ value: name, label: t(`desk.adm.check.${name}`) }))} />
    ${item.byAppointment ? html`<${SelectField} label=${t('desk.adm.visit')} value=${visit} onChange=${setVisit} options=${options} />` : null}
    ${state === 'waived' ? html`<${TextField} label=${t('staff.reason')} value=${reason} onInput=${setReason} maxlength="200" required />` : null}
  <//>`;
}

function Checklist({ one, onChoose }) {
  if (!one.checklist.length) return html`<p class="hint">${t('desk.adm.no-checks')}</p>`;
  return html`<ul class="adm-checks">
    ${one.checklist.map((item) => html`<li key=${item.itemId}>
      <button type="button" class="link" onClick=${() => onChoose(item)}>${pick(item, 'name')}</button>
      <${Mark} kind=${item.state === 'open' ? 'warning' : ''} icon=${item.state === 'open' ? 'info' : 'check'}>${t(`desk.adm.check.${item.state}`)}<//>
      <span class="hint">${[item.reason, item.appointment && formatInstant(item.appointment.startsAt), item.at && formatInstant(item.at)].filter(Boolean).join(' · ')}</span>
    </li>`)}
  </ul>`;
}

function History({ events }) {
  const line = (event) =>
    [t(`desk.adm.event.${event.what}`), event.toDate && formatDay(event.toDate), event.note].filter(Boolean).join(' · ');
  return html`<ol class="adm-history">
    ${events.map((event, i) => html`<li key=${i}><span class="hint">${formatInstant(event.at)}</span> ${line(event)}</li>`)}
  </ol>`;
}

export function AdmissionDialog({ id, me, onOpen, onChanged, onClose }) {
  const request = useRequest(() => get(`/admissions/${id}`), [id]);
  const [asking, setAsking] = useState(null);
  const press = usePress();
  const done = () => {
    setAsking(null);
    request.reload();
    onChanged();
  };
  async function act(step) {
    if (await press.run(() => post(`/admissions/${id}/${step}`, {}))) done();
  }
  const keeps = me.permissions.includes('admissions-request') || me.permissions.includes('admissions-plan');
  const forms = {
    offer: (one) => html`<${OfferForm} one=${one} onClose=${() => setAsking(null)} onDone=${done} />`,
    'ask-another': (one) => html`<${ReasonForm} one=${one} step="another-date" title=${t('desk.adm.do.ask-another')} onClose=${() => setAsking(null)} onDone=${done} />`,
    decline: (one) => html`<${ReasonForm} one=${one} step="refusal" title=${t('desk.adm.do.decline')} danger onClose=${() => setAsking(null)} onDone=${done} />`,
    cancel: (one) => html`<${ReasonForm} one=${one} step="cancellation" title=${t('desk.adm.do.cancel')} danger required onClose=${() => setAsking(null)} onDone=${done} />`,
    check: (one) => html`<${CheckForm} one=${one} item=${asking.item} onClose=${() => setAsking(null)} onDone=${done} />`,
  };
  if (asking && request.state === 'ready') return forms[asking.name](request.data);
  const buttons = (one) => one.can.map((step) => {
    const kind = step === 'offer' || step === 'finish' ? 'primary' : 'secondary';
    const label = t(step === 'offer' && one.date ? 'desk.adm.offer-change' : `desk.adm.do.${step}`);
    const direct = { accept: 'acceptance', finish: 'completion' }[step];
    return html`<${Button} key=${step} kind=${kind} busy=${press.busy} onClick=${() => (direct ? act(direct) : setAsking({ name: step }))}>${label}<//>`;
  });
  return html`<${Dialog} title=${t('desk.adm.one')} onClose=${onClose} wide>
    <${Loaded} request=${request}>
      ${(one) => html`<div class="stack">
        <p class="adm-who"><button type="button" class="link" onClick=${() => onOpen(one.person)}>${one.person.name}</button>
          <${UrgencyMark} urgency=${one.urgency} /> <${Mark}>${stateName(one.state)}<//></p>
        <${Facts} items=${[
          [t('desk.adm.list'), pick(one.list, 'name')],
          [t('desk.adm.kind'), kindName(one.kind)],
          [t('desk.adm.purpose'), one.purpose],
          [t('desk.adm.origin'), one.origin],
          [t('desk.adm.wish'), wishText(one)],
          [t('desk.adm.place'), one.place && t('desk.adm.place-of', { n: one.place, all: one.waiting })],
          [t('desk.adm.date'), one.date && formatDay(one.date)],
          [t('desk.adm.answer-by'), one.answerBy && formatInstant(one.answerBy)],
        ]} />
        <h3>${t('desk.adm.checklist')}</h3>
        <${Checklist} one=${one} onChoose=${(item) => keeps && setAsking({ name: 'check', item })} />
        <h3>${t('desk.adm.history')}</h3>
        <${History} events=${one.events} />
        ${press.problem ? html`<p class="error" role="alert">${press.problem.detail}</p>` : null}
        <div class="row">${buttons(one)}<${Button} onClick=${onClose} keys="Esc" data-autofocus>${t('staff.close')}<//></div>
      </div>`}
    <//>
  <//>`;
}
