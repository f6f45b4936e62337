// What the board shows, worked out of what the server tells. Pure: nothing of the browser.

export const kCallMs = 2 * 60000; // older calls are neither spoken nor brought in again
const kFreshMs = 20000; // a call is marked as new for so long
const kWalkMs = 5 * 60000; // so long a call stands for somebody who has not yet come

/// Every call once, by its id; those of long ago are left out.
export function mergeCalls(known, more, now) {
  const byId = new Map(known.map((call) => [call.id, call]));
  more.forEach((call) => byId.set(call.id, call));
  return [...byId.values()].filter((call) => now - Date.parse(call.at) < kWalkMs).sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? 1 : -1));
}

/// Whom a room or a window has called or sees, by the session's and its own id.
function nowIn(board) {
  const rooms = new Map();
  if (board.windows) {
    board.windows.forEach((one) => one.now && rooms.set(`centre ${one.id}`, one.now));
    return rooms;
  }
  board.sessions.forEach((session) => session.rooms.forEach((room) => room.now && rooms.set(`${session.id} ${room.id}`, room.now)));
  return rooms;
}

/// The calls to show, newest first: new ones, and those whose patient has not come in yet. Of one
/// patient only the newest; `fresh`: still to be marked as new.
export function callsShown(board, calls, now, most) {
  const rooms = nowIn(board);
  const seen = new Set();
  return calls
    .map((call) => ({ ...call, age: now - Date.parse(call.at) }))
    .filter((call) => {
      const there = rooms.get(`${call.session} ${call.room.id}`);
      const waitedFor = there && there.number === call.number && there.state === 'called';
      const key = `${call.session} ${call.number}`;
      if (seen.has(key) || !(call.age < kFreshMs || waitedFor)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, most)
    .map((call) => ({ ...call, fresh: call.age < kFreshMs }));
}

/// One card for a session, or several where it has many rooms, so that no card is higher than a
/// screen. The last one has what is of the whole session.
export function cardsOf(board, roomsOnCard = 2) {
  return board.sessions.flatMap((session) => {
    const parts = [];
    for (let i = 0; i < Math.max(1, session.rooms.length); i += roomsOnCard) parts.push(session.rooms.slice(i, i + roomsOnCard));
    return parts.map((rooms, i) => ({ key: `${session.id} ${i}`, session, rooms, first: i === 0, last: i === parts.length - 1 }));
  });
}

/// Lays cards of these heights into pages of so many columns, each `room` high, in their order.
/// Gives pages of columns of indexes. A card that is too high for any column has one to itself.
export function pagesOf(heights, columns, room, gap) {
  const pages = [];
  let used = Infinity;
  let column = columns;
  heights.forEach((height, index) => {
    if (used + gap + height > room) {
      column += 1;
      if (column >= columns) {
        pages.push(Array.from({ length: columns }, () => []));
        column = 0;
      }
      used = -gap;
    }
    pages[pages.length - 1][column].push(index);
    used += gap + height;
  });
  return pages;
}

/// Nobody waits, is called or seen: the page may be loaded anew.
export const isQuiet = (board) =>
  board.windows ? [...board.services, ...board.windows].every((one) => !one.waiting) && board.windows.every((one) => !one.now) : board.sessions.every((session) => session.waiting === 0 && session.rooms.every((room) => !room.now && !room.near.length));
