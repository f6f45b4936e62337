// Examinations: a document, what is ordered, what is asked once, plans to choose from, the plan.

import { html, useLayoutEffect, useRef, useState } from '../../shared/preact.js';
import { Intention, post } from '../../shared/api.js';
import { announce } from '../../shared/components.js';
import { kNoWishes, sentWishes } from '../../shared/exam_wishes.js';
import { choiceWords, differenceWords, NoPlan, NotProven, OrderNotes, PlanNotes, taken } from '../../shared/exams.js';
import { formatDay } from '../../shared/dates.js';
import { pick, t } from '../../shared/i18n.js';
import { Identify } from '../holder.js';
import { holderWords } from '../holder_words.js';
import { Heading, Refused, Scroll, useAsk } from '../parts.js';
import { Items, Plan } from './plan.js';
import { Wishes } from './wishes.js';

const isOpen = (order) => order.state === 'ordered' || order.state === 'failed-preparation';

function YesOrNo({ question, lead, busy, onAnswer, onBack }) {
  const answer = (value) => () => !busy && onAnswer(value);
  return html`<section class="kiosk-middle">
    <${Heading}>${question}<//>
    <p class="kiosk-hint">${lead}</p>
    <div class="kiosk-row">
      <button type="button" class="kiosk-button kiosk-answer" onClick=${answer(false)}>${t('kiosk.no')}</button>
      <button type="button" class="kiosk-button kiosk-answer" onClick=${answer(true)}>${t('kiosk.yes')}</button>
    </div>
    <div class="kiosk-row"><button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.back')}</button></div>
  </section>`;
}

function Overview({ who, all, busy, onPlan, onOpen, onDone }) {
  const open = all.items.filter(isOpen);
  const asked = open.some((one) => one.unanswered.length);
  const here = all.questions.some((one) => one.kind === 'yes-no' && one.answer === undefined);
  return html`<section class="kiosk-middle">
    <${Heading}>${t('kiosk.exams.of', { who })}<//>
    ${open.length || all.plans.length
      ? html`<${Scroll} label=${t('kiosk.exams.of', { who })}>
          ${open.length ? html`<h2 class="kiosk-part">${t('exams.orders')}</h2><ul class="kiosk-plan kiosk-card">${open.map((one) => html`<li key=${one.id}>${pick(one.exam, 'name')}${one.addedFor ? html`<br /><span>${t('exams.added', { why: pick(one.addedFor, 'why') })}</span>` : null}<${OrderNotes} order=${one} /></li>`)}</ul>` : null}
          ${all.plans.length ? html`<h2 class="kiosk-part">${t('exams.stands')}</h2><ul class="kiosk-tiles kiosk-wide">${all.plans.map((plan) => html`<li key=${plan.id}><button type="button" class="kiosk-tile" onClick=${() => onOpen(plan)}>
            <span class="kiosk-tile-name">${formatDay(plan.items[0].date)} ${plan.items[0].start}</span>
            <span class="kiosk-tile-more">${plan.items.map((one) => pick(one.exam, 'name')).join(' · ')}</span>
          </button></li>`)}</ul>` : null}
        <//>`
      : html`<p class="kiosk-lead">${t('exams.no-orders')}</p>`}
    ${asked && !here ? html`<p class="kiosk-note">${t('kiosk.exams.desk')}</p>` : null}
    <div class="kiosk-row">
      <button type="button" class="kiosk-button" onClick=${onDone}>${t('kiosk.slip.done')}</button>
      ${open.length && (!asked || here) ? html`<button type="button" class="kiosk-button kiosk-primary" aria-disabled=${busy ? 'true' : undefined} onClick=${() => !busy && onPlan()}>${t('exams.plan')}</button>` : null}
    </div>
  </section>`;
}

function Choices({ found, gone, busy, onTake, onWishes, onBack }) {
  return html`<section class="kiosk-middle">
    <${Heading}>${t('kiosk.exams.choose')}<//>
    ${gone ? html`<p class="kiosk-note" role="status">${t('exams.place-gone')}</p>` : null}
    <${Scroll} label=${t('exams.choices')}>
      ${found.blocked.length ? html`<div class="kiosk-note">${found.blocked.map((one) => html`<p key=${one.orderId}>${pick(one.exam, 'name')} ${one.bars.map((bar) => pick(bar, 'why')).join(' ')}</p>`)}</div>` : null}
      ${found.none ? html`<${NoPlan} none=${found.none} /><p class="kiosk-lead">${t('kiosk.exams.desk')}</p>` : null}
      ${found.choices.map((one) => html`<article key=${one.kind + one.items[0].startsAt} class="kiosk-card kiosk-choice" aria-label=${t(`exams.kind.${one.kind}`)}>
        <h2>${t(`exams.kind.${one.kind}`)}</h2>
        <p>${choiceWords(one)}</p>
        ${differenceWords(one) ? html`<p class="kiosk-note">${differenceWords(one)}</p>` : null}
        <${NotProven} choice=${one} />
        <${Items} items=${one.items} />
        <${PlanNotes} timeline=${one.timeline} />
        <button type="button" class="kiosk-button kiosk-primary" aria-disabled=${busy ? 'true' : undefined} onClick=${() => !busy && onTake(one)}>${t('exams.take')}</button>
      </article>`)}
    <//>
    <div class="kiosk-row">
      <button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.back')}</button>
      <button type="button" class="kiosk-button" onClick=${onWishes}>${t('kiosk.exams.wishes')}</button>
    </div>
  </section>`;
}

/// Whatever is known of the visitor lives in this component alone and goes with it.
export function Exams({ shown, onDone }) {
  const [holder, setHolder] = useState(null);
  const [all, setAll] = useState(null);
  const [screen, setScreen] = useState({ name: 'overview' });
  const [wishes, setWishes] = useState(kNoWishes);
  const fasted = useRef(false);
  const intention = useRef(new Intention());
  const { busy, run } = useAsk((problem) => setScreen({ name: 'refused', problem }));
  const ask = (path, body, options) => run(() => post(path, { pass: holder.pass, ...body }, options));
  async function load() {
    const found = await ask('/kiosk/exams', {});
    if (found) setAll(found);
  }
  useLayoutEffect(() => {
    if (holder) load();
  }, [holder]);
  const overview = () => setScreen({ name: 'overview' });
  /// What is still asked, then whether they have eaten, then the plans.
  const go = (now) => {
    const question = now.questions.find((one) => one.kind === 'yes-no' && one.answer === undefined);
    if (question) setScreen({ name: 'question', question });
    else setScreen({ name: now.items.some((one) => isOpen(one) && one.unanswered.length) ? 'overview' : 'eaten' });
  };
  async function answer(question, value) {
    const now = await ask('/kiosk/exam-answers', { answers: { [question.code]: value } }, { intention: new Intention() });
    if (!now) return;
    setAll(now);
    go(now);
  }
  const asked = () => ({ fasted: fasted.current, wishes: sentWishes(wishes) });
  async function plan(eaten) {
    fasted.current = !eaten;
    const found = await ask('/kiosk/exam-plans/previews', asked());
    if (found) setScreen({ name: 'choices', found });
  }
  async function take(choice) {
    const made = await run(async () => {
      try {
        return await post('/kiosk/exam-plans', { pass: holder.pass, items: taken(choice), ...asked() }, { intention: intention.current });
      } catch (refusal) {
        if (!refusal.preview) throw refusal;
        setScreen({ name: 'choices', found: refusal.preview, gone: true });
        return null;
      }
    });
    if (!made) return;
    announce(t('kiosk.exams.taken'));
    setScreen({ name: 'plan', plan: made, taken: true });
  }
  if (!holder) return html`<${Identify} title=${t('kiosk.exams.title')} shown=${shown} onHolder=${setHolder} onBack=${onDone} />`;
  if (screen.name === 'refused') return html`<${Refused} problem=${screen.problem} onBack=${onDone} />`;
  if (!all) return html`<section class="kiosk-middle"><p class="kiosk-lead" role="status">${t('kiosk.wait')}</p></section>`;
  const screens = {
    overview: () => html`<${Overview} who=${holderWords(holder)} all=${all} busy=${busy} onPlan=${() => go(all)} onOpen=${(one) => setScreen({ name: 'plan', plan: one })} onDone=${onDone} />`,
    question: () => html`<${YesOrNo} key=${screen.question.code} question=${pick(screen.question, 'name')} lead=${t('exams.questions')} busy=${busy} onAnswer=${(value) => answer(screen.question, value)} onBack=${overview} />`,
    eaten: () => html`<${YesOrNo} key="eaten" question=${t('kiosk.exams.eaten')} lead=${t('kiosk.exams.eaten-why')} busy=${busy} onAnswer=${plan} onBack=${overview} />`,
    choices: () => html`<${Choices} found=${screen.found} gone=${screen.gone} busy=${busy} onTake=${take} onWishes=${() => setScreen({ ...screen, name: 'wishes' })} onBack=${overview} />`,
    wishes: () => html`<${Wishes} value=${wishes} busy=${busy} onChange=${setWishes} onPlan=${() => plan(!fasted.current)} onBack=${() => setScreen({ ...screen, name: 'choices' })} />`,
    plan: () => html`<${Plan} plan=${screen.plan} who=${holderWords(holder)} taken=${screen.taken} onDone=${screen.taken ? onDone : overview} />`,
  };
  return screens[screen.name]();
}
