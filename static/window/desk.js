// One window's screen: who is here, who is next, who waits for what. Single keys, so that one hand on
// the keyboard is enough.

import { html, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay, formatTime } from '../shared/dates.js';
import { announce, CheckField, Loaded, Notice, PageTitle, ProblemNotice } from '../shared/components.js';
import { useShortcuts } from '../staff/keys.js';
import { Button } from '../staff/ui.js';
import { useActs } from './acts.js';
import { Background } from './background.js';
import { NextByItself, useNextByItself } from './automatic.js';
import { CaseAsk, isCaseMissing, WindowCases } from './cases.js';
import { useDesk, viewOf } from './data.js';
import { Opened } from './dialogs.js';
import { Out, Waiting } from './lists.js';
import { SlipScreen } from './slip.js';
import { Taken } from './take_over.js';
import { Errands, Who, Why } from './visit.js';

function Now({ view }) {
  const { now, called } = view;
  if (!now) return html`<p class="calling-state">${t('window.nobody-here')}</p>`;
  return html`<p class="calling-state">${t(`window.state.${now.ticket.state}`)}${called ? t('window.calls', { n: now.ticket.calls }) : ''}</p>
    <p class="calling-who"><${Who} visit=${now} priorities=${view.priorities} /></p>
    <${Errands} visit=${now} />`;
}

function Next({ view }) {
  if (!view.next) return null;
  return html`<section class="card" aria-labelledby="calling-next">
    <h2 id="calling-next">${t('window.next-one')}</h2>
    <p class="calling-next-who"><${Who} visit=${view.next} priorities=${view.priorities} /></p>
    <${Why} visit=${view.waiting.find((one) => one.id === view.next.id) || view.next} />
  </section>`;
}

function Paused({ view, acts }) {
  const { pause } = view;
  if (!pause) return null;
  return html`<${Notice} kind="warning" title=${t('window.paused', { reason: pause.reason, since: formatTime(pause.since) })}>
    <p class="row">
      ${pause.until ? html`<span>${t('window.paused-until', { until: formatTime(pause.until) })}</span>` : null}
      <${Button} busy=${acts.press.busy} onClick=${() => acts.resume(false)} keys="P">${t('window.resume')}<//>
    </p>
  <//>`;
}

/// A number or an appointment for whoever stands here.
function Given({ given, onSlip }) {
  if (!given) return null;
  const { visit, appointment } = given;
  if (appointment) {
    const { session, slot, department, code } = appointment;
    return html`<${Notice} kind="info" title=${t('window.done.booked', { code })}><p>${formatDay(session.date)} ${slot.start}–${slot.end} ${pick(department, 'name')}</p><//>`;
  }
  return html`<${Notice} kind="info" title=${t('window.done.take', { number: visit.number })}>
    <p class="row"><span>${t('window.given')}</span> <${Button} keys="I" onClick=${() => onSlip(visit)}>${t('window.slip')}<//></p>
  <//>`;
}

export function Desk({ id, me, services, onSetting, onLeave, onTaken }) {
  const request = useDesk(id);
  const [open, setOpen] = useState(null);
  const [given, setGiven] = useState(null);
  const [round, setRound] = useState(0);
  const view = viewOf(request.data);
  const { called, serving, now, waiting, next, pause } = view;
  const byItself = useNextByItself(view.post.callsNext && !pause && !open, !!next, () => acts.call());
  const acts = useActs(id, view, request.reload, byItself.begin);
  const { press } = acts;
  const close = () => {
    press.clear();
    setOpen(null);
  };
  const show = (what, visit) => () => {
    byItself.stop();
    press.clear();
    setGiven(null);
    setOpen({ what, visit });
  };
  const slipOf = (visit) => show('slip', visit)();
  const only = (condition, act) => () => (condition ? act() : false);
  const unlessCaseMissing = async (visit, act) => ((await isCaseMissing(visit, services)) ? show('case-ask', visit)() : act());
  const nextOne = () => {
    if (called || !next) return false;
    byItself.stop();
    const go = () => (pause ? show('resume')() : acts.call());
    return serving ? unlessCaseMissing(serving, go) : go();
  };
  const setting = (value) => onSetting(value).then(request.reload);
  const does = {
    N: nextOne,
    S: () => acts.step(called, 'start'),
    R: () => acts.step(called, 'recall'),
    M: () => acts.step(called, 'miss'),
    F: only(now, () => unlessCaseMissing(now, () => acts.finish(now))),
    O: only(now, show('outcome', now)),
    K: only(now, show('park', now)),
    T: only(now, show('transfer', now)),
    C: only(waiting.length && !called, show('out-of-turn')),
    U: acts.undo,
    A: show('take'),
    D: show('cases', now),
    P: () => (pause ? acts.resume(false) : show('pause')()),
    G: () => setting(!view.post.callsNext),
    L: onLeave,
    H: only(now && now.person && view.priorities.length, show('certificate', now)),
    V: show('reports'),
    I: () => (given && given.visit ? slipOf(given.visit) : now ? slipOf(now) : false),
    '/': show('find'),
    '?': show('help'),
    Escape: () => byItself.stop(),
  };
  const one = (key, name, disabled, kind) => html`<${Button} kind=${kind || 'secondary'} keys=${key} busy=${key === 'N' && press.busy} disabled=${disabled} onClick=${does[key]}>${t(`window.${name}`)}<//>`;
  const tool = (key, name) => html`<${Button} kind="quiet" keys=${key} onClick=${does[key]}>${t(`window.${name}`)}<//>`;
  if (open && open.what === 'slip') return html`<${SlipScreen} visit=${open.visit} onBack=${close} />`;
  if (open && open.what === 'cases') return html`<${WindowCases} visit=${open.visit} services=${services} onBack=${close} />`;
  const title = request.data ? pick(request.data.window, 'name') : '';
  return html`<${Keys} does=${does} out=${view.out} onBack=${(visit) => acts.step(visit, 'come-back')} />
    <${PageTitle} title=${title} lead=${request.data ? pick(request.data.window, 'place') : ''}>
      <div class="row" role="group" aria-label=${t('window.tools')}>
        ${tool('A', 'take')} ${tool('D', 'cases')} ${tool('/', 'find')} ${tool('V', 'reports')} <a class="button button-quiet" href="paper.html">${t('window.paper')}</a> ${tool('P', pause ? 'resume' : 'pause')} ${tool('L', 'get-up')} ${tool('?', 'keys')}
      </div>
    <//>
    ${request.data && request.problem ? html`<${Notice} kind="warning" live>${t('window.out-of-touch')}<//>` : null}
    <${Loaded} request=${request}>
      ${() => html`<div class="calling-board">
        <div class="calling-main">
          <${Taken} post=${view.post} me=${me} onBack=${onTaken} />
          <${Paused} view=${view} acts=${acts} />
          <${Given} given=${given} onSlip=${slipOf} />
          <section class="card calling-now">
            <div aria-live="polite"><${Now} view=${view} /></div>
            <div class="row calling-acts">
              ${one('N', serving ? 'finish-and-next' : 'next', !!called || !next, called ? 'secondary' : 'primary')}
              ${one('S', 'start', !called, called ? 'primary' : 'secondary')}
              ${one('R', 'recall', !called)} ${one('M', 'miss', !called)} ${one('F', 'finish', !now)} ${one('O', 'outcome', !now)} ${one('K', 'park', !now)} ${one('T', 'transfer', !now)}
            </div>
            <${NextByItself} byItself=${byItself} next=${next} />
            ${acts.slip
              ? html`<p class="calling-undo"><span>${t(`window.done.${acts.slip.step}`, { number: acts.slip.visit.number })}</span> <${Button} kind="quiet" keys="U" onClick=${acts.undo}>${t('window.undo')}<//></p>`
              : null}
            <${ProblemNotice} problem=${open ? null : press.problem} />
            <${CheckField} label=${t('window.by-itself')} checked=${view.post.callsNext} onChange=${setting} />
          </section>
          <${Background} visit=${now} priorities=${view.priorities} round=${round} does=${does} />
          <${Next} view=${view} />
          <${Out} view=${view} onBack=${(visit) => acts.step(visit, 'come-back')} onLeft=${(visit) => acts.step(visit, 'leave')} />
        </div>
        <${Waiting} view=${view} onCall=${(visit) => show('out-of-turn', visit)()} />
      </div>`}
    <//>
    ${open && open.what === 'case-ask' ? html`<${CaseAsk} acts=${acts} visit=${open.visit} onCases=${show('cases', open.visit)} onClose=${close} />` : null}
    <${Opened} open=${open && open.what !== 'case-ask' ? open : null} title=${title} services=${services} view=${view} acts=${acts} onClose=${close}
      onKept=${() => {
        close();
        setRound(round + 1);
        announce(t('window.certificate.kept'));
      }}
      onSlip=${slipOf}
      onTaken=${(visit) => {
        close();
        setGiven({ visit });
        announce(t('window.done.take', { number: visit.number }));
        request.reload();
      }}
      onBooked=${(appointment) => {
        close();
        setGiven({ appointment });
        announce(t('window.done.booked', { code: appointment.code }));
      }} />`;
}

/// The keys work only while this screen is seen.
function Keys({ does, out, onBack }) {
  const keys = {};
  Object.keys(does).forEach((key) => {
    keys[key] = does[key];
    if (key.length === 1) keys[key.toLowerCase()] = does[key];
  });
  out.slice(0, 9).forEach((visit, i) => {
    keys[String(i + 1)] = () => onBack(visit);
  });
  useShortcuts(keys);
  return null;
}
