// Two records that may be one person: shown side by side, merged with a reason after a second look.

import { html, useState } from '../shared/preact.js';
import { has, t } from '../shared/i18n.js';
import { Notice } from '../shared/components.js';
import { post } from '../staff/api.js';
import { DialogForm, usePress } from '../staff/ui.js';
import { ReasonField } from '../staff/reason.js';
import { documentText, sexAndAge } from '../staff/person.js';

const whyTexts = (why) =>
  (Array.isArray(why) ? why : why ? [why] : []).map((one) => (has(`desk.why.${one}`) ? t(`desk.why.${one}`) : one));

const describe = (person) => [person.name, documentText(person.document), person.phone].filter(Boolean).join(' ');

function Card({ person, title, chosen, onChoose }) {
  return html`<label class=${`choice merge-card ${chosen ? 'is-chosen' : ''}`}>
    <input type="radio" name="stays" checked=${chosen} onChange=${onChoose} />
    <span>
      <span class="choice-label">${title}</span>
      <span class="merge-line"><strong>${person.name}</strong> ${sexAndAge(person)}</span>
      <span class="merge-line">${person.birthDate || ''}</span>
      <span class="merge-line">${documentText(person.document)}</span>
      <span class="merge-line">${person.phone}</span>
    </span>
  </label>`;
}

export function DuplicatesDialog({ person, others, onClose, onMerged }) {
  const [at, setAt] = useState(0);
  const [stays, setStays] = useState('this');
  const [reason, setReason] = useState('');
  const [sure, setSure] = useState(false);
  const press = usePress();
  const other = others[at];
  const kept = stays === 'this' ? person : other;
  const gone = stays === 'this' ? other : person;

  async function merge() {
    if (!sure) {
      setSure(true);
      return;
    }
    const stayed = await press.run(() => post(`/patients/${gone.id}/merge`, { intoId: kept.id, reason: reason.trim() }));
    if (stayed) onMerged(stayed);
    else setSure(false);
  }
  const choose = (act) => {
    act();
    setSure(false);
  };
  return html`<${DialogForm} title=${t('desk.duplicates.title')} wide onClose=${onClose} onSubmit=${merge}
    submitLabel=${sure ? t('desk.duplicates.merge-now') : t('desk.duplicates.merge')} danger=${sure} busy=${press.busy} problem=${press.problem}>
    ${others.length > 1
      ? html`<div class="chips" role="group" aria-label=${t('desk.duplicates.which')}>
          ${others.map(
            (one, i) => html`<button key=${one.id} type="button" class="chip" aria-pressed=${i === at ? 'true' : 'false'}
              onClick=${() => choose(() => setAt(i))}>${describe(one)}</button>`,
          )}
        </div>`
      : null}
    <p>${t('desk.duplicates.explain', { why: whyTexts(other.why).join('、') })}</p>
    <fieldset class="merge">
      <legend>${t('desk.duplicates.stays')}</legend>
      <div class="grid-2">
        <${Card} person=${person} title=${t('desk.duplicates.this')} chosen=${stays === 'this'} onChoose=${() => choose(() => setStays('this'))} />
        <${Card} person=${other} title=${t('desk.duplicates.other')} chosen=${stays === 'other'} onChoose=${() => choose(() => setStays('other'))} />
      </div>
    </fieldset>
    <${ReasonField} value=${reason} onChange=${setReason}
      reasons=${['documents', 'patient-says'].map((name) => t(`desk.duplicates.reason.${name}`))} />
    ${sure
      ? html`<${Notice} kind="warning" live>
          <p>${t('desk.duplicates.sure', { gone: describe(gone), kept: describe(kept) })}</p>
        <//>`
      : null}
  <//>`;
}
