// What is printed, and whether paper comes out. A browser is not told by its printer; people are
// asked. Every slip has a copy's number from the server: the second and later ones are marked.

import { html, useEffect, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { Intention, post, put } from '../shared/api.js';
import { t } from '../shared/i18n.js';
import { makeStore } from '../shared/store.js';
import { useAsk } from './parts.js';

const kReportMs = 60000;
const kVersion = 'web';

/// 'unknown' | 'ok' | 'out', as the last visitors found it.
const paper = makeStore('unknown');

const report = () => put('/kiosk/state', { paper: paper.get(), version: kVersion }).catch(() => {});

function found(state) {
  if (paper.get() === state) return;
  paper.set(state);
  report();
}

/// Administrators see a kiosk that says nothing for minutes.
export function useReports(on) {
  useEffect(() => {
    if (!on) return undefined;
    report();
    const timer = setInterval(report, kReportMs);
    return () => clearInterval(timer);
  }, [on]);
}

/// What a slip that was printed before says of itself.
export function Reprint({ copy }) {
  return copy > 1 ? html`<p class="kiosk-reprint">${t('kiosk.print.again-mark', { n: copy })}</p>` : null;
}

/// subject: { visitId }, { appointmentId }, { recordOf }, { planId } or { placeId }. The slip is drawn with its copy before it is printed.
export function usePrinting(subject) {
  const [copy, setCopy] = useState(0);
  const [missing, setMissing] = useState(false);
  const intention = useRef(new Intention());
  const { busy, run } = useAsk(() => setMissing(true));
  const timer = useRef(0);
  // Whoever has left gets no paper, and nobody that of the next.
  useLayoutEffect(() => () => clearTimeout(timer.current), []);
  const print = async () => {
    const answer = await run(() => post('/kiosk/prints', subject, { intention: intention.current }));
    if (!answer) return;
    setMissing(false);
    setCopy(answer.copy);
    found('ok');
    // After the mark is drawn.
    timer.current = setTimeout(() => window.print(), 50);
  };
  const nothingCame = () => {
    setMissing(true);
    found('out');
  };
  return { copy, busy, missing, print, nothingCame };
}

export function PrintRow({ printing, children }) {
  const { copy, busy, missing, print, nothingCame } = printing;
  return html`${missing ? html`<p class="kiosk-note no-print" role="status">${t('kiosk.print.missing')}</p>` : null}
    <div class="kiosk-row no-print">
      <button type="button" class="kiosk-button" aria-disabled=${busy ? 'true' : undefined} onClick=${print}>${t(copy ? 'kiosk.print.again' : 'kiosk.print.do')}</button>
      ${copy && !missing ? html`<button type="button" class="kiosk-button" onClick=${nothingCame}>${t('kiosk.print.nothing')}</button>` : null}
      ${children}
    </div>`;
}
