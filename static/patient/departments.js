// The first screen: which department. Found by name, pinyin, initials, or what troubles one.

import { html, useEffect } from '../shared/preact.js';
import { useRequest } from '../shared/api.js';
import { announce, Button, Empty, LinkButton, Loaded, Notice, PageTitle, TextField } from '../shared/components.js';
import { useCare } from '../shared/appearance.js';
import { hospitalStore } from '../shared/context.js';
import { language, pick, t } from '../shared/i18n.js';
import { href, navigate } from '../shared/router.js';
import { found } from '../shared/search.js';
import { useStore } from '../shared/store.js';
import { loadDepartments } from './data.js';

function DepartmentLink({ department, word }) {
  return html`<a class="department" href=${href(`/departments/${department.id}`)}>
    <span class="department-name">${pick(department, 'name')}</span>
    <span class="department-place">${word ? t('patient.matched', { word }) : pick(department, 'location')}</span>
  </a>`;
}

function List({ departments }) {
  return html`<ul class="departments">
    ${departments.map((d) => html`<li key=${d.id}><${DepartmentLink} department=${d} /></li>`)}
  </ul>`;
}

/// All departments under their groups. In the large-type mode only the groups show at first, so
/// that a screen holds few things; one opens at a press.
function Groups({ departments, opened, onOpen }) {
  const folded = useCare();
  const english = language() === 'en';
  // Where the hospital names its groups in Chinese only, one list by name reads better in English.
  if (english && !departments.some((one) => one.groupEn)) {
    const sorted = [...departments].sort((a, b) => pick(a, 'name').localeCompare(pick(b, 'name'), 'en'));
    return html`<h2 class="visually-hidden">${t('patient.all-departments')}</h2><${List} departments=${sorted} />`;
  }
  const groups = [];
  departments.forEach((department) => {
    const name = (english ? department.groupEn : department.group) || '';
    let group = groups.find((candidate) => candidate.name === name);
    if (!group) {
      group = { name, items: [] };
      groups.push(group);
    }
    group.items.push(department);
  });
  return groups.map((group) => {
    const open = !folded || opened === group.name;
    const press = () => onOpen(open ? '' : group.name);
    return html`<section key=${group.name} class="department-group">
      <h2>
        ${folded
          ? html`<button type="button" class="group-head opens" aria-expanded=${open ? 'true' : 'false'} onClick=${press}>${group.name || t('patient.other-departments')}</button>`
          : group.name || t('patient.other-departments')}
      </h2>
      ${open ? html`<${List} departments=${group.items} />` : null}
    </section>`;
  });
}

function Found({ departments, typed }) {
  const hits = found(departments, typed);
  useEffect(() => {
    const timer = setTimeout(() => announce(t('patient.found', { n: hits.length })), 600);
    return () => clearTimeout(timer);
  }, [typed, hits.length]);
  if (!hits.length) {
    return html`<${Empty} title=${t('patient.found-none', { typed })}>
      <p>${t('patient.found-none-help')}</p>
      <p><${LinkButton} kind="primary" href=${href('/services', { q: typed })}>${t('patient.services.search-there', { typed })}<//></p>
      <p><${Button} onClick=${() => navigate('/', { replace: true })}>${t('patient.show-all')}<//></p>
    <//>`;
  }
  return html`<h2 class="visually-hidden">${t('patient.found', { n: hits.length })}</h2>
    <ul class="departments">
      ${hits.map(({ thing: department, word }) => html`<li key=${department.id}><${DepartmentLink} department=${department} word=${word} /></li>`)}
    </ul>`;
}

function ServicesLink() {
  return html`<a class="services-link" href="#/services">
    <span class="department-name">${t('patient.services.title')}</span>
    <span class="department-place">${t('patient.services.lead')}</span>
  </a>`;
}

export function Departments({ query }) {
  const hospital = useStore(hospitalStore);
  const request = useRequest(loadDepartments, []);
  const typed = query.q || '';
  const notice = pick(hospital, 'notice');
  return html`<${PageTitle} title=${t('patient.departments')} />
    <div class="stack stack-wide">
      ${notice ? html`<${Notice}><p>${notice}</p><//>` : null}
      <form role="search" onSubmit=${(event) => event.preventDefault()}>
        <${TextField}
          label=${t('patient.search')}
          hint=${t('patient.search-hint')}
          type="search"
          autocomplete="off"
          maxlength="40"
          value=${typed}
          onInput=${(q) => navigate('/', { query: { q }, replace: true })}
        />
      </form>
      ${typed.trim() ? null : html`<${ServicesLink} />`}
      <${Loaded} request=${request} lines=${6}>
        ${(departments) => {
          if (!departments.length) return html`<${Empty} title=${t('patient.no-departments')}><p>${t('patient.no-departments-help')}</p><//>`;
          return typed.trim() ? html`<div><${Found} departments=${departments} typed=${typed} /></div>` : html`<div><${Groups} departments=${departments} opened=${query.group} onOpen=${(group) => navigate('/', { query: { group }, replace: true })} /></div>`;
        }}
      <//>
    </div>`;
}
