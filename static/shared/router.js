// Addresses inside a page: "#/departments/dep_1?date=2026-11-23". The back button, reloading and
// links sent to somebody else all work, because what is on the screen follows from the address.
//
//   const route = useRoute([
//     { path: '/', page: Departments },
//     { path: '/departments/:department', page: Clinics },
//   ], NotFound);
//   html`<${route.page} ...${route.params} query=${route.query} key=${route.key} />`
//   href('/departments/dep_1', { date })      → '#/departments/dep_1?date=…'   for links
//   navigate('/appointments')                 a step forward
//   navigate('/', { query: { q }, replace: true })   the same screen, other details: no new step
//
// After each step PageTitle (components.js) moves the focus to the new heading, sets the document's
// title, and the page scrolls to its top, or on Back to where it was.

import { useLayoutEffect, useState } from './preact.js';

export function href(path, query) {
  const pairs = Object.entries(query || {}).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const text = pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
  return `#${path}${text ? `?${text}` : ''}`;
}

function currentAddress() {
  const hash = window.location.hash.replace(/^#/, '') || '/';
  const cut = hash.indexOf('?');
  const query = {};
  if (cut >= 0) {
    new URLSearchParams(hash.slice(cut + 1)).forEach((value, key) => {
      query[key] = value;
    });
  }
  return { path: cut >= 0 ? hash.slice(0, cut) : hash, query };
}

/// The current address without '#', to come back to later (see `safePath`).
export function here() {
  return window.location.hash.replace(/^#/, '') || '/';
}

/// A path given in a query, only if it stays inside this page.
export function safePath(text, otherwise) {
  return text && /^\/(?!\/)/.test(text) ? text : otherwise;
}

let changed = () => {};

export function navigate(path, { query, replace } = {}) {
  const target = href(path, query);
  if (!replace) {
    window.location.hash = target;
    return;
  }
  window.history.replaceState(window.history.state, '', target);
  changed();
}

function match(routes, notFound) {
  const { path, query } = currentAddress();
  const segments = path.split('/');
  for (const route of routes) {
    const pattern = route.path.split('/');
    if (pattern.length !== segments.length) continue;
    const params = {};
    const fits = pattern.every((part, i) => {
      if (part[0] !== ':') return part === segments[i];
      try {
        params[part.slice(1)] = decodeURIComponent(segments[i]);
      } catch {
        return false;
      }
      return segments[i] !== '';
    });
    if (fits) return { ...route, params, query, key: path };
  }
  return { path, page: notFound, params: {}, query, key: path };
}

// Where the reader was on each step of the history, for Back.
const positions = new Map();
let visit = 0;
let visitId = '';
let restoreTo = 0;

function arrive() {
  const state = window.history.state;
  const known = state && state.visit;
  restoreTo = known ? positions.get(state.visit) || 0 : 0;
  if (known) {
    visitId = state.visit;
    return;
  }
  visit += 1;
  visitId = `${Date.now()}-${visit}`;
  window.history.replaceState({ visit: visitId }, '');
}

/// For PageTitle: puts the page where the reader left it, or at its top.
export function settleScroll() {
  window.scrollTo(0, restoreTo);
}

export function useRoute(routes, notFound) {
  const [route, setRoute] = useState(() => {
    if ('scrollRestoration' in window.history) window.history.scrollRestoration = 'manual';
    arrive();
    return match(routes, notFound);
  });
  // Not after the next paint: a step taken before it would be lost.
  useLayoutEffect(() => {
    const onScroll = () => positions.set(visitId, window.scrollY);
    const onHash = () => {
      arrive();
      setRoute(match(routes, notFound));
    };
    changed = () => setRoute(match(routes, notFound));
    window.addEventListener('scroll', onScroll, { passive: true });
    window.addEventListener('hashchange', onHash);
    return () => {
      window.removeEventListener('scroll', onScroll);
      window.removeEventListener('hashchange', onHash);
    };
  }, []);
  return route;
}
