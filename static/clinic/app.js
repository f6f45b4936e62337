// First which session and which room, remembered on this device; then its line.

import { html, useLayoutEffect, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { hospitalToday, longDay } from '../shared/dates.js';
import { Empty, Loaded, PageTitle, SelectField } from '../shared/components.js';
import { remember, remembered } from '../shared/store.js';
import { get, useRequest } from '../staff/api.js';
import { Button } from '../staff/ui.js';
import { roomsText, sessionTitle } from '../staff/slots.js';
import { Board } from './board.js';

const kKey = 'yuyue.clinic';

function kept() {
  try {
    const place = JSON.parse(remembered('sessionStorage', kKey));
    return place && place.date === hospitalToday() ? place : null;
  } catch {
    return null;
  }
}

export function Clinic() {
  const [place, setPlace] = useState(kept);
  useLayoutEffect(() => {
    document.title = t('clinic.title');
  }, []);
  const choose = (next) => {
    remember('sessionStorage', kKey, next && JSON.stringify(next));
    setPlace(next);
  };
  return place ? html`<${Board} place=${place} onLeave=${() => choose(null)} />` : html`<${Choose} onChosen=${choose} />`;
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
                ${sessionTitle(one)} · ${t(`staff.part.${one.part}`)} · ${roomsText(one)}
              <//>
            </li>`,
          )}
        </ul>
        ${session ? html`<${Rooms} key=${session.id} session=${session} onChosen=${(room) => onChosen({ date, session: session.id, title: `${sessionTitle(session)} · ${t(`staff.part.${session.part}`)}`, room })} />` : null}`;
    }}
  <//>`;
}

function Rooms({ session, onChosen }) {
  const request = useRequest(() => get(`/sessions/${session.id}/line`), [session.id]);
  return html`<h2>${t('clinic.room')}</h2>
    <${Loaded} request=${request}>
      ${({ rooms }) =>
        rooms.length
          ? html`<div class="row">${rooms.map((room) => html`<${Button} key=${room.id} kind="primary" onClick=${() => onChosen(room)}>${room.name}<//>`)}</div>`
          : html`<${Empty} title=${t('clinic.no-room')} />`}
    <//>`;
}
