// Which session and which room: one's own of now at once, where it is clear; what was chosen is
// remembered on this device for the day. Then its line.

import { html, useEffect, useLayoutEffect, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatTime, hospitalToday, longDay } from '../shared/dates.js';
import { Empty, Loaded, PageTitle, SelectField } from '../shared/components.js';
import { hospitalStore } from '../shared/context.js';
import { remember, remembered } from '../shared/store.js';
import { get, useRequest } from '../staff/api.js';
import { Button } from '../staff/ui.js';
import { roomsText, sessionTitle } from '../staff/slots.js';
import { Board } from './board.js';

const kKey = 'yuyue.clinic';
const kRoomKey = 'yuyue.clinic.room';
/// One comes before the session begins, and stays after its end.
const kAroundMs = 90 * 60000;

function kept() {
  try {
    const place = JSON.parse(remembered('sessionStorage', kKey));
    return place && place.date === hospitalToday() ? place : null;
  } catch {
    return null;
  }
}

const title = (session) => `${sessionTitle(session)} · ${t(`staff.part.${session.part}`)}`;
const placeOf = (session, room) => ({ date: session.date, session: session.id, title: title(session), department: session.department.id, room: { id: room.id, name: room.name } });
const takesPlace = (session) => session.state !== 'stopped' && session.state !== 'withdrawn' && !session.remote;
/// The hospital's clock as it was when the page came: in a demo it may stand elsewhere.
const hospitalNow = () => {
  const hospital = hospitalStore.get();
  return hospital ? Date.parse(hospital.now) : Date.now();
};
const isNow = (session) => Date.parse(session.startsAt) - kAroundMs < hospitalNow() && hospitalNow() < Date.parse(session.endsAt) + kAroundMs;

/// The only one that can be meant: of a clinician's own, the one that is now, in the room of last
/// time or the only one.
function obvious(items) {
  const own = items.filter((one) => one.own).map((one) => one.session).filter(takesPlace);
  const now = own.filter(isNow);
  const session = now.length ? now[0] : own.length === 1 ? own[0] : null;
  if (!session) return null;
  const last = remembered('localStorage', kRoomKey);
  const room = session.rooms.find((one) => one.id === last) || (session.rooms.length === 1 ? session.rooms[0] : null);
  return room && placeOf(session, room);
}

export function Clinic({ me }) {
  const [place, setPlace] = useState(kept);
  const [left, setLeft] = useState(false);
  useLayoutEffect(() => {
    document.title = t('clinic.title');
  }, []);
  const choose = (next) => {
    remember('sessionStorage', kKey, next && JSON.stringify(next));
    if (next) remember('localStorage', kRoomKey, next.room.id);
    setLeft(!next);
    setPlace(next);
  };
  if (place) return html`<${Board} key=${`${place.session} ${place.room.id}`} place=${place} onLeave=${() => choose(null)} />`;
  return me.practitioner ? html`<${Own} onChosen=${choose} asked=${left} />` : html`<${Choose} onChosen=${choose} />`;
}

/// A clinician's sessions of today; opens the obvious one unless they have just left it.
function Own({ onChosen, asked }) {
  const request = useRequest(() => get('/me/sessions', { query: { date: hospitalToday() } }), []);
  const items = request.state === 'ready' ? request.data.items.filter((one) => takesPlace(one.session)) : [];
  const clear = asked ? null : obvious(items);
  useEffect(() => {
    if (clear) onChosen(clear);
  }, [request.state]);
  if (clear) return null;
  const list = (own) => items.filter((one) => one.own === own).map((one) => one.session);
  return html`<${PageTitle} title=${t('clinic.choose')} lead=${longDay(hospitalToday())} />
    <${Loaded} request=${request}>
      ${() => html`
        ${list(true).length ? html`<${SessionList} heading=${t('clinic.own')} sessions=${list(true)} onChosen=${onChosen} />` : html`<${Empty} title=${t('clinic.no-own')} />`}
        ${list(false).length ? html`<${SessionList} heading=${t('clinic.ordinary')} sessions=${list(false)} onChosen=${onChosen} />` : null}`}
    <//>`;
}

/// Each session with its rooms: one press opens it.
function SessionList({ heading, sessions, onChosen }) {
  return html`<section class="clinic-choice"><h2>${heading}</h2>
    <ul class="clinic-sessions">
      ${sessions.map(
        (one) => html`<li key=${one.id} class="card">
          <p><strong>${pick(one.department, 'name')} ${title(one)}</strong> <span class="hint">${formatTime(one.startsAt)}–${formatTime(one.endsAt)}</span></p>
          ${one.rooms.length
            ? html`<div class="row">${one.rooms.map((room) => html`<${Button} key=${room.id} kind=${one.rooms.length === 1 ? 'primary' : 'secondary'} onClick=${() => onChosen(placeOf(one, room))}>${room.name}<//>`)}</div>`
            : html`<p class="hint">${t('clinic.no-room')}</p>`}
        </li>`,
      )}
    </ul>
  </section>`;
}

function Choose({ onChosen }) {
  const departments = useRequest(() => get('/departments'), []);
  const [department, setDepartment] = useState('');
  return html`<${PageTitle} title=${t('clinic.choose')} lead=${longDay(hospitalToday())} />
    <${Loaded} request=${departments}>
      ${({ items }) => html`<${SelectField} label=${t('clinic.department')} name="department" value=${department} onChange=${setDepartment}
        options=${[{ value: '', label: t('clinic.department-choose') }, ...items.map((one) => ({ value: one.id, label: pick(one, 'name') }))]} />`}
    <//>
    ${department ? html`<${Sessions} key=${department} department=${department} onChosen=${onChosen} />` : null}`;
}

function Sessions({ department, onChosen }) {
  const date = hospitalToday();
  const request = useRequest(() => get('/sessions', { query: { date, departmentId: department } }), [department, date]);
  const [session, setSession] = useState(null);
  return html`<${Loaded} request=${request}>
    ${({ items }) => {
      const open = items.filter((one) => one.state !== 'stopped' && one.state !== 'withdrawn');
      if (!open.length) return html`<${Empty} title=${t('clinic.no-session')} />`;
      return html`<ul class="clinic-sessions">
          ${open.map(
            (one) => html`<li key=${one.id}>
              <${Button} kind=${session && session.id === one.id ? 'primary' : 'secondary'} aria-pressed=${session && session.id === one.id ? 'true' : 'false'} onClick=${() => setSession(one)}>
                ${title(one)} · ${roomsText(one)}
              <//>
            </li>`,
          )}
        </ul>
        ${session ? html`<${Rooms} key=${session.id} session=${session} onChosen=${(room) => onChosen(placeOf(session, room))} />` : null}`;
    }}
  <//>`;
}

function Rooms({ session, onChosen }) {
  return html`<h2>${t('clinic.room')}</h2>
    ${session.rooms.length
      ? html`<div class="row">${session.rooms.map((room) => html`<${Button} key=${room.id} kind="primary" onClick=${() => onChosen(room)}>${room.name}<//>`)}</div>`
      : html`<${Empty} title=${t('clinic.no-room')} />`}`;
}
