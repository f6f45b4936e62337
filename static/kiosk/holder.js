// Whoever books, plans or prints at a kiosk shows a document first: what is typed could be anybody's.
// The server gives a pass for some minutes, which lives in the component that asked for it.

import { html, useLayoutEffect, useState } from '../shared/preact.js';
import { post } from '../shared/api.js';
import { t } from '../shared/i18n.js';
import { FirstTime } from './first_time.js';
import { Heading, Refused, useAsk } from './parts.js';
import { useWedge } from './wedge.js';

const plain = (text) => text.replace(/[\s-]/g, '').toUpperCase();
const isCode = (text) => /^\d{9}$/.test(plain(text));

/// shown: { text, source, document } that was read before this was there, or nothing.
/// onHolder(holder): { pass, person }.
export function Identify({ title, shown, onHolder, onBack }) {
  const [screen, setScreen] = useState({ name: shown ? 'wait' : 'ask' });
  const [hint, setHint] = useState('');
  const { busy, run } = useAsk((problem) => setScreen({ name: problem.registration ? 'first' : 'refused', problem }));
  async function read(text, source, document) {
    if (source === 'typed' || isCode(text)) {
      setHint(t(isCode(text) ? 'kiosk.holder.no-code' : 'kiosk.holder.no-typing'));
      return;
    }
    const holder = await run(() => post('/kiosk/identifications', { number: plain(text), source, document }));
    if (holder) onHolder(holder);
  }
  useWedge(screen.name === 'ask' && !busy, read);
  useLayoutEffect(() => {
    if (shown) read(shown.text, shown.source, shown.document);
  }, []);
  const again = () => {
    setHint('');
    setScreen({ name: 'ask' });
  };
  if (screen.name === 'first') return html`<${FirstTime} registration=${screen.problem.registration} onHolder=${onHolder} onBack=${onBack} />`;
  if (screen.name === 'refused') return html`<${Refused} problem=${screen.problem} onBack=${onBack} onRetry=${again} />`;
  if (screen.name === 'wait' && !hint) return html`<section class="kiosk-middle"><p class="kiosk-lead" role="status">${t('kiosk.wait')}</p></section>`;
  return html`<section class="kiosk-middle">
    <${Heading}>${title}<//>
    <svg class="kiosk-picture" viewBox="0 0 160 120" aria-hidden="true" focusable="false">
      <rect x="16" y="28" width="96" height="64" rx="8" />
      <path d="M30 44h24v28H30zM64 46h36M64 58h36M64 70h24" />
      <path class="kiosk-beam" d="M118 44h34M118 60h34M118 76h34" />
    </svg>
    <p class="kiosk-lead">${t('kiosk.holder.show')}</p>
    <p class="kiosk-hint">${t('kiosk.holder.why')}</p>
    <p class="kiosk-note" role="status">${hint}</p>
    <div class="kiosk-row"><button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.back')}</button></div>
  </section>`;
}
