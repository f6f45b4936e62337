// Plans at the desk and the clinician's: what the patient would like, the plans to choose from as a
// day-by-place chart, taken by one key; plans that stand, and what changes in them.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { can, meStore } from '../shared/context.js';
import { pick, t } from '../shared/i18n.js';
import { useStore } from '../shared/store.js';
import { formatDay } from '../shared/dates.js';
import { CheckField, Loaded, Notice, ProblemNotice, TextField } from '../shared/components.js';
import { choiceWords, differenceWords, Moves, NoPlan, PlanChart, PlannedAround, planName, PlanNotes, PlanReports, reportsOf, taken, Timeline } from '../shared/exams.js';
import { ExamWishes, kNoWishes, sentWishes, wished } from '../shared/exam_wishes.js';
import { Intention, post, useRequest } from '../staff/api.js';
import { Conflicts } from '../staff/exam_repairs.js';
import { useShortcuts } from '../staff/keys.js';
import { Button, DialogForm, Mark, usePress } from '../staff/ui.js';

/// The plans to choose from: a digit looks at one, Enter takes it, W leads to the wishes.
export function Choices({ person, appointments, onTaken }) {
  const [wishes, setWishes] = useState(kNoWishes);
  const [wishing, setWishing] = useState(false);
  const [fasted, setFasted] = useState(false);
  const [found, setFound] = useState(null);
  const [at, setAt] = useState(0);
  const press = usePress();
  const intention = useRef(new Intention());
  const button = useRef(null);
  const list = useRef(null);
  const fields = useRef(null);
  const me = useStore(meStore);
  const asked = () => ({ personId: person.id, wishes: sentWishes(wishes), fasted });
  function offer(preview) {
    setAt(0);
    setFound(preview);
  }
  async function plan(event) {
    if (event) event.preventDefault();
    const answer = await press.run(() => post('/exam-plans/previews', asked()));
    if (answer) offer(answer);
  }
  async function take() {
    const choice = found.choices[at];
    try {
      const made = await press.run(async () => {
        try {
          return await post('/exam-plans', { ...asked(), items: taken(choice) }, { intention: intention.current });
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
  const lookAt = (n) => {
    setAt(n);
    // Enter is for the one that is looked at.
    if (list.current.contains(document.activeElement)) list.current.querySelectorAll('button')[n].focus();
  };
  const wish = () => {
    setWishing(true);
    if (fields.current) fields.current.querySelector('input').focus();
  };
  useShortcuts({ w: wish, W: wish, ...Object.fromEntries([1, 2, 3, 4, 5].map((n) => [String(n), () => (choices[n - 1] ? lookAt(n - 1) : false)])) });
  useLayoutEffect(() => {
    if (choices.length) (button.current || list.current).querySelector('button').focus();
  }, [found]);
  useLayoutEffect(() => {
    if (wishing) fields.current.querySelector('input').focus();
  }, [wishing]);
  const chosen = choices[at];
  return html`<section class="card stack exam-planning" aria-label=${t('exams.plan')}>
    <form class="stack" onSubmit=${plan}>
      <div class="row">
        <${Button} type="submit" kind=${chosen ? 'secondary' : 'primary'} busy=${press.busy}>${t('exams.plan')}<//>
        <${Button} aria-expanded=${wishing ? 'true' : 'false'} onClick=${() => setWishing(!wishing)} keys="W">${t('exams.wishes')}<//>
        ${!wishing && wished(wishes) ? html`<${Mark} icon="info">${t('exams.wished')}<//>` : null}
        <${CheckField} label=${t('exams.fasted')} checked=${fasted} onChange=${setFasted} />
      </div>
      ${wishing
        ? html`<div class="stack" ref=${fields} role="group" aria-label=${t('exams.wishes')}>
            <${ExamWishes} value=${wishes} onChange=${setWishes} appointments=${appointments} />
            ${wished(wishes) ? html`<p><${Button} kind="quiet" onClick=${() => setWishes(kNoWishes)}>${t('exams.no-wishes')}<//></p>` : null}
          </div>`
        : null}
      <${PlannedAround} appointments=${appointments} />
    </form>
    <${ProblemNotice} problem=${press.problem} />
    ${found && found.blocked.length ? html`<${Notice} kind="warning">${t('exams.blocked', { names: found.blocked.map((one) => pick(one.exam, 'name')).join('、') })}<//>` : null}
    ${found && found.none ? html`<${NoPlan} none=${found.none} />` : null}
    ${chosen
      ? html`<div role="group" aria-label=${t('exams.choices')} class="stack" ref=${list}>
          ${choices.map((one, n) => html`<button type="button" key=${n} class="exam-choice" aria-pressed=${n === at} onClick=${() => setAt(n)} aria-keyshortcuts=${n + 1}>
            <kbd class="key" aria-hidden="true">${n + 1}</kbd> <strong>${t(`exams.kind.${one.kind}`)}</strong> ${choiceWords(one)} <span class="hint">${differenceWords(one)}</span>
            ${one.proven ? null : html` <${Mark} kind="warning">${t('exams.not-proven')}<//>`}
          </button>`)}
        </div>
        ${found.firstFitDays ? html`<p class="hint">${t('exams.first-fit', { n: found.firstFitDays })}</p>` : null}
        <${PlanChart} items=${chosen.items} appointments=${appointments} />
        <${PlanNotes} timeline=${chosen.timeline} />
        ${can(me, 'book-exams') ? html`<div class="row" ref=${button}><${Button} kind="primary" busy=${press.busy} onClick=${take} keys="Enter">${t('exams.take')}<//></div>` : html`<p>${t('exams.desk-takes')}</p>`}
        <details><summary>${t('exams.timeline')}</summary><${Timeline} timeline=${chosen.timeline} /></details>`
      : null}
  </section>`;
}

function Change({ plan, change, appointments, onClose, onDone }) {
  const [wishes, setWishes] = useState(kNoWishes);
  const [round, setRound] = useState(0);
  const request = useRequest(() => post(`/exam-plans/${plan.id}/changes/previews`, { ...change, wishes: sentWishes(wishes) }), [round]);
  const press = usePress();
  const [reason, setReason] = useState('');
  const box = useRef(null);
  const act = (to) => press.run(() => post(`/exam-plans/${plan.id}/changes`, { ...change, version: plan.version, reason, items: taken(to) })).then((made) => made && onDone());
  const shown = (to, label, kind) => html`<h3>${label}</h3><p>${t('exams.moves', { n: to.moved.length })}</p>
    <${Moves} before=${plan.items} to=${to} />
    <${PlanNotes} timeline=${to.timeline} />
    ${to.items.length ? html`<${PlanChart} items=${to.items} moved=${to.moved} label=${label} appointments=${appointments} />` : null}
    <div class="row"><${Button} kind=${kind} busy=${press.busy} onClick=${() => act(to)}>${t('exams.accept')}<//></div>`;
  const again = (event) => {
    event.preventDefault();
    setRound((n) => n + 1);
  };
  useShortcuts({ Escape: onClose });
  useLayoutEffect(() => box.current.focus(), []);
  return html`<section class="card stack" aria-label=${t(`exams.change.${change.what}`)}>
    <h2 tabindex="-1" ref=${box}>${t(`exams.change.${change.what}`)}</h2>
    <${TextField} label=${t('staff.reason')} value=${reason} onInput=${setReason} maxlength="200" optional />
    ${change.what === 'move'
      ? html`<details><summary>${t('exams.wishes')}</summary><form class="stack" onSubmit=${again}>
          <${ExamWishes} value=${wishes} onChange=${setWishes} appointments=${appointments} />
          <p><${Button} type="submit" busy=${request.state === 'loading'}>${t('exams.find-again')}<//></p>
        </form></details>`
      : null}
    <${Loaded} request=${request} lines=${3}>
      ${(found) => html`
        ${found.none ? html`<${NoPlan} none=${found.none} />` : null}
        ${found.fewestMoves ? shown(found.fewestMoves, t('exams.fewest-moves'), 'primary') : null}
        ${found.tighter ? shown(found.tighter, t('exams.tighter'), 'secondary') : null}`}
    <//>
    <${ProblemNotice} problem=${press.problem} />
    <div class="row"><${Button} onClick=${onClose} keys="Esc">${t('staff.cancel')}<//></div>
  </section>`;
}

function GiveUp({ plan, onClose, onDone }) {
  const [reason, setReason] = useState('');
  const press = usePress();
  const go = async () => (await press.run(() => post(`/exam-plans/${plan.id}/cancellation`, { version: plan.version, reason: reason.trim() }))) && onDone();
  return html`<${DialogForm} title=${t('exams.give-up')} submitLabel=${t('exams.give-up')} danger onClose=${onClose} onSubmit=${go} busy=${press.busy} problem=${press.problem}>
    <p>${t('exams.give-up-text')}</p>
    <${TextField} label=${t('staff.reason')} value=${reason} onInput=${setReason} maxlength="200" optional data-autofocus />
  <//>`;
}

export function Plan({ plan, appointments, onChanged }) {
  const [change, setChange] = useState(null);
  const [leaving, setLeaving] = useState(false);
  const may = can(useStore(meStore), 'book-exams');
  const changes = may ? ['move', 'not-prepared', 'cancel'] : [];
  if (!plan.items.length) return reportsOf(plan).length ? html`<section class="card stack no-print" aria-label=${t('exams.reports')}><h2>${t('exams.reports')}</h2><${PlanReports} plan=${plan} /></section>` : null;
  const ask = (what, orderId) => () => setChange({ what, orderId });
  return html`<section class="card stack exam-standing" aria-label=${planName(plan)}>
    <h2 tabindex="-1">${planName(plan)}</h2>
    <${Conflicts} conflicts=${plan.conflicts} />
    <${PlanChart} items=${plan.items} label=${planName(plan)} appointments=${appointments} />
    <ul class="adm-history no-print">${plan.items.map((one) => html`<li key=${one.orderId} class="row">
      <span>${formatDay(one.date)} ${one.start} ${pick(one.exam, 'name')}</span>
      ${one.canChange ? changes.map((what) => html`<${Button} key=${what} kind="quiet" onClick=${ask(what, one.orderId)}>${t(`exams.change.${what}`)}<//>`) : null}
    </li>`)}</ul>
    ${change ? html`<${Change} key=${`${change.what}-${change.orderId}`} plan=${plan} change=${change} appointments=${appointments} onClose=${() => setChange(null)} onDone=${onChanged} />` : null}
    <${Timeline} timeline=${plan.timeline} />
    <${PlanReports} plan=${plan} />
    <div class="row no-print">
      <${Button} onClick=${() => window.print()}>${t('exams.print')}<//>
      ${may && plan.items.some((one) => one.canChange) ? html`<${Button} kind="quiet" onClick=${() => setLeaving(true)}>${t('exams.give-up')}<//>` : null}
    </div>
    ${leaving ? html`<${GiveUp} plan=${plan} onClose=${() => setLeaving(false)} onDone=${onChanged} />` : null}
  </section>`;
}
