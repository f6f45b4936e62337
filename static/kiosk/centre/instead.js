// No number any more today, or now: why, and when an appointment can be had instead.

import { html } from '../../shared/preact.js';
import { get, useRequest } from '../../shared/api.js';
import { formatDay } from '../../shared/dates.js';
import { pick, t } from '../../shared/i18n.js';
import { Heading, Scroll } from '../parts.js';

const kShown = 2;

function Choice({ service, department, onBook }) {
  const request = useRequest((signal) => get(`/kiosk/departments/${encodeURIComponent(department)}/days`, { signal }), [department]);
  const free = request.data ? request.data.items.filter((day) => day.state === 'open' && day.free > 0).slice(0, kShown) : [];
  const words = free.map((day) => `${formatDay(day.date)} ${t('kiosk.book.left', { n: day.free })}`).join(' · ');
  if (request.data && !free.length) return html`<li class="kiosk-card">${pick(service, 'name')}<br />${t('kiosk.instead.none')}</li>`;
  return html`<li><button type="button" class="kiosk-tile" onClick=${() => onBook(department)}>
    <span class="kiosk-tile-name">${t('kiosk.instead.book', { name: pick(service, 'name') })}</span>
    <span class="kiosk-tile-more">${words || t('kiosk.wait')}</span>
  </button></li>`;
}

/// problem.appointments: { serviceId, departmentId } of each of `chosen` that can be booked.
export function Instead({ problem, chosen, onBook, onBack }) {
  return html`<section class="kiosk-middle" role="alert">
    <${Heading}>${t('kiosk.instead.title')}<//>
    <p class="kiosk-lead">${problem.detail}</p>
    <h2>${t('kiosk.instead.lead')}</h2>
    <${Scroll} label=${t('kiosk.instead.lead')}><ul class="kiosk-tiles kiosk-wide">
      ${problem.appointments.map(({ serviceId, departmentId }) => html`<${Choice} key=${serviceId} service=${chosen.find((one) => one.id === serviceId)} department=${departmentId} onBook=${onBook} />`)}
    </ul><//>
    <div class="kiosk-row"><button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.again')}</button></div>
  </section>`;
}
