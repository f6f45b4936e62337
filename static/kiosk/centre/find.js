// A number taken before: how it stands, another slip, and how it was. A booking code leads to its visit.

import { html, useState } from '../../shared/preact.js';
import { get } from '../../shared/api.js';
import { t } from '../../shared/i18n.js';
import { Keypad } from '../keypad.js';
import { Heading, Refused, useAsk } from '../parts.js';
import { Rate } from '../rate.js';
import { useWedge } from '../wedge.js';
import { useCentre } from './catalogue.js';
import { Ticket } from './ticket.js';

const kLongest = 4;
const isCode = (text) => /^\d{9}$/.test(text);
const isNumber = (text) => /^[A-Z]\d{1,4}$/.test(text);
const cut = (text) => text.slice(0, /^[A-Z]/.test(text) ? 1 + kLongest : 9);

/// A letter of the centre's groups, then digits; or nine digits. onOpen(shown): not the centre's.
export function Find({ onOpen, onDone }) {
  const request = useCentre();
  const [text, setText] = useState('');
  const [screen, setScreen] = useState({ name: 'type' });
  const { busy, run } = useAsk((problem) => setScreen({ name: 'refused', problem }));
  const letters = request.data ? request.data.groups.map((group) => group.letter) : [];
  const ready = isNumber(text) || isCode(text);
  useWedge(screen.name === 'type', (line, source, document) => onOpen({ text: line, source, document }));
  async function look() {
    if (!ready) return;
    if (isCode(text)) {
      onOpen({ text, source: 'typed' });
      return;
    }
    const number = text[0] + text.slice(1).padStart(3, '0');
    const answer = await run(() => get('/visits', { query: { number } }));
    if (!answer) return;
    const visit = answer.items[0];
    setScreen(visit ? { name: 'ticket', visit } : { name: 'refused', problem: { detail: t('kiosk.find.none', { number }) } });
  }
  if (screen.name === 'refused') return html`<${Refused} problem=${screen.problem} onBack=${onDone} />`;
  if (screen.name === 'ticket' && screen.visit.state === 'done') return html`<${Rate} number=${screen.visit.number} onDone=${onDone} />`;
  if (screen.name === 'ticket') return html`<${Ticket} visit=${screen.visit} onDone=${onDone} />`;
  return html`<section class="kiosk-middle kiosk-typing">
    <${Heading}>${t('kiosk.find.title')}<//>
    <div class="kiosk-row kiosk-letters" role="group" aria-label=${t('kiosk.letters')}>
      ${letters.map((key) => html`<button key=${key} type="button" class="keypad-key kiosk-one" aria-pressed=${text[0] === key ? 'true' : 'false'} onClick=${() => setText(cut(key + text.replace(/^[A-Z]/, '')))}>${key}</button>`)}
    </div>
    <p class=${`kiosk-typed ${text ? '' : 'kiosk-typed-hint'}`} aria-live="polite">${text || t('kiosk.find.hint')}</p>
    <${Keypad} digits onKey=${(key) => setText(cut(text + key))} onBack=${() => setText(text.slice(0, -1))} />
    <div class="kiosk-row">
      <button type="button" class="kiosk-button" onClick=${onDone}>${t('kiosk.back')}</button>
      <button type="button" class="kiosk-button kiosk-primary" aria-disabled=${!ready || busy ? 'true' : undefined} onClick=${look}>${t('kiosk.confirm')}</button>
    </div>
  </section>`;
}
