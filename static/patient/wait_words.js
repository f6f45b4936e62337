// Predicted times in words: a range rounded outwards to five minutes, so that it promises no more
// than it holds.

import { html } from '../shared/preact.js';
import { formatTime } from '../shared/dates.js';
import { t } from '../shared/i18n.js';

const kStep = 5 * 60 * 1000;

export const roundedRange = ({ from, to }) => ({
  from: formatTime(Math.floor(Date.parse(from) / kStep) * kStep),
  to: formatTime(Math.ceil(Date.parse(to) / kStep) * kStep),
});

/// When it will probably be one's turn: half of the cases, and nine in ten. expected: not come yet.
export function Forecast({ forecast, expected }) {
  if (!forecast) return html`<p class="hint">${t('patient.place.no-forecast')}</p>`;
  return html`<p class="place-when">${t(expected ? 'patient.place.when-expected' : 'patient.place.when', roundedRange(forecast.half))}</p>
    <p class="hint">${t('patient.place.when-most', roundedRange(forecast.most))}</p>`;
}
