// As shared/api.js, for people who are signed in for a whole shift: when the session has run out
// in the middle of something, the sign-in dialog opens over the page, nothing typed is lost, and
// the call is made again afterwards. A call never repeats after an answer other than "sign in".

import * as api from '../shared/api.js';
import { makeStore } from '../shared/store.js';

/// Null, or how to go on once the user has signed in again (read by Gate).
export const expired = makeStore(null);
let waiting = null;

function signInAgain() {
  if (!waiting) {
    waiting = new Promise((resolve, reject) => {
      const end = (act) => (value) => {
        waiting = null;
        expired.set(null);
        act(value);
      };
      expired.set({ signedIn: end(resolve), givenUp: end(reject) });
    });
  }
  return waiting;
}

async function request(method, path, options) {
  try {
    return await api.request(method, path, options);
  } catch (error) {
    if (error.status !== 401 || error.code === 'sign-in-failed') throw error;
    await signInAgain().catch(() => {
      throw error;
    });
    return api.request(method, path, options);
  }
}

export const get = (path, options) => request('GET', path, options);
export const post = (path, body, options) => request('POST', path, { ...options, body });
export const patch = (path, body, options) => request('PATCH', path, { ...options, body });
export const put = (path, body, options) => request('PUT', path, { ...options, body });
export const del = (path, options) => request('DELETE', path, options);
export const postText = (path, text, contentType, options) =>
  request('POST', path, { ...options, text, contentType });

/// Every item of a list, following its pages. `most` guards against a list without an end.
export async function getAll(path, options = {}, most = 20000) {
  const items = [];
  let after = '';
  do {
    const page = await get(path, { ...options, query: { ...options.query, limit: 500, after } });
    items.push(...page.items);
    after = page.next || '';
  } while (after && items.length < most);
  return items;
}

export { asProblem, Intention, Problem, useRequest } from '../shared/api.js';
