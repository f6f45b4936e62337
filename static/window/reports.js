// Reports of whoever stands at the window: their document is in the clerk's hand, its number is read
// or typed. Each look is on record.

import { html, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { formatInstant } from '../shared/dates.js';
import { Empty } from '../shared/components.js';
import { post } from '../staff/api.js';
import { DocumentNumber } from '../staff/document_number.js';
import { DialogForm, Mark, usePress } from '../staff/ui.js';

function Found({ data }) {
  if (!data.items.length) return html`<${Empty} title=${t('window.reports.none', { name: data.person.name })} />`;
  return html`<p><strong>${data.person.name}</strong></p>
    <ul class="calling-list">
      ${data.items.map(
        (one) => html`<li key=${one.id} class="calling-row">
          <div>
            <strong>${one.title}</strong> <${Mark} icon=${one.status === 'preliminary' ? 'info' : 'check'}>${t(`window.reports.status.${one.status}`)}<//>
            <p class="calling-why">${one.department} · ${formatInstant(one.at)} · ${one.number}</p>
          </div>
          ${one.hasDocument ? html`<a class="button button-secondary" href=${`/api/v1/reports/${one.id}/document`} download aria-label=${`${t('window.reports.document')} ${one.title}`}>${t('window.reports.document')}</a>` : null}
          ${one.link ? html`<a class="button button-secondary" href=${one.link} target="_blank" rel="noopener noreferrer" aria-label=${`${t('window.reports.open')} ${one.title}`}>${t('window.reports.open')}</a>` : null}
        </li>`,
      )}
    </ul>`;
}

export function ReportsDialog({ onClose }) {
  const [type, setType] = useState('resident-card');
  const [number, setNumber] = useState('');
  const [data, setData] = useState(null);
  const press = usePress();
  const send = async () => {
    setData(null);
    const found = await press.run(() => post('/report-lookups', { document: { type, number: number.trim() } }));
    if (found) setData(found);
  };
  return html`<${DialogForm} title=${t('window.reports')} submitLabel=${t('window.reports.do')} cancelLabel=${t('staff.close')} busy=${press.busy} problem=${press.problem} onClose=${onClose} onSubmit=${send} wide>
    <p class="hint">${t('window.reports.hint')}</p>
    <${DocumentNumber} type=${type} onType=${setType} number=${number} onNumber=${setNumber} name="document" />
    <div aria-live="polite">${data ? html`<${Found} data=${data} />` : null}</div>
  <//>`;
}
