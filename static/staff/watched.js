// Something that several people change, as it is now: asked for when the server says that it has
// changed, at once after each act, and every few seconds while nothing is heard of it. What was seen
// last stays, with a word that it may not be the latest.

import { useCallback, useEffect, useRef, useState } from '../shared/preact.js';
import { useStream } from '../shared/stream.js';
import { asProblem, get } from './api.js';

/// What waits may come to be called by the clock alone: asked now and then, however live.
const kLiveMs = 20000;
const kAloneMs = 3000;

const afterSeq = (data) => ({ after: data ? data.seq : '' });

/// { state, data, problem, reload } as useRequest's, and stream: 'live' | 'lost' | 'connecting'.
/// stream: path of the events that tell of changes; none: there are no events of it. queryOf(data):
/// what has been seen, so that nothing new costs an empty answer.
export function useWatched(path, { stream, queryOf = afterSeq } = {}) {
  const [shown, setShown] = useState({ data: null, problem: null });
  const work = useRef({ busy: false, again: false, data: null });
  const ask = useCallback(async () => {
    const mine = work.current;
    mine.again = mine.busy;
    if (mine.busy) return;
    mine.busy = true;
    try {
      mine.data = (await get(path, { query: queryOf(mine.data) })) || mine.data;
      setShown((old) => (old.data === mine.data && !old.problem ? old : { data: mine.data, problem: null }));
    } catch (error) {
      setShown((old) => ({ ...old, problem: asProblem(error) }));
    } finally {
      mine.busy = false;
      if (mine.again) ask();
    }
  }, [path]);
  const heard = stream ? useStream(stream, { changed: ask, snapshot: ask }, { rest: true }) : 'connecting';
  useEffect(() => {
    ask();
  }, [path]);
  useEffect(() => {
    const look = () => document.hidden || ask();
    const timer = setInterval(look, heard === 'live' && !shown.problem ? kLiveMs : kAloneMs);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', look);
    window.addEventListener('offline', look); // said at once, not at the next time of asking
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', look);
      window.removeEventListener('offline', look);
    };
  }, [path, heard, !!shown.problem]);
  const state = shown.data ? 'ready' : shown.problem ? 'error' : 'loading';
  return { state, data: shown.data, problem: shown.problem, stream: heard, reload: ask };
}
