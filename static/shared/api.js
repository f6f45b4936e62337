// Talking to the server.
//
//   import { get, post, Intention, Problem, useRequest } from '../shared/api.js';
//   const people = await get('/me/people');                       // /api/v1 is added
//   const list = await get('/appointments', { query: { state: 'upcoming' } });
//   const intention = new Intention();                            // one per form, in a useRef
//   await post('/appointments', { slotId, personId }, { intention });
//   const request = useRequest((signal) => get('/departments', { signal }), []);
//   request.state: 'loading' | 'ready' | 'error';  request.data, request.problem, request.reload()
//
// Everything that is not a success is thrown as a Problem: `code` (the server's stable code, or
// offline | timeout | bad-answer made here), `detail` (a sentence for the reader), status, `field`
// (the form's field it is about: "document" for the server's "/document/number", whole in `place`),
// params, possibleAt, alternatives, errors (of a file's lines), requestId.
// An Intention gives one Idempotency-Key per thing the user means to do: pressing again after a
// lost answer sends the same key and so can never book twice; another body gets another key.

import { useCallback, useEffect, useRef, useState } from './preact.js';
import { languageTag, t } from './i18n.js';
import { makeStore } from './store.js';

const kBase = '/api/v1';
const kTimeoutMs = 20000;

export class Problem extends Error {
  constructor(fields) {
    super(fields.detail || fields.title || fields.code);
    this.name = 'Problem';
    this.status = fields.status || 0;
    this.code = fields.code;
    this.detail = fields.detail || '';
    this.place = fields.field || '';
    this.field = this.place.replace(/^\//, '').split(/[/.]/)[0];
    this.params = fields.params || {};
    this.possibleAt = fields.possibleAt || '';
    this.alternatives = fields.alternatives || [];
    this.errors = fields.errors || [];
    this.preview = fields.preview || null;
    this.appointments = fields.appointments || [];
    this.registration = fields.registration || null;
    this.requestId = fields.requestId || '';
  }
}

/// Whether the server could be reached when last tried. OfflineBanner shows it.
export const connected = makeStore(navigator.onLine !== false);
window.addEventListener('online', () => connected.set(true));
window.addEventListener('offline', () => connected.set(false));

const signedOutWatchers = new Set();
/// Called when the server says that nobody is signed in (any more).
export function onSignedOut(watcher) {
  signedOutWatchers.add(watcher);
  return () => signedOutWatchers.delete(watcher);
}

function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class Intention {
  constructor() {
    this.key = '';
    this.meant = '';
  }
  keyFor(meant) {
    if (this.meant !== meant || !this.key) {
      this.meant = meant;
      this.key = randomKey();
    }
    return this.key;
  }
  /// The thing is done: doing the same again would be a new intention.
  done() {
    this.key = '';
  }
}

function address(path, query) {
  const pairs = Object.entries(query || {}).filter(([, value]) => value !== undefined && value !== '');
  const text = pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
  return kBase + path + (text ? (path.includes('?') ? '&' : '?') + text : '');
}

async function problemFrom(response) {
  let fields = {};
  try {
    fields = await response.json();
  } catch {
    // A gateway's page, or nothing at all.
  }
  if (fields && typeof fields === 'object' && fields.code) {
    return new Problem({ ...fields, status: response.status });
  }
  const code = response.status >= 500 ? 'server-error' : 'bad-answer';
  return new Problem({ code, status: response.status, detail: t(`problem.${code}`) });
}

/// The one door. options: query, body (sent as JSON), text + contentType (sent as it is),
/// intention, signal, timeoutMs, headers.
export async function request(method, path, options = {}) {
  const headers = { Accept: 'application/json', 'Accept-Language': languageTag(), ...options.headers };
  const init = { method, headers, credentials: 'same-origin', cache: 'no-cache' };
  if (options.text !== undefined) {
    headers['Content-Type'] = options.contentType;
    init.body = options.text;
  } else if (method !== 'GET') {
    // Also without a body: the server asks for this type as a shield against foreign forms.
    headers['Content-Type'] = 'application/json';
    if (options.body !== undefined) init.body = JSON.stringify(options.body);
  }
  if (options.intention) {
    const meant = `${method} ${path} ${typeof init.body === 'string' ? init.body : ''}`;
    headers['Idempotency-Key'] = options.intention.keyFor(meant);
  }

  const controller = new AbortController();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    controller.abort();
  }, options.timeoutMs || kTimeoutMs);
  const giveUp = () => controller.abort();
  if (options.signal) {
    if (options.signal.aborted) giveUp();
    options.signal.addEventListener('abort', giveUp);
  }
  init.signal = controller.signal;

  try {
    const response = await fetch(address(path, options.query), init);
    connected.set(true);
    if (!response.ok) {
      const problem = await problemFrom(response);
      if (response.status === 401 && problem.code !== 'sign-in-failed') {
        signedOutWatchers.forEach((watcher) => watcher());
      }
      throw problem;
    }
    const type = response.headers.get('Content-Type') || '';
    const answer = response.status === 204 ? null : type.includes('json') ? await response.json() : await response.text();
    if (options.intention) options.intention.done();
    return answer;
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (options.signal && options.signal.aborted) throw error;
    const code = timedOut ? 'timeout' : error instanceof SyntaxError ? 'bad-answer' : 'offline';
    if (code === 'offline') connected.set(false);
    throw new Problem({ code, detail: t(`problem.${code}`) });
  } finally {
    clearTimeout(timer);
    if (options.signal) options.signal.removeEventListener('abort', giveUp);
  }
}

export const get = (path, options) => request('GET', path, options);
export const post = (path, body, options) => request('POST', path, { ...options, body });
export const put = (path, body, options) => request('PUT', path, { ...options, body });
export const patch = (path, body, options) => request('PATCH', path, { ...options, body });
export const del = (path, options) => request('DELETE', path, options);

/// Anything thrown, as a Problem to show.
export function asProblem(error) {
  if (error instanceof Problem) return error;
  console.error(error);
  return new Problem({ code: 'page-broken', detail: t('problem.page-broken') });
}

/// Loads when the component appears and when `deps` change; keeps the old data while it loads
/// the same thing again. After an error it tries again by itself once the network is back.
/// options.refresh: also load again when the reader comes back to the page (free places change).
export function useRequest(load, deps, options = {}) {
  const [result, setResult] = useState({ state: 'loading' });
  const [round, setRound] = useState(0);
  const key = JSON.stringify(deps);
  const shown = useRef(null);
  const reload = useCallback(() => setRound((n) => n + 1), []);

  useEffect(() => {
    const controller = new AbortController();
    if (shown.current !== key) setResult({ state: 'loading' });
    Promise.resolve()
      .then(() => load(controller.signal))
      .then(
        (data) => {
          if (controller.signal.aborted) return;
          shown.current = key;
          setResult({ state: 'ready', data });
        },
        (error) => {
          if (controller.signal.aborted) return;
          shown.current = null;
          setResult({ state: 'error', problem: asProblem(error) });
        },
      );
    return () => controller.abort();
  }, [key, round]);

  const failed = result.state === 'error';
  useEffect(() => {
    const again = () => {
      if (failed || (options.refresh && !document.hidden)) reload();
    };
    window.addEventListener('online', again);
    document.addEventListener('visibilitychange', again);
    return () => {
      window.removeEventListener('online', again);
      document.removeEventListener('visibilitychange', again);
    };
  }, [failed]);

  // A change of deps shows as loading in the very same drawing, not one too late.
  const stale = result.state === 'ready' && shown.current !== key;
  return { ...(stale ? { state: 'loading' } : result), reload };
}
