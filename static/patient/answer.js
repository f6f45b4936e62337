// What the hospital asks when its plans change: opened from the link in a message, without signing
// in. The link's token stays in the address's fragment, which no browser sends, and goes to the
// server in the body of a request.

import { html, useState } from '../shared/preact.js';
import { asProblem, get, post, useRequest } from '../shared/api.js';
import { announce, Button, Choices, Facts, LinkButton, Loaded, Notice, PageTitle, ProblemNotice } from '../shared/components.js';
import { hospitalStore } from '../shared/context.js';
import { formatInstant, longDay, slotWindow } from '../shared/dates.js';
import { money, pick, t } from '../shared/i18n.js';
import { useStore } from '../shared/store.js';
import { whenWords } from './data.js';
import { SignedIn } from './sign_in.js';

const clinicianWords = (place) =>
  place.practitionerName ? `${pick(place, 'practitionerName')} ${pick(place, 'title')}` : pick(place, 'kindName');

const whereWords = (place) => [pick(place, 'departmentName'), clinicianWords(place), pick(place.campus, 'name')].filter(Boolean).join(' · ');

function placeFacts(place) {
  return [
    [t('patient.fact.day'), longDay(place.date)],
    [t('patient.fact.time'), html`<strong class="big">${slotWindow(place)}</strong>`],
    [t('patient.fact.department'), `${pick(place, 'departmentName')} · ${pick(place.campus, 'name')}`],
    [t('patient.fact.clinician'), clinicianWords(place)],
  ];
}

/// How it was settled, and by whom.
function Settled({ asked }) {
  const hospital = useStore(hospitalStore);
  const kind = asked.state === 'cancelled' ? 'warning' : 'success';
  return html`<${Notice} kind=${kind} title=${t(`patient.answer.state.${asked.state}`)} live>
      ${asked.state === 'cancelled' ? html`<p>${t('patient.answer.refund')}</p>` : null}
      ${asked.by === 'deadline' ? html`<p>${t('patient.answer.by-deadline')}</p>` : null}
    <//>
    ${asked.to
      ? html`<section class="card">
          <h2>${t('patient.move-to')}</h2>
          <${Facts} items=${[...placeFacts(asked.to), [t('patient.fact.fee'), money(asked.fee)]]} />
        </section>`
      : null}
    ${hospital ? html`<p class="hint">${t('patient.answer.questions', { phone: hospital.phone })}</p>` : null}`;
}

function optionsOf(asked) {
  const slots = asked.proposals.map((place) => ({
    value: place.slotId,
    label: whenWords(place.date, place),
    detail: [whereWords(place), t(`patient.answer.fit.${place.fit}`), place.kept ? t('patient.answer.kept') : ''].filter(Boolean).join(' · '),
  }));
  return [...slots, { value: 'cancel', label: t('patient.answer.cancel'), detail: t('patient.answer.cancel-detail') }];
}

function Question({ asked, send, reload }) {
  const best = asked.proposals.length ? asked.proposals[0].slotId : 'cancel';
  const [chosen, setChosen] = useState(best);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const kept = asked.proposals.some((place) => place.kept);
  const answer = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await send(chosen === 'cancel' ? { choice: 'cancel' } : { choice: 'move', slotId: chosen });
      announce(t('patient.answer.done'));
      reload();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  return html`<form class="stack stack-wide" onSubmit=${answer}>
    <${Choices} legend=${t('patient.answer.choose')} value=${chosen} onChange=${setChosen} options=${optionsOf(asked)} />
    <p>${t('patient.answer.no-more', { fee: money(asked.fee) })}</p>
    <p class="hint">${t(asked.otherwise === 'move' && kept ? 'patient.answer.silent-move' : 'patient.answer.silent-cancel', { at: formatInstant(asked.answerUntil) })}</p>
    <${ProblemNotice} problem=${problem} onRetry=${problem ? reload : null} />
    <div class="actions"><${Button} kind=${chosen === 'cancel' ? 'danger' : 'primary'} type="submit" busy=${busy}>
      ${t(chosen === 'cancel' ? 'patient.answer.do-cancel' : 'patient.answer.do-move')}<//></div>
  </form>`;
}

function Asked({ load, send, deps }) {
  const request = useRequest(load, deps, { refresh: true });
  return html`<${PageTitle} title=${t('patient.answer.title')} />
    <${Loaded} request=${request} lines=${6}>
      ${(asked) => html`<div class="stack stack-wide">
        <${Notice} kind="warning" title=${t(`patient.answer.kind.${asked.kind}`)}>
          <p>${t('patient.answer.reason', { reason: asked.reason })}</p>
        <//>
        <section class="card">
          <h2>${t('patient.answer.was')}</h2>
          <${Facts} items=${[[t('patient.fact.person'), asked.person.name], ...placeFacts(asked.was), [t('patient.slip.code'), asked.code]]} />
        </section>
        ${asked.canAnswer
          ? html`<${Question} key=${asked.proposals.map((place) => place.slotId).join()} asked=${asked} send=${send} reload=${request.reload} />`
          : html`<${Settled} asked=${asked} />`}
      </div>`}
    <//>
    ${request.state === 'error' ? html`<p><${LinkButton} href="#/appointments">${t('patient.nav-mine')}<//></p>` : null}`;
}

/// By the link in a message.
export function Answer({ token }) {
  return html`<${Asked} deps=${[token]} load=${(signal) => post('/disruption-answers/question', { token }, { signal })}
    send=${(choice) => post('/disruption-answers', { token, ...choice })} />`;
}

/// The same for somebody who is signed in.
export function OwnAnswer({ appointment }) {
  const path = `/appointments/${encodeURIComponent(appointment)}/disruption`;
  return html`<${SignedIn} lead=${t('patient.sign-in.to-see')}>
    ${() => html`<${Asked} deps=${[appointment]} load=${(signal) => get(path, { signal })} send=${(choice) => post(path, choice)} />`}
  <//>`;
}
