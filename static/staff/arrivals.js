// Arriving at a desk: taking the number, checking in, and what became of it, in words.

import { html, useLayoutEffect, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay, formatInstant, formatTime, hospitalToday } from '../shared/dates.js';
import { announce, Notice } from '../shared/components.js';
import { Intention, post } from './api.js';
import { Button, DialogForm, Mark, usePress } from './ui.js';
import { ReasonField } from './reason.js';

const kLost = ['number-void', 'counted-as-no-show'];

/// What is done, each with whether it was in time: [{ text: "08:40 取号，按时", late }].
export function arrivalWords({ arrival = {}, arrivedAt }) {
  const said = (name, at, how) => ({ text: t(`staff.arrival.${name}`, { time: formatTime(at), how: t(`staff.arrival.how.${how}`) }), late: how !== 'on-time' });
  const out = [];
  if (arrival.collectedAt) out.push(said('collected', arrival.collectedAt, arrival.collectedHow));
  if (arrivedAt && arrival.arrivedHow) out.push(said('arrived', arrivedAt, arrival.arrivedHow));
  return out;
}

export const ArrivalMarks = ({ appointment }) =>
  arrivalWords(appointment).map(({ text, late }) => html`<${Mark} key=${text} kind=${late ? 'warning' : 'success'} icon=${late ? 'warning' : 'check'}>${text}<//>`);

/// One step. Resolves with the appointment, or with `lost`: the refusal of a number that is lost.
export async function arrive(appointment, more, intention) {
  try {
    return await post(`/appointments/${appointment.id}/arrival`, { step: appointment.arrival.next.step, ...more }, { intention });
  } catch (error) {
    if (kLost.includes(error.code)) return { lost: error };
    throw error;
  }
}

function Offers({ offers }) {
  if (!offers.length) return null;
  return html`<p>${t('staff.arrival.offers')}</p>
    <ul>${offers.map((one) => html`<li key=${one.slotId}>${formatDay(one.date)} ${one.start}–${one.end} ${pick(one, 'departmentName')} ${pick(one, 'practitionerName') || pick(one, 'kindName')}</li>`)}</ul>`;
}

/// A document is to be seen first, or the number is lost: then staff may take the patient in and say
/// why, or, where `onMove` is given, look for another time.
export function ArrivalDialog({ appointment, what, refusal, onMove, onClose, onDone }) {
  const { next } = appointment.arrival;
  const [lost, setLost] = useState(refusal);
  const [reason, setReason] = useState('');
  const [intention] = useState(() => new Intention());
  const press = usePress();
  const mayAdmit = !lost || lost.params.admit === 'yes';
  async function go() {
    if (!mayAdmit) {
      onClose();
      return;
    }
    const said = lost ? { reason: reason.trim() } : {};
    const done = await press.run(() => arrive(appointment, { ...said, documentSeen: next.documentSeen }, intention));
    if (done && done.lost) setLost(done.lost);
    else if (done) onDone(done);
  }
  const label = t(`staff.arrival.do.${next.step}`);
  return html`<${DialogForm} title=${label} submitLabel=${!mayAdmit ? t('staff.close') : lost ? t('staff.arrival.admit') : label}
    onClose=${onClose} onSubmit=${go} busy=${press.busy} problem=${press.problem}>
    <p>${what}</p>
    ${lost
      ? html`<${Notice} kind="warning"><p>${lost.detail}</p><//>
          <${Offers} offers=${lost.alternatives} />
          ${onMove && appointment.canReschedule ? html`<div><${Button} onClick=${() => onMove(appointment)}>${t('staff.appointment.move')}<//></div>` : null}
          ${mayAdmit
            ? html`<p class="hint">${t('staff.arrival.admit-hint')}</p>
                <${ReasonField} value=${reason} onChange=${setReason} reasons=${['traffic', 'frail', 'hospital'].map((name) => t(`staff.arrival.reason.${name}`))} />`
            : html`<p>${t('staff.arrival.no-admit')}</p>`}`
      : null}
    ${next.documentSeen && mayAdmit ? html`<p><strong>${t('staff.arrival.document')}</strong></p>` : null}
  <//>`;
}

/// The step that is next today.
export function ArrivalAct({ appointment, what, onMove, onDone }) {
  const [asking, setAsking] = useState(null);
  const [through, setThrough] = useState(false);
  const press = usePress();
  // The button of the last step goes: the next key goes to the row's next one.
  useLayoutEffect(() => {
    const other = through && document.querySelector(`.row-button[data-row="${appointment.id}"]:not(.arrival-act)`);
    if (other) other.focus();
  }, [through]);
  const next = appointment.arrival && appointment.arrival.next;
  if (!next || appointment.state !== 'booked' || appointment.session.date !== hospitalToday()) return null;
  const done = (now) => {
    setAsking(null);
    setThrough(!now.arrival.next);
    announce(arrivalWords(now).map(({ text }) => text).join(t('staff.arrival.and')));
    onDone();
  };
  async function go() {
    if (next.documentSeen) {
      setAsking({});
      return;
    }
    const answer = await press.run(() => arrive(appointment, {}));
    if (answer && answer.lost) setAsking({ refusal: answer.lost });
    else if (answer) done(answer);
  }
  const label = t(`staff.arrival.do.${next.step}`);
  const { problem } = press;
  return html`<${Button} kind="primary" class="row-button arrival-act" data-row=${appointment.id} busy=${press.busy} onClick=${go} aria-label=${`${label} ${what}`}>${label}<//>
    ${problem ? html`<span class="error" role="alert">${problem.detail}${problem.code === 'not-today' && problem.possibleAt ? t('staff.arrival.from', { time: formatInstant(problem.possibleAt) }) : ''}</span>` : null}
    ${asking ? html`<${ArrivalDialog} appointment=${appointment} what=${what} refusal=${asking.refusal} onMove=${onMove} onClose=${() => setAsking(null)} onDone=${done} />` : null}`;
}
