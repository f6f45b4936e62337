// The printed slip, on 80 mm paper or A5. What is seen here is what is printed (print.css).

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { money, pick, t } from '../shared/i18n.js';
import { formatInstant, longDay, slotWindow } from '../shared/dates.js';
import { hospitalStore } from '../shared/context.js';
import { Facts } from '../shared/components.js';
import { remember, remembered } from '../shared/store.js';
import { useShortcuts } from './keys.js';
import { Button } from './ui.js';
import { roomsText, sessionTitle } from './slots.js';

const kPapers = ['80mm', 'a5'];
const kKey = 'yuyue.desk.paper';

function Place({ session, department }) {
  const rooms = roomsText(session);
  const where = (session.rooms || []).map((room) => room.location).find(Boolean) || pick(department, 'location');
  return [pick(session.campus, 'name'), where, rooms].filter(Boolean).join(' ');
}

export function Slip({ appointment, paper }) {
  const { session, department } = appointment;
  const hospital = hospitalStore.get();
  return html`<article class=${`slip slip-${paper}`} aria-label=${t('staff.slip.title')}>
    <header class="slip-head">
      <p class="slip-hospital">${pick(hospital, 'name')}</p>
      <p class="slip-title">${t('staff.slip.title')}</p>
    </header>
    <p class="slip-when"><strong>${slotWindow(appointment.slot)}</strong><span>${longDay(session.date)}</span></p>
    <${Facts} items=${[
      [t('staff.slip.patient'), appointment.person.name],
      [t('staff.slip.department'), pick(department, 'name')],
      [t('staff.slip.clinic'), sessionTitle(session)],
      [t('staff.slip.place'), Place(appointment)],
      [t('staff.slip.sequence'), String(appointment.sequence)],
      [t('staff.slip.arrive'), formatInstant(appointment.arriveAt)],
      [t('staff.slip.fee'), money(appointment.fee)],
    ]} />
    <div class="slip-code">
      <img src=${`/api/v1/appointments/${appointment.id}/qr.svg`} alt=${t('staff.slip.qr', { code: appointment.code })} width="120" height="120" />
      <p><span>${t('staff.booked.code')}</span><strong>${appointment.code}</strong></p>
    </div>
    <p class="slip-foot">${t('staff.slip.foot', { phone: (hospital && hospital.phone) || '' })}</p>
  </article>`;
}

export function SlipView({ appointment, onBack, onNext }) {
  const [paper, setPaper] = useState(() => (kPapers.includes(remembered('localStorage', kKey)) ? remembered('localStorage', kKey) : kPapers[0]));
  const bar = useRef(null);
  const choose = (next) => {
    setPaper(next);
    remember('localStorage', kKey, next);
  };
  useLayoutEffect(() => {
    bar.current.querySelector('button').focus();
  }, []);
  useShortcuts({ 'Alt+P': () => window.print() });
  return html`<section aria-labelledby="slip-title">
    <h1 id="slip-title" class="no-print">${t('staff.slip.print-title')}</h1>
    <div class="row no-print" ref=${bar}>
      <${Button} kind="primary" onClick=${() => window.print()} keys="Alt+P">${t('staff.slip.print')}<//>
      ${kPapers.map(
        (one) => html`<button key=${one} type="button" class="chip" aria-pressed=${paper === one ? 'true' : 'false'} onClick=${() => choose(one)}>
          ${t(`staff.slip.paper.${one}`)}
        </button>`,
      )}
      <${Button} onClick=${onNext} keys="F2">${t('staff.booked.next')}<//>
      <${Button} onClick=${onBack} keys="Esc">${t('staff.back')}<//>
    </div>
    <${Slip} appointment=${appointment} paper=${paper} />
  </section>`;
}
