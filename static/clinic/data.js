// A session's line, as it happens: asked for when the server says that something has changed, and
// every few seconds while nothing is heard from it. What was seen last stays, with a word that it is
// not live.

import { useCallback, useEffect, useRef, useState } from '../shared/preact.js';
import { useStream } from '../shared/stream.js';
import { asProblem, get } from '../staff/api.js';

const kLiveMs = 30000;
const kAloneMs = 3000;

/// { state, data, problem, reload } as useRequest's, and stream: 'live' | 'lost' | 'connecting'.
export function useLine(session) {
  const [shown, setShown] = useState({ data: null, problem: null });
  const work = useRef({ busy: false, again: false, data: null });

  const ask = useCallback(async () => {
    const mine = work.current;
    mine.again = mine.busy;
    if (mine.busy) return;
    mine.busy = true;
    try {
      const seen = mine.data && mine.data.line;
      const query = { after: seen ? seen.seq : '', notices: seen ? mine.data.notices.seq : '' };
      mine.data = (await get(`/sessions/${session}/line`, { query })) || mine.data;
      setShown({ data: mine.data, problem: null });
    } catch (error) {
      setShown((old) => ({ ...old, problem: asProblem(error) }));
    } finally {
      mine.busy = false;
      if (mine.again) ask();
    }
  }, [session]);

  const stream = useStream(`/sessions/${session}/line/stream`, { changed: ask, snapshot: ask }, { rest: true });
  useEffect(() => {
    ask();
  }, [session]);
  useEffect(() => {
    const look = () => document.hidden || ask();
    const timer = setInterval(look, stream === 'live' && !shown.problem ? kLiveMs : kAloneMs);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', look);
    };
  }, [session, stream, !!shown.problem]);
  const state = shown.data ? 'ready' : shown.problem ? 'error' : 'loading';
  return { state, data: shown.data, problem: shown.problem, stream, reload: ask };
}

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
