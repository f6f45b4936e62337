// Predicted times in words: a range rounded outwards to five minutes, so that it promises no more
// than it holds.

import { formatTime } from '../shared/dates.js';

const kStep = 5 * 60 * 1000;

export const roundedRange = ({ from, to }) => ({
  from: formatTime(Math.floor(Date.parse(from) / kStep) * kStep),
  to: formatTime(Math.ceil(Date.parse(to) / kStep) * kStep),
});
