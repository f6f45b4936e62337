// What happens in an area, as it happens: asked for when the server says that something has changed,
// and every few seconds while nothing is heard from it. What was shown last stays on the screen, with
// a word that it is not live.

import { useCallback, useEffect, useRef, useState } from '../shared/preact.js';
import { useStream } from '../shared/stream.js';
import { asProblem, get } from '../staff/api.js';

const kLiveMs = 30000;
const kAloneMs = 4000;

/// { data, problem, stream: 'live' | 'lost' | 'connecting', reload }. data.ahead: how far the
/// hospital's clock is ahead of this device's, in milliseconds.
export function useAreaLines(area) {
  const [shown, setShown] = useState({ data: null, problem: null });
  const work = useRef({ area: '' });
  if (work.current.area !== area) work.current = { area, version: '', busy: false, again: false };

  const ask = useCallback(async () => {
    const mine = work.current;
    if (mine.busy) {
      mine.again = true;
      return;
    }
    mine.busy = true;
    try {
      const answer = await get(`/areas/${area}/lines`, { query: { after: mine.version } });
      if (work.current !== mine) return;
      if (answer) mine.version = answer.version;
      setShown((old) => ({ problem: null, data: answer ? { ...answer, ahead: Date.parse(answer.at) - Date.now() } : old.data }));
    } catch (error) {
      if (work.current === mine) setShown((old) => ({ ...old, problem: asProblem(error) }));
    } finally {
      mine.busy = false;
      if (mine.again && work.current === mine) {
        mine.again = false;
        ask();
      }
    }
  }, [area]);

  const failed = !!shown.problem;
  const stream = useStream(`/areas/${area}/lines/stream`, { snapshot: ask, changed: ask }, { rest: true });
  useEffect(() => {
    setShown({ data: null, problem: null });
    ask();
  }, [area]);
  useEffect(() => {
    const look = () => document.hidden || ask();
    const timer = setInterval(look, stream === 'live' && !failed ? kLiveMs : kAloneMs);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', look);
    };
  }, [area, stream, failed]);
  return { ...shown, stream, reload: ask };
}

/// The hospital's time, drawn again twice a minute: waits grow while nothing happens.
export function useNow(data) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 30000);
    return () => clearInterval(timer);
  }, []);
  return Date.now() + (data ? data.ahead : 0);
}

export const minutesSince = (instant, now) => Math.max(0, Math.floor((now - Date.parse(instant)) / 60000));

const kSoonMs = 90 * 60000;
const kAfterMs = 30 * 60000;

/// Whether a session is looked after now, or nobody is there and nothing is the matter, or it is still
/// to come, or over.
export function phaseOf(session, now) {
  if (session.line && session.line.items.length) return 'now';
  if (session.state !== 'open') return 'over';
  if (Date.parse(session.startsAt) - kSoonMs > now) return 'later';
  if (Date.parse(session.endsAt) + kAfterMs < now) return 'over';
  const { delay, pauses } = session.notices;
  return session.expected.length || delay || pauses.length || session.lineState === 'closing' ? 'now' : 'quiet';
}

export const ticketsOf = (session, ...states) => (session.line ? session.line.items.filter((one) => states.includes(one.state)) : []);

/// The ticket or the one still to come that a key names, with its session; null: gone.
export function findSelected(data, selected) {
  if (!data || !selected) return null;
  for (const session of data.sessions) {
    const ticket = session.line && session.line.items.find((one) => one.id === selected);
    if (ticket) return { session, ticket };
    const expected = session.expected.find((one) => one.appointmentId === selected);
    if (expected) return { session, expected };
  }
  return null;
}

/// The ticket of an appointment, wherever in the area it stands.
export function ticketOfAppointment(data, appointment) {
  for (const session of data ? data.sessions : []) {
    const ticket = session.line && session.line.items.find((one) => one.appointmentId === appointment);
    if (ticket) return { session, ticket };
  }
  return null;
}
