// A device's day on one screen: who is here, who is next, everybody who is booked. Single keys.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { Empty, Loaded, Notice, PageTitle, ProblemNotice } from '../shared/components.js';
import { Replanned } from '../staff/exam_repairs.js';
import { useShortcuts } from '../staff/keys.js';
import { NeedBadges, sexAndAge } from '../staff/person.js';
import { Button, Mark } from '../staff/ui.js';
import { useWatched } from '../staff/watched.js';
import { useActs } from './acts.js';
import { Opened } from './dialogs.js';
import { NextStop } from './next_stop.js';

const kSigns = { booked: 'info', waiting: 'info', called: 'info', serving: 'info', missed: 'warning', done: 'check' };

/// What the screen is about.
function viewOf(data) {
  const items = data ? data.items : [];
  const inState = (state) => items.find((one) => one.state === state);
  const byId = (id) => items.find((one) => one.id === id);
  const waiting = (data ? data.order : []).map(byId).filter(Boolean);
  const called = inState('called');
  const serving = inState('serving');
  return { items, waiting, next: waiting[0], called, serving, now: called || serving, open: items.filter((one) => one.state !== 'done').length };
}

export function Who({ work }) {
  return html`${work.ticket ? html`<span class="calling-number">${work.ticket.number}</span> ` : null}<strong>${work.person.name}</strong> <span class="hint">${sexAndAge(work.person)}</span>
    <${NeedBadges} needs=${work.person.needs} />`;
}

function What({ work }) {
  return html`<span>${pick(work.exam, 'name')}${work.bodyPart ? t('device.part', { part: work.bodyPart }) : ''}</span>
    ${work.urgency === 'routine' ? null : html` <${Mark} icon="warning">${t(`device.urgency.${work.urgency}`)}<//>`}`;
}

function Now({ now, called }) {
  if (!now) return html`<p class="calling-state">${t('device.nobody-here')}</p>`;
  return html`<p class="calling-state">${t(`device.state.${now.state}`)}${called ? t('device.calls', { n: now.ticket.calls }) : ''}</p>
    <p class="calling-who"><${Who} work=${now} /></p>
    <p><${What} work=${now} /></p>
    <p class="hint">${pick(now.exam, 'preparation')}</p>`;
}

export function Worklist({ id, onLeave }) {
  const request = useWatched(`/exam-devices/${id}/worklist`);
  const [open, setOpen] = useState(null);
  const [words, setWords] = useState('');
  const field = useRef(null);
  const view = viewOf(request.data);
  const { called, serving, now, next, waiting } = view;
  const [finished, setFinished] = useState(null);
  const [anew, setAnew] = useState(null);
  const acts = useActs(id, view, request.reload, { onFinished: setFinished, onReplanned: setAnew });
  const show = (what, work) => () => {
    acts.press.clear();
    setOpen({ what, work });
  };
  const close = () => {
    acts.press.clear();
    setOpen(null);
  };
  const does = {
    N: () => (called || !next ? false : acts.call()),
    S: () => acts.step(called, 'start'),
    R: () => acts.step(called, 'recall'),
    M: () => acts.step(called, 'miss'),
    F: () => acts.step(now, 'finish'),
    X: () => (now ? show('unprepared', now)() : false),
    C: () => (waiting.length && !called ? show('out-of-turn')() : false),
    L: onLeave,
    '/': () => field.current.focus(),
    '?': show('help'),
  };
  const one = (key, name, disabled, kind) => html`<${Button} kind=${kind || 'secondary'} keys=${key} busy=${key === 'N' && acts.press.busy} disabled=${disabled} onClick=${does[key]}>${t(`device.${name}`)}<//>`;
  const tool = (key, name) => html`<${Button} kind="quiet" keys=${key} onClick=${does[key]}>${t(`device.${name}`)}<//>`;
  const device = request.data && request.data.device;
  return html`<${Keys} does=${does} />
    <${PageTitle} title=${device ? pick(device, 'name') : ''} lead=${device ? pick(device, 'place') : ''}>
      <div class="row" role="group" aria-label=${t('device.tools')}>${tool('L', 'other')} ${tool('?', 'keys')}</div>
    <//>
    ${request.data && request.problem ? html`<${Notice} kind="warning" live>${t('device.out-of-touch')}<//>` : null}
    <${Loaded} request=${request}>
      ${() => html`<div class="calling-board device-board">
        <section class="card calling-now">
          <div aria-live="polite"><${Now} now=${now} called=${called} /></div>
          <div class="row calling-acts">
            ${one('N', serving ? 'finish-and-next' : 'next', !!called || !next, called ? 'secondary' : 'primary')}
            ${one('S', 'start', !called, called ? 'primary' : 'secondary')}
            ${one('R', 'recall', !called)} ${one('M', 'miss', !called)} ${one('F', 'finish', !serving)} ${one('X', 'unprepared', !now)}
          </div>
          <p class="hint">${next ? t('device.next-is', { number: next.ticket.number }) : t('device.nobody-waits')}</p>
          <${ProblemNotice} problem=${open ? null : acts.press.problem} />
          ${anew && !open ? html`<${Replanned} key=${anew.work.id} person=${anew.work.person} replanned=${anew.replanned} onClose=${() => setAnew(null)} />` : null}
          ${finished ? html`<${NextStop} key=${finished.id} work=${finished} />` : null}
        </section>
        <${Day} view=${view} acts=${acts} words=${words} setWords=${setWords} field=${field} onCall=${(work) => show('out-of-turn', work)()} onLeave=${(work) => show('leave', work)()} />
      </div>`}
    <//>
    <${Opened} open=${open} view=${view} acts=${acts} onClose=${close} />`;
}

const matches = (work, words) => !words || work.person.name.includes(words) || (work.ticket && work.ticket.number === words) || pick(work.exam, 'name').includes(words);

function Day({ view, acts, words, setWords, field, onCall, onLeave }) {
  const shown = view.items.filter((one) => matches(one, words.trim()));
  return html`<section aria-labelledby="device-day">
    <h2 id="device-day">${t('device.day', { n: view.open })}</h2>
    <label class="field"><span>${t('device.find')}</span><input ref=${field} class="input" name="find" value=${words} autocomplete="off" onInput=${(event) => setWords(event.target.value)} onKeyDown=${(event) => event.key === 'Escape' && event.target.blur()} /></label>
    ${shown.length ? null : html`<${Empty} title=${t(view.items.length ? 'device.none-found' : 'device.nobody-booked')} />`}
    <ol class="calling-list">
      ${shown.map(
        (work) => html`<li key=${work.id} class=${`calling-row calling-row-${work.state}`}>
          <span class="device-time">${work.start}</span>
          <div><${Who} work=${work} /><p><${What} work=${work} /></p></div>
          <${Mark} icon=${kSigns[work.state]} kind=${work.state === 'done' ? 'muted' : ''}>${t(`device.state.${work.state}`)}<//>
          <span class="row">
            ${work.state === 'booked' ? html`<${Button} busy=${acts.press.busy} aria-label=${`${t('device.arrive')} ${work.person.name}`} onClick=${() => acts.arrive(work)}>${t('device.arrive')}<//>` : null}
            ${work.state === 'missed' ? html`<${Button} busy=${acts.press.busy} aria-label=${`${t('device.come-back')} ${work.person.name}`} onClick=${() => acts.step(work, 'come-back')}>${t('device.come-back')}<//>` : null}
            ${work.state === 'waiting' ? html`<${Button} kind="quiet" disabled=${!!view.called} aria-label=${`${t('device.call-this')} ${work.person.name}`} onClick=${() => onCall(work)}>${t('device.call-this')}<//>` : null}
            ${work.state === 'waiting' || work.state === 'missed' ? html`<${Button} kind="quiet" aria-label=${`${t('device.leave')} ${work.person.name}`} onClick=${() => onLeave(work)}>${t('device.leave')}<//>` : null}
          </span>
        </li>`,
      )}
    </ol>
  </section>`;
}

/// The keys work only while this screen is seen.
function Keys({ does }) {
  const keys = {};
  Object.keys(does).forEach((key) => {
    keys[key] = does[key];
    if (key.length === 1) keys[key.toLowerCase()] = does[key];
  });
  useShortcuts(keys);
  useLayoutEffect(() => {
    document.title = t('device.title');
  }, []);
  return null;
}
