// A board: who is called, what happens in each room or at each window, who is next. What it shows is
// told by `shows` (area.js, centre.js): id, name, path of its stream, how often it calls, and how
// its words, its quiet and its cards are made.

import { html, useEffect, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay, formatTime, dayOf } from '../shared/dates.js';
import { hospitalStore } from '../shared/context.js';
import { useStore } from '../shared/store.js';
import { Cards } from './cards.js';
import { callsShown } from './model.js';
import { settings, SettingsDialog } from './settings.js';
import { useLive } from './live.js';
import { Voice } from './voice.js';

const kMostCalls = 3;

/// Draws again every second: for the clock, and for calls that grow old.
function useSecond() {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, []);
}

/// The voice of this screen: { mode, speaking, voice }.
function useVoice(now, wordsOf) {
  const [heard, setHeard] = useState({ mode: 'off', speaking: '' });
  const voice = useRef(null);
  const { volume } = useStore(settings);
  useLayoutEffect(() => {
    voice.current = new Voice({ now: () => now.current(), wordsOf, onChange: (next) => setHeard((old) => (old.mode === next.mode && old.speaking === next.speaking ? old : next)) });
    const unlock = () => voice.current.unlock();
    const events = ['pointerdown', 'keydown'];
    events.forEach((name) => document.addEventListener(name, unlock));
    return () => {
      events.forEach((name) => document.removeEventListener(name, unlock));
      voice.current.close();
    };
  }, []);
  useLayoutEffect(() => voice.current.setVolume(volume / 100), [volume]);
  return { ...heard, voice };
}

function Calls({ calls, speaking }) {
  return html`<section class="calls" aria-label=${t('display.calling')}>
    ${calls.length
      ? html`<ul class=${`calls-list calls-${calls.length}`}>
          ${calls.map(
            (call) => html`<li key=${call.id} class=${`call ${call.fresh || call.id === speaking ? 'call-fresh' : ''}`}>
              <span class="call-who"><span class="number">${call.number}</span>${call.name ? html` <span class="call-name">${call.name}</span>` : null}</span>
              <span class="call-where"><span class="call-to">${t('display.please-to')}</span> <strong>${pick(call.room, 'name')}</strong></span>
            </li>`,
          )}
        </ul>`
      : html`<p class="calls-none">${t('display.no-calls')}</p>`}
  </section>`;
}

function Lost({ state, asOf, hasBoard }) {
  if (state !== 'lost') return null;
  return html`<p class="lost" role="alert">
    <span class="lost-sign" aria-hidden="true">!</span>
    <span>${hasBoard ? t('display.lost', { at: formatTime(new Date(asOf).toISOString()) }) : t('display.out')}</span>
  </p>`;
}

export function Board({ device, shows, onRefused, onSound }) {
  useSecond();
  const hospital = useStore(hospitalStore);
  const { size } = useStore(settings);
  const clock = useRef(Date.now);
  const { mode, speaking, voice } = useVoice(clock, shows.wordsOf);
  const times = useRef(shows.callTimes);
  times.current = shows.callTimes;
  const { board, calls, state, asOf, now } = useLive(shows, {
    onRefused,
    onCall: (call) => voice.current && voice.current.call(call, call.times || times.current),
  });
  clock.current = now;
  const [open, setOpen] = useState(false);
  useLayoutEffect(() => onSound(mode), [mode]);
  const at = new Date(now()).toISOString();

  return html`<div class=${`board ${state === 'lost' ? 'is-lost' : ''}`}>
    <header class="board-head">
      <div>
        <p class="board-hospital">${pick(hospital, 'name')}</p>
        <h1>${pick(shows, 'name')}</h1>
      </div>
      <p class="board-clock"><span class="board-day">${formatDay(dayOf(at))}</span> <time>${formatTime(at)}</time></p>
    </header>
    <main class="board-main">
      ${board
        ? html`<${Calls} calls=${callsShown(board, calls, now(), kMostCalls)} speaking=${speaking} />
            <${Cards} cards=${shows.cardsOf(board, size === 'large' ? 1 : 2)} Card=${shows.Card} none=${shows.none} now=${now()} />`
        : html`<p class="calls-none">${t('display.starting')}</p>`}
    </main>
    <footer class="board-foot">
      <${Lost} state=${state} asOf=${asOf} hasBoard=${Boolean(board)} />
      ${mode === 'off'
        ? html`<p class="mute"><span>${t('display.mute')}</span> <button type="button" class="mute-button" onClick=${() => voice.current.unlock()}>${t('display.sound-on')}</button></p>`
        : null}
      <p class="board-hint">${t(shows.hint)}</p>
      <button type="button" class="board-settings" onClick=${() => setOpen(true)}>${t('display.settings')}</button>
    </footer>
    ${open
      ? html`<${SettingsDialog} name=${device.name} onClose=${() => setOpen(false)}
          onTry=${() => voice.current.tryOut({ ...shows.trial, id: `trial ${Date.now()}`, at: new Date(now()).toISOString() })} />`
      : null}
  </div>`;
}
