// One service: who it is for, what to bring, when, how many wait, where its windows are; and a number
// for it, or an appointment.

import { html } from '../../shared/preact.js';
import { get, useRequest } from '../../shared/api.js';
import { pick, t } from '../../shared/i18n.js';
import { byCondition } from '../../shared/papers.js';
import { Heading, Scroll } from '../parts.js';
import { picture } from '../picture.js';
import { hoursWords, isElsewhere, standing, windowsOf } from './catalogue.js';

function Papers({ papers }) {
  if (!papers.length) return html`<p>${t('kiosk.service.papers-none')}</p>`;
  return byCondition(papers).map((list) => html`<div key=${list[0].when}>
    <h3>${pick(list[0], 'when') || t('kiosk.service.papers-always')}</h3>
    <ul class="kiosk-papers">${list.map((paper) => html`<li key=${paper.text}>${pick(paper, 'text')}</li>`)}</ul>
  </div>`);
}

/// A phone takes them along: nothing can be downloaded here.
function Forms({ service }) {
  const request = useRequest((signal) => get(`/kiosk/services/${encodeURIComponent(service.id)}/forms`, { signal }), [service.id]);
  const forms = request.data ? request.data.items : service.forms;
  return html`<h2>${t('kiosk.service.forms')}</h2>
    <p>${t(forms.some((one) => one.qr) ? 'kiosk.service.forms-scan' : 'kiosk.service.forms-ask')}</p>
    <ul class="kiosk-forms">${forms.map((one) => html`<li key=${one.name}>
      ${one.qr ? html`<img class="kiosk-qr" src=${picture(one.qr)} alt=${t('kiosk.service.form-qr', { name: pick(one, 'name') })} />` : null}
      <span>${pick(one, 'name')}</span>
    </li>`)}</ul>`;
}

function Where({ windows, device }) {
  return html`<ul class="kiosk-papers">
    ${windows.map((one) => html`<li key=${one.id}><strong>${pick(one, 'name')}</strong> ${[pick(one.campus, 'name'), pick(one, 'place')].filter(Boolean).join(' · ')}
      ${isElsewhere(one, device) ? html` <span class="kiosk-note">${t('kiosk.service.elsewhere')}</span>` : null}
      ${one.open && one.paused ? html` <span class="kiosk-note">${t('kiosk.service.paused', { reason: one.paused.reason })}</span>` : null}</li>`)}
  </ul>`;
}

/// onBook: an appointment instead, where they are made.
export function Service({ centre, service, device, onTake, onBook, onBack }) {
  const { can, words } = standing(centre, service, device);
  const facts = [
    ['kiosk.service.for', pick(service, 'audience')],
    ['kiosk.service.hours', hoursWords(service)],
    ['kiosk.service.fee', pick(service, 'fee') || t('kiosk.service.free')],
    ['kiosk.service.takes', t('kiosk.service.minutes', { n: service.minutes })],
  ].filter(([, value]) => value);
  return html`<section class="kiosk-middle">
    <${Heading}>${pick(service, 'name')}<//>
    <p class="kiosk-lead">${words}</p>
    <${Scroll} label=${pick(service, 'name')} className="kiosk-card kiosk-about">
      <p>${pick(service, 'about')}</p>
      ${service.example ? html`<p class="kiosk-note">${t('kiosk.service.example')}</p>` : null}
      <dl class="kiosk-facts">${facts.map(([name, value]) => html`<dt key=${name}>${t(name)}</dt><dd>${value}</dd>`)}</dl>
      <h2>${t('kiosk.service.papers')}</h2>
      <${Papers} papers=${service.papers} />
      ${service.forms.length ? html`<${Forms} service=${service} />` : null}
      <h2>${t('kiosk.service.windows')}</h2>
      <${Where} windows=${windowsOf(centre, service, device)} device=${device} />
    <//>
    <div class="kiosk-row">
      <button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.back')}</button>
      ${service.departmentId ? html`<button type="button" class=${`kiosk-button ${can ? '' : 'kiosk-primary'}`} onClick=${() => onBook(service.departmentId)}>${t('kiosk.service.book')}</button>` : null}
      ${can ? html`<button type="button" class="kiosk-button kiosk-primary" onClick=${onTake}>${t('kiosk.service.take')}</button>` : null}
    </div>
  </section>`;
}
