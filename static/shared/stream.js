// Listening to the server's events, and knowing whether they still come.
//
//   import { openStream, useStream } from '../shared/stream.js';
//   const stream = openStream(`/areas/${area}/board/stream`, {      // /api/v1 is added
//     snapshot: (board) => …, call: (call) => …, board: (board) => …,
//     onState: (state) => …,                 // 'live' | 'lost', on every change
//     onRefused: (status, code) => …,        // 401, 403, 404 …: it is tried again, now and then
//   });
//   stream.state; stream.close();
//
// Whoever uses this gets a snapshot first and then every event in order, each once, also over a
// lost connection: what was missed is sent again, or else a new snapshot. Handlers are called with
// the event's data and its id; what one throws ends nothing.
//
// 'live' is said only while the server is heard: it says something at least every 15 seconds. 'lost'
// is said when it has been silent for 40, or cannot be reached for 8. Until either is known, the
// state is 'connecting'. options.rest: no connection is kept while the page is not seen (a browser
// has six for one server, for all its tabs together); displays never rest.
// In a component: const state = useStream(path, { snapshot: … }, options).

import { useLayoutEffect, useRef, useState } from './preact.js';

const kBase = '/api/v1';
const kSilenceMs = 40000;
const kPatienceMs = 8000;
const kFirstPauseMs = 500;
const kLongestPauseMs = 15000;
const kRefusedPauseMs = 30000;
const kHiddenMs = 60000;

class Stream {
  constructor(path, handlers, options) {
    this.path = kBase + path;
    this.handlers = handlers;
    this.rests = Boolean(options.rest);
    this.state = 'connecting';
    this.lastId = '';
    this.pause = kFirstPauseMs;
    this.timers = {};
    this.wake = () => this.woken();
    window.addEventListener('online', this.wake);
    document.addEventListener('visibilitychange', this.wake);
    this.connect();
  }

  close() {
    this.closed = true;
    this.drop();
    Object.values(this.timers).forEach(clearTimeout);
    window.removeEventListener('online', this.wake);
    document.removeEventListener('visibilitychange', this.wake);
  }

  after(name, delay, work) {
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(() => {
      delete this.timers[name];
      work();
    }, delay);
  }
  stop(name) {
    clearTimeout(this.timers[name]);
    delete this.timers[name];
  }

  connect() {
    this.stop('retry');
    this.drop();
    const query = this.lastId ? `${this.path.includes('?') ? '&' : '?'}lastEventId=${encodeURIComponent(this.lastId)}` : '';
    const source = new EventSource(this.path + query);
    this.source = source;
    this.watchSilence();
    if (this.state !== 'lost' && !this.timers.patience) this.after('patience', kPatienceMs, () => this.say('lost'));
    // Where nothing happens, the first words would come only after a while.
    source.addEventListener('open', () => this.heard(source));
    source.addEventListener('beat', () => this.heard(source));
    for (const [type, handle] of Object.entries(this.handlers)) {
      if (/^on[A-Z]/.test(type)) continue;
      source.addEventListener(type, (event) => {
        if (this.source !== source) return;
        if (event.lastEventId) this.lastId = event.lastEventId;
        this.heard(source);
        this.tell(handle, JSON.parse(event.data), event.lastEventId);
      });
    }
    // The browser's own way of connecting again is not used: it gives up at the first error answer.
    source.onerror = () => {
      if (this.source !== source) return;
      const refused = source.readyState === EventSource.CLOSED;
      this.drop();
      this.stop('silence');
      if (!this.timers.patience) this.after('patience', kPatienceMs, () => this.say('lost'));
      if (refused) this.askWhy();
      else this.retry();
    };
  }

  drop() {
    if (this.source) this.source.close();
    this.source = null;
  }

  retry(atLeast = 0) {
    if (this.closed) return;
    // Whoever lost the same server must not all come back at the same moment.
    const pause = Math.max(atLeast, this.pause) * (0.5 + Math.random());
    this.pause = Math.min(this.pause * 2, kLongestPauseMs);
    this.after('retry', pause, () => this.connect());
  }

  /// An EventSource does not say what it was answered.
  async askWhy() {
    const controller = new AbortController();
    let status = 0;
    let code = '';
    try {
      const answer = await fetch(this.path, { headers: { Accept: 'text/event-stream' }, signal: controller.signal });
      status = answer.status;
      if (status >= 400) code = ((await answer.json().catch(() => null)) || {}).code || '';
    } catch {
      // Not reached: that is no refusal.
    }
    controller.abort();
    if (this.closed) return;
    const refused = status >= 400 && status < 500;
    if (refused) this.tell(this.handlers.onRefused, status, code);
    this.retry(refused ? kRefusedPauseMs : 0);
  }

  heard(source) {
    if (this.source !== source) return;
    this.pause = kFirstPauseMs;
    this.stop('patience');
    this.say('live');
    this.watchSilence();
  }

  /// A connection can be gone without anybody being told.
  watchSilence() {
    this.heardAt = Date.now();
    this.after('silence', kSilenceMs, () => this.silent());
  }
  silent() {
    this.say('lost');
    this.connect();
  }

  woken() {
    if (this.closed) return;
    if (document.hidden) {
      if (this.rests) this.after('rest', kHiddenMs, () => this.rest());
      return;
    }
    this.stop('rest');
    // A page that slept was not told that its time was up.
    if (!this.source || Date.now() - this.heardAt > kSilenceMs) {
      if (this.source) this.say('lost');
      this.connect();
    }
  }
  rest() {
    this.drop();
    ['silence', 'patience', 'retry'].forEach((name) => this.stop(name));
    this.state = 'connecting';
  }

  say(state) {
    if (this.state === state) return;
    this.state = state;
    this.tell(this.handlers.onState, state);
  }

  tell(handler, ...what) {
    if (!handler || this.closed) return;
    try {
      handler(...what);
    } catch (error) {
      console.error(error);
    }
  }
}

export function openStream(path, handlers, options = {}) {
  return new Stream(path, handlers, options);
}

/// The same for as long as a component is there; gives its state. `path` may be empty: nothing is
/// listened to. The handlers of the newest drawing are called.
export function useStream(path, handlers, options = {}) {
  const [state, setState] = useState('connecting');
  const newest = useRef(handlers);
  newest.current = handlers;
  const types = Object.keys(handlers).join(' ');
  useLayoutEffect(() => {
    if (!path) return undefined;
    setState('connecting');
    const passed = types.split(' ').map((type) => [type, (...what) => newest.current[type] && newest.current[type](...what)]);
    const stream = openStream(path, {
      ...Object.fromEntries(passed),
      onState: (next) => {
        setState(next);
        if (newest.current.onState) newest.current.onState(next);
      },
    }, options);
    return () => stream.close();
  }, [path, types]);
  return state;
}
