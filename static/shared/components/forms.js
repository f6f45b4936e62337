// Buttons and form fields. Every control has a visible label; hints and errors are tied to it by
// aria-describedby, so that a screen reader says them with it.

import { html, useState } from '../preact.js';
import { t } from '../i18n.js';

let uids = 0;
/// An id for this component's life.
export function useUid(prefix = 'f') {
  const [id] = useState(() => {
    uids += 1;
    return `${prefix}-${uids}`;
  });
  return id;
}

/// kind: primary | secondary | quiet | danger. While busy it keeps its place and the focus, says
/// so, and ignores presses.
export function Button({ kind = 'secondary', busy, disabled, onClick, type = 'button', class: extra = '', children, ...rest }) {
  const press = (event) => {
    if (busy || disabled) {
      event.preventDefault();
      return;
    }
    if (onClick) onClick(event);
  };
  return html`<button
    type=${type}
    class=${`button button-${kind} ${busy ? 'is-busy' : ''} ${extra}`}
    aria-disabled=${busy || disabled ? 'true' : undefined}
    onClick=${press}
    ...${rest}
  >
    ${busy ? html`<span class="spinner" aria-hidden="true"></span><span>${t('common.busy')}</span>` : children}
  </button>`;
}

/// A link that looks like a button.
export function LinkButton({ kind = 'secondary', class: extra = '', children, ...rest }) {
  return html`<a class=${`button button-${kind} ${extra}`} ...${rest}>${children}</a>`;
}

/// A label, a hint, an error and one control. children: (props) => control, to be given the props.
export function Field({ label, hint, error, required, optional, class: extra = '', children }) {
  const id = useUid();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  const props = {
    id,
    'aria-describedby': described || undefined,
    'aria-invalid': error ? 'true' : undefined,
    'aria-required': required ? 'true' : undefined,
  };
  return html`<div class=${`field ${error ? 'has-error' : ''} ${extra}`}>
    <label for=${id}>
      ${label}${optional ? html`<span class="optional">${t('common.optional')}</span>` : null}
    </label>
    ${hint ? html`<p class="hint" id=${`${id}-hint`}>${hint}</p>` : null}
    ${children(props)}
    <p class="error" id=${`${id}-error`} aria-live="polite">${error || ''}</p>
  </div>`;
}

/// onInput gets the text. Other attributes (type, inputmode, autocomplete, maxlength …) go to <input>.
export function TextField({ label, hint, error, required, optional, value, onInput, after, ...rest }) {
  return html`<${Field} ...${{ label, hint, error, required, optional }}>
    ${(props) => html`<div class="input-row">
      <input class="input" value=${value} onInput=${(e) => onInput(e.target.value)} ...${props} ...${rest} />${after}
    </div>`}
  <//>`;
}

/// options: [{ value, label }]
export function SelectField({ label, hint, error, required, optional, value, onChange, options, ...rest }) {
  return html`<${Field} ...${{ label, hint, error, required, optional }}>
    ${(props) => html`<select class="input" value=${value} onChange=${(e) => onChange(e.target.value)} ...${props} ...${rest}>
      ${options.map((o) => html`<option key=${o.value} value=${o.value} selected=${o.value === value}>${o.label}</option>`)}
    </select>`}
  <//>`;
}

/// Radio buttons under a legend. options: [{ value, label, detail?, disabled? }].
/// layout: 'stack' (cards, one under another) | 'row' (beside each other).
export function Choices({ legend, hint, error, value, onChange, options, layout = 'stack', hideLegend }) {
  const id = useUid('c');
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return html`<fieldset class=${`choices choices-${layout} ${error ? 'has-error' : ''}`} aria-describedby=${described || undefined}>
    <legend class=${hideLegend ? 'visually-hidden' : ''}>${legend}</legend>
    ${hint ? html`<p class="hint" id=${`${id}-hint`}>${hint}</p>` : null}
    <div class="choices-list">
      ${options.map(
        (o) => html`<label key=${o.value} class=${`choice ${o.value === value ? 'is-chosen' : ''}`}>
          <input
            type="radio"
            name=${id}
            value=${o.value}
            checked=${o.value === value}
            disabled=${o.disabled}
            aria-invalid=${error ? 'true' : undefined}
            onChange=${() => onChange(o.value)}
          />
          <span class="choice-text"><span class="choice-label">${o.label}</span>${o.detail ? html`<span class="choice-detail">${o.detail}</span>` : null}</span>
        </label>`,
      )}
    </div>
    <p class="error" id=${`${id}-error`} aria-live="polite">${error || ''}</p>
  </fieldset>`;
}

export function CheckField({ label, hint, error, checked, onChange }) {
  const id = useUid('k');
  return html`<div class=${`field check-field ${error ? 'has-error' : ''}`}>
    <label class="choice ${checked ? 'is-chosen' : ''}">
      <input
        type="checkbox"
        checked=${checked}
        aria-describedby=${error ? `${id}-error` : undefined}
        aria-invalid=${error ? 'true' : undefined}
        onChange=${(e) => onChange(e.target.checked)}
      />
      <span class="choice-text"><span class="choice-label">${label}</span>${hint ? html`<span class="choice-detail">${hint}</span>` : null}</span>
    </label>
    <p class="error" id=${`${id}-error`} aria-live="polite">${error || ''}</p>
  </div>`;
}

/// After a refused submit: the first wrong field gets the focus, once the errors are drawn.
export function focusFirstError(form) {
  window.setTimeout(() => {
    const wrong = form && form.querySelector('[aria-invalid="true"]');
    if (wrong) wrong.focus();
  }, 30);
}
