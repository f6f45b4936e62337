// Today's numbers of one's own people at the service centre, live: how many are before, which window
// calls. A question after the visit has its place at the end of the card.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { get, useRequest } from '../shared/api.js';
import { announce } from '../shared/components.js';
import { meStore } from '../shared/context.js';
import { pick, t } from '../shared/i18n.js';
import { useStore } from '../shared/store.js';
import { useStream } from '../shared/stream.js';
import { Forecast } from './wait_words.js';

const isOver = (place) => place.state === 'done' || place.state === 'left';

function doWords(place) {
  if (place.state === 'called' || place.state === 'serving') return t(`patient.number.do.${place.state}`, { window: pick(place.window, 'name') });
  return t(`patient.number.do.${place.state}`);
}

function Number({ visit }) {
  const [place, setPlace] = useState(visit);
  const before = useRef(visit);
  useStream(isOver(place) ? '' : `/visits/${encodeURIComponent(visit.visitId)}/place/stream`, { snapshot: setPlace, place: setPlace }, { rest: true });
  useLayoutEffect(() => {
    const was = before.current;
    before.current = place;
    if (was.state !== place.state || was.calls !== place.calls) announce(doWords(place));
  }, [place]);
  const waits = place.state === 'waiting' || place.state === 'near';
  return html`<li class="card place">
    <p class="place-number"><span class="hint">${t('patient.number.of', { name: visit.personName })}</span> <strong>${place.number}</strong></p>
    <div class=${`place-now place-${place.state}`}><p class="place-do">${doWords(place)}</p></div>
    ${waits && place.ahead !== undefined ? html`<p class="place-ahead">${place.ahead ? t('patient.place.ahead', { n: place.ahead }) : t('patient.place.next')}</p>` : null}
    ${waits ? html`<${Forecast} forecast=${place.wait && place.wait.forecast} />` : null}
    ${waits ? html`<p>${t('patient.number.windows', { windows: place.windows.map((one) => pick(one, 'name')).join(t('patient.comma')) })}</p>` : null}
    <ol>${place.errands.map((one) => html`<li key=${one.service.id}>${pick(one.service, 'name')}${one.state === 'done' ? ` ✓ ${t('patient.number.done')}` : ''}</li>`)}</ol>
  </li>`;
}

/// Nothing, where nobody is signed in or has a number.
export function OwnVisits() {
  const me = useStore(meStore);
  return me.kind === 'patient' ? html`<${Numbers} />` : null;
}

function Numbers() {
  const request = useRequest((signal) => get('/me/visits', { signal }), [], { refresh: true });
  const items = request.data ? request.data.items : [];
  if (!items.length) return null;
  return html`<section class="own-visits" aria-label=${t('patient.number.title')}>
    <h2>${t('patient.number.title')}</h2>
    <ul class="stack">${items.map((visit) => html`<${Number} key=${visit.visitId} visit=${visit} />`)}</ul>
  </section>`;
}
