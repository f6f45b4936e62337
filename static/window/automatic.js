// The next one by itself, some seconds after one was finished: time enough to stop it. The page does
// it, so that nobody is called to a window whose page is closed.

import { html, useEffect, useRef, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { Button } from '../staff/ui.js';

const kSeconds = 5;

/// { left, begin(), stop() }: left is 0 while nothing is about to happen. stop gives false if there
/// was nothing to stop.
export function useNextByItself(wanted, someone, call) {
  const [left, setLeft] = useState(0);
  const latest = useRef({});
  latest.current = { wanted, someone, call };
  useEffect(() => {
    if (!left) return undefined;
    const timer = setTimeout(() => {
      if (left > 1) {
        setLeft(left - 1);
        return;
      }
      setLeft(0);
      if (latest.current.wanted && latest.current.someone) latest.current.call();
    }, 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return {
    left: wanted && someone ? left : 0,
    begin: () => setLeft(latest.current.wanted ? kSeconds : 0),
    stop: () => {
      if (!left) return false;
      setLeft(0);
      return true;
    },
  };
}

export function NextByItself({ byItself, next }) {
  if (!byItself.left || !next) return null;
  return html`<p class="calling-undo"><span>${t('window.by-itself-soon', { n: byItself.left, number: next.number })}</span> <${Button} kind="quiet" keys="Esc" onClick=${byItself.stop}>${t('window.stop')}<//></p>`;
}
