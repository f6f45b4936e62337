// What several of the kiosk's services are made of.

import { html, useCallback, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { asProblem } from '../shared/api.js';
import { t } from '../shared/i18n.js';

/// Takes the focus, so that a screen reader says where one is.
export function Heading({ children, className }) {
  const heading = useRef(null);
  useLayoutEffect(() => {
    heading.current.focus();
  }, []);
  return html`<h1 ref=${heading} tabindex="-1" class=${className}>${children}</h1>`;
}

/// A long list that moves under the finger, or by the arrow keys.
export function Scroll({ label, className = '', children }) {
  return html`<div class=${`kiosk-scroll ${className}`} role="region" tabindex="0" aria-label=${label}>${children}</div>`;
}

/// The answer was lost, not the question refused: asked again, it does nothing twice.
const kLost = ['offline', 'timeout', 'server-error', 'bad-answer', 'busy'];

/// onRetry: where asking again may help.
export function Refused({ problem, onBack, onRetry }) {
  const again = onRetry && kLost.includes(problem.code);
  return html`<section class="kiosk-middle" role="alert">
    <${Heading}>${t('kiosk.sorry')}<//>
    <p class="kiosk-lead">${problem.detail}</p>
    <div class="kiosk-row">
      <button type="button" class=${`kiosk-button ${again ? '' : 'kiosk-primary'}`} onClick=${onBack}>${t('kiosk.again')}</button>
      ${again ? html`<button type="button" class="kiosk-button kiosk-primary" onClick=${onRetry}>${t('kiosk.retry')}</button>` : null}
    </div>
  </section>`;
}

/// One question to the server at a time: a second touch does nothing, and an answer that comes after
/// somebody has left is for nobody. run(work) gives the answer or null; onProblem(problem).
export function useAsk(onProblem) {
  const [busy, setBusy] = useState(false);
  const asking = useRef(false);
  const gone = useRef(false);
  const told = useRef(onProblem);
  told.current = onProblem;
  useLayoutEffect(() => () => {
    gone.current = true;
  }, []);
  const run = useCallback(async (work) => {
    if (asking.current) return null;
    asking.current = true;
    setBusy(true);
    try {
      const answer = await work();
      return gone.current ? null : answer;
    } catch (error) {
      if (!gone.current) told.current(asProblem(error));
      return null;
    } finally {
      asking.current = false;
      if (!gone.current) setBusy(false);
    }
  }, []);
  return { busy, run };
}
