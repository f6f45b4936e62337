// The number, where to wait, who is ahead: on the screen, and on paper where there is a printer.

import { html, useLayoutEffect, useRef } from '../../shared/preact.js';
import { hospitalStore } from '../../shared/context.js';
import { fullDay, hospitalToday } from '../../shared/dates.js';
import { pick, t } from '../../shared/i18n.js';
import { PrintRow, Reprint, usePrinting } from '../paper.js';
import { Scroll } from '../parts.js';

function Where({ slip }) {
  if (slip.windows && !slip.room) return html`<p class="kiosk-go">${t('kiosk.ticket.windows', { windows: slip.windows.map((one) => pick(one, 'name')).join(' / ') })}</p>`;
  if (slip.room) return html`<p class="kiosk-go">${t('kiosk.slip.go', { room: slip.room })}</p>`;
  const areas = slip.areas.map((one) => pick(one, 'name')).join(' / ');
  return html`<p class="kiosk-go">${areas ? t('kiosk.slip.wait-in', { area: areas }) : t('kiosk.slip.wait')}</p>
    <p>${t('kiosk.slip.rooms', { rooms: slip.rooms.join(' / ') })}</p>`;
}

export function Slip({ visit, onDone }) {
  const heading = useRef(null);
  const { slip } = visit;
  const printing = usePrinting({ appointmentId: visit.id });
  useLayoutEffect(() => {
    heading.current.focus();
  }, []);
  return html`<section class="kiosk-middle">
    <h1 class="no-print kiosk-done" ref=${heading} tabindex="-1"><span aria-hidden="true">✓ </span>${t('kiosk.slip.title')}</h1>
    <${Scroll} label=${t('kiosk.slip.title')} className="kiosk-print-all">
      <article class="kiosk-slip">
        <p class="print-only">${pick(hospitalStore.get(), 'name')} ${fullDay(hospitalToday())}</p>
        <${Reprint} copy=${printing.copy} />
        <p>${t('kiosk.slip.number')}</p>
        <p class="kiosk-number">${slip.number}</p>
        ${slip.ahead !== undefined ? html`<p class="kiosk-ahead">${slip.ahead ? t('kiosk.slip.ahead', { n: slip.ahead }) : t('kiosk.slip.next')}</p>` : null}
        <${Where} slip=${slip} />
        ${pick(slip, 'location') ? html`<p>${pick(slip, 'location')}</p>` : null}
        <p>${t('kiosk.slip.listen')}</p>
      </article>
    <//>
    <${PrintRow} printing=${printing}>
      <button type="button" class="kiosk-button kiosk-primary" onClick=${onDone}>${t('kiosk.slip.done')}</button>
    <//>
  </section>`;
}
