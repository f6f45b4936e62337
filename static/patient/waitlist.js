// Waiting for a place of a full clinic (候补): joining, one's place in the line, an offer to answer.

import { html, useRef, useState } from '../shared/preact.js';
import { asProblem, del, get, Intention, post, useRequest } from '../shared/api.js';
import { announce, Button, Choices, ConfirmDialog, Empty, LinkButton, Loaded, Notice, PageTitle, ProblemNotice } from '../shared/components.js';
import { formatInstant } from '../shared/dates.js';
import { money, pick, t } from '../shared/i18n.js';
import { here, href, navigate } from '../shared/router.js';
import { Refused } from './booking.js';
import { dayWords, kindWords, loadSessions, seenBy } from './data.js';
import { aboutWords, documentWords, loadPeople } from './people.js';
import { SignedIn } from './sign_in.js';

/// At a full clinic: how many wait, and the way to join them.
export function WaitlistInvitation({ department, date, session }) {
  if (!session.waitlist || !session.waitlist.open) return null;
  const { waiting } = session.waitlist;
  return html`<div class="waitlist-invitation">
    <p>${t('patient.wait.full')} ${waiting ? t('patient.wait.people', { n: waiting }) : t('patient.wait.nobody')}</p>
    <p><${LinkButton} kind="primary" href=${href(`/wait/${department}/${date}/${session.id}`)}>${t('patient.wait.join')}<//></p>
  </div>`;
}

/// The address /wait/…: for whom.
export function Wait({ department, date, session }) {
  const request = useRequest((signal) => loadSessions(department, date, signal), [department, date]);
  return html`<${SignedIn} lead=${t('patient.sign-in.to-book')}>
    ${() => html`<${PageTitle} title=${t('patient.wait.title')} lead=${t('patient.wait.lead')} />
      <${Loaded} request=${request}>
        ${(day) => {
          const found = day.items.find((one) => one.id === session);
          const back = html`<p><${LinkButton} href=${href(`/departments/${department}`, { date, session })}>${t('patient.other-slot')}<//></p>`;
          if (!found) return html`<${Empty} title=${t('patient.slot-gone')}>${back}<//>`;
          if (!found.waitlist.open) return html`<${Empty} title=${t('patient.wait.not-open')}>${back}<//>`;
          return html`<${Join} department=${day.department} date=${date} session=${found} />`;
        }}
      <//>`}
  <//>`;
}

function Join({ department, date, session }) {
  const people = useRequest(loadPeople, []);
  const [pressed, setPerson] = useState('');
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const intention = useRef(new Intention());
  const only = people.data && people.data.items.length === 1 ? people.data.items[0].id : '';
  const person = pressed || only;

  const join = async (event) => {
    event.preventDefault();
    if (!person) return setError(t('patient.who-missing'));
    setBusy(true);
    setProblem(null);
    try {
      const entry = await post('/waitlist-entries', { sessionId: session.id, personId: person }, { intention: intention.current });
      announce(t('patient.wait.joined', { n: entry.place }));
      navigate('/appointments', { replace: true });
    } catch (refusal) {
      setProblem(asProblem(refusal));
      setBusy(false);
    }
    return undefined;
  };

  return html`<div class="stack stack-wide">
    <div class="chosen">
      <div>
        <p class="chosen-when">${dayWords(date)} ${t(`patient.part.${session.part}`)}</p>
        <p>${pick(department, 'name')} · ${seenBy(session)} · ${kindWords(session.kind)} · ${money(session.fee)}</p>
      </div>
    </div>
    <${Notice} kind="info"><p>${t('patient.wait.how')}</p><//>
    <${Loaded} request=${people}>
      ${({ items }) =>
        items.length === 0
          ? html`<p><${LinkButton} kind="primary" href=${href('/people/new', { then: here() })}>${t('patient.people.add')}<//></p>`
          : html`<form class="stack" onSubmit=${join} novalidate>
              <${Choices}
                legend=${t('patient.who')}
                error=${error}
                value=${person}
                onChange=${(id) => { setPerson(id); setError(''); }}
                options=${items.map((p) => ({ value: p.id, label: p.name, detail: `${aboutWords(p)} · ${documentWords(p)}` }))}
              />
              <${Refused} problem=${problem} to=${(offer) => href(`/book/${department.id}/${offer.date}/${offer.slotId}`)} />
              <${Button} kind="primary" type="submit" class="button-block" busy=${busy}>${t('patient.wait.join')}<//>
            </form>`}
    <//>
  </div>`;
}

/// Which of the entries are still worth showing: those that wait, and those that came to nothing.
const kShown = ['offered', 'waiting', 'lapsed', 'closed'];

/// Above one's appointments: the lists one is on.
export function OwnWaitlist() {
  const request = useRequest((signal) => get('/waitlist-entries', { signal }), [], { refresh: true });
  if (request.state !== 'ready' || !request.data) return null;
  const items = request.data.items
    .filter((entry) => kShown.includes(entry.state))
    .sort((a, b) => kShown.indexOf(a.state) - kShown.indexOf(b.state));
  if (!items.length) return null;
  return html`<section class="stack" aria-labelledby="waitlist-title">
    <h2 id="waitlist-title">${t('patient.wait.mine')}</h2>
    <ul class="stack">
      ${items.map((entry) => html`<li key=${entry.id}><${Entry} entry=${entry} onChanged=${request.reload} /></li>`)}
    </ul>
  </section>`;
}

function Entry({ entry, onChanged }) {
  const { session, person, offer } = entry;
  const [busy, setBusy] = useState('');
  const [problem, setProblem] = useState(null);
  const [asking, setAsking] = useState('');
  const intention = useRef(new Intention());

  const run = async (name, step) => {
    setBusy(name);
    setAsking('');
    setProblem(null);
    try {
      await step();
    } catch (refusal) {
      setProblem(asProblem(refusal));
    }
    setBusy('');
  };
  const accept = () =>
    run('accept', async () => {
      const made = await post(`/waitlist-entries/${entry.id}/acceptance`, {}, { intention: intention.current });
      navigate(`/appointments/${made.id}`, { query: { new: 1 } });
    });
  const refuse = () =>
    run('refuse', async () => {
      await post(`/waitlist-entries/${entry.id}/refusal`, {});
      announce(t('patient.wait.refused'));
      onChanged();
    });
  const leave = () =>
    run('leave', async () => {
      await del(`/waitlist-entries/${entry.id}`);
      announce(t('patient.wait.left'));
      onChanged();
    });

  return html`<article class=${`card waitlist-entry waitlist-${entry.state}`} aria-label=${t('patient.wait.mine')}>
    <p class="appointment-when">${dayWords(session.date)} ${offer ? html`<strong class="nowrap">${offer.start}–${offer.end}</strong>` : t(`patient.part.${session.part}`)}</p>
    <p>${pick(session.department, 'name')} · ${seenBy(session)} · ${person.name}</p>
    ${entry.state === 'waiting'
      ? html`<p><strong>${t('patient.wait.place', { n: entry.place })}</strong> · ${t('patient.wait.closes', { at: formatInstant(entry.closesAt) })}</p>`
      : null}
    ${offer
      ? html`<${Notice} kind="warning" title=${t('patient.wait.offered')}><p>${t('patient.wait.until', { at: formatInstant(offer.until) })}</p><//>`
      : null}
    ${entry.state === 'lapsed' || entry.state === 'closed' ? html`<p>${t(`patient.wait.${entry.state}`)}</p>` : null}
    <${Offers} offers=${entry.alternatives} department=${session.department.id} />
    <${ProblemNotice} problem=${problem} />
    ${offer
      ? html`<div class="actions">
          <${Button} kind="primary" busy=${busy === 'accept'} onClick=${accept}>${t('patient.wait.accept')}<//>
          <${Button} busy=${busy === 'refuse'} onClick=${() => setAsking('refuse')}>${t('patient.wait.refuse')}<//>
        </div>`
      : null}
    ${entry.state === 'waiting'
      ? html`<div class="actions"><${Button} busy=${busy === 'leave'} onClick=${() => setAsking('leave')}>${t('patient.wait.leave')}<//></div>`
      : null}
    ${asking
      ? html`<${ConfirmDialog}
          title=${t(`patient.wait.ask-${asking}`)}
          confirmLabel=${t(`patient.wait.${asking}`)}
          onConfirm=${asking === 'leave' ? leave : refuse}
          onClose=${() => setAsking('')}
        ><p>${t('patient.wait.ask-help')}</p><//>`
      : null}
  </article>`;
}

function Offers({ offers, department }) {
  if (!offers || !offers.length) return null;
  return html`<p class="notice-title">${t('patient.alternatives')}</p>
    <ul class="offers">
      ${offers.map(
        (offer) => html`<li key=${offer.slotId}>
          <a class="offer" href=${href(`/book/${department}/${offer.date}/${offer.slotId}`)}>
            <span class="slot-time">${dayWords(offer.date)} ${offer.start}–${offer.end}</span>
            <span>${pick(offer, 'practitionerName') || pick(offer, 'kindName')} · ${t('patient.left', { n: offer.free })}</span>
          </a>
        </li>`,
      )}
    </ul>`;
}
