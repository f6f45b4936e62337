// The start screen of a kiosk in the service centre: what somebody may have come for. Scanning needs
// no choice: it is looked up at once.

import { html } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { useWedge } from './wedge.js';

const kTiles = ['take', 'check-in', 'find', 'reports', 'guide'];

export function Start({ onOpen, onScanned }) {
  useWedge(true, onScanned);
  return html`<section class="kiosk-middle">
    <h1>${t('kiosk.start.title')}</h1>
    <p class="kiosk-lead">${t('kiosk.start.scan')}</p>
    <ul class="kiosk-tiles kiosk-starts">
      ${kTiles.map((name) => html`<li key=${name}><button type="button" class="kiosk-tile" onClick=${() => onOpen(name)}>
        <span class="kiosk-tile-name">${t(`kiosk.start.${name}`)}</span>
        <span class="kiosk-tile-more">${t(`kiosk.start.${name}-more`)}</span>
      </button></li>`)}
    </ul>
  </section>`;
}
