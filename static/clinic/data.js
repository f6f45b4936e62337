// A session's line, as it happens.

import { useWatched } from '../staff/watched.js';

const queryOf = (data) => {
  const seen = data && data.line;
  return { after: seen ? seen.seq : '', notices: seen ? data.notices.seq : '' };
};

/// As useWatched.
export const useLine = (session) => useWatched(`/sessions/${session}/line`, { stream: `/sessions/${session}/line/stream`, queryOf });

/// What one room has to do with the line: who is here, who is before the door, who may come next,
/// who is out for a while.
export function roomView(data, room) {
  const line = data && data.line;
  const items = line ? line.items : [];
  const here = (state) => items.filter((one) => one.state === state && one.room && one.room.id === room);
  const called = here('called')[0];
  const serving = here('serving')[0];
  const near = here('near');
  const waiting = items.filter((one) => one.state === 'waiting' && (!one.assignedRoom || one.assignedRoom.id === room));
  return {
    called,
    serving,
    now: called || serving,
    near,
    waiting,
    next: near[0] || waiting[0],
    out: items.filter((one) => one.state === 'missed' || one.state === 'away'),
    elsewhere: items.filter((one) => ['called', 'serving', 'near'].includes(one.state) && one.room && one.room.id !== room),
    left: items.filter((one) => one.state !== 'called' && one.state !== 'serving'),
    nearPlaces: line ? line.nearPlaces : 0,
    notSeen: line ? line.notSeen : 0,
    closing: !!line && line.state !== 'open',
    delay: data ? data.notices.delay : null,
    pause: data ? data.notices.pauses.find((one) => one.roomId === room) : null,
  };
}
