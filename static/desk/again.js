// Another appointment for somebody who missed theirs, or lost it: the clinician's next slots,
// colleagues, the same specialty elsewhere. A number key takes one.

import { html, useLayoutEffect, useRef } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { announce, Empty, Loaded, ProblemNotice } from '../shared/components.js';
import { get, Intention, post, useRequest } from '../staff/api.js';
import { describe } from '../staff/appointment.js';
import { Offer } from '../staff/booking.js';
import { useShortcuts } from '../staff/keys.js';
import { Button, usePress } from '../staff/ui.js';

export function Again({ person, appointment, onBook, onBooked, onBack }) {
  const request = useRequest(() => get(`/appointments/${appointment.id}/alternatives`), [appointment.id]);
  const offers = request.state === 'ready' ? request.data.items.slice(0, 9) : [];
  const press = usePress();
  const intention = useRef(new Intention());
  const title = useRef(null);
  useLayoutEffect(() => title.current.focus(), []);
  async function take(slotId) {
    const made = await press.run(() => post('/appointments', { slotId, personId: person.id }, { intention: intention.current }));
    if (made) {
      announce(t('staff.booked.said', { code: made.code }));
      onBooked(made);
    } else request.reload();
  }
  const keys = {};
  offers.forEach((offer, i) => {
    keys[String(i + 1)] = () => take(offer.slotId);
  });
  useShortcuts(keys);
  return html`<section class="booking" aria-labelledby="again-title">
    <div class="bar">
      <h1 id="again-title" tabindex="-1" ref=${title}>${t('desk.again.title', { name: person.name || '' })}</h1>
      <div class="row">
        <${Button} onClick=${onBook} keys="Alt+B">${t('desk.again.free')}<//>
        <${Button} onClick=${onBack} keys="Esc">${t('staff.back')}<//>
      </div>
    </div>
    <p>${t('desk.again.lead', { what: describe(appointment) })}</p>
    <${ProblemNotice} problem=${press.problem} />
    <${Loaded} request=${request} lines=${4}>
      ${() =>
        offers.length
          ? html`<p>${t('staff.booking.alternatives', { n: offers.length })}</p>
              <ol class="offers">${offers.map((offer, i) => html`<li key=${offer.slotId}><${Offer} offer=${offer} number=${i + 1} busy=${press.busy} onTake=${take} /></li>`)}</ol>`
          : html`<${Empty} title=${t('desk.again.none')} />`}
    <//>
  </section>`;
}
