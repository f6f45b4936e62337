// A scanner or card reader that acts as a keyboard: characters in quick succession, then Enter. They
// come wherever the focus is, and no field shows them.

import { useLayoutEffect, useRef } from '../shared/preact.js';

/// Nobody types so fast: more than this between two keys, and it is a person.
const kScannerMs = 60;

/// While `on`, calls onScanned(text, 'scan' | 'typed') for each line. Keys meant for a button (Tab,
/// Space) pass.
export function useWedge(on, onScanned) {
  const newest = useRef(onScanned);
  newest.current = onScanned;
  useLayoutEffect(() => {
    if (!on) return undefined;
    let text = '';
    let slow = false;
    let last = 0;
    const onKey = (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      const now = Date.now();
      if (event.key === 'Enter' && text.length >= 4) {
        event.preventDefault();
        const given = text;
        const how = slow ? 'typed' : 'scan';
        text = '';
        slow = false;
        newest.current(given, how);
        return;
      }
      if (event.key.length !== 1 || event.key === ' ') return;
      // What was begun and not finished belongs to nobody.
      if (now - last > 5000) {
        text = '';
        slow = false;
      }
      if (text && now - last > kScannerMs) slow = true;
      last = now;
      text = (text + event.key).slice(-60);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [on]);
}
