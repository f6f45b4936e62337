// Where one stands in the waiting line, live: number, how many are before, when it will probably be
// one's turn, and what to do when called, missed or back from examinations.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { announce, Button, CheckField, Notice } from '../shared/components.js';
import { formatTime, hospitalToday } from '../shared/dates.js';
import { pick, t } from '../shared/i18n.js';
import { remember, remembered } from '../shared/store.js';
import { useStream } from '../shared/stream.js';
import { Postpone } from './postpone.js';
import { Forecast } from './wait_words.js';

const kStates = ['expected', 'waiting', 'near', 'called', 'serving', 'missed', 'away'];
const kQuiet = 'yuyue.quiet';

let audio = null;
/// Two tones and a shake, where the phone lets a page do that. Nothing depends on it.
function ring() {
  try {
    if (navigator.vibrate) navigator.vibrate([400, 150, 400, 150, 400]);
    audio = audio || new (window.AudioContext || window.webkitAudioContext)();
    audio.resume();
    [[880, 0], [660, 0.35]].forEach(([pitch, after]) => {
      const tone = audio.createOscillator();
      const loud = audio.createGain();
      tone.frequency.value = pitch;
      loud.gain.setValueAtTime(0.25, audio.currentTime + after);
      loud.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + after + 0.3);
      tone.connect(loud).connect(audio.destination);
      tone.start(audio.currentTime + after);
      tone.stop(audio.currentTime + after + 0.3);
    });
  } catch {
    // An old phone, or one that wants a touch first.
  }
}

const areaWords = (place) => place.areas.map((area) => pick(area, 'name')).join(t('patient.comma')) || t('patient.place.waiting-area');
const aheadWords = (n) => (n ? t('patient.place.ahead', { n }) : t('patient.place.next'));

/// One line on what to do now, in large type.
function Now({ place }) {
  const room = place.room ? place.room.name : '';
  const where = { room, area: areaWords(place), n: place.missedBackMinutes };
  return html`<div class=${`place-now place-${place.state}`}>
    <p class="place-do">${t(`patient.place.do.${place.state}`, where)}</p>
    ${place.state === 'waiting' || place.state === 'expected' ? null : html`<p>${t(`patient.place.more.${place.state}`, where)}</p>`}
  </div>`;
}

function Notices({ place }) {
  return html`${place.delay
    ? html`<${Notice} kind="warning" title=${t('patient.place.delay', { n: place.delay.minutes })} live>
        ${place.delay.reason ? html`<p>${place.delay.reason}</p>` : null}
      <//>`
    : null}
  ${place.pauses.map((pause) => html`<${Notice} key=${pause.room} kind="info" title=${t('patient.place.pause', { room: pause.room })} live>
    <p>${pause.reason}${pause.until ? ` · ${t('patient.place.pause-until', { time: formatTime(pause.until) })}` : ''}</p>
  <//>`)}`;
}

/// "今天 08:31 与医院的连接中断" as long as it is.
function Touch({ state, at }) {
  if (state === 'live') return html`<p class="hint">${t('patient.place.live')}</p>`;
  if (state === 'connecting') return null;
  return html`<${Notice} kind="warning" title=${t('patient.place.lost')} live><p>${t('patient.place.lost-help', { time: formatTime(at) })}</p><//>`;
}

/// What is said when something has changed; empty: nothing worth saying.
function news(before, now) {
  if (!before || before.number !== now.number) return '';
  const called = now.state === 'called' && (before.state !== 'called' || before.calls !== now.calls);
  if (called || before.state !== now.state) {
    return t(`patient.place.do.${now.state}`, { room: now.room ? now.room.name : '', area: areaWords(now), n: now.missedBackMinutes });
  }
  return before.ahead !== now.ahead && now.ahead <= 3 ? aheadWords(now.ahead) : '';
}

function Standing({ appointment, place, touch, onLater }) {
  const waits = place.state === 'waiting' || place.state === 'near';
  const next = appointment.arrival && appointment.arrival.next;
  return html`<section class="card place" aria-label=${t('patient.place.title')}>
    <h2>${t('patient.place.title')}</h2>
    ${place.number ? html`<p class="place-number"><span class="hint">${t('patient.place.number')}</span> <strong>${place.number}</strong></p>` : null}
    <${Now} place=${place} />
    ${place.state === 'waiting' ? html`<p class="place-ahead">${aheadWords(place.ahead)}</p>` : null}
    ${waits || place.state === 'expected' ? html`<${Forecast} forecast=${place.forecast} expected=${place.state === 'expected'} />` : null}
    ${place.state === 'expected' && next ? html`<p>${t(`patient.place.late.${next.late}`, { time: formatTime(next.closesAt) })}</p>` : null}
    <${Notices} place=${place} />
    <${Touch} state=${touch} at=${place.at} />
    ${waits && place.postponementsLeft > 0
      ? html`<p class="no-print"><${Button} onClick=${onLater}>${t('patient.later.open')}<//></p>`
      : null}
  </section>`;
}

/// Today's visit, from before checking in until it is over.
export function PlaceCard({ appointment, onChange }) {
  const [place, setPlace] = useState(null);
  const [later, setLater] = useState(false);
  const [quiet, setQuiet] = useState(remembered('localStorage', kQuiet) === 'yes');
  const before = useRef(null);
  const { session, state } = appointment;
  const today = session.date === hospitalToday() && !session.remote && (state === 'booked' || state === 'arrived');
  const path = today ? `/appointments/${encodeURIComponent(appointment.id)}/place/stream` : '';
  const touch = useStream(path, { snapshot: setPlace, place: setPlace }, { rest: true });

  useLayoutEffect(() => {
    if (!place) return;
    const said = news(before.current, place);
    const over = before.current && !kStates.includes(place.state) && kStates.includes(before.current.state);
    const arrived = before.current && before.current.state === 'expected' && place.state !== 'expected';
    before.current = place;
    if (said) announce(said);
    if (said && !quiet && (place.state === 'called' || place.state === 'near')) ring();
    if (over || arrived) onChange();
  }, [place]);

  if (!today || !place || !kStates.includes(place.state)) return null;
  const keepQuiet = (ringing) => {
    setQuiet(!ringing);
    remember('localStorage', kQuiet, ringing ? null : 'yes');
    if (ringing) ring();
  };
  return html`<${Standing} appointment=${appointment} place=${place} touch=${touch} onLater=${() => setLater(true)} />
    ${place.number ? html`<div class="no-print"><${CheckField} label=${t('patient.place.ring')} hint=${t('patient.place.ring-hint')} checked=${!quiet} onChange=${keepQuiet} /></div>` : null}
    ${later ? html`<${Postpone} appointment=${appointment} onClose=${() => setLater(false)} />` : null}`;
}
