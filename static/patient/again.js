// After a visit that did not come about: the nearest slots, with colleagues and on other campuses. And
// slots as links that lead to booking them.

import { html } from '../shared/preact.js';
import { get, useRequest } from '../shared/api.js';
import { pick, t } from '../shared/i18n.js';
import { href } from '../shared/router.js';
import { whenWords } from './data.js';

const offerWords = (offer) => [pick(offer, 'departmentName'), pick(offer, 'practitionerName') || pick(offer, 'kindName')].filter(Boolean).join(' · ');

/// items: offers, each with its departmentId. words(offer): with whom and where.
export function Offers({ items, words }) {
  return html`<ul class="offers">
    ${items.map(
      (offer) => html`<li key=${offer.slotId}>
        <a class="offer" href=${href(`/book/${offer.departmentId}/${offer.date}/${offer.slotId}`)}>
          <span class="slot-time">${whenWords(offer.date, offer)}</span>
          <span>${(words || offerWords)(offer)} · ${t('patient.left', { n: offer.free })}</span>
        </a>
      </li>`,
    )}
  </ul>`;
}

export function BookAgain({ appointment }) {
  const path = `/appointments/${encodeURIComponent(appointment.id)}/alternatives`;
  const request = useRequest((signal) => get(path, { signal }), [appointment.id]);
  const items = request.state === 'ready' ? request.data.items : [];
  if (!items.length) return null;
  const here = items[0].campus.id;
  const words = (offer) => [offerWords(offer), offer.campus.id === here ? '' : pick(offer.campus, 'name')].filter(Boolean).join(' · ');
  return html`<section class="card no-print">
    <h2>${t('patient.again')}</h2>
    <${Offers} items=${items} words=${words} />
  </section>`;
}
