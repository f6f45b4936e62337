// What reads documents and codes: a scanner or reader that acts as a keyboard (characters in quick
// succession, then Enter; wherever the focus is, and no field shows them), and a card reader of the
// kiosk's own program, which tells the page by an event:
//
//   window.dispatchEvent(new CustomEvent('yuyue-document', { detail:
//     { number, type: 'resident-card', name, birthDate: '1951-09-12', sex: 'female' } }))
//
// `number` alone will do; with a name whoever is here for the first time can be registered.

import { useLayoutEffect, useRef } from '../shared/preact.js';

/// Nobody types so fast: more than this between two keys, and it is a person.
const kScannerMs = 60;
const kShortest = 4;
/// What was begun and not finished belongs to nobody.
const kForgetMs = 5000;

const isSpecial = (event) => event.ctrlKey || event.altKey || event.metaKey || event.isComposing;

/// The lines that come by keys: taken(event) gives { text, slow } with the Enter that ends one.
function lines() {
  let text = '';
  let slow = false;
  let last = 0;
  return (event) => {
    if (isSpecial(event)) return null;
    const now = Date.now();
    if (event.key === 'Enter' && text.length >= kShortest) {
      const line = { text, slow };
      text = '';
      slow = false;
      return line;
    }
    if (event.key.length !== 1 || event.key === ' ') return null;
    if (now - last > kForgetMs) {
      text = '';
      slow = false;
    }
    if (text && now - last > kScannerMs) slow = true;
    last = now;
    text = (text + event.key).slice(-60);
    return null;
  };
}

function documentFrom({ number, type, name, birthDate, sex }) {
  if (!name) return undefined;
  return Object.fromEntries(Object.entries({ type, name, birthDate, sex }).filter(([, value]) => value));
}

/// While `on`, calls onScanned(text, source, document) for each line and document; source: 'scan',
/// 'typed' or 'card'; document: what a card reader has read besides the number. Keys meant for a
/// button (Tab, Space) pass.
export function useWedge(on, onScanned) {
  const newest = useRef(onScanned);
  newest.current = onScanned;
  useLayoutEffect(() => {
    if (!on) return undefined;
    const line = lines();
    const onKey = (event) => {
      const done = line(event);
      if (!done) return;
      event.preventDefault();
      newest.current(done.text, done.slow ? 'typed' : 'scan');
    };
    const onDocument = ({ detail }) => {
      if (detail && typeof detail.number === 'string' && detail.number) newest.current(detail.number, 'card', documentFrom(detail));
    };
    window.addEventListener('keydown', onKey, true);
    window.addEventListener('yuyue-document', onDocument);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener('yuyue-document', onDocument);
    };
  }, [on]);
}

/// Whoever is next scans while somebody is not done: the Enter of their line must not press the button
/// that was touched last.
export function guardScanner() {
  const line = lines();
  window.addEventListener('keydown', (event) => {
    const done = line(event);
    if (done && !done.slow) event.preventDefault();
  }, true);
}
