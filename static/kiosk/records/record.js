// What this system knows of a visit that is over. It is not the medical record, and says so.

import { html } from '../../shared/preact.js';
import { hospitalStore } from '../../shared/context.js';
import { formatTime, fullDay, slotWindow } from '../../shared/dates.js';
import { pick, t } from '../../shared/i18n.js';
import { placeWords, seenBy } from '../booking/words.js';
import { PrintRow, Reprint, usePrinting } from '../paper.js';
import { Heading, Scroll } from '../parts.js';

export function VisitRecord({ visit, onDone }) {
  const printing = usePrinting({ recordOf: visit.id });
  const { department, session, slot } = visit;
  const times = [visit.arrivedAt ? t('kiosk.record.came', { at: formatTime(visit.arrivedAt) }) : '', visit.endedAt ? t('kiosk.record.ended', { at: formatTime(visit.endedAt) }) : ''].filter(Boolean);
  return html`<section class="kiosk-middle">
    <div class="no-print"><${Heading}>${t('kiosk.record.title')}<//></div>
    <${Scroll} label=${t('kiosk.record.title')} className="kiosk-print-all"><article class="kiosk-slip kiosk-paper">
      <p class="print-only">${pick(hospitalStore.get(), 'name')} · ${t('kiosk.record.title')}</p>
      <${Reprint} copy=${printing.copy} />
      <p class="kiosk-ahead">${visit.person.name}</p>
      <p><strong>${fullDay(session.date)} ${slotWindow(slot)}</strong></p>
      <p>${pick(department, 'name')} · ${seenBy(session)} ${pick(session.practitioner, 'title')}</p>
      <p>${placeWords(department, session)}</p>
      <p>${[t(`kiosk.record.state.${visit.state}`), ...times].join(' · ')}</p>
      <p>${t('kiosk.book.code')} ${visit.code}</p>
      ${visit.exams.length ? html`<p>${t('kiosk.record.exams')}</p><ul class="kiosk-papers">${visit.exams.map((one) => html`<li key=${one.name}>${pick(one, 'name')}</li>`)}</ul>` : null}
      <p><strong>${t('kiosk.record.no-record')}</strong></p>
    </article><//>
    <${PrintRow} printing=${printing}><button type="button" class="kiosk-button kiosk-primary" onClick=${onDone}>${t('kiosk.slip.done')}</button><//>
  </section>`;
}
