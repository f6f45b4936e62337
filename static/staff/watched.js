// Something that several people change, as it is now: asked for every few seconds, and at once after
// each act. What was seen last stays, with a word when the server cannot be reached.

import { useCallback, useEffect, useRef, useState } from '../shared/preact.js';
import { asProblem, get } from './api.js';

const kEveryMs = 3000;

/// { state, data, problem, reload }, as useRequest's, of a path whose answer has a `seq`: asked after
/// it, nothing new costs an empty answer.
export function useWatched(path) {
  const [shown, setShown] = useState({ data: null, problem: null });
  const work = useRef({ busy: false, again: false, data: null });
  const ask = useCallback(async () => {
    const mine = work.current;
    mine.again = mine.busy;
    if (mine.busy) return;
    mine.busy = true;
    try {
      mine.data = (await get(path, { query: { after: mine.data ? mine.data.seq : '' } })) || mine.data;
      setShown((old) => (old.data === mine.data && !old.problem ? old : { data: mine.data, problem: null }));
    } catch (error) {
      setShown((old) => ({ ...old, problem: asProblem(error) }));
    } finally {
      mine.busy = false;
      if (mine.again) ask();
    }
  }, [path]);
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
  }, [path]);
  const state = shown.data ? 'ready' : shown.problem ? 'error' : 'loading';
  return { state, data: shown.data, problem: shown.problem, reload: ask };
}
