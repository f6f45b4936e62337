// A window's desk as it is now: asked for when the server tells that something has changed, at once
// after each act, and now and then: who may be helped with changes by the clock alone. What was seen
// last stays, with a word when the server cannot be reached.

import { useCallback, useEffect, useRef, useState } from '../shared/preact.js';
import { useStream } from '../shared/stream.js';
import { asProblem, get } from '../staff/api.js';

const kEveryMs = 20000;

/// { state, data, problem, reload }, as useRequest's. Nothing new costs an empty answer.
export function useDesk(id) {
  const [shown, setShown] = useState({ data: null, problem: null });
  const work = useRef({ busy: false, again: false, data: null });
  const ask = useCallback(async () => {
    const mine = work.current;
    mine.again = mine.busy;
    if (mine.busy) return;
    mine.busy = true;
    try {
      mine.data = (await get(`/service-windows/${id}/desk`, { query: { after: mine.data ? mine.data.seq : '' } })) || mine.data;
      setShown((old) => (old.data === mine.data && !old.problem ? old : { data: mine.data, problem: null }));
    } catch (error) {
      setShown((old) => ({ ...old, problem: asProblem(error) }));
    } finally {
      mine.busy = false;
      if (mine.again) ask();
    }
  }, [id]);
  useEffect(() => {
    ask();
    const look = () => document.hidden || ask();
    const timer = setInterval(look, kEveryMs);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', look);
    };
  }, [id]);
  useStream(`/service-windows/${id}/desk/stream`, { snapshot: ask, changed: ask }, { rest: true });
  const state = shown.data ? 'ready' : shown.problem ? 'error' : 'loading';
  return { state, data: shown.data, problem: shown.problem, reload: ask };
}

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
