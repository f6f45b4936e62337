// Back to the clinician with the results: today's line or a slot, to choose; or what was chosen.

import { html } from './preact.js';
import { Button, Notice, ProblemNotice } from './components.js';
import { formatDay, formatInstant } from './dates.js';
import { pick, t } from './i18n.js';

const whom = (one) => (one.practitionerName ? pick(one, 'practitionerName') : pick(one, 'clinic'));
const offerWords = (one) => (one.kind === 'line' ? t('exams.return.line', { who: whom(one) }) : t('exams.return.slot', { at: `${formatDay(one.date)} ${one.start}`, who: whom(one) }));
const chosen = (one) => (one.kind === 'line' ? { appointmentId: one.appointmentId } : { slotId: one.slotId });

/// back: as /exam-returns tells it; onChoose is given what is sent to take an offer, none: nobody here may.
export function ReturnChoice({ back, busy, problem, onChoose }) {
  const visit = back.appointment;
  if (visit) {
    const at = `${formatDay(visit.date)} ${visit.start}`;
    return html`<${Notice} kind="success" title=${t('exams.return.settled', { at })}><p>${[pick(visit, 'department'), pick(visit, 'practitionerName'), ...visit.rooms].filter(Boolean).join(' · ')}</p><//>`;
  }
  const names = back.orders.map((one) => pick(one.exam, 'name')).join('、');
  return html`<section class="card stack" aria-label=${t('exams.return')}>
    <h2>${t('exams.return')}</h2>
    <p>${t('exams.return.ready', { names, at: formatInstant(back.readyAt) })}</p>
    ${onChoose && back.offers.length
      ? html`<ul class="exam-orders stack">${back.offers.map((one) => html`<li key=${one.slotId || one.appointmentId}><${Button} busy=${busy} onClick=${() => onChoose(chosen(one))}>${offerWords(one)}<//></li>`)}</ul>`
      : null}
    ${onChoose && !back.offers.length ? html`<p>${t('exams.return.none')}</p>` : null}
    <${ProblemNotice} problem=${problem} />
  </section>`;
}
