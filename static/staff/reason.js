// Why something is done: common reasons as buttons, and a line for any other. The reason is kept
// in the audit log. quick: a digit typed first takes one of the common ones.

import { html } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { TextField } from '../shared/components.js';
import { KeyHint } from './keys.js';

export function ReasonField({ reasons, value, onChange, quick }) {
  const onKeyDown = (event) => {
    const reason = quick && value === '' && !event.isComposing && /^[1-9]$/.test(event.key) && reasons[Number(event.key) - 1];
    if (!reason) return;
    event.preventDefault();
    onChange(reason);
  };
  return html`<div class="stack reason">
    <div class="chips" role="group" aria-label=${t('staff.reason-common')}>
      ${reasons.map(
        (reason, i) => html`<button key=${reason} type="button" class="chip" aria-pressed=${value === reason ? 'true' : 'false'}
          onClick=${() => onChange(reason)}>${reason}${quick ? html`<${KeyHint} keys=${String(i + 1)} />` : null}</button>`,
      )}
    </div>
    <${TextField} label=${t('staff.reason')} value=${value} onInput=${onChange} required maxlength="200" autocomplete="off" data-autofocus onKeyDown=${onKeyDown} />
  </div>`;
}
