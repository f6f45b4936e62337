// What somebody may have come for: the start screen of a kiosk in the service centre, and of any other
// one what it does beside checking in. Scanning needs no choice: it is looked up at once.

import { html } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { useWedge } from './wedge.js';

const kTiles = ['check-in', 'book', 'exams', 'records', 'reports', 'guide'];
/// Only where the service centre is.
const kOfCentre = ['take', 'find'];

/// `centre`: it stands in a service centre. onOpen(name): one of the tiles.
export function Start({ centre, onOpen, onScanned }) {
  const tiles = centre ? [kOfCentre[0], ...kTiles, kOfCentre[1]] : kTiles;
  useWedge(true, onScanned);
  return html`<section class="kiosk-middle">
    <h1>${t('kiosk.start.title')}</h1>
    <p class="kiosk-lead">${t('kiosk.start.scan')}</p>
    <ul class=${`kiosk-tiles kiosk-starts ${centre ? 'kiosk-first' : ''}`}>
      ${tiles.map((name) => html`<li key=${name}><button type="button" class="kiosk-tile" onClick=${() => onOpen(name)}>
        <span class="kiosk-tile-name">${t(`kiosk.start.${name}`)}</span>
        <span class="kiosk-tile-more">${t(`kiosk.start.${name}-more`)}</span>
      </button></li>`)}
    </ul>
  </section>`;
}
