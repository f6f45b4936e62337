// One room's screen: who is with the clinician, who is next and why, who waits. Single keys, so that
// one hand on the keyboard is enough.

import { html, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { announce, Loaded, Notice, PageTitle, ProblemNotice } from '../shared/components.js';
import { useShortcuts } from '../staff/keys.js';
import { Button } from '../staff/ui.js';
import { useActs } from './acts.js';
import { After } from './after.js';
import { Closing } from './closing.js';
import { roomView, useLine } from './data.js';
import { Help, OutOfTurn, Resume, WalkIn } from './dialogs.js';
import { Elsewhere, Out, Waiting } from './lists.js';
import { DelayDialog, Notices, PauseDialog } from './notices.js';
import { Calling, Person, Why } from './ticket.js';

function Now({ view }) {
  const { now, called } = view;
  if (!now) return html`<p class="calling-state">${t('clinic.nobody-here')}</p>`;
  return html`<p class="calling-state">${t(`clinic.state.${now.state}`)}${called ? t('clinic.calls', { n: now.calls }) : ''}</p>
    <p class="calling-who"><${Person} ticket=${now} /></p>
    <${Calling} ticket=${now} />`;
}

function Next({ view }) {
  if (!view.next) return null;
  return html`<section class="card calling-next" aria-labelledby="calling-next">
    <h2 id="calling-next">${t('clinic.next-one')}</h2>
    <p class="calling-next-who"><${Person} ticket=${view.next} /></p>
    <${Why} ticket=${view.next} />
    <${Calling} ticket=${view.next} />
  </section>`;
}

/// Small buttons: what follows the visit, and asking the next one nearer.
function More({ view, does, mayBeckon }) {
  const { now } = view;
  const one = (key, name, disabled) => html`<${Button} keys=${key} disabled=${disabled} onClick=${does[key]}>${t(`clinic.${name}`)}<//>`;
  return html`<div class="row clinic-more" role="group" aria-label=${t('clinic.afterwards')}>
    ${one('B', 'follow-up', !now)} ${one('O', 'course', !now)} ${one('T', 'refer', !now)} ${one('J', 'exams', !now)} ${view.nearPlaces ? one('W', 'beckon', !mayBeckon) : null}
  </div>`;
}

export function Board({ place, onLeave }) {
  const request = useLine(place.session);
  const [open, setOpen] = useState(null);
  const view = roomView(request.data, place.room.id);
  const acts = useActs(place, view, request.reload);
  const { press } = acts;
  const { called, serving, now, waiting, next, pause } = view;
  const close = () => setOpen(null);
  const show = (what, ticket) => () => {
    press.clear();
    setOpen({ what, ticket });
  };
  const done = (words) => {
    close();
    announce(words);
    request.reload();
  };
  const nextOne = () => {
    if (called || !next) return false;
    return pause ? show('resume')() : acts.call();
  };
  const mayBeckon = view.nearPlaces > view.near.length && waiting.length > 0 && !pause;
  const does = {
    N: nextOne,
    S: acts.step(called, 'start'),
    R: acts.step(called, 'recall'),
    M: acts.step(called, 'miss'),
    E: acts.step(now, 'send-away'),
    F: acts.step(now, 'finish'),
    U: acts.undo,
    W: () => (mayBeckon ? acts.beckon() : false),
    C: () => (waiting.length && !called ? show('out-of-turn')() : false),
    B: () => (now ? show('follow-up', now)() : false),
    O: () => (now ? show('course', now)() : false),
    T: () => (now ? show('refer', now)() : false),
    J: () => (now ? show('exams', now)() : false),
    A: show('walk-in'),
    P: () => (pause ? acts.resume() : show('pause')()),
    D: show('delay'),
    X: show('closing'),
    L: onLeave,
    '?': show('help'),
  };

  if (open && ['follow-up', 'course', 'refer', 'exams', 'rebook'].includes(open.what)) {
    return html`<${After} what=${open.what} ticket=${open.ticket} place=${place} onBack=${open.what === 'rebook' ? show('closing') : close} onDone=${done} />`;
  }
  return html`<${Keys} does=${does} out=${view.out} onBack=${(ticket) => acts.step(ticket, 'come-back')()} />
    <${PageTitle} title=${place.room.name} lead=${place.title}>
      <div class="row" role="group" aria-label=${t('clinic.room-tools')}>
        <${Button} kind="quiet" keys="A" onClick=${does.A}>${t('clinic.walk-in')}<//>
        <${Button} kind="quiet" keys="P" onClick=${does.P}>${t(pause ? 'clinic.resume' : 'clinic.pause')}<//>
        <${Button} kind="quiet" keys="D" onClick=${does.D}>${t('clinic.delay')}<//>
        <${Button} kind="quiet" keys="X" onClick=${does.X}>${t('clinic.closing.open')}<//>
        <${Button} kind="quiet" keys="L" onClick=${onLeave}>${t('clinic.elsewhere')}<//>
        <${Button} kind="quiet" keys="?" onClick=${does['?']}>${t('clinic.keys')}<//>
      </div>
    <//>
    ${request.stream === 'lost' || (request.data && request.problem)
      ? html`<${Notice} kind="warning" live>${t(request.problem ? 'clinic.out-of-touch' : 'clinic.not-live')}<//>`
      : null}
    <${Loaded} request=${request}>
      ${() => html`<div class="calling-board">
        <div class="calling-main">
          <${Notices} place=${place} view=${view} onChanged=${request.reload} />
          ${view.closing ? html`<${Notice} kind="info">${t('clinic.closing.begun')}<//>` : null}
          <section class="card calling-now" aria-live="polite">
            <${Now} view=${view} />
            <div class="row calling-acts">
              <${Button} kind=${called ? 'secondary' : 'primary'} keys="N" busy=${press.busy} disabled=${!!called || !next} onClick=${nextOne}>${t(serving ? 'clinic.finish-and-next' : 'clinic.next')}<//>
              <${Button} kind=${called ? 'primary' : 'secondary'} keys="S" disabled=${!called} onClick=${does.S}>${t('clinic.start')}<//>
              <${Button} keys="R" disabled=${!called} onClick=${does.R}>${t('clinic.recall')}<//>
              <${Button} keys="M" disabled=${!called} onClick=${does.M}>${t('clinic.miss')}<//>
              <${Button} keys="E" disabled=${!now} onClick=${does.E}>${t('clinic.send-away')}<//>
              <${Button} keys="F" disabled=${!now} onClick=${does.F}>${t('clinic.finish')}<//>
            </div>
            <${More} view=${view} does=${does} mayBeckon=${mayBeckon} />
            ${acts.slip
              ? html`<p class="calling-undo"><span>${t(`clinic.done.${acts.slip.step}`, { number: acts.slip.ticket.number })}</span> <${Button} kind="quiet" keys="U" onClick=${acts.undo}>${t('clinic.undo')}<//></p>`
              : null}
            <${ProblemNotice} problem=${open ? null : press.problem} />
          </section>
          <${Next} view=${view} />
          <${Out} view=${view} onBack=${(ticket) => acts.step(ticket, 'come-back')} />
          <${Elsewhere} view=${view} />
        </div>
        <${Waiting} view=${view} onCall=${(ticket) => show('out-of-turn', ticket)()} />
      </div>`}
    <//>
    <${Opened} open=${open} place=${place} data=${request.data} view=${view} acts=${acts} close=${close} done=${done} show=${show} reload=${request.reload} />`;
}

/// The keys work only while this screen is seen.
function Keys({ does, out, onBack }) {
  const keys = {};
  Object.keys(does).forEach((key) => {
    keys[key] = does[key];
    keys[key.toLowerCase()] = does[key];
  });
  out.slice(0, 9).forEach((ticket, i) => {
    keys[String(i + 1)] = () => onBack(ticket);
  });
  useShortcuts(keys);
  return null;
}

function Opened({ open, place, data, view, acts, close, done, show, reload }) {
  if (!open) return null;
  const { press } = acts;
  const thenClose = (work) => async (...given) => {
    if (await work(...given)) close();
  };
  switch (open.what) {
    case 'out-of-turn':
      return html`<${OutOfTurn} ticket=${open.ticket} waiting=${view.waiting} press=${press} onCall=${thenClose(acts.call)} onClose=${close} />`;
    case 'resume':
      return html`<${Resume} pause=${view.pause || { reason: '' }} busy=${press.busy} problem=${press.problem} onResume=${thenClose(acts.resumeAndCall)} onClose=${close} />`;
    case 'walk-in':
      return html`<${WalkIn} place=${place} onClose=${close} onDone=${done} />`;
    case 'pause':
      return html`<${PauseDialog} place=${place} onClose=${close} onDone=${done} />`;
    case 'delay':
      return html`<${DelayDialog} place=${place} delay=${view.delay} onClose=${close} onDone=${done} />`;
    case 'closing':
      return html`<${Closing} place=${place} data=${data} view=${view} onRebook=${(ticket) => show('rebook', ticket)()} onChanged=${reload} onClose=${close} />`;
    default:
      return html`<${Help} onClose=${close} />`;
  }
}
