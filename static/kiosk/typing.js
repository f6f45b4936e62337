// A number typed on the screen, or with the keys of kiosks that have some.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { Keypad } from './keypad.js';
import { Heading } from './parts.js';

/// `digits`: without the X of document numbers.
export function Typing({ title, hint, digits, shortest = 6, longest = 20, busy, onGo, onBack }) {
  const [text, setText] = useState('');
  const add = (key) => setText((old) => (old + key.toUpperCase()).slice(0, longest));
  const remove = () => setText((old) => old.slice(0, -1));
  const go = () => text.length >= shortest && !busy && onGo(text);
  const keys = useRef(null);
  keys.current = (event) => {
    if ((digits ? /^[0-9]$/ : /^[0-9A-Za-z]$/).test(event.key)) add(event.key);
    else if (event.key === 'Backspace') remove();
    else if (event.key === 'Enter' && event.target.tagName !== 'BUTTON') go();
  };
  useLayoutEffect(() => {
    const onKey = (event) => keys.current(event);
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return html`<section class="kiosk-middle kiosk-typing">
    <${Heading}>${title}<//>
    <p>${hint}</p>
    <p class="kiosk-typed" aria-live="polite">${text.replace(/(.{3})(?=.)/g, '$1 ') || ' '}</p>
    <${Keypad} digits=${digits} onKey=${add} onBack=${remove} />
    <div class="kiosk-row">
      <button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.back')}</button>
      <button type="button" class="kiosk-button kiosk-primary" aria-disabled=${text.length < shortest || busy ? 'true' : undefined} onClick=${go}>${t('kiosk.confirm')}</button>
    </div>
  </section>`;
}
