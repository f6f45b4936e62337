// The kind and number of a document, checked as it is typed.

import { html } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { checkDocument, documentName, kDocumentTypes, normaliseNumber } from '../shared/identity.js';
import { SelectField, TextField } from '../shared/components.js';

/// What is known of the number so far: {ok, why?, birthDate?, sex?}.
export const checkNumber = (type, number) => (number ? checkDocument(type, number) : { ok: false, why: 'length' });

/// name: of the number's field in the form.
export function DocumentNumber({ type, onType, number, onNumber, name = 'number', error }) {
  const check = checkNumber(type, number);
  const state = number && (check.ok ? 'ok' : check.why !== 'length' || number.length >= 18 ? 'wrong' : 'typing');
  return html`<div class="grid-2">
    <${SelectField} label=${t('staff.field.document-type')} value=${type} onChange=${onType}
      options=${kDocumentTypes.map((value) => ({ value, label: documentName(value) }))} />
    <div>
      <${TextField} label=${t('staff.field.document-number')} name=${name} value=${number} onInput=${onNumber} required
        maxlength="30" autocomplete="off" spellcheck=${false} class="input number"
        error=${error || (state === 'wrong' ? t(`identity.${check.why}`) : '')} />
      ${state === 'ok' ? html`<p class="good" role="status">✓ ${t('identity.ok')}</p>` : null}
      ${state === 'typing' && type === 'resident-card' ? html`<p class="hint">${t('staff.register.digits', { n: normaliseNumber(number).length })}</p>` : null}
    </div>
  </div>`;
}
