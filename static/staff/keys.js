// Keyboard shortcuts of the staff's pages.
//
//   useShortcuts({ 'F2': focusSearch, 'Alt+N': register, 'Escape': back });
//   html`<${KeyHint} keys="Alt+N" />`        the key as it is shown on a button
//
// Chosen so that no browser needs them itself (no Ctrl, no Alt+D/E/F, no F1/F3/F5/F6/F10–F12).
// They rest while a dialog is open: what is under it must not change.
// Letters are told by the physical key, since Alt+letter types other characters on some systems.

import { html, useLayoutEffect, useRef } from '../shared/preact.js';

function nameOf(event) {
  if (event.ctrlKey || event.metaKey) return '';
  if (event.altKey) {
    const letter = /^Key([A-Z])$/.exec(event.code || '');
    return letter ? `Alt+${letter[1]}` : '';
  }
  return event.key;
}

const isTyping = (element) =>
  !!element && (/^(TEXTAREA|SELECT)$/.test(element.tagName) || (element.tagName === 'INPUT' && !/^(checkbox|radio|button)$/.test(element.type)));

// The part that appeared last is asked first: a form's Escape comes before the screen's.
const asked = [];

function onKey(event) {
  const resting = document.documentElement.classList.contains('has-dialog');
  if (event.defaultPrevented || event.isComposing || resting) return;
  const name = nameOf(event);
  const { target } = event;
  if (name.length === 1 && isTyping(target)) {
    if (name !== '?' || target.dataset.keys === undefined || target.value !== '') return;
  }
  const takes = (bindings) => bindings.current[name] && bindings.current[name](event) !== false;
  if ([...asked].reverse().some(takes)) event.preventDefault();
}
window.addEventListener('keydown', onKey);

/// bindings: key → action. An action that returns false leaves the key to others.
/// Single characters ("?", "1") only work where nothing is being typed; "?" also in an empty field
/// marked data-keys.
export function useShortcuts(bindings) {
  const latest = useRef(bindings);
  latest.current = bindings;
  // Before the next key: a shortcut works as soon as it is shown.
  useLayoutEffect(() => {
    asked.push(latest);
    return () => asked.splice(asked.indexOf(latest), 1);
  }, []);
}

export const KeyHint = ({ keys }) => html`<kbd class="key" aria-hidden="true">${keys}</kbd>`;

/// Moves the focus among the elements matching `selector` inside `root`. Elements of one row share
/// data-row; ArrowUp/Down keep the column as well as they can.
export function moveByArrows(event, root, selector) {
  const moves = { ArrowLeft: -1, ArrowRight: 1 };
  const all = [...root.querySelectorAll(selector)];
  const at = all.indexOf(event.target.closest(selector));
  if (at < 0) return false;
  let target = null;
  if (event.key in moves) target = all[at + moves[event.key]];
  else if (event.key === 'Home') [target] = all;
  else if (event.key === 'End') target = all[all.length - 1];
  else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
    target = nearestInNextRow(all, at, event.key === 'ArrowDown' ? 1 : -1);
  } else return false;
  if (target) {
    target.focus();
    target.scrollIntoView({ block: 'nearest' });
  }
  event.preventDefault();
  return true;
}

function nearestInNextRow(all, at, step) {
  const row = all[at].dataset.row;
  let i = at + step;
  while (all[i] && all[i].dataset.row === row) i += step;
  if (!all[i]) return null;
  const next = all.filter((element) => element.dataset.row === all[i].dataset.row);
  const x = all[at].getBoundingClientRect().left;
  const distance = (element) => Math.abs(element.getBoundingClientRect().left - x);
  return next.reduce((best, element) => (distance(element) < distance(best) ? element : best));
}
