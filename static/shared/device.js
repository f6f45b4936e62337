// Which display or kiosk this is. Until an administrator has entered the code on its screen it is
// none and may do nothing; one that was revoked is none again.
//
//   const { state, device, code, problem, check } = useDevice('display', () => ({ sound: 'speech' }));
//   state: 'asking' | 'unpaired' (code: to be shown) | 'paired' (device) | 'out' (not reached, and
//   not known yet); check(): ask again now, because something was refused.
//
// A paired device says every minute that it is there; administrators see those that fall silent.

import { useEffect, useRef, useState } from './preact.js';
import { asProblem, get, post } from './api.js';

const kBeatMs = 60000;
const kAskMs = 3000;
const kRefusedMs = 60000;

/// 403: a member of staff has signed in here, too.
const isNobody = (error) => error.status === 401 || error.status === 403;

export function useDevice(kind, report = () => ({})) {
  const [shown, setShown] = useState({ state: 'asking' });
  const reported = useRef(report);
  reported.current = report;
  const asking = useRef(null);

  useEffect(() => {
    let ended = false;
    let timer = 0;
    let paired = false;
    const show = (next) => !ended && setShown(next);
    const later = (work, ms) => {
      clearTimeout(timer);
      timer = setTimeout(() => !ended && work(), ms);
    };
    async function beat() {
      try {
        const device = await post('/devices/current/heartbeats', reported.current());
        paired = true;
        show({ state: 'paired', device });
        later(beat, kBeatMs);
      } catch (error) {
        if (isNobody(error)) open();
        else later(beat, kAskMs);
      }
    }
    async function who() {
      try {
        // Renews the cookie, too.
        await get('/devices/current');
        beat();
      } catch (error) {
        if (isNobody(error)) {
          open();
          return;
        }
        if (!paired) show({ state: 'out' });
        later(who, kAskMs);
      }
    }
    async function open() {
      paired = false;
      try {
        const { code, secret } = await post('/device-pairings', { kind });
        show({ state: 'unpaired', code });
        later(() => collect(code, secret), kAskMs);
      } catch (error) {
        show({ state: 'unpaired', problem: asProblem(error) });
        later(open, error.status === 429 ? kRefusedMs : kAskMs);
      }
    }
    async function collect(code, secret) {
      try {
        const { state } = await post('/device-pairings/collection', { secret });
        show({ state: 'unpaired', code });
        if (state === 'paired') who();
        else later(() => collect(code, secret), kAskMs);
      } catch (error) {
        // Expired: another code. Not reached: the same, later.
        if (error.status === 410) {
          open();
          return;
        }
        show({ state: 'unpaired', code, problem: asProblem(error) });
        later(() => collect(code, secret), kAskMs);
      }
    }
    asking.current = who;
    who();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [kind]);
  return { ...shown, check: () => asking.current && asking.current() };
}
