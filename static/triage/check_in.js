// Whoever stands before the desk: a scanned code, a document, a phone or a name, then Enter. When
// there is only one thing it can mean it is done at once; otherwise the choices have numbers.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { slotWindow } from '../shared/dates.js';
import { announce, Notice, ProblemNotice, Skeleton } from '../shared/components.js';
import { get, getAll, Intention, post } from '../staff/api.js';
import { arrivalWords, arrive, ArrivalDialog } from '../staff/arrivals.js';
import { describe } from '../staff/appointment.js';
import { useShortcuts } from '../staff/keys.js';
import { NeedBadges, sexAndAge } from '../staff/person.js';
import { Search } from '../staff/search.js';
import { roomsText, sessionTitle } from '../staff/slots.js';
import { Button, Icon, usePress } from '../staff/ui.js';
import { ticketOfAppointment } from './data.js';
import { CallingWords } from './words.js';

const kToday = ['pending', 'booked', 'arrived', 'fulfilled'];
const digits = (text) => text.replace(/\D/g, '');

/// What there is to do for an appointment: 'arrive', 'come-back', or nothing.
function actFor(appointment, data) {
  if (appointment.arrival && appointment.arrival.next && appointment.state === 'booked') return 'arrive';
  const found = ticketOfAppointment(data, appointment.id);
  return found && (found.ticket.state === 'missed' || found.ticket.state === 'away') ? 'come-back' : '';
}

const isHere = (appointment, data) => data.sessions.some((one) => one.id === appointment.session.id);

/// A person's appointments of today; a booking code names one of them.
async function appointmentsToday(person, code, date) {
  const found = await getAll('/appointments', { query: { personId: person.id, date, state: 'all' } }, 100);
  return found.filter((one) => kToday.includes(one.state) && (!code || digits(one.code) === code));
}

/// All steps there are: whoever stands at the triage desk takes the number and checks in at once.
/// Resolves with { now } or with { lost, at }: the refusal, and the appointment as it then was.
async function arriveWholly(appointment, intention) {
  let now = appointment;
  while (now.arrival.next) {
    if (now.arrival.next.documentSeen) return { ask: true, at: now };
    // One step after the other: each needs what the one before made of the appointment.
    const answer = await arrive(now, {}, intention);
    if (answer.lost) return { lost: answer.lost, at: now };
    now = answer;
  }
  return { now };
}

function Choice({ appointment, number, data, busy, onGo }) {
  const act = actFor(appointment, data);
  const found = ticketOfAppointment(data, appointment.id);
  const state = found ? t(`triage.state.${found.ticket.state}`) : t(`triage.appointment.${appointment.state}`);
  return html`<li class="tri-choice">
    <p><strong>${slotWindow(appointment.slot)}</strong> ${pick(appointment.department, 'name')} ${sessionTitle(appointment.session)}</p>
    <p class="hint">${state} · ${roomsText(appointment.session)}${isHere(appointment, data) ? '' : ` · ${t('triage.check-in.elsewhere')}`}</p>
    ${act ? html`<${Button} kind="primary" busy=${busy} keys=${String(number)} onClick=${() => onGo(appointment)}>${t(`triage.check-in.do.${act}`)}<//>` : null}
  </li>`;
}

/// Several things it may mean, or nothing to be done.
function Choices({ person, appointments, data, me, press, onGo, onWalkIn, onClose }) {
  const box = useRef(null);
  const able = appointments.filter((one) => actFor(one, data));
  const mayBook = me.permissions.includes('book-for-others');
  useLayoutEffect(() => {
    box.current.focus();
  }, []);
  const keys = { Escape: onClose, w: () => (mayBook ? onWalkIn(person) : false) };
  able.forEach((one, i) => {
    keys[String(i + 1)] = () => onGo(one);
  });
  useShortcuts(keys);
  return html`<section class="card tri-card" tabindex="-1" ref=${box} aria-label=${t('triage.check-in.found')}>
    <p><strong>${person.name}</strong> ${sexAndAge(person)}</p>
    <${NeedBadges} needs=${person.needs} />
    ${appointments.length
      ? html`<ul class="tri-choices">${appointments.map((one) => html`<${Choice} key=${one.id} appointment=${one} number=${able.indexOf(one) + 1} data=${data} busy=${press.busy} onGo=${onGo} />`)}</ul>`
      : html`<p>${t('triage.check-in.none-today')}</p>`}
    <${ProblemNotice} problem=${press.problem} />
    <div class="row">
      ${mayBook ? html`<${Button} keys="W" onClick=${() => onWalkIn(person)}>${t('triage.walk-in.do')}<//>` : null}
      <${Button} kind="quiet" keys="Esc" onClick=${onClose}>${t('staff.close')}<//>
    </div>
  </section>`;
}

/// What came of it, to be read out to the patient.
export function Outcome({ done, data }) {
  const { appointment } = done;
  const found = ticketOfAppointment(data, appointment.id);
  const waiting = found ? found.session.line.items.filter((one) => one.state === 'waiting') : [];
  const ahead = found ? waiting.indexOf(found.ticket) : -1;
  const late = appointment.arrivedHow && appointment.arrivedHow !== 'on-time';
  return html`<section class=${`card tri-card tri-outcome ${late ? 'is-late' : ''}`} aria-label=${t('triage.outcome.title')}>
    <p class="tri-outcome-what"><${Icon} name="check" /> ${t(`triage.outcome.${done.act}`)}</p>
    <p class="tri-outcome-number">${found ? found.ticket.number : ''} <span>${appointment.person.name}</span></p>
    <p>${pick(appointment.department, 'name')} ${sessionTitle(appointment.session)} · ${roomsText(appointment.session)}</p>
    ${appointment.state === 'pending' ? html`<p class="tri-warning"><${Icon} name="warning" /> ${t('triage.outcome.to-pay')}</p>` : null}
    ${ahead >= 0 ? html`<p><strong>${t('triage.outcome.ahead', { n: ahead })}</strong></p>` : null}
    ${data && !isHere(appointment, data) ? html`<${Notice} kind="warning"><p>${t('triage.outcome.elsewhere', { rooms: roomsText(appointment.session) })}</p><//>` : null}
    ${arrivalWords(appointment).filter((one) => one.late).map(({ text }) => html`<p key=${text} class="tri-warning"><${Icon} name="warning" /> ${text}</p>`)}
    ${found ? html`<${CallingWords} ticket=${found.ticket} />` : null}
  </section>`;
}

/// begin.current({ appointmentId }) checks somebody in from elsewhere on the screen.
export function CheckIn({ inputRef, begin, data, me, onWalkIn, onRegister, onDone, done }) {
  const [stage, setStage] = useState(null);
  const [asking, setAsking] = useState(null);
  const press = usePress();
  const intention = useRef(new Intention());
  const code = useRef('');
  const newest = useRef(data);
  newest.current = data;

  const find = async (text) => {
    const answer = await get('/patients', { query: { q: text } });
    code.current = answer.matchedBy === 'booking-code' ? digits(text) : '';
    return answer;
  };
  const refocus = () => inputRef.current && inputRef.current.focus();
  const finished = (appointment, act) => {
    setStage(null);
    setAsking(null);
    announce(t('triage.outcome.said', { what: t(`triage.outcome.${act}`), name: appointment.person.name }));
    onDone({ appointment, act });
    refocus();
  };

  async function go(appointment) {
    if (actFor(appointment, newest.current) === 'come-back') {
      const { ticket } = ticketOfAppointment(newest.current, appointment.id);
      const back = await press.run(() => post(`/tickets/${ticket.id}/steps`, { step: 'come-back' }, { intention: intention.current }));
      if (back) finished(appointment, 'come-back');
      return;
    }
    const answer = await press.run(() => arriveWholly(appointment, intention.current));
    if (!answer) return;
    if (answer.now) finished(answer.now, 'arrive');
    else setAsking({ appointment: answer.at, refusal: answer.lost });
  }

  async function open(person) {
    setStage({ person, looking: true });
    const found = await press.run(() => appointmentsToday(person, code.current, newest.current.date));
    if (!found) {
      setStage({ person, appointments: [] });
      return;
    }
    const able = found.filter((one) => actFor(one, newest.current));
    setStage({ person, appointments: found });
    if (able.length === 1 && isHere(able[0], newest.current)) await go(able[0]);
  }

  begin.current = async ({ appointmentId }) => {
    const appointment = await press.run(() => get(`/appointments/${appointmentId}`));
    if (!appointment) return;
    setStage({ person: appointment.person, appointments: [appointment] });
    await go(appointment);
  };

  const close = () => {
    press.clear();
    setStage(null);
    refocus();
  };
  return html`
    <${Search} inputRef=${inputRef} find=${find} hint=${t('triage.search-hint')} onOpen=${open} onRegister=${onRegister} hidden=${false} onShown=${() => setStage(null)} />
    ${stage && stage.looking ? html`<${Skeleton} lines=${2} />` : null}
    ${stage && stage.appointments
      ? html`<${Choices} key=${stage.person.id} person=${stage.person} appointments=${stage.appointments} data=${data} me=${me} press=${press} onGo=${go} onClose=${close}
          onWalkIn=${(person) => {
            setStage(null);
            onWalkIn(person);
          }} />`
      : null}
    ${!stage && done ? html`<${Outcome} done=${done} data=${data} />` : null}
    ${asking
      ? html`<${ArrivalDialog} appointment=${asking.appointment} what=${describe(asking.appointment)} refusal=${asking.refusal}
          onClose=${() => setAsking(null)}
          onDone=${async (now) => {
            setAsking(null);
            if (now.arrival.next) await go(now);
            else finished(now, 'arrive');
          }} />`
      : null}`;
}
