// The frame around every page.

import { html, useEffect, useLayoutEffect, useRef } from '../preact.js';
import { connected } from '../api.js';
import { setCare, useCare } from '../appearance.js';
import { hospitalStore, loadHospital } from '../context.js';
import { pick, setLanguage, t, useLanguage } from '../i18n.js';
import { settleScroll } from '../router.js';
import { useStore } from '../store.js';
import { LiveRegion, announce } from './feedback.js';

function LanguageSwitch() {
  const language = useLanguage();
  const other = language === 'zh' ? 'en' : 'zh';
  const name = other === 'zh' ? '中文' : 'English';
  return html`<button type="button" class="switch" lang=${other === 'zh' ? 'zh-CN' : 'en'} aria-label=${name} onClick=${() => setLanguage(other)}>
    ${other === 'zh' ? '中文' : 'EN'}
  </button>`;
}

function CareSwitch() {
  const care = useCare();
  const flip = () => {
    setCare(!care);
    announce(t(care ? 'common.care-off' : 'common.care-on'));
  };
  return html`<button type="button" class="switch" aria-pressed=${care ? 'true' : 'false'} onClick=${flip}>
    ${t('common.care-mode')}
  </button>`;
}

/// Says that the network is gone, and that it is back.
export function OfflineBanner() {
  const online = useStore(connected);
  const was = useRef(online);
  useEffect(() => {
    if (online && !was.current) announce(t('common.online-again'));
    was.current = online;
  }, [online]);
  return html`<div role="status">
    ${online ? null : html`<p class="offline-banner">${t('common.offline-banner')}</p>`}
  </div>`;
}

/// A strip that says this is a demonstration. children: a link, perhaps.
export function Ribbon({ children }) {
  return html`<div class="ribbon"><strong>${t('common.demo')}</strong> ${children}</div>`;
}

/// The whole page. homeHref: where the name leads; section: what this page is, under the name;
/// nav: [{ href, label, current }]; tools: more in the header's corner; ribbon; footer; wide: for
/// desks and tables; children: the content of <main>.
export function Shell({ homeHref = '#/', section, nav = [], tools, ribbon, footer, wide, children }) {
  useLanguage();
  const hospital = useStore(hospitalStore);
  const name = pick(hospital, 'name') || t('common.hospital');
  useEffect(() => {
    if (!hospital) loadHospital().catch(() => {});
  }, []);
  const skip = (event) => {
    event.preventDefault();
    document.getElementById('main').focus();
  };
  return html`<div class=${`shell ${wide ? 'shell-wide' : ''}`}>
    <a class="skip-link" href="#main" onClick=${skip}>${t('common.skip')}</a>
    <header class="header">
      ${ribbon}
      <div class="header-row">
        <a class="brand" href=${homeHref}>
          <svg class="brand-mark" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
            <rect width="40" height="40" rx="10" />
            <path d="M20 10v20M10 20h20" />
          </svg>
          <span class="brand-text"><span class="brand-name">${name}</span>${section ? html`<span class="brand-section">${section}</span>` : null}</span>
        </a>
        <div class="header-tools">${tools}<${CareSwitch} /><${LanguageSwitch} /></div>
      </div>
      ${nav.length
        ? html`<nav class="nav" aria-label=${t('common.navigation')}>
            <ul>
              ${nav.map((item) => html`<li key=${item.href}><a href=${item.href} aria-current=${item.current ? 'page' : undefined}>${item.label}</a></li>`)}
            </ul>
          </nav>`
        : null}
    </header>
    <${OfflineBanner} />
    <main class="main" id="main" tabindex="-1">${children}</main>
    ${footer ? html`<footer class="footer">${footer}</footer>` : null}
    <${LiveRegion} />
  </div>`;
}

// The browser itself announces the screen that was loaded; only later ones take the focus.
let firstScreen = true;

/// The heading of a screen. It names the document and, when a screen follows another, takes the
/// focus, so that a screen reader says where one is. Every screen has exactly one.
export function PageTitle({ title, lead, children }) {
  const heading = useRef(null);
  const hospital = useStore(hospitalStore);
  const name = pick(hospital, 'name') || t('common.hospital');
  useLayoutEffect(() => {
    document.title = `${title} – ${name}`;
  }, [title, name]);
  useLayoutEffect(() => {
    if (firstScreen) {
      firstScreen = false;
      return;
    }
    heading.current.focus({ preventScroll: true });
    settleScroll();
  }, []);
  return html`<div class="page-title">
    <h1 tabindex="-1" ref=${heading}>${title}</h1>
    ${lead ? html`<p class="lead">${lead}</p>` : null}${children}
  </div>`;
}

/// Where one is in a longer way: items = labels, current = index from 0.
export function Steps({ items, current }) {
  return html`<ol class="steps" aria-label=${t('common.steps')}>
    ${items.map(
      (label, i) => html`<li key=${label} class=${i < current ? 'is-done' : i === current ? 'is-current' : ''} aria-current=${i === current ? 'step' : undefined}>
        <span class="steps-of">${t('common.step-of', { n: i + 1, total: items.length })}</span>
        <span class="steps-number" aria-hidden="true">${i < current ? '✓' : i + 1}</span>
        <span class="steps-label">${label}${i < current ? html`<span class="visually-hidden">${t('common.step-done')}</span>` : null}</span>
      </li>`,
    )}
  </ol>`;
}
