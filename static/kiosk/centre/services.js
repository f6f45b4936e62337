// Choosing what one has come for: the groups, a group's services, or a search by the first letters of
// the pinyin, which need no keyboard but this one.

import { html, useState } from '../../shared/preact.js';
import { pick, t } from '../../shared/i18n.js';
import { Heading, Scroll } from '../parts.js';
import { found, standing } from './catalogue.js';

const kLetters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const kLongest = 8;

function ServiceButton({ centre, service, device, onOpen }) {
  const { words } = standing(centre, service, device);
  return html`<li><button type="button" class="kiosk-tile kiosk-service" onClick=${() => onOpen(service)}>
    <span class="kiosk-tile-name">${pick(service, 'name')}</span>
    <span class="kiosk-tile-more">${words}</span>
  </button></li>`;
}

function Search({ centre, device, onOpen, onBack }) {
  const [typed, setTyped] = useState('');
  const hits = typed ? found(centre, typed) : [];
  return html`<section class="kiosk-middle kiosk-search">
    <${Heading}>${t('kiosk.search.title')}<//>
    <p class="kiosk-typed" aria-live="polite">${typed || t('kiosk.search.hint')}</p>
    <${Scroll} label=${t('kiosk.services.title')}>
      ${typed && !hits.length ? html`<p class="kiosk-lead">${t('kiosk.search.none')}</p>` : null}
      <ul class="kiosk-tiles">${hits.map((one) => html`<${ServiceButton} key=${one.id} centre=${centre} service=${one} device=${device} onOpen=${onOpen} />`)}</ul>
    <//>
    <div class="keypad keypad-letters" role="group" aria-label=${t('kiosk.letters')}>
      ${kLetters.map((key) => html`<button key=${key} type="button" class="keypad-key" onClick=${() => setTyped((typed + key).slice(0, kLongest))}>${key}</button>`)}
      <button type="button" class="keypad-key keypad-back" onClick=${() => setTyped(typed.slice(0, -1))} aria-label=${t('kiosk.delete')}>⌫</button>
    </div>
    <div class="kiosk-row"><button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.back')}</button></div>
  </section>`;
}

function Groups({ centre, onGroup, onSearch, onBack }) {
  return html`<section class="kiosk-middle">
    <${Heading}>${t('kiosk.services.title')}<//>
    <${Scroll} label=${t('kiosk.services.title')}>
      <ul class="kiosk-tiles">
        ${centre.groups.map((group) => html`<li key=${group.id}><button type="button" class="kiosk-tile" onClick=${() => onGroup(group.id)}>
          <span class="kiosk-letter" aria-hidden="true">${group.letter}</span>
          <span class="kiosk-tile-name">${pick(group, 'name')}</span>
          <span class="kiosk-tile-more">${t('kiosk.services.count', { n: group.services.length })}</span>
        </button></li>`)}
      </ul>
    <//>
    <div class="kiosk-row">
      <button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.back')}</button>
      <button type="button" class="kiosk-button kiosk-primary" onClick=${onSearch}>${t('kiosk.services.search')}</button>
    </div>
  </section>`;
}

/// onOpen(service); onBack: to where one came from.
export function Services({ centre, device, onOpen, onBack }) {
  const [at, setAt] = useState({ name: 'groups' });
  const groups = () => setAt({ name: 'groups' });
  if (at.name === 'search') return html`<${Search} centre=${centre} device=${device} onOpen=${onOpen} onBack=${groups} />`;
  const group = at.name === 'group' && centre.groups.find((one) => one.id === at.id);
  if (!group) return html`<${Groups} centre=${centre} onGroup=${(id) => setAt({ name: 'group', id })} onSearch=${() => setAt({ name: 'search' })} onBack=${onBack} />`;
  return html`<section class="kiosk-middle">
    <${Heading}>${pick(group, 'name')}<//>
    <${Scroll} label=${t('kiosk.services.title')}>
      <ul class="kiosk-tiles">${group.services.map((one) => html`<${ServiceButton} key=${one.id} centre=${centre} service=${one} device=${device} onOpen=${onOpen} />`)}</ul>
    <//>
    <div class="kiosk-row"><button type="button" class="kiosk-button" onClick=${groups}>${t('kiosk.back')}</button></div>
  </section>`;
}
