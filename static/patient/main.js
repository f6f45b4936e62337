// The patients' page: department → day → clinician and 30-minute slot → who → confirm → slip, and
// what comes after. Each screen is a file here; which one is shown follows from the address.

import { html, render, useErrorBoundary } from '../shared/preact.js';
import { Empty, LinkButton, Notice, PageTitle, Ribbon, Shell } from '../shared/components.js';
import { hospitalStore, loadContext } from '../shared/context.js';
import { addMessages, pick, t, useLanguage } from '../shared/i18n.js';
import { useRoute } from '../shared/router.js';
import { useStore } from '../shared/store.js';
import { Admissions } from './admissions.js';
import { Answer, OwnAnswer } from './answer.js';
import { Appointments } from './appointments.js';
import { Cases } from './cases.js';
import { Clinics } from './clinics.js';
import { Confirm, Who } from './booking.js';
import { Departments } from './departments.js';
import { ExamsPage } from './exams.js';
import { GuideHere } from './guide.js';
import { Here } from './here.js';
import { Move } from './move.js';
import { NewPerson, People } from './people.js';
import { Reports } from './reports.js';
import { Service, Services } from './services.js';
import { Slip } from './slip.js';
import { Voice } from './voice.js';
import { Wait } from './waitlist.js';
import zh from './messages/zh.js';
import en from './messages/en.js';

addMessages({ zh, en });

const kRoutes = [
  { path: '/', page: Departments, tab: '/' },
  { path: '/departments/:department', page: Clinics, tab: '/' },
  { path: '/book/:department/:date/:slot', page: Who, tab: '/' },
  { path: '/book/:department/:date/:slot/:person', page: Confirm, tab: '/' },
  { path: '/wait/:department/:date/:session', page: Wait, tab: '/' },
  { path: '/move/:appointment/:department/:date/:slot', page: Move, tab: '/appointments' },
  { path: '/appointments', page: Appointments, tab: '/appointments' },
  { path: '/appointments/:appointment', page: Slip, tab: '/appointments' },
  { path: '/appointments/:appointment/answer', page: OwnAnswer, tab: '/appointments' },
  { path: '/answer/:token', page: Answer, tab: '/appointments' },
  { path: '/here/:code', page: Here, tab: '/appointments' },
  { path: '/admissions', page: Admissions, tab: '/appointments' },
  { path: '/exams', page: ExamsPage, tab: '/appointments' },
  { path: '/cases', page: Cases, tab: '/appointments' },
  { path: '/services', page: Services, tab: '/' },
  { path: '/services/:service', page: Service, tab: '/' },
  { path: '/guide', page: GuideHere, tab: '' },
  { path: '/voice', page: Voice, tab: '' },
  { path: '/reports', page: Reports, tab: '/people' },
  { path: '/people', page: People, tab: '/people' },
  { path: '/people/new', page: NewPerson, tab: '/people' },
];

function NotFound() {
  return html`<${PageTitle} title=${t('patient.not-found')} />
    <${Empty} title=${t('patient.not-found-text')}>
      <p><${LinkButton} kind="primary" href="#/">${t('patient.nav-book')}<//></p>
    <//>`;
}

function Broken({ reset }) {
  return html`<${PageTitle} title=${t('patient.broken')} />
    <${Notice} kind="error">
      <p>${t('problem.page-broken')}</p>
      <p><${LinkButton} href="#/" onClick=${reset}>${t('patient.nav-book')}<//></p>
    <//>`;
}

function Footer() {
  const hospital = useStore(hospitalStore);
  if (!hospital) return null;
  return html`<div class="footer-words">
    <p>
      ${t('patient.other-ways')}
      ${' '}<a class="phone-link" href=${`tel:${hospital.phone}`}>${hospital.phone}</a>
    </p>
    <p><a class="inline-target" href="#/voice">${t('patient.voice.nav')}</a></p>
    ${hospital.campuses.map((campus) => html`<p key=${campus.id}>${pick(campus, 'name')}${campus.address ? ` · ${pick(campus, 'address')}` : ''}</p>`)}
  </div>`;
}

function App() {
  useLanguage();
  const hospital = useStore(hospitalStore);
  const route = useRoute(kRoutes, NotFound);
  const [broken, reset] = useErrorBoundary((error) => console.error(error));
  const nav = [
    ['/', 'patient.nav-book'],
    ['/appointments', 'patient.nav-mine'],
    ['/people', 'patient.nav-people'],
  ].map(([path, label]) => ({ href: `#${path}`, label: t(label), current: route.tab === path }));
  const ribbon =
    hospital && hospital.demo
      ? html`<${Ribbon}><a href="/demo/mailbox.html" target="_blank" rel="noopener">${t('patient.demo-mailbox')}</a><//>`
      : null;
  return html`<${Shell} section=${t('patient.section')} nav=${nav} ribbon=${ribbon} footer=${html`<${Footer} />`}>
    ${broken ? html`<${Broken} reset=${reset} />` : html`<${route.page} key=${route.key} ...${route.params} query=${route.query} />`}
  <//>`;
}

async function start() {
  // A slow network must not leave the page empty: it is drawn without what has not come yet.
  await Promise.race([loadContext(), new Promise((resolve) => setTimeout(resolve, 3000))]);
  const place = document.getElementById('app');
  place.textContent = '';
  render(html`<${App} />`, place);
}

start();
