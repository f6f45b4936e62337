// An appointment as a slip: on the screen, and on paper. From the list it can also be given up.

import { html, useRef, useState } from '../../shared/preact.js';
import { Intention, post } from '../../shared/api.js';
import { hospitalStore } from '../../shared/context.js';
import { formatDay, fullDay, longDay, slotWindow } from '../../shared/dates.js';
import { pick, t } from '../../shared/i18n.js';
import { PrintRow, Reprint, usePrinting } from '../paper.js';
import { Heading, Refused, Scroll, useAsk } from '../parts.js';
import { picture } from '../picture.js';
import { arriveWords, feeWords, grouped, placeWords, seenBy } from './words.js';

function Paper({ appointment, copy }) {
  const { department, session, slot } = appointment;
  return html`<article class="kiosk-slip kiosk-appointment">
    <p class="print-only">${pick(hospitalStore.get(), 'name')} · ${t('kiosk.book.slip')}</p>
    <${Reprint} copy=${copy} />
    ${appointment.qr ? html`<img class="kiosk-qr" src=${picture(appointment.qr)} alt=${t('kiosk.book.qr', { code: grouped(appointment.code) })} />` : null}
    <div>
      <p>${t('kiosk.book.code')} <strong class="kiosk-booking-code">${grouped(appointment.code)}</strong></p>
      <p class="kiosk-go no-print">${formatDay(session.date)} <span class="nowrap">${slotWindow(slot)}</span></p>
      <p class="kiosk-go print-only">${fullDay(session.date)} ${slotWindow(slot)}</p>
      <p>${appointment.person.name} · ${pick(department, 'name')} · ${seenBy(session)}</p>
      <p>${session.remote ? t('kiosk.book.remote') : placeWords(department, session)}</p>
      ${session.remote ? null : html`<p class="kiosk-ahead">${arriveWords(appointment)}</p>`}
      <p>${feeWords(appointment)}</p>
      <p>${t('kiosk.book.bring')}</p>
    </div>
  </article>`;
}

function Question({ appointment, busy, onYes, onNo }) {
  return html`<section class="kiosk-middle" role="alertdialog" aria-labelledby="kiosk-cancel">
    <div id="kiosk-cancel"><${Heading}>${t('kiosk.cancel.title')}<//></div>
    <p class="kiosk-lead">${longDay(appointment.session.date)} ${slotWindow(appointment.slot)} ${pick(appointment.department, 'name')}</p>
    <p class="kiosk-hint">${t('kiosk.cancel.text')}</p>
    ${appointment.cancelIsNoShow ? html`<p class="kiosk-note">${t('kiosk.cancel.no-show')}</p>` : null}
    <div class="kiosk-row">
      <button type="button" class="kiosk-button kiosk-primary" onClick=${onNo}>${t('kiosk.cancel.no')}</button>
      <button type="button" class="kiosk-button" aria-disabled=${busy ? 'true' : undefined} onClick=${onYes}>${t('kiosk.cancel.yes')}</button>
    </div>
  </section>`;
}

/// `booked`: just now. `holder`: they may give it up here.
export function AppointmentSlip({ appointment, booked, holder, onDone }) {
  const printing = usePrinting({ appointmentId: appointment.id });
  const [screen, setScreen] = useState({ name: 'slip' });
  const intention = useRef(new Intention());
  const { busy, run } = useAsk((problem) => setScreen({ name: 'refused', problem }));
  async function cancel() {
    const path = `/kiosk/appointments/${encodeURIComponent(appointment.id)}/cancellation`;
    if (await run(() => post(path, { pass: holder.pass }, { intention: intention.current }))) setScreen({ name: 'cancelled' });
  }
  if (screen.name === 'refused') return html`<${Refused} problem=${screen.problem} onBack=${onDone} onRetry=${cancel} />`;
  if (screen.name === 'ask') return html`<${Question} appointment=${appointment} busy=${busy} onYes=${cancel} onNo=${() => setScreen({ name: 'slip' })} />`;
  if (screen.name === 'cancelled') {
    return html`<section class="kiosk-middle"><${Heading}>${t('kiosk.cancel.done')}<//>
      <div class="kiosk-row"><button type="button" class="kiosk-button kiosk-primary" onClick=${onDone}>${t('kiosk.slip.done')}</button></div>
    </section>`;
  }
  return html`<section class="kiosk-middle">
    <div class="no-print">
      ${booked ? html`<${Heading} className="kiosk-done"><span aria-hidden="true">✓ </span>${t(appointment.state === 'pending' ? 'kiosk.book.held' : 'kiosk.book.done')}<//>` : html`<${Heading}>${t('kiosk.book.slip')}<//>`}
    </div>
    <${Scroll} label=${t('kiosk.book.slip')} className="kiosk-print-all"><${Paper} appointment=${appointment} copy=${printing.copy} /><//>
    <${PrintRow} printing=${printing}>
      ${holder && appointment.canCancel ? html`<button type="button" class="kiosk-button" onClick=${() => setScreen({ name: 'ask' })}>${t('kiosk.cancel.open')}</button>` : null}
      <button type="button" class="kiosk-button kiosk-primary" onClick=${onDone}>${t('kiosk.slip.done')}</button>
    <//>
  </section>`;
}
