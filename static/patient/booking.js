// From a slot to an appointment: who it is for, then everything once more, then booked.

import { html, useRef, useState } from '../shared/preact.js';
import { asProblem, Intention, post, useRequest } from '../shared/api.js';
import { announce, Button, Choices, Facts, LinkButton, Loaded, Notice, PageTitle, ProblemNotice, Steps } from '../shared/components.js';
import { hospitalStore } from '../shared/context.js';
import { formatInstant, longDay, slotWindow } from '../shared/dates.js';
import { money, pick, t } from '../shared/i18n.js';
import { here, href, navigate } from '../shared/router.js';
import { useStore } from '../shared/store.js';
import { dayWords, kindWords, loadSlot, placeWords, seenBy, stepNames, whenWords } from './data.js';
import { aboutWords, documentWords, loadPeople } from './people.js';
import { PersonForm } from './person_form.js';
import { allAnswered, loadRules, Questions, RulesInWords, sentElsewhere } from './questions.js';
import { SignedIn } from './sign_in.js';

/// The slot of this address, or why it cannot be had. children: ({ department, session, slot }) => screen.
export function WithSlot({ department, date, slot, title, children }) {
  const request = useRequest((signal) => loadSlot(department, date, slot, signal), [department, date, slot]);
  if (request.state === 'ready') return children(request.data);
  return html`<${PageTitle} title=${title} />
    <div class="stack">
      <${Loaded} request=${request} />
      ${request.state === 'error' ? html`<p><${LinkButton} href=${href(`/departments/${department}`, { date })}>${t('patient.other-slot')}<//></p>` : null}
    </div>`;
}

/// A few lines that say what is being booked.
function Chosen({ chosen, date }) {
  const { department, session, slot } = chosen;
  return html`<div class="chosen">
    <div>
      <p class="chosen-when">${dayWords(date)} <span class="nowrap">${slotWindow(slot)}</span></p>
      <p>${pick(department, 'name')} · ${seenBy(session)} · ${money(session.fee)}</p>
    </div>
    <${LinkButton} href=${href(`/departments/${department.id}`, { date, session: session.id })}>${t('patient.other-slot')}<//>
  </div>`;
}

export function Who(props) {
  return html`<${Steps} items=${stepNames()} current=${2} />
    <${SignedIn} lead=${t('patient.sign-in.to-book')}>
      ${() => html`<${WithSlot} ...${props} title=${t('patient.who')}>${(chosen) => html`<${ChooseWho} chosen=${chosen} date=${props.date} />`}<//>`}
    <//>`;
}

function ChooseWho({ chosen, date }) {
  const request = useRequest(loadPeople, []);
  const [pressed, setPerson] = useState('');
  const only = request.data && request.data.items.length === 1 ? request.data.items[0].id : '';
  const person = pressed || only;
  const [error, setError] = useState('');
  const path = `/book/${chosen.department.id}/${date}/${chosen.slot.id}`;
  const next = (event) => {
    event.preventDefault();
    if (person) navigate(`${path}/${person}`);
    else setError(t('patient.who-missing'));
  };
  const added = (added) => {
    announce(t('patient.people.added', { name: added.name }));
    navigate(`${path}/${added.id}`);
  };
  return html`<${PageTitle} title=${t('patient.who')} />
    <div class="stack stack-wide">
      <${Chosen} chosen=${chosen} date=${date} />
      <${Loaded} request=${request}>
        ${({ items, limit }) =>
          items.length === 0
            ? html`<section class="stack">
                <h2>${t('patient.first-person')}</h2>
                <${PersonForm} people=${items} onAdded=${added} saveLabel=${t('patient.person.save-next')} />
              </section>`
            : html`<form class="stack" onSubmit=${next} novalidate>
                <${Choices}
                  legend=${t('patient.who')}
                  hideLegend
                  error=${error}
                  value=${person}
                  onChange=${(id) => { setPerson(id); setError(''); }}
                  options=${items.map((p) => ({ value: p.id, label: p.name, detail: `${aboutWords(p)} · ${documentWords(p)}` }))}
                />
                ${items.length < limit
                  ? html`<${LinkButton} class="button-block" href=${href('/people/new', { then: here() })}>${t('patient.people.add')}<//>`
                  : html`<p class="hint">${t('patient.people.limit', { n: limit })}</p>`}
                <${Button} kind="primary" type="submit" class="button-block">${t('patient.next')}<//>
              </form>`}
      <//>
    </div>`;
}

// Refusals that another time would meet too.
const kNoOtherTime = ['too-many-bookings', 'not-your-person', 'person-unknown'];

/// A refusal, with the places the server offers instead. to: (offer) => address.
export function Refused({ problem, to }) {
  if (!problem) return null;
  return html`<${ProblemNotice} problem=${problem}>
    ${problem.possibleAt ? html`<p>${t('patient.possible-at', { at: formatInstant(problem.possibleAt) })}</p>` : null}
    ${problem.code === 'already-booked' || problem.code === 'collides'
      ? html`<p><${LinkButton} href="#/appointments">${t('patient.nav-mine')}<//></p>`
      : null}
    ${problem.alternatives.length && !kNoOtherTime.includes(problem.code)
      ? html`<p class="notice-title">${t('patient.alternatives')}</p>
          <ul class="offers">
            ${problem.alternatives.map(
              (offer) => html`<li key=${offer.slotId}>
                <a class="offer" href=${to(offer)}>
                  <span class="slot-time">${whenWords(offer.date, offer)}</span>
                  <span>${[pick(offer, 'departmentName'), pick(offer, 'practitionerName') || pick(offer, 'kindName')].filter(Boolean).join(' · ')} · ${t('patient.left', { n: offer.free })}</span>
                </a>
              </li>`,
            )}
          </ul>`
      : null}
  <//>`;
}

/// A telephone number that is not broken at its hyphen.
const unbroken = (phone) => phone.replace(/-/g, '\u2011');

/// What to know before coming, the same on the confirmation and the slip.
/// late: it can no longer be cancelled freely.
export function Preparations({ cancelUntil, late }) {
  const hospital = useStore(hospitalStore);
  return html`<ul class="preparations">
    <li>${t('patient.bring')}</li>
    <li>${t('patient.come')}</li>
    <li>${late ? t('patient.cancel-over') : t('patient.cancel-until', { at: formatInstant(cancelUntil) })}</li>
    ${hospital ? html`<li>${t('patient.cancel-phone', { phone: unbroken(hospital.phone) })}</li>` : null}
  </ul>`;
}

export function Confirm(props) {
  return html`<${Steps} items=${stepNames()} current=${3} />
    <${SignedIn} lead=${t('patient.sign-in.to-book')}>
      ${() => html`<${WithSlot} ...${props} title=${t('patient.confirm')}>${(chosen) => html`<${ConfirmBooking} ...${props} chosen=${chosen} />`}<//>`}
    <//>`;
}

/// Where and when it is paid.
const payWords = (hospital) =>
  hospital && hospital.payWithinMinutes ? t('patient.pay-ahead', { n: hospital.payWithinMinutes }) : t('patient.pay-there');

function ConfirmBooking({ chosen, date, person }) {
  const { department, session, slot } = chosen;
  const request = useRequest((signal) => Promise.all([loadPeople(signal), loadRules(session.id, signal)]), [session.id]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const [answers, setAnswers] = useState({});
  const [missing, setMissing] = useState(false);
  const intention = useRef(new Intention());
  const hospital = useStore(hospitalStore);

  const book = async (rules) => {
    setMissing(!allAnswered(rules, answers));
    if (!allAnswered(rules, answers)) return;
    setBusy(true);
    setProblem(null);
    try {
      const made = await post('/appointments', { slotId: slot.id, personId: person, answers }, { intention: intention.current });
      navigate(`/appointments/${made.id}`, { query: { new: 1 }, replace: true });
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };

  return html`<${PageTitle} title=${t('patient.confirm')} lead=${t('patient.confirm-lead')} />
    <${Loaded} request=${request}>
      ${([{ items }, rules]) => {
        const patient = items.find((candidate) => candidate.id === person);
        const end = rules.slots.find((one) => one.id === slot.id);
        if (!patient) {
          return html`<${Notice} kind="warning" title=${t('patient.person-gone')}>
            <p><${LinkButton} href=${href(`/book/${department.id}/${date}/${slot.id}`)}>${t('patient.who')}<//></p>
          <//>`;
        }
        return html`<div class="stack stack-wide">
          <section class="card" aria-label=${t('patient.facts')}>
            <${Facts}
              items=${[
                [t('patient.fact.person'), patient.name + (patient.relation ? t('patient.aside', { text: t(`patient.relation.${patient.relation}`) }) : '')],
                [t('patient.fact.document'), documentWords(patient)],
                [t('patient.fact.department'), pick(department, 'name')],
                [t('patient.fact.day'), longDay(date)],
                [t('patient.fact.time'), html`<strong class="big">${slotWindow(slot)}</strong>`],
                [t('patient.fact.clinician'), session.practitioner ? `${pick(session.practitioner, 'name')} ${pick(session.practitioner, 'title')}` : t('patient.any-doctor')],
                [t('patient.fact.kind'), kindWords(session.kind)],
                [t('patient.fact.place'), session.remote ? t('patient.remote') : placeWords(department, session)],
                [t('patient.fact.fee'), money(session.fee) + (session.fee ? t('patient.aside', { text: payWords(hospital) }) : '')],
              ]}
            />
          </section>
          <section class="card">
            <h2>${t('patient.before-coming')}</h2>
            ${end ? html`<${Preparations} cancelUntil=${end.cancelUntil} late=${!end.canCancel} />` : null}
            <${RulesInWords} rules=${rules} />
          </section>
          <${Questions} rules=${rules} answers=${answers} missing=${missing} onChange=${setAnswers} />
          <${Refused} problem=${problem} to=${(offer) => href(`/book/${department.id}/${offer.date}/${offer.slotId}/${person}`)} />
          <div class="actions">
            <${Button} kind="primary" busy=${busy} disabled=${!!sentElsewhere(rules, answers)} onClick=${() => book(rules)}>${t('patient.book')}<//>
            <${LinkButton} href=${href(`/departments/${department.id}`, { date, session: session.id })}>${t('patient.other-slot')}<//>
          </div>
        </div>`;
      }}
    <//>`;
}
