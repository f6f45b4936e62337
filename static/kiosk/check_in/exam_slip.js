// The number at a device, who is ahead, and where it is: on the screen, and on paper.

import { html } from '../../shared/preact.js';
import { hospitalStore } from '../../shared/context.js';
import { fullDay, hospitalToday } from '../../shared/dates.js';
import { pick, t } from '../../shared/i18n.js';
import { PrintRow, Reprint, usePrinting } from '../paper.js';
import { Heading, Scroll } from '../parts.js';

export function ExamSlip({ exam, onDone }) {
  const printing = usePrinting({ placeId: exam.id });
  return html`<section class="kiosk-middle">
    <div class="no-print"><${Heading} className="kiosk-done"><span aria-hidden="true">✓ </span>${t('kiosk.slip.title')}<//></div>
    <${Scroll} label=${t('kiosk.slip.title')} className="kiosk-print-all">
      <article class="kiosk-slip">
        <p class="print-only">${pick(hospitalStore.get(), 'name')} ${fullDay(hospitalToday())}</p>
        <${Reprint} copy=${printing.copy} />
        ${exam.exam ? html`<p class="kiosk-what">${pick(exam.exam, 'name')}</p>` : null}
        <p>${t('kiosk.slip.number')}</p>
        <p class="kiosk-number">${exam.number}</p>
        ${exam.ahead !== undefined ? html`<p class="kiosk-ahead">${exam.ahead ? t('kiosk.slip.ahead', { n: exam.ahead }) : t('kiosk.slip.next')}</p>` : html`<p class="kiosk-ahead">${t(`kiosk.state.${exam.state}`)}</p>`}
        <p class="kiosk-go">${t('kiosk.slip.go', { room: [pick(exam.device, 'name'), pick(exam.device, 'place')].filter(Boolean).join(' · ') })}</p>
        <p>${t('kiosk.slip.listen')}</p>
      </article>
    <//>
    <${PrintRow} printing=${printing}><button type="button" class="kiosk-button kiosk-primary" onClick=${onDone}>${t('kiosk.slip.done')}</button><//>
  </section>`;
}
