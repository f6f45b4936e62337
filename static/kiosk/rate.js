// After a visit that is over: one question, five faces, one touch.

import { html, useRef, useState } from '../shared/preact.js';
import { Intention, post } from '../shared/api.js';
import { Faces } from '../shared/faces.js';
import { t } from '../shared/i18n.js';
import { Heading, Refused, useAsk } from './parts.js';

/// `number`: of today's at the centre, or a booking code. `name`: what was visited, where it was a clinic.
export function Rate({ number, name, onDone }) {
  const title = name ? t('kiosk.rate.visit', { name }) : t('kiosk.rate.title', { number });
  const [screen, setScreen] = useState({ name: 'ask' });
  const intention = useRef(new Intention());
  const { busy, run } = useAsk((problem) => setScreen({ name: 'refused', problem }));
  const give = async (mark) => {
    if (await run(() => post('/kiosk/ratings', { number, mark }, { intention: intention.current }))) setScreen({ name: 'thanks' });
  };
  if (screen.name === 'refused') return html`<${Refused} problem=${screen.problem} onBack=${onDone} />`;
  if (screen.name === 'thanks') {
    return html`<section class="kiosk-middle"><${Heading}>${t('kiosk.rate.thanks')}<//>
      <div class="kiosk-row"><button type="button" class="kiosk-button kiosk-primary" onClick=${onDone}>${t('kiosk.rate.done')}</button></div>
    </section>`;
  }
  return html`<section class="kiosk-middle kiosk-rate">
    <${Heading}>${title}<//>
    <${Faces} legend=${title} busy=${busy} onPick=${give} />
    <div class="kiosk-row"><button type="button" class="kiosk-button" onClick=${onDone}>${t('kiosk.back')}</button></div>
  </section>`;
}
