// Digits on the screen, as large as a thumb.

import { html } from '../shared/preact.js';
import { t } from '../shared/i18n.js';

const kKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'X', '0'];

/// digits: without the X of document numbers.
export function Keypad({ digits, onKey, onBack }) {
  return html`<div class="keypad" role="group" aria-label=${t('kiosk.keypad')}>
    ${kKeys.map((key) => (digits && key === 'X' ? html`<span key=${key}></span>` : html`<button key=${key} type="button" class="keypad-key" onClick=${() => onKey(key)}>${key}</button>`))}
    <button type="button" class="keypad-key keypad-back" onClick=${onBack} aria-label=${t('kiosk.delete')}>⌫</button>
  </div>`;
}
