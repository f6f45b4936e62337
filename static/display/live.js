// The board as the server tells it, and when it last did.

import { useEffect, useRef, useState } from '../shared/preact.js';
import { openStream } from '../shared/stream.js';
import { isQuiet, mergeCalls } from './model.js';

const kDayMs = 20 * 3600000;
const kCheckMs = 60000;
const startedAt = Date.now();

/// The server that an event's id comes from: it changes when the program starts anew.
const serverOf = (id) => (id || '').replace(/-[^-]*$/, '');

/// { board, calls, state, asOf, now() }: board is null before the first one; now() is the server's
/// clock. onCall: every call, once or more. onRefused: this screen may not listen (any more).
export function useLive(shows, { onCall, onRefused }) {
  const [shown, setShown] = useState({ board: null, calls: [], state: 'connecting', asOf: 0 });
  const ahead = useRef(0);
  const handlers = useRef({});
  handlers.current = { onCall, onRefused };
  const now = () => Date.now() + ahead.current;

  useEffect(() => {
    let server = '';
    let changed = false;
    const last = { board: null };
    const tell = (board, calls) => {
      if (board) last.board = board;
      calls.forEach((call) => handlers.current.onCall(call));
      setShown((old) => ({ ...old, board: board || old.board, calls: mergeCalls(old.calls, calls, now()) }));
    };
    const stream = openStream(shows.path, {
      snapshot: (board, id) => {
        ahead.current = Date.parse(board.at) - Date.now();
        if (server && serverOf(id) !== server) changed = true;
        server = serverOf(id);
        tell(board, board.calls);
      },
      board: (board) => tell(board, []),
      call: (call) => tell(null, [call]),
      onState: (state) => setShown((old) => ({ ...old, state, asOf: state === 'lost' ? Math.min(stream.heardAt || Date.now(), Date.now()) + ahead.current : old.asOf })),
      onRefused: (status) => handlers.current.onRefused(status),
    });
    // A page that runs for months: it starts anew when the program did, perhaps with another page in
    // it, and once a day; only while nobody waits and the server answers.
    const timer = setInterval(async () => {
      if (stream.state !== 'live' || !last.board || !isQuiet(last.board)) return;
      if (!changed && Date.now() - startedAt < kDayMs) return;
      const answer = await fetch(location.pathname, { cache: 'no-store' }).catch(() => null);
      if (answer && answer.ok) location.reload();
    }, kCheckMs);
    return () => {
      clearInterval(timer);
      stream.close();
    };
  }, [shows.path]);
  return { ...shown, now };
}
