// Five faces, from very bad to very good, each with its word: one press is the answer.
//
//   html`<${Faces} legend=${t('faces.visit')} busy=${busy} onPick=${(mark) => …} />`

import { html } from './preact.js';
import { t } from './i18n.js';

const kMouths = { 1: 'M8 17c1.5-3 6.5-3 8 0', 2: 'M8 16.4c1.8-1.4 6.2-1.4 8 0', 3: 'M8 15.5h8', 4: 'M8 15c1.8 1.5 6.2 1.5 8 0', 5: 'M7.5 14.5c1.5 4 7.5 4 9 0z' };

export const Face = ({ mark }) => html`<svg class="face" viewBox="0 0 24 24" width="40" height="40" aria-hidden="true" focusable="false">
  <circle cx="12" cy="12" r="10" />
  <path d=${`M9 9.5h.01M15 9.5h.01${kMouths[mark]}`} />
</svg>`;

export function Faces({ legend, busy, onPick }) {
  return html`<div class="faces" role="group" aria-label=${legend}>
    ${[1, 2, 3, 4, 5].map(
      (mark) => html`<button key=${mark} type="button" class="face-button" aria-disabled=${busy ? 'true' : undefined} onClick=${() => !busy && onPick(mark)}>
        <${Face} mark=${mark} />
        <span>${t(`faces.${mark}`)}</span>
      </button>`,
    )}
  </div>`;
}
