// The rules being edited: { from, start, document, note }.
// They survive looking at other sections; leaving the page with them asks first.

import { makeStore, useStore } from '../../shared/store.js';
import { same } from './document.js';

const store = makeStore(null);

export const useDraft = () => useStore(store);
export const getDraft = () => store.get();
export const dropDraft = () => store.set(null);
/// `from` and `start`: the version in force and its rules, which `document` is compared with.
export const beginDraft = (from, start, document, note = '') => store.set({ from, start, document, note });
export const changeDraft = (changes) => store.set({ ...store.get(), ...changes });
export const isChanged = (draft) => !!draft && !same(draft.start, draft.document);

window.addEventListener('beforeunload', (event) => {
  if (!isChanged(store.get())) return;
  event.preventDefault();
  event.returnValue = '';
});
