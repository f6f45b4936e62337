// A dialog without the browser's <dialog> element, which older phones do not have: the focus goes
// in, stays in (Tab goes round), and goes back to where it was; Escape and the cross close it.

import { html, useLayoutEffect, useRef } from '../preact.js';
import { t } from '../i18n.js';
import { Button, useUid } from './forms.js';
import { ProblemNotice } from './feedback.js';

const kFocusable = 'a[href], button, input, select, textarea, [tabindex]:not([tabindex="-1"])';

/// title, onClose, children, actions (buttons at the bottom), wide.
export function Dialog({ title, onClose, actions, wide, children }) {
  const id = useUid('dialog');
  const box = useRef(null);
  const opener = useRef(document.activeElement);
  const close = useRef(onClose);
  close.current = onClose;

  // Before the first key can be pressed, not some moments after.
  useLayoutEffect(() => {
    const before = opener.current;
    // A field inside may have taken the focus already.
    if (!box.current.contains(document.activeElement)) box.current.focus();
    document.documentElement.classList.add('has-dialog');
    const onKey = (event) => {
      if (event.key === 'Escape') {
        event.preventDefault();
        close.current();
        return;
      }
      if (event.key !== 'Tab') return;
      const stops = [...box.current.querySelectorAll(kFocusable)].filter((e) => !e.disabled && e.offsetParent !== null);
      const first = stops[0];
      const last = stops[stops.length - 1];
      const inside = box.current.contains(document.activeElement);
      if (event.shiftKey && (document.activeElement === first || document.activeElement === box.current || !inside)) {
        event.preventDefault();
        last.focus();
      } else if (!event.shiftKey && (document.activeElement === last || !inside)) {
        event.preventDefault();
        first.focus();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.documentElement.classList.remove('has-dialog');
      if (before && before.focus && document.contains(before)) before.focus();
    };
  }, []);

  return html`<div class="dialog-shade" onClick=${(e) => e.target === e.currentTarget && onClose()}>
    <div class=${`dialog ${wide ? 'dialog-wide' : ''}`} role="dialog" aria-modal="true" aria-labelledby=${id} tabindex="-1" ref=${box}>
      <div class="dialog-head">
        <h2 id=${id}>${title}</h2>
        <button type="button" class="dialog-close" aria-label=${t('common.close')} onClick=${onClose}>
          <span aria-hidden="true">×</span>
        </button>
      </div>
      <div class="dialog-body">${children}</div>
      ${actions ? html`<div class="dialog-actions">${actions}</div>` : null}
    </div>
  </div>`;
}

/// "Really?" with two buttons. `problem` shows what went wrong and keeps the dialog open.
export function ConfirmDialog({ title, confirmLabel, cancelLabel, danger, busy, problem, onConfirm, onClose, children }) {
  return html`<${Dialog}
    title=${title}
    onClose=${onClose}
    actions=${html`
      <${Button} kind=${danger ? 'danger' : 'primary'} busy=${busy} onClick=${onConfirm}>${confirmLabel}<//>
      <${Button} onClick=${onClose}>${cancelLabel || t('common.back')}<//>
    `}
  >
    ${children}
    <${ProblemNotice} problem=${problem} />
  <//>`;
}
