// Examinations that a patient has had, here or elsewhere: what they make unnecessary, what they hold
// back, and putting one down.

import { html, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay, formatInstant, hospitalToday, instantAt } from '../shared/dates.js';
import { Loaded, SelectField, TextField } from '../shared/components.js';
import { get, Intention, post, useRequest } from '../staff/api.js';
import { Button, DialogForm, Mark, usePress } from '../staff/ui.js';

const kHere = '';

// Of a day past the time is often not known: then the whole day counts.
const kDayEnds = '23:59';

function PastForm({ person, given: [{ items }, { institutions, validities }], onClose, onDone }) {
  const [past, setPast] = useState({ exam: '', institution: kHere, number: '', date: '', time: '' });
  const [intention] = useState(() => new Intention());
  const press = usePress();
  const set = (name) => (value) => setPast((old) => ({ ...old, [name]: value }));
  const [asked, setAsked] = useState(false);
  const today = past.date === hospitalToday();
  const days = validities.find((one) => one.exam.code === past.exam);
  const go = async () => {
    setAsked(true);
    if (!past.exam || !past.date || (today && !past.time)) return;
    const body = { personId: person.id, exam: past.exam, takenAt: instantAt(past.date, past.time || kDayEnds), ...(past.institution && { institution: past.institution }), ...(past.number.trim() && { number: past.number.trim() }) };
    if (await press.run(() => post('/exam-history', body, { intention }))) onDone();
  };
  const missing = (name) => (asked && !past[name] ? t('exams.past.needed') : undefined);
  return html`<${DialogForm} title=${t('exams.past.add')} submitLabel=${t('exams.past.save')} wide onClose=${onClose} onSubmit=${go} busy=${press.busy} problem=${press.problem}>
    <div class="grid-2">
      <${SelectField} label=${t('exams.past.exam')} value=${past.exam} onChange=${set('exam')} error=${missing('exam')} required data-autofocus
        options=${[{ value: '', label: t('exams.past.choose') }, ...items.map((one) => ({ value: one.code, label: `${pick(one, 'name')} (${one.code})` }))]} />
      <${SelectField} label=${t('exams.past.where')} value=${past.institution} onChange=${set('institution')}
        options=${[{ value: kHere, label: t('exams.here') }, ...institutions.filter((one) => one.active).map((one) => ({ value: one.code, label: pick(one, 'name') }))]} />
      <${TextField} label=${t('exams.past.date')} type="date" max=${hospitalToday()} value=${past.date} onInput=${set('date')} error=${missing('date')} required />
      <${TextField} label=${t('exams.past.time')} type="time" value=${past.time} onInput=${set('time')} error=${today ? missing('time') : undefined} required=${today} optional=${!today} />
      <${TextField} label=${t('exams.past.number')} value=${past.number} onInput=${set('number')} maxlength="64" autocomplete="off" optional />
    </div>
    <p class="hint">${past.exam ? t(days ? 'exams.past.counts' : 'exams.past.never', { n: days ? days.days : 0 }) : t('exams.past.text')}</p>
  <//>`;
}

function NewPast(props) {
  const request = useRequest(() => Promise.all([get('/exams'), get('/exam-recognition')]), []);
  return html`<${Loaded} request=${request} lines=${1}>${(given) => html`<${PastForm} ...${props} given=${given} />`}<//>`;
}

function Removal({ past, onClose, onDone }) {
  const [reason, setReason] = useState('');
  const press = usePress();
  const go = async () => (await press.run(() => post(`/exam-history/${past.id}/removal`, { reason: reason.trim() }))) && onDone();
  return html`<${DialogForm} title=${t('exams.past.remove-title', { name: pick(past.exam, 'name') })} submitLabel=${t('exams.past.remove')} danger onClose=${onClose} onSubmit=${go} busy=${press.busy} problem=${press.problem}>
    <${TextField} label=${t('staff.reason')} value=${reason} onInput=${setReason} maxlength="200" required data-autofocus />
  <//>`;
}

function Past({ past, onRemove }) {
  const where = past.institution ? pick(past.institution, 'name') : t('exams.here');
  return html`<li class="stack">
    <p><strong>${pick(past.exam, 'name')}</strong> ${formatInstant(past.takenAt)} · ${where} ${past.number}
      ${past.id ? html` <${Button} kind="quiet" onClick=${onRemove}>${t('exams.past.remove')}<//>` : html` <${Mark} icon="check">${t('exams.state.done')}<//>`}</p>
    ${past.institution && !past.institution.recognised ? html`<p class="hint">${t('exams.past.not-recognised')}</p>` : null}
    ${past.covers.map((one) => html`<p key=${one.orderId}><${Mark} icon="check">${t('exams.past.covers', { name: pick(one.exam, 'name'), day: formatDay(one.validUntil) })}<//></p>`)}
    ${past.affects.map((one) => html`<p key=${one.orderId + one.note}><${Mark} kind="warning" icon="warning">${t('exams.past.affects', { name: pick(one.exam, 'name'), at: formatInstant(one.until) })}<//> <span class="hint">${pick(one, 'note')}</span></p>`)}
  </li>`;
}

export function PastExams({ person, round, onChanged }) {
  const request = useRequest(() => get('/exam-history', { query: { personId: person.id } }), [person.id, round]);
  const [open, setOpen] = useState(null);
  const close = () => setOpen(null);
  const done = () => {
    close();
    onChanged();
  };
  return html`<section class="card stack no-print" aria-label=${t('exams.past')}>
    <h2>${t('exams.past')}</h2>
    <${Loaded} request=${request} lines=${1}>
      ${({ items }) => (items.length
        ? html`<ul class="exam-orders stack" aria-label=${t('exams.past')}>${items.map((one, n) => html`<${Past} key=${one.id || n} past=${one} onRemove=${() => setOpen(one)} />`)}</ul>`
        : html`<p>${t('exams.past.none')}</p>`)}
    <//>
    <div class="row"><${Button} onClick=${() => setOpen('new')}>${t('exams.past.add')}<//></div>
    ${open === 'new' ? html`<${NewPast} person=${person} onClose=${close} onDone=${done} />` : null}
    ${open && open !== 'new' ? html`<${Removal} past=${open} onClose=${close} onDone=${done} />` : null}
  </section>`;
}
