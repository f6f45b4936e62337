// Finding by letters: of a name, or of what people say for it. It needs no keyboard but this one.

import { html, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { found } from '../shared/search.js';
import { Heading, Scroll } from './parts.js';

const kLetters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/// "baoxiaoyaogaizhang"
const kLongest = 18;

/// tile(thing, word): one of those that were found, and what people say for it, if that was typed.
export function LetterSearch({ things, label, hint, none, tile, onBack }) {
  const [typed, setTyped] = useState('');
  const hits = typed ? found(things, typed) : [];
  const add = (key) => setTyped((typed + key).slice(0, kLongest));
  return html`<section class="kiosk-middle kiosk-search">
    <${Heading}>${t('kiosk.search.title')}<//>
    <p class=${`kiosk-typed ${typed ? '' : 'kiosk-typed-hint'}`} aria-live="polite">${typed || hint}</p>
    <${Scroll} label=${label}>
      ${typed && !hits.length ? html`<p class="kiosk-lead">${none}</p>` : null}
      <ul class="kiosk-tiles">${hits.map(({ thing, word }) => tile(thing, word))}</ul>
    <//>
    <div class="keypad keypad-letters" role="group" aria-label=${t('kiosk.letters')}>
      ${kLetters.map((key) => html`<button key=${key} type="button" class="keypad-key" onClick=${() => add(key)}>${key}</button>`)}
      <button type="button" class="keypad-key keypad-back" onClick=${() => setTyped(typed.slice(0, -1))} aria-label=${t('kiosk.delete')}>⌫</button>
    </div>
    <div class="kiosk-row"><button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.back')}</button></div>
  </section>`;
}
