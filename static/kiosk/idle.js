// Nobody's details stay on the screen: when nothing is touched for a while, everything is as before.

import { useEffect, useRef, useState } from '../shared/preact.js';

export const kIdleMs = 30000;
export const kWarnMs = 10000;
const kSigns = ['pointerdown', 'keydown'];

/// Calls `onIdle` after half a minute in which nobody did anything; gives the seconds left during the
/// last ten of them, or 0. `on`: false at home, where there is nothing to wipe.
export function useIdle(on, onIdle) {
  const [left, setLeft] = useState(0);
  const newest = useRef(onIdle);
  newest.current = onIdle;
  useEffect(() => {
    setLeft(0);
    if (!on) return undefined;
    let last = Date.now();
    const sign = () => {
      last = Date.now();
      setLeft(0);
    };
    const timer = setInterval(() => {
      const rest = last + kIdleMs - Date.now();
      if (rest <= 0) newest.current();
      else setLeft(rest <= kWarnMs ? Math.ceil(rest / 1000) : 0);
    }, 250);
    kSigns.forEach((name) => window.addEventListener(name, sign, true));
    return () => {
      clearInterval(timer);
      kSigns.forEach((name) => window.removeEventListener(name, sign, true));
    };
  }, [on]);
  return left;
}
