// Why something is done: common reasons as buttons, and a line for any other. The reason is kept
// in the audit log.

import { html } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { TextField } from '../shared/components.js';

export function ReasonField({ reasons, value, onChange }) {
  return html`<div class="stack reason">
    <div class="chips" role="group" aria-label=${t('staff.reason-common')}>
      ${reasons.map(
        (reason) => html`<button key=${reason} type="button" class="chip" aria-pressed=${value === reason ? 'true' : 'false'}
          onClick=${() => onChange(reason)}>${reason}</button>`,
      )}
    </div>
    <${TextField} label=${t('staff.reason')} value=${value} onInput=${onChange} required maxlength="200" autocomplete="off" data-autofocus />
  </div>`;
}
