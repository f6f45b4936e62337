// A window's desk as it is now.

import { useWatched } from '../staff/watched.js';

/// As useWatched.
export const useDesk = (id) => useWatched(`/service-windows/${id}/desk`, { stream: `/service-windows/${id}/desk/stream` });

const kEmpty = { here: [], out: [], lines: [], priorities: [], next: null, post: { pause: null, callsNext: false } };

/// What the screen is about. A number in two of the window's lines does not exist: one number, one
/// line.
export function viewOf(data) {
  const desk = data || kEmpty;
  const at = (state) => desk.here.find((one) => one.ticket.state === state);
  const called = at('called');
  const serving = at('serving');
  return {
    ...desk,
    called,
    serving,
    now: called || serving,
    pause: desk.post.pause,
    waiting: desk.lines.flatMap((line) => line.waiting),
  };
}

export const errandNow = (visit) => visit.errands.find((one) => one.state === 'now') || visit.errands[visit.errands.length - 1];
