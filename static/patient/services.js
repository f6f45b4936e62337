// The service centre's catalogue: which services there are, and for one of them what to bring, where
// to go and how many wait now. Nobody has to sign in for it.

import { html, useEffect, useState } from '../shared/preact.js';
import { get, useRequest } from '../shared/api.js';
import { announce, Button, Empty, Facts, LinkButton, Loaded, Notice, PageTitle, TextField } from '../shared/components.js';
import { useCare } from '../shared/appearance.js';
import { hospitalStore } from '../shared/context.js';
import { formatTime, fullDay, hospitalToday } from '../shared/dates.js';
import { pick, t } from '../shared/i18n.js';
import { byCondition } from '../shared/papers.js';
import { href, navigate } from '../shared/router.js';
import { found } from '../shared/search.js';
import { useStore } from '../shared/store.js';
import { OwnVisits } from './own_visits.js';

const kAskAgainMs = 60 * 1000;

const loadCentre = (signal) => get('/centre', { signal });

/// How many wait is old after a minute.
function useCentre() {
  const request = useRequest(loadCentre, [], { refresh: true });
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && request.reload(), kAskAgainMs);
    return () => clearInterval(timer);
  }, []);
  return request;
}

const allOf = (centre) => centre.groups.flatMap((group) => group.services);

export const windowsOf = (service, centre) => centre.windows.filter((one) => service.windowIds.includes(one.id));

/// Whether a window is open for it at this moment, by the hospital's clock: not at noon, not after closing.
export const isOpenNow = (windows) => windows.some((one) => one.open);

const peopleWords = ({ waiting }) => (waiting ? t('patient.services.waiting', { n: waiting }) : t('patient.services.waiting-none'));

/// How many wait, and how long somebody would who took a number now.
export function waitingWords(service) {
  const { intake } = service;
  if (intake && !intake.open) return intake.again ? t('patient.services.numbers-again', { at: intake.again }) : t('patient.services.numbers-over', { at: intake.until });
  if (service.full) return t('patient.services.full');
  const { wait } = service;
  if (!wait || !wait.toMinutes) return peopleWords(service);
  const { fromMinutes: from, toMinutes: to } = wait;
  const long = from === to ? t('patient.services.wait-one', { n: to }) : t('patient.services.wait', { from, to });
  // Nobody for this service, but for others at the same windows.
  return service.waiting ? `${peopleWords(service)} · ${long}` : long;
}

function ServiceLink({ service, centre, word }) {
  const open = isOpenNow(windowsOf(service, centre));
  return html`<a class="department" href=${href(`/services/${service.id}`)}>
    <span class="department-name">${pick(service, 'name')}</span>
    ${word ? html`<span class="department-place">${t('patient.services.matched', { word })}</span>` : null}
    <span class="service-marks">
      <span class=${`tag ${open ? '' : 'tag-muted'}`}>${open ? waitingWords(service) : t('patient.services.not-now')}</span>
      ${service.example ? html`<span class="tag tag-warning">${t('patient.services.example-mark')}</span>` : null}
    </span>
  </a>`;
}

/// All services under their groups; in the large-type mode one group at a time.
function Groups({ centre, opened, onOpen }) {
  const folded = useCare();
  return centre.groups.map((group) => {
    const open = !folded || opened === group.letter;
    return html`<section key=${group.id} class="department-group">
      <h2>
        ${folded
          ? html`<button type="button" class="group-head opens" aria-expanded=${open ? 'true' : 'false'} onClick=${() => onOpen(open ? '' : group.letter)}>${pick(group, 'name')}</button>`
          : pick(group, 'name')}
      </h2>
      ${open ? html`<ul class="services">${group.services.map((one) => html`<li key=${one.id}><${ServiceLink} service=${one} centre=${centre} /></li>`)}</ul>` : null}
    </section>`;
  });
}

function Found({ centre, typed }) {
  const hits = found(allOf(centre), typed);
  useEffect(() => {
    const timer = setTimeout(() => announce(t('patient.services.found', { n: hits.length })), 600);
    return () => clearTimeout(timer);
  }, [typed, hits.length]);
  if (!hits.length) {
    return html`<${Empty} title=${t('patient.services.found-none', { typed })}>
      <p>${t('patient.services.found-none-help')}</p>
      <p><${Button} onClick=${() => navigate('/services', { replace: true })}>${t('patient.services.show-all')}<//></p>
    <//>`;
  }
  return html`<h2 class="visually-hidden">${t('patient.services.found', { n: hits.length })}</h2>
    <ul class="services">${hits.map(({ thing: service, word }) => html`<li key=${service.id}><${ServiceLink} service=${service} centre=${centre} word=${word} /></li>`)}</ul>`;
}

export function Services({ query }) {
  const request = useCentre();
  const typed = query.q || '';
  return html`<${PageTitle} title=${t('patient.services.title')} lead=${t('patient.services.lead')} />
    <div class="stack stack-wide">
      <${OwnVisits} />
      <form role="search" onSubmit=${(event) => event.preventDefault()}>
        <${TextField}
          label=${t('patient.services.search')}
          hint=${t('patient.services.search-hint')}
          type="search"
          autocomplete="off"
          maxlength="40"
          value=${typed}
          onInput=${(q) => navigate('/services', { query: { q }, replace: true })}
        />
      </form>
      <${Loaded} request=${request} lines=${6}>
        ${(centre) => {
          const services = allOf(centre);
          if (!services.length) return html`<${Empty} title=${t('patient.services.none')}><p>${t('patient.services.none-help')}</p><//>`;
          return html`<div>
            ${typed.trim()
              ? html`<${Found} centre=${centre} typed=${typed} />`
              : html`<${Groups} centre=${centre} opened=${query.group} onOpen=${(group) => navigate('/services', { query: { group }, replace: true })} />`}
            <p class="services-note"><a class="inline-target" href=${href('/guide')}>${t('patient.guide.link')}</a></p>
            ${services.some((one) => one.example) ? html`<p class="hint services-note">${t('patient.services.example-list')}</p>` : null}
          </div>`;
        }}
      <//>
    </div>`;
}

function Papers({ papers }) {
  const [ticked, setTicked] = useState([]);
  const toggle = (paper) => setTicked(ticked.includes(paper) ? ticked.filter((one) => one !== paper) : [...ticked, paper]);
  if (!papers.length) return html`<p>${t('patient.services.papers-none')}</p>`;
  const key = (paper) => `${paper.when}/${paper.text}`;
  return html`<p class="hint no-print">${t('patient.services.papers-hint')}</p>
    ${byCondition(papers).map(
      (list) => html`<div key=${list[0].when} role="group" aria-label=${pick(list[0], 'when') || t('patient.services.papers-always')}>
        <h3>${pick(list[0], 'when') || t('patient.services.papers-always')}</h3>
        <ul>
          ${list.map(
            (paper) => html`<li key=${paper.text}>
              <label class="paper"><input type="checkbox" checked=${ticked.includes(key(paper))} onChange=${() => toggle(key(paper))} /><span>${pick(paper, 'text')}</span></label>
            </li>`,
          )}
        </ul>
      </div>`,
    )}`;
}

function WindowState({ window }) {
  const { paused, open } = window;
  if (open && paused) {
    const words = paused.until ? t('patient.services.window-paused-until', { reason: paused.reason, time: formatTime(paused.until) }) : t('patient.services.window-paused', { reason: paused.reason });
    return html`<span class="tag tag-warning no-print">${words}</span>`;
  }
  return html`<span class=${`tag no-print ${open ? '' : 'tag-muted'}`}>${t(open ? 'patient.services.window-open' : 'patient.services.window-closed')}</span>`;
}

function Windows({ windows }) {
  if (!windows.length) return html`<p>${t('patient.services.windows-none')}</p>`;
  return html`<p class="hint">${t('patient.services.windows-hint')}</p>
    <ul class="centre-windows">
    ${windows.map(
      (window) => html`<li key=${window.id}>
        <p><strong>${pick(window, 'name')}</strong><${WindowState} window=${window} /></p>
        <p>${[pick(window.campus, 'name'), pick(window, 'place')].filter(Boolean).join(' · ')}</p>
        <p class="hint">${hoursWords(window.hours)}</p>
      </li>`,
    )}
    </ul>`;
}

/// "08:00–12:00 13:00–17:00", none of them broken in two.
function hoursWords(spans) {
  if (!spans.length) return t('patient.services.hours-none');
  return html`<span>${spans.map((span, n) => html`${n ? t('patient.comma') : ''}<span class="nowrap">${span.opens}–${span.closes}</span>`)}</span>`;
}

/// Numbers may be given for a shorter time than the windows are open.
function lastWords({ hours, intake }) {
  if (!intake || !intake.open || hours.some((span) => span.closes === intake.until)) return '';
  return t('patient.services.numbers-until', { at: intake.until });
}

const hoursOf = (service) => html`<span>${hoursWords(service.hours)}${service.hours.length && !service.open ? t('patient.services.hours-over') : ''}${lastWords(service)}</span>`;

function howWords(service) {
  if (!service.departmentId) return t('patient.services.walk-in');
  return t(service.walkIn ? 'patient.services.either' : 'patient.services.appointment');
}

function ServiceCards({ service, windows }) {
  const hospital = useStore(hospitalStore);
  const name = pick(service, 'name');
  return html`<div class="stack stack-wide">
    <p class="print-only service-title">${pick(hospital, 'name')} · ${name}</p>
    <p class="print-only">${fullDay(hospitalToday())}${service.example ? ` · ${t('patient.services.example')}` : ''}</p>
    ${service.example ? html`<${Notice} kind="warning" title=${t('patient.services.example')}><p>${t('patient.services.example-help')}</p><//>` : null}
    <section class="card service-card" aria-label=${name}>
      <p>${pick(service, 'about')}</p>
      <p class="big service-now no-print">${isOpenNow(windows) ? t('patient.services.now', { waiting: waitingWords(service) }) : t('patient.services.not-now')}</p>
      <${Facts}
        items=${[
          [t('patient.services.for'), pick(service, 'audience')],
          [t('patient.services.fee'), pick(service, 'fee') || t('patient.services.free')],
          [t('patient.services.minutes'), t('patient.services.minutes-value', { n: service.minutes })],
          [t('patient.services.how'), howWords(service)],
          [t('patient.services.hours'), hoursOf(service)],
        ]}
      />
    </section>
    <section class="card service-card papers">
      <h2>${t('patient.services.papers')}</h2>
      <${Papers} papers=${service.papers} />
    </section>
    <section class="card service-card">
      <h2>${t('patient.services.windows')}</h2>
      <${Windows} windows=${windows} />
    </section>
    ${service.forms.length
      ? html`<section class="card no-print">
          <h2>${t('patient.services.forms')}</h2>
          <ul>${service.forms.map((form) => html`<li key=${form.address}><a class="inline-target" href=${form.address} rel="noopener">${pick(form, 'name')}</a></li>`)}</ul>
        </section>`
      : null}
    <div class="actions no-print">
      ${service.departmentId ? html`<${LinkButton} kind="primary" href=${href(`/departments/${service.departmentId}`)}>${t('patient.services.book')}<//>` : null}
      <${Button} onClick=${() => window.print()}>${t('patient.services.print')}<//>
      <${LinkButton} href="#/services">${t('patient.services.all')}<//>
    </div>
  </div>`;
}

export function Service({ service: id }) {
  const request = useCentre();
  const service = request.state === 'ready' ? allOf(request.data).find((one) => one.id === id) : null;
  return html`<${PageTitle} title=${service ? pick(service, 'name') : t('patient.services.title')} />
    <${Loaded} request=${request} lines=${6}>
      ${(centre) =>
        service
          ? html`<${ServiceCards} service=${service} windows=${windowsOf(service, centre)} />`
          : html`<${Empty} title=${t('patient.services.gone')}>
              <p>${t('patient.services.gone-help')}</p>
              <p><${LinkButton} kind="primary" href="#/services">${t('patient.services.all')}<//></p>
            <//>`}
    <//>`;
}
