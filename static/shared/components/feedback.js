// What the page says back: notices, problems, waiting, emptiness, and announcements for ears only.

import { html, useEffect, useState } from '../preact.js';
import { t } from '../i18n.js';
import { makeStore, useStore } from '../store.js';
import { Button } from './forms.js';

const kSigns = { info: 'i', success: '✓', warning: '!', error: '!' };

/// kind: info | success | warning | error. Errors are alerts; `live` makes the others be read out
/// when they appear. `title` is bold, children the text.
export function Notice({ kind = 'info', title, live, children }) {
  const role = kind === 'error' ? 'alert' : live ? 'status' : undefined;
  return html`<div class=${`notice notice-${kind}`} role=${role}>
    <span class="notice-sign" aria-hidden="true">${kSigns[kind]}</span>
    <div class="notice-body">
      ${title ? html`<p class="notice-title">${title}</p>` : null}
      ${children}
    </div>
  </div>`;
}

/// A Problem, with what can be done about it: `onRetry` shows a button, children come below.
export function ProblemNotice({ problem, onRetry, children }) {
  if (!problem) return null;
  const offline = problem.code === 'offline' || problem.code === 'timeout';
  return html`<${Notice} kind="error" title=${offline ? t('problem.offline-title') : undefined}>
    <p>${problem.detail || t('problem.server-error')}</p>
    ${problem.requestId && problem.status >= 500 ? html`<p class="hint">${t('problem.request-id', { id: problem.requestId })}</p>` : null}
    ${children}
    ${onRetry ? html`<p><${Button} onClick=${onRetry}>${t('common.retry')}<//></p>` : null}
  <//>`;
}

/// Nothing here, said kindly, with what to do next as children.
export function Empty({ title, children }) {
  return html`<div class="empty">
    <svg class="empty-picture" viewBox="0 0 96 72" aria-hidden="true" focusable="false">
      <rect x="14" y="12" width="68" height="52" rx="8" />
      <path d="M14 28h68M32 6v12M64 6v12M36 46h24" />
    </svg>
    <p class="empty-title">${title}</p>
    ${children}
  </div>`;
}

/// Grey bars while something loads. Shown only after a moment, so that fast answers do not flicker.
export function Skeleton({ lines = 4, label }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return html`<div class="skeleton" role="status">
    <span class="visually-hidden">${label || t('common.loading')}</span>
    ${late ? Array.from({ length: lines }, (_, i) => html`<span key=${i} class="skeleton-bar" aria-hidden="true"></span>`) : null}
  </div>`;
}

/// One useRequest in its three states. children: (data) => what to show when it is there.
export function Loaded({ request, lines, children }) {
  if (request.state === 'loading') return html`<${Skeleton} lines=${lines} />`;
  if (request.state === 'error') return html`<${ProblemNotice} problem=${request.problem} onRetry=${request.reload} />`;
  return children(request.data);
}

const announcement = makeStore({ text: '', n: 0 });

/// Says `text` to a screen reader without moving the focus. Shell holds the region.
export function announce(text) {
  announcement.set({ text, n: announcement.get().n + 1 });
}

export function LiveRegion() {
  const { text, n } = useStore(announcement);
  // The same words twice are two announcements: an invisible difference makes them be read again.
  return html`<p class="visually-hidden" role="status" aria-live="polite">${text}${n % 2 ? '\u00a0' : ''}</p>`;
}

/// Label and value pairs: items = [[label, value], …]; pairs without a value are left out.
export function Facts({ items, class: extra = '' }) {
  return html`<dl class=${`facts ${extra}`}>
    ${items
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([label, value]) => html`<div key=${label}><dt>${label}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}
