// Choosing what one has come for: the groups, a group's services, or a search by letters of a
// service's name or of what people say for it.

import { html, useState } from '../../shared/preact.js';
import { pick, t } from '../../shared/i18n.js';
import { LetterSearch } from '../letters.js';
import { Heading, Scroll } from '../parts.js';
import { allOf, standing } from './catalogue.js';

/// word: what people say for it, that was looked for.
function ServiceButton({ centre, service, device, word, onOpen }) {
  const { words } = standing(centre, service, device);
  return html`<li><button type="button" class="kiosk-tile kiosk-service" onClick=${() => onOpen(service)}>
    <span class="kiosk-tile-name">${pick(service, 'name')}</span>
    <span class="kiosk-tile-more">${word ? `${t('kiosk.book.matched', { word })} · ${words}` : words}</span>
  </button></li>`;
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
  if (at.name === 'search') {
    return html`<${LetterSearch} things=${allOf(centre)} label=${t('kiosk.services.title')} hint=${t('kiosk.search.hint')} none=${t('kiosk.search.none')} onBack=${groups}
      tile=${(service, word) => html`<${ServiceButton} key=${service.id} centre=${centre} service=${service} device=${device} word=${word} onOpen=${onOpen} />`} />`;
  }
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
