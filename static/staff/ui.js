// Small parts of the staff's pages, on top of shared/components.js.
//
// Button     as the shared one, with `keys`: the shortcut, shown on it and told to screen readers
// Icon       a drawn sign; decoration only, words stand beside it
// Dialog     as the shared one; the element marked data-autofocus gets the focus
// DialogForm a form in a dialog with its buttons
// TextArea   as TextField, for some sentences: Enter sends the form, Shift+Enter begins a line
// usePress   runs one asynchronous act at a time: { run, busy, problem, clear }

import { html, useLayoutEffect, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { Button as PlainButton, Dialog as PlainDialog, Field, ProblemNotice } from '../shared/components.js';
import { asProblem } from '../shared/api.js';
import { KeyHint } from './keys.js';

export function Button({ keys, children, ...rest }) {
  return html`<${PlainButton} aria-keyshortcuts=${keys ? keys.replace('Esc', 'Escape') : undefined} ...${rest}>
    ${children}${keys ? html`<${KeyHint} keys=${keys} />` : null}
  <//>`;
}

// One path each on a 24 × 24 field, drawn with a line.
const kIcons = {
  wheelchair: 'M9 4.5h.01M9 8v6h5l3 6M9 11h4M7 12a5 5 0 1 0 6.5 6.5',
  mobility: 'M13 4h.01M11 21l2-6-3-3 1-5 4 3h3M8 9l3-2M10 15l-3 6M18 12v9',
  sight: 'M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6M4 20L20 4',
  hearing: 'M7 10a5 5 0 0 1 10 0c0 4-4 4-4 8a3 3 0 0 1-5 1M10 10a2 2 0 0 1 4 0M4 20L20 4',
  language: 'M4 6h8M8 4v2M10 6c-1 4-3 6-6 7M6 9c1 2 3 4 5 5M13 20l4-10 4 10M14.5 17h5',
  elderly: 'M12 4h.01M10 21l1-7-2-3 2-4 3 4h3M17 12v9M8 9v4',
  pregnancy: 'M11 4h.01M10 8v13M14 21v-4M10 8c2 0 5 2 5 5a3 3 0 0 1-3 4h-2',
  disability: 'M12 4h.01M5 8l5 1v4l-2 8M19 8l-5 1v4l2 8M10 9h4',
  companion: 'M8 6h.01M16 6h.01M5 20v-6a3 3 0 0 1 6 0v6M13 20v-6a3 3 0 0 1 6 0v6M8 8v1M16 8v1',
  info: 'M12 8h.01M12 11v6M12 3a9 9 0 1 0 .01 0',
  warning: 'M12 4l9 16H3zM12 10v4M12 17h.01',
  check: 'M5 12l5 5 9-10',
  cross: 'M6 6l12 12M18 6L6 18',
  print: 'M7 9V4h10v5M7 17H4v-7h16v7h-3M7 14h10v6H7z',
};

export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
    <path d=${kIcons[name] || kIcons.info} />
  </svg>`;
}

export function Dialog(props) {
  // Runs after the shared dialog has put the focus on its box, and before the next key.
  useLayoutEffect(() => {
    const first = document.querySelector('.dialog [data-autofocus]');
    if (first) first.focus();
  }, []);
  return html`<${PlainDialog} ...${props} />`;
}

/// title, onClose, onSubmit, submitLabel, busy, problem, danger, wide, disabled, children
export function DialogForm({ title, onClose, onSubmit, submitLabel, cancelLabel, busy, problem, danger, wide, children }) {
  const submit = (event) => {
    event.preventDefault();
    if (!busy) onSubmit();
  };
  return html`<${Dialog} title=${title} onClose=${onClose} wide=${wide}>
    <form class="stack" onSubmit=${submit}>
      ${children}
      <${ProblemNotice} problem=${problem} />
      <div class="row">
        <${Button} kind=${danger ? 'danger' : 'primary'} type="submit" busy=${busy} keys="Enter">${submitLabel}<//>
        <${Button} onClick=${onClose} keys="Esc">${cancelLabel || t('staff.cancel')}<//>
      </div>
    </form>
  <//>`;
}

export function TextArea({ label, hint, error, required, optional, value, onInput, ...rest }) {
  const onKeyDown = (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  };
  return html`<${Field} ...${{ label, hint, error, required, optional }}>
    ${(props) => html`<textarea class="input" rows="4" value=${value} onInput=${(e) => onInput(e.target.value)} onKeyDown=${onKeyDown} ...${props} ...${rest}></textarea>`}
  <//>`;
}

export function usePress() {
  const [state, setState] = useState({ busy: false, problem: null });
  async function run(work) {
    if (state.busy) return undefined;
    setState({ busy: true, problem: null });
    try {
      const answer = await work();
      setState({ busy: false, problem: null });
      return answer;
    } catch (error) {
      setState({ busy: false, problem: asProblem(error) });
      return undefined;
    }
  }
  return { ...state, run, clear: () => setState({ busy: false, problem: null }) };
}

/// A badge whose meaning stands in words; the colour and the sign only help.
export function Mark({ kind = '', icon, children }) {
  return html`<span class=${`tag ${kind ? `tag-${kind}` : ''}`}>${icon ? html`<${Icon} name=${icon} />` : null}${children}</span>`;
}
