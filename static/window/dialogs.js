// What needs a word more: how it ended, why parked, where to, out of turn, a pause, a number looked
// for, and the keys.

import { html, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatTime } from '../shared/dates.js';
import { ProblemNotice, SelectField, TextField } from '../shared/components.js';
import { get } from '../staff/api.js';
import { ReasonDialog } from '../staff/reason_dialog.js';
import { Button, Dialog, DialogForm, usePress } from '../staff/ui.js';
import { CertificateDialog } from './background.js';
import { errandNow } from './data.js';
import { ReportsDialog } from './reports.js';
import { TakeDialog } from './take.js';
import { Errands, Who } from './visit.js';

const reasons = (names) => names.map((name) => t(`window.reason.${name}`));
const kPause = [5, 10, 15, 20, 30, 45, 60];

/// A digit says it all.
function OutcomeDialog({ visit, acts, onClose }) {
  const [words, setWords] = useState('');
  const names = reasons(['settled', 'papers-missing', 'passed-on', 'not-entitled']);
  const send = async (outcome) => {
    if (await acts.finish(visit, outcome.trim())) onClose();
  };
  const onKeyDown = (event) => {
    const chosen = words === '' && /^[1-9]$/.test(event.key) && names[Number(event.key) - 1];
    if (!chosen) return;
    event.preventDefault();
    send(chosen);
  };
  return html`<${DialogForm} title=${t('window.outcome.title', { number: visit.number })} submitLabel=${t('window.finish')} busy=${acts.press.busy} problem=${acts.press.problem} onClose=${onClose} onSubmit=${() => send(words)}>
    <div class="chips" role="group" aria-label=${t('window.outcome.common')}>
      ${names.map((name, i) => html`<button key=${name} type="button" class="chip" onClick=${() => send(name)}>${name}<kbd class="key" aria-hidden="true">${i + 1}</kbd></button>`)}
    </div>
    <${TextField} label=${t('window.outcome.words')} name="outcome" value=${words} onInput=${setWords} optional maxlength="100" autocomplete="off" data-autofocus onKeyDown=${onKeyDown} />
  <//>`;
}

function TransferDialog({ visit, services, acts, onClose }) {
  const others = services.filter((one) => one.active && one.id !== errandNow(visit).service.id);
  const [to, setTo] = useState(others.length ? others[0].id : '');
  return html`<${ReasonDialog} title=${t('window.transfer.title', { number: visit.number })} label=${t('window.transfer')} reasons=${reasons(['wrong-service', 'also-needed', 'first-there'])}
    acts=${acts} act=${(reason) => acts.transfer(visit, { serviceId: to, reason })} hint=${t('window.transfer.kept')} onClose=${onClose}>
    <${SelectField} label=${t('window.transfer.to')} name="service" value=${to} onChange=${setTo} options=${others.map((one) => ({ value: one.id, label: pick(one, 'name') }))} />
  <//>`;
}

function OutOfTurn({ visit, view, acts, onClose }) {
  const { waiting } = view;
  const [id, setId] = useState((visit || waiting[waiting.length > 1 ? 1 : 0]).id);
  const named = waiting.find((one) => one.id === id) || visit;
  return html`<${ReasonDialog} title=${t('window.out-of-turn', { number: named.number })} label=${t('window.call-this')} reasons=${reasons(['weak', 'hurry', 'child', 'agreed'])}
    acts=${acts} act=${(reason) => acts.call({ visitId: id, reason })} hint=${t('window.out-of-turn-kept')} onClose=${onClose}>
    ${visit ? null : html`<${SelectField} label=${t('window.whom')} name="visit" value=${id} onChange=${setId} options=${waiting.map((one) => ({ value: one.id, label: `${one.number} ${one.person ? one.person.name : ''}` }))} />`}
  <//>`;
}

function PauseDialog({ title, acts, onClose }) {
  const [minutes, setMinutes] = useState('10');
  return html`<${ReasonDialog} title=${t('window.pause.title', { window: title })} label=${t('window.pause')} reasons=${reasons(['meal', 'break', 'fetch', 'training'])}
    acts=${acts} act=${(reason) => acts.pause({ reason, minutes: Number(minutes) })} hint=${t('window.pause.told')} onClose=${onClose}>
    <${SelectField} label=${t('window.pause.for')} name="minutes" value=${minutes} onChange=${setMinutes} options=${kPause.map((n) => ({ value: String(n), label: t('window.minutes', { n }) }))} />
  <//>`;
}

function Resume({ pause, acts, onClose }) {
  const go = async () => {
    if (await acts.resume(true)) onClose();
  };
  return html`<${Dialog} title=${t('window.resume-ask')} onClose=${onClose}>
    <div class="stack">
      <p>${t('window.paused-because', { reason: pause ? pause.reason : '' })}</p>
      <${ProblemNotice} problem=${acts.press.problem} />
      <div class="row">
        <${Button} kind="primary" busy=${acts.press.busy} onClick=${go} keys="Enter" data-autofocus>${t('window.resume-and-next')}<//>
        <${Button} onClick=${onClose} keys="Esc">${t('staff.cancel')}<//>
      </div>
    </div>
  <//>`;
}

const isOut = ({ ticket }) => ticket && ['missed', 'away'].includes(ticket.state);
const isWaiting = ({ ticket }) => ticket && ['waiting', 'near'].includes(ticket.state);

/// By the number on the slip: where it stands, and what can be done with it here.
function FindDialog({ view, acts, onSlip, onClose }) {
  const [number, setNumber] = useState('');
  const [found, setFound] = useState(null);
  const press = usePress();
  const search = () =>
    press.run(async () => {
      const { items } = await get('/visits', { query: { number: number.trim().toUpperCase() } });
      setFound(items);
      return true;
    });
  const step = (visit, name) => async () => {
    if (await acts.step(visit, name)) onClose();
  };
  return html`<${DialogForm} title=${t('window.find')} submitLabel=${t('window.find.do')} busy=${press.busy} problem=${press.problem || acts.press.problem} cancelLabel=${t('staff.close')} onClose=${onClose} onSubmit=${search}>
    <${TextField} label=${t('window.find.number')} name="number" value=${number} onInput=${setNumber} required maxlength="12" autocomplete="off" data-autofocus />
    <div aria-live="polite">
      ${found && !found.length ? html`<p>${t('window.find.none')}</p>` : null}
      ${(found || []).map(
        (visit) => html`<div key=${visit.id}>
          <p><${Who} visit=${visit} priorities=${view.priorities} /> ${t(`window.visit.${visit.state}`)}${visit.state === 'open' && visit.ticket ? ` · ${t(`window.state.${visit.ticket.state}`)}` : ''}${visit.ticket && visit.ticket.window ? ` · ${pick(visit.ticket.window, 'name')}` : ''}</p>
          <p class="hint">${t('window.taken-at', { at: formatTime(visit.takenAt) })}</p>
          <${Errands} visit=${visit} />
          <p class="row">
            <${Button} kind="quiet" busy=${acts.press.busy} onClick=${() => onSlip(visit)}>${t('window.slip')}<//>
            ${isOut(visit) ? html`<${Button} busy=${acts.press.busy} onClick=${step(visit, 'come-back')}>${t('window.come-back')}<//>` : null}
            ${isOut(visit) || isWaiting(visit) ? html`<${Button} kind="quiet" busy=${acts.press.busy} onClick=${step(visit, 'leave')}>${t('window.leave')}<//>` : null}
          </p>
        </div>`,
      )}
    </div>
  <//>`;
}

const kHelp = ['N', 'S', 'R', 'M', 'F', 'O', 'K', 'T', 'C', '1-9', 'U', 'A', 'D', 'H', 'V', 'I', '/', 'P', 'G', 'L'];

function Help({ onClose }) {
  return html`<${Dialog} title=${t('window.help')} onClose=${onClose}>
    <table class="table calling-help"><caption class="visually-hidden">${t('window.help')}</caption><tbody>
      ${kHelp.map((keys) => html`<tr key=${keys}><th scope="row"><kbd class="key">${keys}</kbd></th><td>${t(`window.help.${keys}`)}</td></tr>`)}
    </tbody></table>
    <div class="row"><${Button} kind="primary" onClick=${onClose} keys="Esc" data-autofocus>${t('staff.close')}<//></div>
  <//>`;
}

export function Opened({ open, title, services, view, acts, onClose, onTaken, onBooked, onSlip, onKept }) {
  if (!open) return null;
  const given = { visit: open.visit, view, acts, onClose };
  switch (open.what) {
    case 'outcome':
      return html`<${OutcomeDialog} ...${given} />`;
    case 'park':
      return html`<${ReasonDialog} title=${t('window.park.title', { number: open.visit.number })} label=${t('window.park')} reasons=${reasons(['copy', 'signature', 'fee', 'fetch-paper'])} ...${given} act=${(reason) => acts.step(open.visit, 'park', { reason })} hint=${t('window.park.kept')} />`;
    case 'transfer':
      return html`<${TransferDialog} ...${given} services=${services} />`;
    case 'out-of-turn':
      return html`<${OutOfTurn} ...${given} />`;
    case 'pause':
      return html`<${PauseDialog} ...${given} title=${title} />`;
    case 'resume':
      return html`<${Resume} ...${given} pause=${view.pause} />`;
    case 'take':
      return html`<${TakeDialog} services=${services.filter((one) => one.active)} priorities=${view.priorities} onClose=${onClose} onTaken=${onTaken} onBooked=${onBooked} />`;
    case 'certificate':
      return html`<${CertificateDialog} ...${given} onKept=${onKept} />`;
    case 'reports':
      return html`<${ReportsDialog} onClose=${onClose} />`;
    case 'find':
      return html`<${FindDialog} ...${given} onSlip=${onSlip} />`;
    default:
      return html`<${Help} onClose=${onClose} />`;
  }
}
