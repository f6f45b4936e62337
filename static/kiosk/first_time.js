// Whoever comes for the first time: a card reader has read their document, they type a phone, agree,
// and go on as everybody else.

import { html, useState } from '../shared/preact.js';
import { post } from '../shared/api.js';
import { checkPhone } from '../shared/identity.js';
import { t } from '../shared/i18n.js';
import { holderWords } from './holder_words.js';
import { Heading, Refused, useAsk } from './parts.js';
import { Typing } from './typing.js';

const kPhone = 11;

/// registration: { pass, person }, as it was offered. onHolder(holder); onBack: they would rather not.
export function FirstTime({ registration, onHolder, onBack }) {
  const [screen, setScreen] = useState({ name: 'ask' });
  // Each time from the first digit.
  const [round, setRound] = useState(0);
  const askPhone = (hint) => {
    setRound(round + 1);
    setScreen({ name: 'phone', hint: hint || t('kiosk.first.phone-hint') });
  };
  const { busy, run } = useAsk((problem) => (problem.field === 'phone' ? askPhone(t('kiosk.first.phone-wrong')) : setScreen({ name: 'refused', problem, phone: screen.phone })));
  async function register(phone) {
    const holder = await run(() => post('/kiosk/registrations', { pass: registration.pass, phone, agreed: true }));
    if (holder) onHolder(holder);
  }
  const typed = (phone) => {
    if (checkPhone(phone).ok) setScreen({ name: 'check', phone });
    else askPhone(t('kiosk.first.phone-wrong'));
  };
  if (screen.name === 'refused') return html`<${Refused} problem=${screen.problem} onBack=${onBack} onRetry=${() => register(screen.phone)} />`;
  if (screen.name === 'phone') return html`<${Typing} key=${round} digits title=${t('kiosk.first.phone')} hint=${screen.hint} shortest=${kPhone} longest=${kPhone} onGo=${typed} onBack=${onBack} />`;
  if (screen.name === 'check') {
    return html`<section class="kiosk-middle">
      <${Heading} key="check">${t('kiosk.first.check')}<//>
      <dl class="kiosk-facts kiosk-card">
        <dt>${t('kiosk.book.who')}</dt><dd>${holderWords(registration)}</dd>
        <dt>${t('kiosk.first.phone-is')}</dt><dd><strong class="nowrap">${screen.phone.replace(/^(\d{3})(\d{4})/, '$1 $2 ')}</strong></dd>
      </dl>
      <p class="kiosk-hint">${t('identity.privacy')}</p>
      <div class="kiosk-row">
        <button type="button" class="kiosk-button" onClick=${() => askPhone()}>${t('kiosk.first.other-phone')}</button>
        <button type="button" class="kiosk-button kiosk-primary" aria-disabled=${busy ? 'true' : undefined} onClick=${() => register(screen.phone)}>${t('kiosk.first.agree')}</button>
      </div>
    </section>`;
  }
  return html`<section class="kiosk-middle">
    <${Heading} key="ask">${t('kiosk.first.title')}<//>
    <p class="kiosk-lead">${holderWords(registration)}</p>
    <p class="kiosk-hint">${t('kiosk.first.explain')}</p>
    <p class="kiosk-hint">${t('identity.privacy')}</p>
    <div class="kiosk-row">
      <button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.first.no')}</button>
      <button type="button" class="kiosk-button kiosk-primary" onClick=${() => askPhone()}>${t('kiosk.first.yes')}</button>
    </div>
  </section>`;
}
