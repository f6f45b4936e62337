// All of a patient's examinations on one screen: what is ordered, what is asked, the plans to choose
// from as a day-by-place chart, taken by one key; plans that stand, and what changes in them.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { can, meStore } from '../shared/context.js';
import { pick, t } from '../shared/i18n.js';
import { useStore } from '../shared/store.js';
import { formatDay } from '../shared/dates.js';
import { Loaded, Notice, ProblemNotice, SelectField, TextField } from '../shared/components.js';
import { choiceWords, differenceWords, NoPlan, PlanChart, planName, taken, Timeline } from '../shared/exams.js';
import { get, Intention, post, put, useRequest } from '../staff/api.js';
import { useShortcuts } from '../staff/keys.js';
import { Button, DialogForm, Mark, usePress } from '../staff/ui.js';
import { ExamOrderForm } from './exam_order.js';

const kMarks = { routine: '', soon: 'warning', urgent: 'danger' };

function ReasonDialog({ title, label, required, act, onClose, onDone }) {
  const [reason, setReason] = useState('');
  const press = usePress();
  const go = async () => (await press.run(() => act(reason.trim()))) && onDone();
  return html`<${DialogForm} title=${title} submitLabel=${label} onClose=${onClose} onSubmit=${go} busy=${press.busy} problem=${press.problem}>
    <${TextField} label=${t('staff.reason')} value=${reason} onInput=${setReason} maxlength="200" required=${required} optional=${!required} data-autofocus />
  <//>`;
}

function Order({ order, onChanged }) {
  const [asking, setAsking] = useState('');
  const done = () => {
    setAsking('');
    onChanged();
  };
  const open = order.state === 'ordered' || order.state === 'failed-preparation';
  const act = { 'leaving-out': (reason) => post(`/exam-orders/${order.id}/leaving-out`, { reason }), cancellation: (reason) => post(`/exam-orders/${order.id}/cancellation`, { reason }) }[asking];
  return html`<li class="stack">
    <p><strong>${pick(order.exam, 'name')}</strong> ${order.bodyPart}
      ${order.urgency === 'routine' ? null : html` <${Mark} kind=${kMarks[order.urgency]}>${t(`exams.urgency.${order.urgency}`)}<//>`}
      ${order.state === 'ordered' ? null : html` <${Mark} kind="muted">${t(`exams.state.${order.state}`)}<//>`}
      ${order.neededBy ? html` <span class="hint">${t('exams.needed-by', { day: formatDay(order.neededBy) })}</span>` : null}
    </p>
    ${order.addedFor ? html`<p class="hint">${t('exams.added', { why: pick(order.addedFor, 'why') })}</p>` : null}
    ${order.bars.map((one) => html`<p key=${one.why}><${Mark} kind="danger" icon="cross">${t('exams.barred', { why: pick(one, 'why') })}<//></p>`)}
    ${[...order.delays, ...order.warnings].map((one) => html`<p key=${one.why}><${Mark} kind="warning" icon="warning">${pick(one, 'why')}<//></p>`)}
    ${order.coveredBy
      ? html`<p><${Mark} icon="check">${t('exams.covered', { who: pick(order.coveredBy, 'institution') || t('exams.here'), day: formatDay(order.coveredBy.takenAt.slice(0, 10)) })}<//></p>`
      : null}
    ${open
      ? html`<div class="row">
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
  return html`<form class="card stack" onSubmit=${save} aria-label=${t('exams.questions')}>
    <h2>${t('exams.questions')}</h2>
    ${questions.map((one) => (one.kind === 'number'
      ? html`<${TextField} key=${one.code} label=${`${pick(one, 'name')} ${one.unit}`} type="number" min="0" value=${given[one.code] || ''} onInput=${set(one.code)} optional />`
      : html`<${SelectField} key=${one.code} label=${pick(one, 'name')} value=${given[one.code] || ''} onChange=${set(one.code)} options=${yesNo} />`))}
    <${ProblemNotice} problem=${press.problem} />
    <div class="row"><${Button} type="submit" busy=${press.busy}>${t('exams.save-answers')}<//></div>
  </form>`;
}

/// The plans to choose from: a digit looks at one, Enter takes it.
function Choices({ person, onTaken }) {
  const [wishes, setWishes] = useState({ notBefore: '', notAfter: '' });
  const [fasted, setFasted] = useState(false);
  const [found, setFound] = useState(null);
  const [at, setAt] = useState(0);
  const press = usePress();
  const intention = useRef(new Intention());
  const button = useRef(null);
  const me = useStore(meStore);
  const sent = () => Object.fromEntries(Object.entries(wishes).filter(([, value]) => value));
  function offer(preview) {
    setAt(0);
    setFound(preview);
  }
  async function plan(event) {
    if (event) event.preventDefault();
    const answer = await press.run(() => post('/exam-plans/previews', { personId: person.id, wishes: sent(), fasted }));
    if (answer) offer(answer);
  }
  async function take() {
    const choice = found.choices[at];
    try {
      const made = await press.run(async () => {
        try {
          return await post('/exam-plans', { personId: person.id, items: taken(choice), wishes: sent(), fasted }, { intention: intention.current });
        } catch (refusal) {
          if (refusal.preview) offer(refusal.preview);
          throw refusal;
        }
      });
      if (made) onTaken();
    } finally {
      intention.current = new Intention();
    }
  }
  const choices = found ? found.choices : [];
  useShortcuts(Object.fromEntries([1, 2, 3, 4, 5].map((n) => [String(n), () => (choices[n - 1] ? setAt(n - 1) : false)])));
  useLayoutEffect(() => {
    if (choices.length && button.current) button.current.querySelector('button').focus();
  }, [found]);
  const chosen = choices[at];
  return html`<section class="card stack" aria-label=${t('exams.plan')}>
    <form class="row" onSubmit=${plan}>
      <${TextField} label=${t('exams.not-before')} type="time" step="1800" value=${wishes.notBefore} onInput=${(notBefore) => setWishes({ ...wishes, notBefore })} optional />
      <${TextField} label=${t('exams.not-after')} type="time" step="1800" value=${wishes.notAfter} onInput=${(notAfter) => setWishes({ ...wishes, notAfter })} optional />
      <label class="check"><input type="checkbox" checked=${fasted} onChange=${() => setFasted(!fasted)} /> ${t('exams.fasted')}</label>
      <${Button} type="submit" kind=${chosen ? 'secondary' : 'primary'} busy=${press.busy}>${t('exams.plan')}<//>
    </form>
    <${ProblemNotice} problem=${press.problem} />
    ${found && found.blocked.length ? html`<${Notice} kind="warning">${t('exams.blocked', { names: found.blocked.map((one) => pick(one.exam, 'name')).join('、') })}<//>` : null}
    ${found && found.none ? html`<${NoPlan} none=${found.none} />` : null}
    ${chosen
      ? html`<div role="group" aria-label=${t('exams.choices')} class="stack">
          ${choices.map((one, n) => html`<button type="button" key=${n} class="exam-choice" aria-pressed=${n === at} onClick=${() => setAt(n)} aria-keyshortcuts=${n + 1}>
            <kbd class="key" aria-hidden="true">${n + 1}</kbd> <strong>${t(`exams.kind.${one.kind}`)}</strong> ${choiceWords(one)} <span class="hint">${differenceWords(one)}</span>
            ${one.proven ? null : html` <${Mark} kind="warning">${t('exams.not-proven')}<//>`}
          </button>`)}
        </div>
        ${found.firstFitDays ? html`<p class="hint">${t('exams.first-fit', { n: found.firstFitDays })}</p>` : null}
        <${PlanChart} items=${chosen.items} />
        ${can(me, 'book-exams') ? html`<div class="row" ref=${button}><${Button} kind="primary" busy=${press.busy} onClick=${take} keys="Enter">${t('exams.take')}<//></div>` : html`<p>${t('exams.desk-takes')}</p>`}
        <details><summary>${t('exams.timeline')}</summary><${Timeline} timeline=${chosen.timeline} /></details>`
      : null}
  </section>`;
}

function Change({ plan, change, onClose, onDone }) {
  const request = useRequest(() => post(`/exam-plans/${plan.id}/changes/previews`, change), []);
  const press = usePress();
  const [reason, setReason] = useState('');
  const act = (to) => press.run(() => post(`/exam-plans/${plan.id}/changes`, { ...change, version: plan.version, reason, items: taken(to) })).then((made) => made && onDone());
  const shown = (to, label, kind) => html`<h3>${label}</h3><p>${t('exams.moves', { n: to.moved.length })}</p>
    <${PlanChart} items=${to.items} moved=${to.moved} label=${label} /><div class="row"><${Button} kind=${kind} busy=${press.busy} onClick=${() => act(to)}>${t('exams.accept')}<//></div>`;
  return html`<section class="card stack" aria-label=${t(`exams.change.${change.what}`)}>
    <h2>${t(`exams.change.${change.what}`)}</h2>
    <${TextField} label=${t('staff.reason')} value=${reason} onInput=${setReason} maxlength="200" optional />
    <${Loaded} request=${request} lines=${3}>
      ${(found) => html`
        ${found.none ? html`<${NoPlan} none=${found.none} />` : null}
        ${found.fewestMoves ? shown(found.fewestMoves, t('exams.fewest-moves'), 'primary') : null}
        ${found.tighter ? shown(found.tighter, t('exams.tighter'), 'secondary') : null}`}
    <//>
    <${ProblemNotice} problem=${press.problem} />
    <div class="row"><${Button} onClick=${onClose}>${t('staff.cancel')}<//></div>
  </section>`;
}

function Plan({ plan, onChanged }) {
  const [change, setChange] = useState(null);
  const changes = can(useStore(meStore), 'book-exams') ? ['move', 'not-prepared', 'cancel'] : [];
  if (!plan.items.length) return null;
  const ask = (what, orderId) => () => setChange({ what, orderId });
  return html`<section class="card stack" aria-label=${planName(plan)}>
    <h2>${planName(plan)}</h2>
    <${PlanChart} items=${plan.items} label=${planName(plan)} />
    <ul class="adm-history">${plan.items.map((one) => html`<li key=${one.orderId} class="row">
      <span>${formatDay(one.date)} ${one.start} ${pick(one.exam, 'name')}</span>
      ${changes.map((what) => html`<${Button} key=${what} kind="quiet" onClick=${ask(what, one.orderId)}>${t(`exams.change.${what}`)}<//>`)}
    </li>`)}</ul>
    ${change ? html`<${Change} key=${`${change.what}-${change.orderId}`} plan=${plan} change=${change} onClose=${() => setChange(null)} onDone=${onChanged} />` : null}
    <${Timeline} timeline=${plan.timeline} />
    <div class="row no-print"><${Button} onClick=${() => window.print()}>${t('exams.print')}<//></div>
  </section>`;
}

export function Exams({ person, onBack }) {
  const [round, setRound] = useState(0);
  const again = () => setRound((n) => n + 1);
  const orders = useRequest(() => get('/exam-orders', { query: { personId: person.id } }), [person.id, round]);
  const plans = useRequest(() => get('/exam-plans', { query: { personId: person.id } }), [person.id, round]);
  const title = useRef(null);
  useLayoutEffect(() => title.current.focus(), []);
  return html`<section class="adm" aria-labelledby="exams-title">
    <div class="bar">
      <h1 id="exams-title" tabindex="-1" ref=${title}>${t('exams.heading', { name: person.name || '' })}</h1>
      <div class="row no-print"><${Button} onClick=${onBack} keys="Esc">${t('staff.back')}<//></div>
    </div>
    <div class="no-print"><${ExamOrderForm} key=${`form-${round}`} person=${person} onOrdered=${again} /></div>
    <${Loaded} request=${orders} lines=${3}>
      ${({ items, questions }) => html`<div class="stack no-print">
        ${items.length ? html`<ul class="exam-orders card stack" aria-label=${t('exams.orders')}>${items.map((order) => html`<${Order} key=${`${order.id}-${order.version}`} order=${order} onChanged=${again} />`)}</ul>` : html`<p>${t('exams.no-orders')}</p>`}
        ${questions.length ? html`<${Questions} key=${`questions-${round}`} person=${person} questions=${questions} onAnswered=${again} />` : null}
        ${items.some((one) => one.state === 'ordered' || one.state === 'failed-preparation') ? html`<${Choices} key=${`plan-${round}`} person=${person} onTaken=${again} />` : null}
      </div>`}
    <//>
    <${Loaded} request=${plans} lines=${1}>
      ${({ items }) => html`<div class="stack">${items.map((plan) => html`<${Plan} key=${`${plan.id}-${plan.version}`} plan=${plan} onChanged=${again} />`)}</div>`}
    <//>
  </section>`;
}
