// Everything once more, what is asked before this clinic, and then it is booked.

import { html, useRef, useState } from '../../shared/preact.js';
import { get, Intention, post, useRequest } from '../../shared/api.js';
import { announce } from '../../shared/components.js';
import { formatDay, formatInstant, longDay, slotWindow } from '../../shared/dates.js';
import { money, pick, t } from '../../shared/i18n.js';
import { Heading, Refused, Scroll, useAsk } from '../parts.js';
import { placeWords, seenBy } from './words.js';

const kAnswers = [[false, 'kiosk.no'], [true, 'kiosk.yes']];

/// One at a time, in letters as large as the rest.
function Question({ question, onAnswer, onBack }) {
  return html`<section class="kiosk-middle">
    <${Heading}>${pick(question, 'text')}<//>
    <div class="kiosk-row">${kAnswers.map(([value, words]) => html`<button key=${words} type="button" class="kiosk-button kiosk-answer" onClick=${() => onAnswer(value)}>${t(words)}</button>`)}</div>
    <div class="kiosk-row"><button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.back')}</button></div>
  </section>`;
}

function Elsewhere({ question, onBack }) {
  return html`<section class="kiosk-middle" role="alert">
    <${Heading}>${pick(question, 'advice')}<//>
    <div class="kiosk-row"><button type="button" class="kiosk-button kiosk-primary" onClick=${onBack}>${t('kiosk.book.other-time')}</button></div>
  </section>`;
}

/// The refusal, and what can be had instead: one touch each.
function Instead({ problem, onOffer, onBack }) {
  return html`<section class="kiosk-middle" role="alert">
    <${Heading}>${t('kiosk.sorry')}<//>
    <p class="kiosk-lead">${problem.detail}</p>
    ${problem.possibleAt ? html`<p>${t('kiosk.book.possible-at', { at: formatInstant(problem.possibleAt) })}</p>` : null}
    <h2>${t('kiosk.book.instead')}</h2>
    <${Scroll} label=${t('kiosk.book.instead')}><ul class="kiosk-tiles kiosk-wide">
      ${problem.alternatives.map((offer) => html`<li key=${offer.slotId}><button type="button" class="kiosk-tile" onClick=${() => onOffer(offer)}>
        <span class="kiosk-tile-name">${formatDay(offer.date)} ${slotWindow(offer)}</span>
        <span class="kiosk-tile-more">${[pick(offer, 'departmentName'), pick(offer, 'practitionerName') || pick(offer, 'kindName'), t('kiosk.book.left', { n: offer.free })].filter(Boolean).join(' · ')}</span>
      </button></li>`)}
    </ul><//>
    <div class="kiosk-row"><button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.book.other-time')}</button></div>
  </section>`;
}

function Facts({ department, chosen, who }) {
  const { date, session, slot } = chosen;
  return html`<dl class="kiosk-facts kiosk-card">
    <dt>${t('kiosk.book.who')}</dt><dd>${who}</dd>
    <dt>${t('kiosk.book.when')}</dt><dd><strong>${longDay(date)} ${slotWindow(slot)}</strong></dd>
    <dt>${t('kiosk.book.what')}</dt><dd>${pick(department, 'name')} · ${seenBy(session)} ${pick(session.practitioner, 'title')}</dd>
    <dt>${t('kiosk.book.where')}</dt><dd>${session.remote ? t('kiosk.book.remote') : placeWords(department, session)}</dd>
    <dt>${t('kiosk.book.costs')}</dt><dd>${money(session.fee)}${session.fee ? ` ${t('kiosk.book.not-here')}` : ''}</dd>
  </dl>`;
}

/// chosen: { date, session, slot }. onOffer(offer): one of the alternatives. onBooked(appointment).
export function Confirm({ holder, who, department, chosen, onBooked, onOffer, onBack }) {
  const { session, slot } = chosen;
  const rules = useRequest((signal) => get(`/sessions/${encodeURIComponent(session.id)}/rules`, { signal }), [session.id]);
  const [answers, setAnswers] = useState({});
  const [problem, setProblem] = useState(null);
  const intention = useRef(new Intention());
  const { busy, run } = useAsk(setProblem);
  async function book() {
    setProblem(null);
    const made = await run(() => post('/kiosk/appointments', { pass: holder.pass, slotId: slot.id, answers }, { intention: intention.current }));
    if (!made) return;
    announce(t('kiosk.book.said', { when: `${longDay(chosen.date)} ${slotWindow(slot)}` }));
    onBooked(made);
  }
  if (rules.state === 'error') return html`<${Refused} problem=${rules.problem} onBack=${onBack} />`;
  if (!rules.data) return html`<section class="kiosk-middle"><p class="kiosk-lead" role="status">${t('kiosk.wait')}</p></section>`;
  if (problem && problem.alternatives && problem.alternatives.length) return html`<${Instead} problem=${problem} onOffer=${onOffer} onBack=${onBack} />`;
  if (problem) return html`<${Refused} problem=${problem} onBack=${onBack} onRetry=${book} />`;
  const { questions } = rules.data;
  const elsewhere = questions.find((one) => answers[one.code] === true);
  if (elsewhere) return html`<${Elsewhere} question=${elsewhere} onBack=${onBack} />`;
  const open = questions.find((one) => !(one.code in answers));
  if (open) return html`<${Question} key=${open.code} question=${open} onAnswer=${(value) => setAnswers({ ...answers, [open.code]: value })} onBack=${onBack} />`;
  return html`<section class="kiosk-middle">
    <${Heading}>${t('kiosk.book.confirm')}<//>
    <${Scroll} label=${t('kiosk.book.confirm')}>
      <${Facts} department=${department} chosen=${chosen} who=${who} />
      <p class="kiosk-hint">${t('kiosk.book.rules')}</p>
    <//>
    <div class="kiosk-row">
      <button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.back')}</button>
      <button type="button" class="kiosk-button kiosk-primary" aria-disabled=${busy ? 'true' : undefined} onClick=${book}>${t('kiosk.book.do')}</button>
    </div>
  </section>`;
}
