// A patient's examinations: what is ordered, the questions that are asked once, plans to choose
// from, and what to do before and after.

import { html, useRef, useState } from '../shared/preact.js';
import { get, Intention, post, put, useRequest } from '../shared/api.js';
import { announce, Button, CheckField, Choices, Empty, LinkButton, Loaded, Notice, PageTitle, ProblemNotice } from '../shared/components.js';
import { ExamWishes, kNoWishes, sentWishes } from '../shared/exam_wishes.js';
import { choiceWords, differenceWords, NoPlan, NotProven, OrderNotes, PlanChart, PlannedAround, PlanNotes, reportsOf, taken } from '../shared/exams.js';
import { pick, t } from '../shared/i18n.js';
import { href } from '../shared/router.js';
import { Returns, Today } from './exam_day.js';
import { OwnPlan } from './exam_plan.js';
import { loadPeople } from './people.js';
import { usePosting } from './posting.js';
import { SignedIn } from './sign_in.js';

function Questions({ person, questions, onAnswered }) {
  const asked = questions.filter((one) => one.kind === 'yes-no');
  const [given, setGiven] = useState(() => Object.fromEntries(asked.filter((one) => one.answer !== undefined).map((one) => [one.code, String(one.answer)])));
  const posting = usePosting();
  const save = async (event) => {
    event.preventDefault();
    const answers = Object.fromEntries(Object.entries(given).map(([code, value]) => [code, value === '1']));
    if (await posting.run(() => put('/exam-questionnaire', { personId: person, answers }))) onAnswered();
  };
  const options = [{ value: '0', label: t('exams.no') }, { value: '1', label: t('exams.yes') }];
  return html`<form class="card stack" onSubmit=${save} aria-label=${t('exams.questions')}>
    <h2>${t('exams.questions')}</h2>
    ${asked.map((one) => html`<${Choices} key=${one.code} layout="row" legend=${pick(one, 'name')} value=${given[one.code] || ''} onChange=${(value) => setGiven({ ...given, [one.code]: value })} options=${options} />`)}
    <${ProblemNotice} problem=${posting.problem} />
    <p><${Button} type="submit" kind="primary" busy=${posting.busy}>${t('exams.save-answers')}<//></p>
  </form>`;
}

function Planning({ person, appointments, onTaken }) {
  const [wishes, setWishes] = useState(kNoWishes);
  const [fasted, setFasted] = useState(false);
  const [found, setFound] = useState(null);
  const [gone, setGone] = useState(false);
  const posting = usePosting();
  const intention = useRef(new Intention());
  const asked = () => ({ personId: person, wishes: sentWishes(wishes), fasted });
  const plan = async (event) => {
    event.preventDefault();
    setGone(false);
    const answer = await posting.run(() => post('/exam-plans/previews', asked()));
    if (answer) setFound(answer);
  };
  const take = (choice) => async () => {
    const made = await posting.run(async () => {
      try {
        return await post('/exam-plans', { ...asked(), items: taken(choice) }, { intention: intention.current });
      } catch (refusal) {
        if (!refusal.preview) throw refusal;
        setFound(refusal.preview);
        setGone(true);
        return null;
      }
    });
    intention.current = new Intention();
    if (!made) return;
    announce(t('exams.stands'));
    onTaken();
  };
  return html`<section class="card stack" aria-label=${t('exams.plan')}>
    <p>${t('exams.explain')}</p>
    <${PlannedAround} appointments=${appointments} />
    <form class="stack" onSubmit=${plan}>
      <details><summary>${t('exams.own.wishes')}</summary><${ExamWishes} value=${wishes} onChange=${setWishes} appointments=${appointments} /></details>
      <${CheckField} label=${t('exams.own.fasted')} checked=${fasted} onChange=${setFasted} />
      <p><${Button} type="submit" kind=${found ? 'secondary' : 'primary'} busy=${posting.busy}>${t('exams.plan')}<//></p>
    </form>
    ${gone ? html`<${Notice} kind="warning" live>${t('exams.place-gone')}<//>` : null}
    <${ProblemNotice} problem=${posting.problem} />
    ${found && found.blocked.length ? html`<${Notice} kind="warning">${found.blocked.map((one) => html`<p key=${one.orderId}>${pick(one.exam, 'name')} ${one.bars.map((bar) => pick(bar, 'why')).join(' ')}</p>`)}<//>` : null}
    ${found && found.none ? html`<${NoPlan} none=${found.none} />` : null}
    ${(found ? found.choices : []).map((one) => html`<article key=${one.kind + one.items[0].startsAt} class="stack" aria-label=${t(`exams.kind.${one.kind}`)}>
      <h2>${t(`exams.kind.${one.kind}`)}</h2>
      <p>${choiceWords(one)}${differenceWords(one) ? html`<br /><span class="hint">${differenceWords(one)}</span>` : null}</p>
      <${NotProven} choice=${one} />
      <${PlanChart} items=${one.items} label=${t(`exams.kind.${one.kind}`)} appointments=${appointments} />
      <${PlanNotes} timeline=${one.timeline} />
      <p><${Button} kind="primary" busy=${posting.busy} onClick=${take(one)}>${t('exams.take')}<//></p>
    </article>`)}
  </section>`;
}

function Mine({ person }) {
  const [round, setRound] = useState(0);
  const again = () => setRound((n) => n + 1);
  const orders = useRequest((signal) => get('/exam-orders', { query: { personId: person }, signal }), [person, round]);
  const plans = useRequest((signal) => get('/exam-plans', { query: { personId: person }, signal }), [person, round]);
  // Each in a box of its own, so that what loads late finds its place.
  return html`<div class="late">
    <div><${Returns} person=${person} round=${round} onChanged=${again} /></div>
    <div><${Today} person=${person} round=${round} onChanged=${again} /></div>
    <div><${Loaded} request=${plans}>
      ${({ items }) => {
        const shown = items.filter((plan) => plan.items.length || reportsOf(plan).length);
        return shown.length ? html`<div class="stack">${shown.map((plan) => html`<${OwnPlan} key=${`${plan.id}-${plan.version}`} plan=${plan} appointments=${orders.data ? orders.data.appointments : []} onChanged=${again} />`)}</div>` : null;
      }}
    <//></div>
    <div><${Loaded} request=${orders}>
      ${({ items, questions, appointments }) => {
        const open = items.filter((one) => one.state === 'ordered' || one.state === 'failed-preparation');
        if (!items.length) return html`<${Empty} title=${t('exams.no-orders')} />`;
        const missing = open.some((one) => one.unanswered.length);
        return html`<div class="no-print stack">
          ${open.length ? html`<section class="card"><h2>${t('exams.orders')}</h2><ul class="exam-orders stack">${open.map((one) => html`<li key=${one.id}>${pick(one.exam, 'name')}${one.addedFor ? html` <span class="hint">${t('exams.added', { why: pick(one.addedFor, 'why') })}</span>` : null}<${OrderNotes} order=${one} /></li>`)}</ul></section>` : null}
          ${missing ? html`<${Questions} key=${round} person=${person} questions=${questions} onAnswered=${again} />` : null}
          ${open.length && !missing ? html`<${Planning} key=${round} person=${person} appointments=${appointments} onTaken=${again} />` : null}
        </div>`;
      }}
    <//></div>
  </div>`;
}

/// In the list of appointments: nothing, unless something of somebody of one's own waits.
export function OwnExams() {
  const request = useRequest(async (signal) => {
    const { items } = await loadPeople(signal);
    const lists = items.flatMap((one) => ['/exam-orders', '/exam-returns'].map((path) => get(path, { query: { personId: one.id }, signal })));
    const all = await Promise.all(lists);
    return all.flatMap((one) => one.items);
  }, []);
  if (request.state !== 'ready' || !request.data.length) return null;
  return html`<${Notice} kind="info" title=${t('exams.mine')}>
    <p><${LinkButton} kind="primary" href=${href('/exams')}>${t('exams.open')}<//></p>
  <//>`;
}

export function ExamsPage() {
  return html`<${SignedIn} lead=${t('exams.explain')}>${() => html`<${Whose} />`}<//>`;
}

function Whose() {
  const people = useRequest(loadPeople, []);
  const [chosen, setChosen] = useState('');
  return html`<${PageTitle} title=${t('exams.mine')} />
    <${Loaded} request=${people}>
      ${({ items }) => {
        if (!items.length) return html`<${Empty} title=${t('exams.no-people')} />`;
        const person = chosen || items[0].id;
        return html`
          ${items.length > 1 ? html`<${Choices} legend=${t('exams.who')} value=${person} onChange=${setChosen} options=${items.map((one) => ({ value: one.id, label: one.name }))} />` : null}
          <${Mine} key=${person} person=${person} />`;
      }}
    <//>`;
}
