// The poster of a waiting area, on A4: whoever scans its code there checks in on their phone. In
// both languages, because everybody reads it.

import { html, render } from '../shared/preact.js';
import { addMessages, t } from '../shared/i18n.js';
import { Button, ProblemNotice } from '../shared/components.js';
import { asProblem, get } from '../shared/api.js';
import zh from './messages/zh.js';
import en from './messages/en.js';

addMessages({ zh, en });

const kSteps = ['admin.poster.step-scan', 'admin.poster.step-choose', 'admin.poster.step-wait'];

function Both({ text }) {
  return html`<span class="poster-zh">${zh[text]}</span> <span class="poster-en" lang="en">${en[text]}</span>`;
}

function Poster({ hospital, area }) {
  return html`<main class="poster">
    <p class="poster-hospital">${hospital.name} <span lang="en">${hospital.nameEn}</span></p>
    <h1><${Both} text=${'admin.poster.title'} /></h1>
    <p class="poster-area">${area.name} <span lang="en">${area.nameEn}</span></p>
    <img class="poster-code" src=${`/api/v1/areas/${area.id}/posted-code.svg`} alt=${t('admin.poster.alt', { name: area.name })} />
    <ol class="poster-steps">${kSteps.map((step) => html`<li key=${step}><${Both} text=${step} /></li>`)}</ol>
    <p class="poster-help"><${Both} text=${'admin.poster.help'} /></p>
  </main>
  <p class="poster-print no-print"><${Button} kind="primary" onClick=${() => window.print()}>${t('admin.poster.print')}<//></p>`;
}

async function start() {
  const box = document.getElementById('app');
  try {
    const id = location.hash.slice(1);
    const [hospital, { items }] = await Promise.all([get('/hospital'), get('/areas')]);
    const area = items.find((one) => one.id === id);
    // Refused where nobody has said under which address patients reach their page.
    await get(`/areas/${id}/posted-code.svg`, { headers: { Accept: 'image/svg+xml, application/problem+json' } });
    document.title = `${area.name} ${t('admin.poster.title')}`;
    render(html`<${Poster} hospital=${hospital} area=${area} />`, box);
  } catch (error) {
    render(html`<main class="poster-problem"><h1>${t('admin.poster.section')}</h1><${ProblemNotice} problem=${asProblem(error)} /></main>`, box);
  }
}
start();
