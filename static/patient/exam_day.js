// The day of the examinations itself: the line one stands in or where to go next, an earlier place if
// one is free; and, with the reports there, the way back to the clinician.

import { html, useEffect, useRef } from '../shared/preact.js';
import { get, Intention, post, useRequest } from '../shared/api.js';
import { announce, Button, ProblemNotice } from '../shared/components.js';
import { formatTime } from '../shared/dates.js';
import { ReturnChoice } from '../shared/exam_return.js';
import { has, pick, t } from '../shared/i18n.js';
import { usePosting } from './posting.js';

const kAskAgainMs = 30000;

function useAgain(request) {
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && request.reload(), kAskAgainMs);
    return () => clearInterval(timer);
  }, []);
}
const where = (device) => `${pick(device, 'name')} · ${pick(device, 'place')}`;

function InLine({ one }) {
  return html`<p><strong>${pick(one.exam, 'name')}</strong><br />${where(one.device)}</p>
    <p>${t('exams.today.in-line', { number: one.number })} ${has(`exams.today.state.${one.state}`) ? t(`exams.today.state.${one.state}`) : ''}
      ${one.ahead === undefined || one.state !== 'waiting' ? null : one.ahead ? t('exams.today.ahead', { n: one.ahead }) : t('patient.here.exam.next')}
      ${one.beginsAt ? t('exams.today.about', { at: formatTime(one.beginsAt) }) : null}</p>`;
}

/// A free place before the booked one: one press takes it.
export function Earlier({ one, onMoved }) {
  const posting = usePosting();
  const intention = useRef(new Intention());
  const { earlier } = one;
  if (!earlier) return null;
  const take = async () => {
    if (!(await posting.run(() => post(`/exam-places/${one.placeId}/earlier`, { deviceId: earlier.deviceId, start: earlier.start }, { intention: intention.current })))) return;
    announce(t('exams.today.moved', { at: earlier.start }));
    onMoved();
  };
  return html`<div class="stack">
    <p>${t('exams.today.earlier', { at: earlier.start, place: where(earlier.device) })}</p>
    <p><${Button} kind="primary" busy=${posting.busy} onClick=${take}>${t('exams.today.take', { at: earlier.start })}<//></p>
    <${ProblemNotice} problem=${posting.problem} />
  </div>`;
}

function Stop({ one, first, onMoved }) {
  return html`<li class="stack">
    <p><strong>${pick(one.exam, 'name')}</strong><br />${where(one.device)}</p>
    <p>${t('exams.today.how', { walk: one.walkMinutes, wait: one.waitMinutes, start: one.start })}${first ? html`<br /><span class="hint">${pick(one, 'whyText')}</span>` : null}</p>
    <${Earlier} one=${one} onMoved=${onMoved} />
  </li>`;
}

export function Today({ person, round, onChanged }) {
  const request = useRequest((signal) => get('/exam-days', { query: { personId: person }, signal }), [person, round], { refresh: true });
  useAgain(request);
  if (request.state !== 'ready' || !request.data.exams.length) return null;
  const { at, exams, next } = request.data;
  const waits = exams.find((one) => one.placeId === at);
  if (!waits && !next.length) return null;
  return html`<section class="card stack" aria-label=${t('exams.today')} aria-live="polite">
    <h2>${t('exams.today')}</h2>
    ${waits ? html`<${InLine} one=${waits} />` : html`<ol class="exam-orders stack">${next.map((one, n) => html`<${Stop} key=${one.placeId} one=${one} first=${n === 0} onMoved=${onChanged} />`)}</ol>`}
  </section>`;
}

function Return({ back, onChanged }) {
  const posting = usePosting();
  const intention = useRef(new Intention());
  const choose = async (body) => {
    if (!(await posting.run(() => post(`/exam-returns/${back.id}/visit`, body, { intention: intention.current })))) return;
    announce(t('exams.return.done'));
    onChanged();
  };
  return html`<${ReturnChoice} back=${back} busy=${posting.busy} problem=${posting.problem} onChoose=${choose} />`;
}

export function Returns({ person, round, onChanged }) {
  const request = useRequest((signal) => get('/exam-returns', { query: { personId: person }, signal }), [person, round], { refresh: true });
  const items = request.state === 'ready' ? request.data.items : [];
  if (!items.length) return null;
  return html`<div class="stack">${items.map((back) => html`<${Return} key=${back.id} back=${back} onChanged=${onChanged} />`)}</div>`;
}
