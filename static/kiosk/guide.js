// Somebody who needs a guide, here and now: what for, and where they wait. Nothing of who they are.

import { html, useRef, useState } from '../shared/preact.js';
import { Intention, post } from '../shared/api.js';
import { pick, t } from '../shared/i18n.js';
import { Heading, Refused, useAsk } from './parts.js';

const kNeeds = ['wheelchair', 'sight', 'hearing', 'language', 'first-visit'];

/// They wait where the kiosk stands, as it is paired.
export function Guide({ device, onDone }) {
  const place = `${t('kiosk.title')} ${pick(device.centre || device.area, 'name')}`;
  const [needs, setNeeds] = useState([]);
  const [screen, setScreen] = useState({ name: 'ask' });
  const intention = useRef(new Intention());
  const { busy, run } = useAsk((problem) => setScreen({ name: 'refused', problem }));
  const toggle = (need) => setNeeds(needs.includes(need) ? needs.filter((one) => one !== need) : [...needs, need]);
  const ask = async () => {
    if (!needs.length) return;
    const asked = await run(() => post('/guide-requests', { needs, place }, { intention: intention.current }));
    if (asked) setScreen({ name: 'asked', guide: asked.guide });
  };
  if (screen.name === 'refused') return html`<${Refused} problem=${screen.problem} onBack=${onDone} onRetry=${ask} />`;
  if (screen.name === 'asked') {
    return html`<section class="kiosk-middle"><${Heading}>${screen.guide ? t('kiosk.guide.comes', { name: screen.guide.name }) : t('kiosk.guide.waits')}<//>
      <p class="kiosk-lead">${t('kiosk.guide.stay')}</p>
      <div class="kiosk-row"><button type="button" class="kiosk-button kiosk-primary" onClick=${onDone}>${t('kiosk.rate.done')}</button></div>
    </section>`;
  }
  return html`<section class="kiosk-middle">
    <${Heading}>${t('kiosk.guide.title')}<//>
    <ul class="kiosk-tiles">
      ${kNeeds.map((need) => html`<li key=${need}><button type="button" class="kiosk-tile" aria-pressed=${needs.includes(need) ? 'true' : 'false'} onClick=${() => toggle(need)}>
        <span class="kiosk-tile-name">${needs.includes(need) ? '✓ ' : ''}${t(`kiosk.guide.${need}`)}</span>
      </button></li>`)}
    </ul>
    <div class="kiosk-row">
      <button type="button" class="kiosk-button" onClick=${onDone}>${t('kiosk.back')}</button>
      <button type="button" class="kiosk-button kiosk-primary" aria-disabled=${!needs.length || busy ? 'true' : undefined} onClick=${ask}>${t('kiosk.guide.ask')}</button>
    </div>
  </section>`;
}
