// The cards of a board. When not all of them fit, they are shown page after page.

import { html, useEffect, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { formatTime } from '../shared/dates.js';
import { t } from '../shared/i18n.js';
import { pagesOf } from './model.js';

const kPageMs = 12000;

export function pauseText({ reason, until }) {
  return until ? t('display.pause-until', { reason, at: formatTime(until) }) : t('display.pause', { reason });
}

/// Which cards stand where, from how high they are drawn: measured at every drawing, which comes
/// once a second, because words, their size and the screen may all have changed.
function useLayout() {
  const box = useRef(null);
  const [pages, setPages] = useState([]);
  useLayoutEffect(() => {
    const columns = window.innerWidth > window.innerHeight ? 2 : 1;
    const trial = box.current.querySelector('.cards-trial');
    const heights = [...trial.children].map((card) => card.getBoundingClientRect().height);
    const gap = parseFloat(getComputedStyle(trial).rowGap) || 0;
    const next = pagesOf(heights, columns, box.current.clientHeight, gap);
    setPages((old) => (JSON.stringify(old) === JSON.stringify(next) ? old : next));
  });
  return { box, pages };
}

/// Card: draws one; none: what is said where there is no card.
export function Cards({ cards, Card, none, now }) {
  const { box, pages } = useLayout();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (pages.length < 2) return undefined;
    const timer = setInterval(() => setTurn((n) => n + 1), kPageMs);
    return () => clearInterval(timer);
  }, [pages.length]);
  const shown = pages.length ? turn % pages.length : 0;
  const page = pages[shown] || [];
  return html`<div class="cards" ref=${box}>
    <div class="cards-trial" aria-hidden="true">${cards.map((card) => html`<${Card} key=${card.key} card=${card} now=${now} />`)}</div>
    ${cards.length === 0 ? html`<p class="cards-none">${t(none)}</p>` : null}
    <div class="cards-page" key=${shown}>
      ${page.map(
        (column, i) => html`<div class="cards-column" key=${i}>
          ${column.map((index) => cards[index] && html`<${Card} key=${cards[index].key} card=${cards[index]} now=${now} />`)}
        </div>`,
      )}
    </div>
    ${pages.length > 1
      ? html`<p class="cards-pages">
          <span class="visually-hidden">${t('display.page', { n: shown + 1, of: pages.length })}</span>
          <span aria-hidden="true">${pages.map((_, i) => html`<span key=${i} class=${i === shown ? 'dot dot-now' : 'dot'}></span>`)} ${shown + 1}/${pages.length}</span>
        </p>`
      : null}
  </div>`;
}
