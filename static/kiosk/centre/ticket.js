// A number of the centre, as it stands now: on the screen, and on paper.

import { html, useEffect, useState } from '../../shared/preact.js';
import { get } from '../../shared/api.js';
import { hospitalStore } from '../../shared/context.js';
import { formatTime, fullDay, hospitalToday } from '../../shared/dates.js';
import { pick, t } from '../../shared/i18n.js';
import { Heading } from '../parts.js';
import { PrintRow, Reprint, usePrinting } from '../paper.js';

/// More than these would not fit on a slip.
const kPlaces = 2;

function Now({ place }) {
  if (place.window) return html`<p class="kiosk-go">${t('kiosk.ticket.go', { window: pick(place.window, 'name') })}</p><p>${pick(place.window, 'place')}</p>`;
  if (place.state !== 'waiting' && place.state !== 'near') return html`<p class="kiosk-go">${t(`kiosk.ticket.state.${place.state}`)}</p>`;
  return html`<p class="kiosk-ahead">${place.ahead ? t('kiosk.slip.ahead', { n: place.ahead }) : t('kiosk.slip.next')}</p>
    ${place.wait && place.wait.toMinutes > 0 ? html`<p>${t('kiosk.ticket.wait', { from: place.wait.fromMinutes, to: place.wait.toMinutes })}</p>` : null}
    <p>${t('kiosk.ticket.windows', { windows: place.windows.map((one) => pick(one, 'name')).join(' / ') })}</p>
    ${place.windows.length <= kPlaces ? place.windows.map((one) => html`<p key=${one.id}>${place.windows.length > 1 ? `${pick(one, 'name')}: ` : ''}${pick(one, 'place')}</p>`) : null}`;
}

/// taken: just now; otherwise it was looked up.
export function Ticket({ visit, priority, taken, onDone }) {
  const [place, setPlace] = useState(null);
  const printing = usePrinting({ visitId: visit.id });
  useEffect(() => {
    let here = true;
    get(`/visits/${visit.id}/place`).then((answer) => here && setPlace(answer), () => {});
    return () => {
      here = false;
    };
  }, []);
  return html`<section class="kiosk-middle">
    <div class="no-print">${taken ? html`<${Heading} className="kiosk-done"><span aria-hidden="true">✓ </span>${t('kiosk.ticket.title')}<//>` : html`<${Heading}>${t('kiosk.find.found')}<//>`}</div>
    <article class="kiosk-slip">
      <p class="print-only">${pick(hospitalStore.get(), 'name')} ${fullDay(hospitalToday())} ${formatTime(visit.takenAt)}</p>
      <${Reprint} copy=${printing.copy} />
      <p>${t('kiosk.slip.number')}</p>
      <p class="kiosk-number">${visit.number}</p>
      ${priority ? html`<p>${t('kiosk.ticket.first')}</p>` : null}
      ${place ? html`<${Now} place=${place} />` : null}
      <ol class="kiosk-errands">${visit.errands.map((one) => html`<li key=${one.service.id}>${pick(one.service, 'name')}${one.state === 'done' ? ` ✓ ${t('kiosk.ticket.errand-done')}` : ''}</li>`)}</ol>
      <p>${t('kiosk.ticket.listen')}</p>
    </article>
    <${PrintRow} printing=${printing}>
      <button type="button" class="kiosk-button kiosk-primary" onClick=${onDone}>${t('kiosk.slip.done')}</button>
    <//>
  </section>`;
}
