// Which department: by its group, or by letters of its name or of what troubles one.

import { html, useState } from '../../shared/preact.js';
import { get, useRequest } from '../../shared/api.js';
import { language, pick, t } from '../../shared/i18n.js';
import { LetterSearch } from '../letters.js';
import { Heading, Refused, Scroll } from '../parts.js';

const groupOf = (department) => (language() === 'en' && department.groupEn) || department.group || t('kiosk.book.other');

function DepartmentTile({ department, word, onOpen }) {
  const more = word ? t('kiosk.book.matched', { word }) : [pick(department.campus, 'name'), pick(department, 'location')].filter(Boolean).join(' · ');
  return html`<li><button type="button" class="kiosk-tile" onClick=${() => onOpen(department)}>
    <span class="kiosk-tile-name">${pick(department, 'name')}</span>
    <span class="kiosk-tile-more">${more}</span>
  </button></li>`;
}

/// who: the holder, in words. onOpen(department).
export function Departments({ who, onOpen, onBack }) {
  const request = useRequest((signal) => get('/kiosk/departments', { signal }), []);
  const [at, setAt] = useState({ name: 'groups' });
  const groups = () => setAt({ name: 'groups' });
  if (request.state === 'error') return html`<${Refused} problem=${request.problem} onBack=${onBack} />`;
  if (!request.data) return html`<section class="kiosk-middle"><p class="kiosk-lead" role="status">${t('kiosk.wait')}</p></section>`;
  const departments = request.data.items;
  if (at.name === 'search') {
    return html`<${LetterSearch} things=${departments} label=${t('kiosk.book.department')} hint=${t('kiosk.book.search-hint')} none=${t('kiosk.book.search-none')} onBack=${groups}
      tile=${(department, word) => html`<${DepartmentTile} key=${department.id} department=${department} word=${word} onOpen=${onOpen} />`} />`;
  }
  const names = [...new Set(departments.map(groupOf))];
  if (at.name === 'group') {
    return html`<section class="kiosk-middle">
      <${Heading} key="group">${at.group}<//>
      <${Scroll} label=${t('kiosk.book.department')}>
        <ul class="kiosk-tiles">${departments.filter((one) => groupOf(one) === at.group).map((one) => html`<${DepartmentTile} key=${one.id} department=${one} onOpen=${onOpen} />`)}</ul>
      <//>
      <div class="kiosk-row"><button type="button" class="kiosk-button" onClick=${groups}>${t('kiosk.back')}</button></div>
    </section>`;
  }
  return html`<section class="kiosk-middle">
    <${Heading} key="groups">${t('kiosk.book.department')}<//>
    <p class="kiosk-lead">${t('kiosk.book.for', { who })}</p>
    <${Scroll} label=${t('kiosk.book.department')}>
      <ul class="kiosk-tiles kiosk-many">${names.map((group) => html`<li key=${group}><button type="button" class="kiosk-tile" onClick=${() => setAt({ name: 'group', group })}>
        <span class="kiosk-tile-name">${group}</span>
        <span class="kiosk-tile-more">${t('kiosk.book.count', { n: departments.filter((one) => groupOf(one) === group).length })}</span>
      </button></li>`)}</ul>
    <//>
    <div class="kiosk-row">
      <button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.back')}</button>
      <button type="button" class="kiosk-button kiosk-primary" onClick=${() => setAt({ name: 'search' })}>${t('kiosk.book.by-letters')}</button>
    </div>
  </section>`;
}
