// Which kiosk this is. Until an administrator has entered the code on its screen it is none and may
// do nothing; a kiosk that was taken out of service is none again.

import { useEffect, useRef, useState } from '../shared/preact.js';
import { get, post } from '../shared/api.js';

const kBeatMs = 60000;
const kAskMs = 3000;

/// { state: 'asking' | 'unpaired' | 'paired' | 'out', device, code }
export function useDevice() {
  const [shown, setShown] = useState({ state: 'asking' });
  const alive = useRef(true);
  const timer = useRef(0);

  useEffect(() => {
    const later = (work, ms) => {
      timer.current = setTimeout(() => alive.current && work(), ms);
    };
    async function beat() {
      try {
        const device = await post('/devices/current/heartbeats', {});
        if (alive.current) setShown({ state: 'paired', device });
        later(beat, kBeatMs);
      } catch (error) {
        if (error.status === 401) pair();
        else later(beat, kAskMs);
      }
    }
    async function who() {
      try {
        await get('/devices/current');
        beat();
      } catch (error) {
        if (error.status === 401) pair();
        else {
          setShown({ state: 'out' });
          later(who, kAskMs);
        }
      }
    }
    async function pair() {
      try {
        const { code, secret } = await post('/device-pairings', { kind: 'kiosk' });
        if (alive.current) setShown({ state: 'unpaired', code });
        later(() => collect(secret), kAskMs);
      } catch {
        later(pair, 10 * kAskMs);
      }
    }
    async function collect(secret) {
      try {
        const { state } = await post('/device-pairings/collection', { secret });
        if (state === 'paired') who();
        else later(() => collect(secret), kAskMs);
      } catch (error) {
        // The code has expired: a new one. Not reached: the same, later.
        if (error.status) pair();
        else later(() => collect(secret), kAskMs);
      }
    }
    who();
    return () => {
      alive.current = false;
      clearTimeout(timer.current);
    };
  }, []);
  return shown;
}
