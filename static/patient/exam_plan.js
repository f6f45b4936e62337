// A patient's plan of examinations: what is when and where, and what the patient may change by
// themselves. The server says which examinations, and until when.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { Intention, post, useRequest } from '../shared/api.js';
import { announce, Button, ConfirmDialog, LinkButton, Loaded, Notice, ProblemNotice } from '../shared/components.js';
import { ExamWishes, kNoWishes, sentWishes } from '../shared/exam_wishes.js';
import { Moves, NoPlan, PlanChart, planName, PlanNotes, PlanReports, reportsOf, taken, Timeline } from '../shared/exams.js';
import { hospitalStore } from '../shared/context.js';
import { addDays, formatDay, formatInstant, hospitalToday } from '../shared/dates.js';
import { pick, t } from '../shared/i18n.js';
import { href } from '../shared/router.js';
import { useStore } from '../shared/store.js';
import { usePosting } from './posting.js';

/// What would become of the plan, before anything is changed.
function Change({ plan, item, what, appointments, onBack, onDone }) {
  const [wishes, setWishes] = useState(kNoWishes);
  const [round, setRound] = useState(0);
  const change = { what, orderId: item.orderId };
  const request = useRequest(() => post(`/exam-plans/${plan.id}/changes/previews`, { ...change, wishes: sentWishes(wishes) }), [round]);
  const posting = usePosting();
  const intention = useRef(new Intention());
  const title = useRef(null);
  useLayoutEffect(() => title.current.focus(), []);
  const again = (event) => {
    event.preventDefault();
    setRound((n) => n + 1);
  };
  const accept = (to) => async () => {
    const body = { ...change, version: plan.version, items: taken(to) };
    if (!(await posting.run(() => post(`/exam-plans/${plan.id}/changes`, body, { intention: intention.current })))) return;
    announce(t('exams.changed'));
    onDone();
  };
  const offer = (to, kind, label) => html`<article class="stack" aria-label=${label}>
    <h3>${label}</h3>
    <${Moves} before=${plan.items} to=${to} />
    <${PlanNotes} timeline=${to.timeline} />
    <p><${Button} kind=${kind} busy=${posting.busy} onClick=${accept(to)}>${t(`exams.own.do.${what}`)}<//></p>
  </article>`;
  return html`<section class="card stack" aria-label=${t(`exams.own.${what}`)}>
    <h2 tabindex="-1" ref=${title}>${t(`exams.own.${what}`)}：${pick(item.exam, 'name')}</h2>
    <p>${t(`exams.own.text.${what}`)}</p>
    ${what === 'move'
      ? html`<details><summary>${t('exams.wishes')}</summary><form class="stack" onSubmit=${again}>
          <${ExamWishes} value=${wishes} onChange=${setWishes} appointments=${appointments} />
          <p><${Button} type="submit" busy=${request.state === 'loading'}>${t('exams.find-again')}<//></p>
        </form></details>`
      : null}
    <${Loaded} request=${request} lines=${3}>
      ${(found) => html`
        ${found.none ? html`<${NoPlan} none=${found.none} />` : null}
        ${found.fewestMoves ? offer(found.fewestMoves, 'primary', t(`exams.own.offer.${what}`)) : null}
        ${found.tighter ? offer(found.tighter, 'secondary', t('exams.tighter')) : null}`}
    <//>
    <${ProblemNotice} problem=${posting.problem} />
    <p><${Button} onClick=${onBack}>${t('exams.own.keep')}<//></p>
  </section>`;
}

/// One examination of the plan, and what its patient may do.
function Item({ item, onAsk }) {
  // Preparing begins the evening before.
  const preparing = item.date <= addDays(hospitalToday(), 1) ? ['not-prepared'] : [];
  const acts = item.canChange ? ['move', ...preparing, 'cancel'] : preparing;
  return html`<li class="stack">
    <p><strong>${formatDay(item.date)} ${item.start}</strong> ${pick(item.exam, 'name')}<br />
      <span class="hint">${t(item.canChange ? 'exams.own.until' : 'exams.own.too-late', { at: formatInstant(item.changeUntil) })}</span></p>
    ${acts.length
      ? html`<div class="row">${acts.map((what) => html`<${Button} key=${what} onClick=${() => onAsk(item, what)} aria-label=${`${t(`exams.own.${what}`)}：${pick(item.exam, 'name')}`}>${t(`exams.own.${what}`)}<//>`)}</div>`
      : null}
  </li>`;
}

function GiveUp({ plan, onClose, onDone }) {
  const posting = usePosting();
  const intention = useRef(new Intention());
  const go = async () => {
    if (!(await posting.run(() => post(`/exam-plans/${plan.id}/cancellation`, { version: plan.version }, { intention: intention.current })))) return;
    announce(t('exams.given-up'));
    onDone();
  };
  return html`<${ConfirmDialog} title=${t('exams.give-up')} confirmLabel=${t('exams.give-up')} danger busy=${posting.busy} problem=${posting.problem} onConfirm=${go} onClose=${onClose}>
    <p>${t('exams.own.give-up-text')}</p>
  <//>`;
}

function Reports({ plan }) {
  return html`<${PlanReports} plan=${plan} />
    ${reportsOf(plan).some((one) => one.readyAt) ? html`<p class="no-print"><${LinkButton} href=${href('/reports')}>${t('patient.reports.title')}<//></p>` : null}`;
}

/// What is not right with the plan is the desk's to put right.
function Conflicts({ conflicts = [] }) {
  const hospital = useStore(hospitalStore);
  if (!conflicts.length) return null;
  const names = [...new Set(conflicts.map((one) => pick(one.exam, 'name')))].join(t('patient.comma'));
  return html`<${Notice} kind="warning"><p>${t('patient.exams.conflicts', { names })}${hospital ? html` <a class="phone-link" href=${`tel:${hospital.phone}`}>${hospital.phone}</a>` : null}</p><//>`;
}

export function OwnPlan({ plan, appointments, onChanged }) {
  const [changing, setChanging] = useState(false);
  const [change, setChange] = useState(null);
  const [leaving, setLeaving] = useState(false);
  const ask = (item, what) => setChange({ item, what });
  if (change) {
    return html`<${Change} key=${`${change.item.orderId}-${change.what}`} plan=${plan} ...${change} appointments=${appointments} onBack=${() => setChange(null)} onDone=${onChanged} />`;
  }
  if (!plan.items.length) return html`<section class="card stack" aria-label=${t('exams.reports')}><h2>${t('exams.reports')}</h2><${Reports} plan=${plan} /></section>`;
  return html`<section class="card stack" aria-label=${planName(plan)}>
    <h2>${planName(plan)}</h2>
    <${Conflicts} conflicts=${plan.conflicts} />
    <${PlanChart} items=${plan.items} label=${planName(plan)} appointments=${appointments} />
    <${Timeline} timeline=${plan.timeline} />
    <${Reports} plan=${plan} />
    <p class="row no-print"><${Button} onClick=${() => window.print()}>${t('exams.print')}<//> <${LinkButton} href=${`/api/v1/exam-plans/${plan.id}/calendar.ics`}>${t('exams.calendar')}<//>
      <${Button} aria-expanded=${changing ? 'true' : 'false'} onClick=${() => setChanging(!changing)}>${t('exams.own.change')}<//></p>
    ${changing
      ? html`<ul class="exam-orders stack" aria-label=${t('exams.own.change')}>${plan.items.map((item) => html`<${Item} key=${item.orderId} item=${item} onAsk=${ask} />`)}</ul>
          ${plan.items.every((item) => item.canChange) ? html`<p><${Button} kind="quiet" onClick=${() => setLeaving(true)}>${t('exams.give-up')}<//></p>` : html`<${Notice} kind="info">${t('exams.own.desk')}<//>`}`
      : null}
    ${leaving ? html`<${GiveUp} plan=${plan} onClose=${() => setLeaving(false)} onDone=${onChanged} />` : null}
  </section>`;
}
