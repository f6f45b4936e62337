// One service: what to bring, how many wait, where its windows are; and a number for it.

import { html } from '../../shared/preact.js';
import { pick, t } from '../../shared/i18n.js';
import { byCondition } from '../../shared/papers.js';
import { Heading, Scroll } from '../parts.js';
import { standing, windowsOf } from './catalogue.js';

function Papers({ papers }) {
  if (!papers.length) return html`<p>${t('kiosk.service.papers-none')}</p>`;
  return byCondition(papers).map((list) => html`<div key=${list[0].when}>
    <h3>${pick(list[0], 'when') || t('kiosk.service.papers-always')}</h3>
    <ul class="kiosk-papers">${list.map((paper) => html`<li key=${paper.text}>${pick(paper, 'text')}</li>`)}</ul>
  </div>`);
}

function Where({ windows }) {
  return html`<ul class="kiosk-papers">
    ${windows.map((one) => html`<li key=${one.id}><strong>${pick(one, 'name')}</strong> ${[pick(one.campus, 'name'), pick(one, 'place')].filter(Boolean).join(' · ')}
      ${one.open && one.paused ? html` <span class="kiosk-note">${t('kiosk.service.paused', { reason: one.paused.reason })}</span>` : null}</li>`)}
  </ul>`;
}

export function Service({ centre, service, device, onTake, onBack }) {
  const { can, words } = standing(centre, service, device);
  return html`<section class="kiosk-middle">
    <${Heading}>${pick(service, 'name')}<//>
    <p class="kiosk-lead">${words}</p>
    <${Scroll} label=${pick(service, 'name')} className="kiosk-card kiosk-about">
      <p>${pick(service, 'about')}</p>
      ${service.example ? html`<p class="kiosk-note">${t('kiosk.service.example')}</p>` : null}
      <p>${t('kiosk.service.fee', { fee: pick(service, 'fee') || t('kiosk.service.free') })} · ${t('kiosk.service.minutes', { n: service.minutes })}</p>
      <h2>${t('kiosk.service.papers')}</h2>
      <${Papers} papers=${service.papers} />
      <h2>${t('kiosk.service.windows')}</h2>
      <${Where} windows=${windowsOf(centre, service, device)} />
    <//>
    <div class="kiosk-row">
      <button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.back')}</button>
      ${can ? html`<button type="button" class="kiosk-button kiosk-primary" onClick=${onTake}>${t('kiosk.service.take')}</button>` : null}
    </div>
  </section>`;
}
