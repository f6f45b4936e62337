// A value that components can watch.
//
//   export const me = makeStore(null);
//   me.set({ name: '王小明' });            // all watchers are drawn again
//   const who = useStore(me);              // inside a component
//   const stop = me.watch((value) => …);   // outside of one

import { useEffect, useState } from './preact.js';

export function makeStore(initial) {
  let value = initial;
  const watchers = new Set();
  return {
    get: () => value,
    set(next) {
      if (next === value) return;
      value = next;
      [...watchers].forEach((watcher) => watcher(value));
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}

export function useStore(store) {
  const [value, setValue] = useState(store.get());
  useEffect(() => {
    // The value may have changed between drawing and watching.
    setValue(() => store.get());
    return store.watch((next) => setValue(() => next));
  }, [store]);
  return value;
}

/// localStorage and sessionStorage may be forbidden (private windows, some embedded browsers):
/// what is remembered is then simply forgotten.
export function remembered(storage, key) {
  try {
    return window[storage].getItem(key);
  } catch {
    return null;
  }
}

export function remember(storage, key, value) {
  try {
    if (value === null) window[storage].removeItem(key);
    else window[storage].setItem(key, value);
  } catch {
    // Nothing depends on it.
  }
}
