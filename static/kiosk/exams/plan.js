// A plan of examinations: when and where, and how to prepare; on the screen, and on a roll.

import { html } from '../../shared/preact.js';
import { hospitalStore } from '../../shared/context.js';
import { dayOf, formatDay, hospitalToday } from '../../shared/dates.js';
import { Timeline } from '../../shared/exams.js';
import { pick, t } from '../../shared/i18n.js';
import { PrintRow, Reprint, usePrinting } from '../paper.js';
import { Heading, Scroll } from '../parts.js';

export function Items({ items }) {
  return html`<ul class="kiosk-plan">${items.map((one) => html`<li key=${one.orderId}>
    <strong>${formatDay(one.date)} ${one.start}</strong> ${pick(one.exam, 'name')}<br />
    <span>${pick(one.device, 'name')} · ${pick(one.device, 'place')}</span>
  </li>`)}</ul>`;
}

/// taken: just now.
export function Plan({ plan, who, taken, onDone }) {
  const printing = usePrinting({ planId: plan.id });
  // What was to be done yesterday helps nobody who plans for today.
  const toCome = plan.timeline.filter((one) => one.what === 'late' || one.what === 'note' || dayOf(one.at) >= hospitalToday());
  return html`<section class="kiosk-middle">
    <div class="no-print">${taken ? html`<${Heading} className="kiosk-done"><span aria-hidden="true">✓ </span>${t('kiosk.exams.taken')}<//>` : html`<${Heading}>${t('exams.stands')}<//>`}</div>
    <${Scroll} label=${t('exams.timeline')} className="kiosk-print-all">
      <article class="kiosk-slip kiosk-paper">
        <p class="print-only">${pick(hospitalStore.get(), 'name')} · ${t('exams.stands')}</p>
        <${Reprint} copy=${printing.copy} />
        <p class="kiosk-ahead">${who}</p>
        <${Items} items=${plan.items} />
        <h2 class="kiosk-part">${t('exams.timeline')}</h2>
        <${Timeline} timeline=${toCome} />
        <p>${t('kiosk.exams.on-the-day')}</p>
      </article>
    <//>
    <${PrintRow} printing=${printing}><button type="button" class="kiosk-button kiosk-primary" onClick=${onDone}>${t('kiosk.slip.done')}</button><//>
  </section>`;
}
