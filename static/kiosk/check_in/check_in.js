// Checking in: show a code or a document, see what one has come for, one press, the slip.

import { html, useLayoutEffect, useRef, useState } from '../../shared/preact.js';
import { Intention, post } from '../../shared/api.js';
import { announce } from '../../shared/components.js';
import { pick, t } from '../../shared/i18n.js';
import { Heading, Refused, useAsk } from '../parts.js';
import { Rate } from '../rate.js';
import { Typing } from '../typing.js';
import { useWedge } from '../wedge.js';
import { ExamSlip } from './exam_slip.js';
import { Slip } from './slip.js';
import { Visits } from './visits.js';

/// Nine digits are a booking code; everything else is a number of a document or card.
export function shownFrom(text, source) {
  const plain = text.replace(/[\s-]/g, '').toUpperCase();
  return /^\d{9}$/.test(plain) ? { code: plain, source } : { number: plain, source };
}

/// Nothing for today: whoever has shown a document may have come for something else.
function Nothing({ problem, onOpen, onBack }) {
  return html`<section class="kiosk-middle" role="alert">
    <${Heading}>${t('kiosk.visits.none')}<//>
    <p class="kiosk-lead">${problem.detail}</p>
    <ul class="kiosk-tiles">${['book', 'exams', 'records'].map((name) => html`<li key=${name}><button type="button" class="kiosk-tile" onClick=${() => onOpen(name)}>
      <span class="kiosk-tile-name">${t(`kiosk.start.${name}`)}</span><span class="kiosk-tile-more">${t(`kiosk.start.${name}-more`)}</span>
    </button></li>`)}</ul>
    <div class="kiosk-row"><button type="button" class="kiosk-button kiosk-primary" onClick=${onBack}>${t('kiosk.again')}</button></div>
  </section>`;
}

function Home({ onType, onMore }) {
  return html`<section class="kiosk-middle">
    <h1>${t('kiosk.check-in.title')}</h1>
    <svg class="kiosk-picture" viewBox="0 0 160 120" aria-hidden="true" focusable="false">
      <rect x="34" y="8" width="56" height="104" rx="8" />
      <path d="M46 28h12v12H46zM66 28h12v12H66zM46 48h12v12H46zM66 48h4M74 48h4v4M66 56h4v4M74 60h4" />
      <path class="kiosk-beam" d="M104 44h44M104 60h44M104 76h44" />
    </svg>
    <p class="kiosk-lead">${t('kiosk.check-in.scan')}</p>
    <div class="kiosk-row">
      <button type="button" class="kiosk-button kiosk-primary" onClick=${onType}>${t('kiosk.check-in.type')}</button>
      <button type="button" class="kiosk-button" onClick=${onMore}>${t('kiosk.check-in.more')}</button>
    </div>
  </section>`;
}

/// onBusy: somebody has begun; onDone: they have finished. Whatever is known of them lives in this
/// component alone and goes with it.
/// `typing`: begin with the keys; `shown`: what was scanned before this was there. onOpen(name,
/// shown): another service, with what was scanned for this one.
export function CheckIn({ typing, shown: scanned, onBusy, onOpen, onDone }) {
  const [screen, setScreen] = useState({ name: typing ? 'typing' : scanned ? 'looking' : 'home' });
  const shown = useRef(null);
  const document = useRef(undefined);
  const pass = useRef('');
  const intention = useRef(new Intention());
  const { busy, run } = useAsk((problem) => {
    const wasRead = shown.current && shown.current.number && shown.current.source !== 'typed';
    setScreen({ name: problem.code === 'no-visit-today' && wasRead ? 'nothing' : 'refused', problem });
  });
  const ask = (path, body, options) => {
    onBusy();
    return run(() => post(path, body, options));
  };
  useLayoutEffect(() => {
    if (scanned) look(scanned.text, scanned.source, scanned.document);
  }, []);

  const show = ({ items, exams, nextExam, unrated }) => {
    const [over] = unrated;
    if (!items.length && !exams.length && unrated.length === 1) setScreen({ name: 'rate', over });
    else setScreen({ name: 'visits', items, exams, next: nextExam, unrated });
  };
  async function look(text, source, read) {
    shown.current = shownFrom(text, source);
    document.current = read;
    const answer = await ask('/kiosk/visits', shown.current);
    if (answer) show(answer);
  }
  /// Changing a plan asks for more than looking at it: the pass of the document that was read.
  async function moveEarlier({ placeId, earlier }) {
    const { deviceId, start } = earlier;
    const moved = await run(async () => {
      pass.current = pass.current || (await post('/kiosk/identifications', { ...shown.current, document: document.current })).pass;
      return post(`/kiosk/exam-places/${placeId}/earlier`, { pass: pass.current, deviceId, start }, { intention: intention.current });
    });
    if (!moved) return;
    announce(t('exams.today.moved', { at: start }));
    const answer = await ask('/kiosk/visits', shown.current);
    if (answer) show(answer);
  }
  async function checkIn(visit) {
    const answer = await ask('/kiosk/arrivals', { ...shown.current, appointmentId: visit.id }, { intention: intention.current });
    if (!answer) return;
    if (answer.slip) announce(t('kiosk.slip.said', { number: answer.slip.number }));
    setScreen(answer.slip ? { name: 'slip', visit: answer } : { name: 'visits', items: [answer], exams: [], unrated: [] });
  }
  async function checkInForExam(exam) {
    const answer = await ask('/kiosk/exam-arrivals', { ...shown.current, placeId: exam.id }, { intention: intention.current });
    if (!answer) return;
    announce(t('kiosk.slip.said', { number: answer.number }));
    setScreen({ name: 'exam-slip', exam: answer });
  }
  // Only where nobody is in the middle of something: the next in the queue holds their phone ready.
  useWedge(screen.name === 'home', look);

  const type = () => {
    onBusy();
    setScreen({ name: 'typing' });
  };
  const screens = {
    home: () => html`<${Home} onType=${type} onMore=${() => onOpen('start')} />`,
    looking: () => html`<section class="kiosk-middle"><p class="kiosk-lead" role="status">${t('kiosk.wait')}</p></section>`,
    typing: () => html`<${Typing} title=${t('kiosk.check-in.type')} hint=${t('kiosk.check-in.type-hint')} busy=${busy} onGo=${(text) => look(text, 'typed')} onBack=${onDone} />`,
    refused: () => html`<${Refused} problem=${screen.problem} onBack=${onDone} />`,
    nothing: () => html`<${Nothing} problem=${screen.problem} onOpen=${(name) => onOpen(name, { text: shown.current.number, source: shown.current.source, document: document.current })} onBack=${onDone} />`,
    rate: () => html`<${Rate} number=${screen.over.number} name=${pick(screen.over, 'name')} onDone=${onDone} />`,
    visits: () => html`<${Visits} items=${screen.items} exams=${screen.exams} next=${screen.next} unrated=${screen.unrated} busy=${busy} onRate=${(over) => setScreen({ name: 'rate', over })} onCheckIn=${checkIn} onSlip=${(visit) => setScreen({ name: 'slip', visit })}
      onExam=${checkInForExam} onExamSlip=${(exam) => setScreen({ name: 'exam-slip', exam })} onEarlier=${moveEarlier} />`,
    'exam-slip': () => html`<${ExamSlip} exam=${screen.exam} onDone=${onDone} />`,
    slip: () => html`<${Slip} visit=${screen.visit} onDone=${onDone} />`,
  };
  return screens[screen.name]();
}
