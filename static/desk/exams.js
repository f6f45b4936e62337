// All of a patient's examinations on one screen: what is ordered, what is asked, the plans to choose
// from, those that stand, and what the patient has had.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay, formatInstant } from '../shared/dates.js';
import { Loaded, ProblemNotice, SelectField, TextField } from '../shared/components.js';
import { get, post, put, useRequest } from '../staff/api.js';
import { Button, DialogForm, Mark, usePress } from '../staff/ui.js';
import { ExamOrderForm } from './exam_order.js';
import { PastExams } from './exam_past.js';
import { Choices, Plan } from './exam_plans.js';
import { Returns } from './exam_returns.js';

const kMarks = { routine: '', soon: 'warning', urgent: 'danger' };

function ReasonDialog({ title, label, required, act, onClose, onDone }) {
  const [reason, setReason] = useState('');
  const press = usePress();
  const go = async () => (await press.run(() => act(reason.trim()))) && onDone();
  return html`<${DialogForm} title=${title} submitLabel=${label} onClose=${onClose} onSubmit=${go} busy=${press.busy} problem=${press.problem}>
    <${TextField} label=${t('staff.reason')} value=${reason} onInput=${setReason} maxlength="200" required=${required} optional=${!required} data-autofocus />
  <//>`;
}

/// Who did what, when; a place given back counts as waiting again.
function Events({ order }) {
  const { events = [] } = order;
  if (!events.length) return null;
  const what = (one, n) => (n && one.what === 'ordered' ? t('exams.event.again') : t(`exams.event.${one.what}`));
  return html`<details><summary class="hint">${t('exams.events')}</summary>
    <ol class="exam-orders">${events.map((one, n) => html`<li key=${n} class="hint">${formatInstant(one.at)} ${what(one, n)} ${one.name || t(`exams.by.${one.by}`)}</li>`)}</ol>
  </details>`;
}

function Order({ order, onChanged }) {
  const [asking, setAsking] = useState('');
  const done = () => {
    setAsking('');
    onChanged();
  };
  const open = order.state === 'ordered' || order.state === 'failed-preparation';
  const act = { 'leaving-out': (reason) => post(`/exam-orders/${order.id}/leaving-out`, { reason }), cancellation: (reason) => post(`/exam-orders/${order.id}/cancellation`, { reason }) }[asking];
  return html`<li>
    <p><strong>${pick(order.exam, 'name')}</strong> ${order.bodyPart}
      ${order.urgency === 'routine' ? null : html` <${Mark} kind=${kMarks[order.urgency]}>${t(`exams.urgency.${order.urgency}`)}<//>`}
      ${order.state === 'ordered' ? null : html` <${Mark} kind="muted">${t(`exams.state.${order.state}`)}<//>`}
      ${order.comesFrom && order.comesFrom !== 'outpatient' ? html` <${Mark}>${t(`exams.from.${order.comesFrom}`)}<//>` : null}
      ${order.practitioner ? html` <span class="hint">${pick(order.practitioner, 'name')}</span>` : null}
      ${order.neededBy ? html` <span class="hint">${t('exams.needed-by', { day: formatDay(order.neededBy) })}</span>` : null}
    </p>
    ${order.addedFor ? html`<p class="hint">${t('exams.added', { why: pick(order.addedFor, 'why') })}</p>` : null}
    ${order.bars.map((one) => html`<p key=${one.why}><${Mark} kind="danger" icon="cross">${t('exams.barred', { why: pick(one, 'why') })}<//></p>`)}
    ${[...order.delays, ...order.warnings].map((one) => html`<p key=${one.why}><${Mark} kind="warning" icon="warning">${pick(one, 'why')}<//></p>`)}
    ${order.coveredBy
      ? html`<p><${Mark} icon="check">${t('exams.covered', { who: pick(order.coveredBy, 'institution') || t('exams.here'), day: formatDay(order.coveredBy.takenAt.slice(0, 10)), until: formatDay(order.coveredBy.validUntil) })}<//></p>`
      : null}
    <${Events} order=${order} />
    ${open
      ? html`<div class="exam-order-acts">
          ${order.coveredBy ? html`<${Button} onClick=${() => setAsking('leaving-out')}>${t('exams.leave-out')}<//>` : null}
          <${Button} kind="quiet" onClick=${() => setAsking('cancellation')}>${t('exams.cancel-order')}<//>
        </div>`
      : null}
    ${asking ? html`<${ReasonDialog} title=${pick(order.exam, 'name')} label=${t(asking === 'leaving-out' ? 'exams.leave-out' : 'exams.cancel-order')} required=${asking === 'leaving-out'} act=${act} onClose=${() => setAsking('')} onDone=${done} />` : null}
  </li>`;
}

function Questions({ person, questions, onAnswered }) {
  const [given, setGiven] = useState(() => Object.fromEntries(questions.filter((one) => one.answer !== undefined).map((one) => [one.code, String(one.answer)])));
  const press = usePress();
  async function save(event) {
    event.preventDefault();
    const answers = {};
    for (const one of questions) {
      const value = given[one.code];
      if (value === undefined || value === '') continue;
      answers[one.code] = one.kind === 'number' ? Number(value) : value === '1';
    }
    if (await press.run(() => put('/exam-questionnaire', { personId: person.id, answers }))) onAnswered();
  }
  const set = (code) => (value) => setGiven((old) => ({ ...old, [code]: value }));
  const yesNo = [{ value: '', label: t('exams.not-asked') }, { value: '0', label: t('exams.no') }, { value: '1', label: t('exams.yes') }];
  return html`<form class="card stack exam-questions" onSubmit=${save} aria-label=${t('exams.questions')}>
    <h2>${t('exams.questions')}</h2>
    <div class="grid-2">${questions.map((one) => (one.kind === 'number'
      ? html`<${TextField} key=${one.code} label=${`${pick(one, 'name')} ${one.unit}`} type="number" min="0" value=${given[one.code] || ''} onInput=${set(one.code)} optional />`
      : html`<${SelectField} key=${one.code} label=${pick(one, 'name')} value=${given[one.code] || ''} onChange=${set(one.code)} options=${yesNo} />`))}</div>
    <${ProblemNotice} problem=${press.problem} />
    <div class="row"><${Button} type="submit" busy=${press.busy}>${t('exams.save-answers')}<//></div>
  </form>`;
}

/// Where the keyboard goes on after a step: the first open question, the plan to make, the plan that
/// stands, or the order to write.
function nextStep(all, { items }) {
  const open = items.some((one) => one.unanswered.length && one.state !== 'planned');
  const asked = open && [...all.querySelectorAll('.exam-questions select')].find((one) => !one.value);
  return asked || all.querySelector('.exam-planning button') || all.querySelector('.exam-standing h2') || all.querySelector('input');
}

/// visit: the appointment in which it is ordered, so that its results lead back there.
export function Exams({ person, visit, onBack }) {
  const [round, setRound] = useState(0);
  const again = () => setRound((n) => n + 1);
  const orders = useRequest(() => get('/exam-orders', { query: { personId: person.id } }), [person.id, round]);
  const plans = useRequest(() => get('/exam-plans', { query: { personId: person.id } }), [person.id, round]);
  const title = useRef(null);
  const all = useRef(null);
  useLayoutEffect(() => title.current.focus(), []);
  const loaded = orders.state === 'ready' && plans.state === 'ready';
  useLayoutEffect(() => {
    if (loaded && round) nextStep(all.current, orders.data).focus();
  }, [loaded, round]);
  return html`<section class="adm" aria-labelledby="exams-title" ref=${all}>
    <div class="bar">
      <h1 id="exams-title" tabindex="-1" ref=${title}>${t('exams.heading', { name: person.name || '' })}</h1>
      <div class="row no-print"><${Button} onClick=${onBack} keys="Esc">${t('staff.back')}<//></div>
    </div>
    <${Returns} person=${person} round=${round} onChanged=${again} />
    <div class="no-print"><${ExamOrderForm} key=${`form-${round}`} person=${person} visit=${visit} onOrdered=${again} /></div>
    <${Loaded} request=${orders} lines=${3}>
      ${({ items, questions, appointments }) => html`<div class="stack no-print">
        ${items.length ? html`<ul class="exam-orders exam-orders-many card" aria-label=${t('exams.orders')}>${items.map((order) => html`<${Order} key=${`${order.id}-${order.version}`} order=${order} onChanged=${again} />`)}</ul>` : html`<p>${t('exams.no-orders')}</p>`}
        ${questions.length ? html`<${Questions} key=${`questions-${round}`} person=${person} questions=${questions} onAnswered=${again} />` : null}
        ${items.some((one) => one.state === 'ordered' || one.state === 'failed-preparation') ? html`<${Choices} key=${`plan-${round}`} person=${person} appointments=${appointments} onTaken=${again} />` : null}
      </div>`}
    <//>
    <${Loaded} request=${plans} lines=${1}>
      ${({ items }) => html`<div class="stack">${items.map((plan) => html`<${Plan} key=${`${plan.id}-${plan.version}`} plan=${plan} appointments=${orders.data ? orders.data.appointments : []} onChanged=${again} />`)}</div>`}
    <//>
    <${PastExams} person=${person} round=${round} onChanged=${again} />
  </section>`;
}
