// What needs a word more: out of turn, not prepared, gone home; and the keys.

import { html, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { SelectField } from '../shared/components.js';
import { ReasonDialog } from '../staff/reason_dialog.js';
import { Button, Dialog } from '../staff/ui.js';

const reasons = (names) => names.map((name) => t(`device.reason.${name}`));

function OutOfTurn({ work, view, acts, onClose }) {
  const { waiting } = view;
  const [id, setId] = useState((work || waiting[waiting.length > 1 ? 1 : 0]).id);
  const named = waiting.find((one) => one.id === id) || work;
  return html`<${ReasonDialog} title=${t('device.out-of-turn', { name: named.person.name })} label=${t('device.call-this')} reasons=${reasons(['weak', 'ward', 'injection', 'agreed'])}
    acts=${acts} act=${(reason) => acts.call({ placeId: id, reason })} hint=${t('device.out-of-turn-kept')} onClose=${onClose}>
    ${work ? null : html`<${SelectField} label=${t('device.whom')} name="place" value=${id} onChange=${setId} options=${waiting.map((one) => ({ value: one.id, label: `${one.ticket.number} ${one.person.name}` }))} />`}
  <//>`;
}

const kHelp = ['N', 'S', 'R', 'M', 'F', 'X', 'C', '/', 'L'];

function Help({ onClose }) {
  return html`<${Dialog} title=${t('device.help')} onClose=${onClose}>
    <table class="table calling-help"><caption class="visually-hidden">${t('device.help')}</caption><tbody>
      ${kHelp.map((key) => html`<tr key=${key}><th scope="row"><kbd class="key">${key}</kbd></th><td>${t(`device.help.${key}`)}</td></tr>`)}
    </tbody></table>
    <div class="row"><${Button} kind="primary" onClick=${onClose} keys="Esc" data-autofocus>${t('staff.close')}<//></div>
  <//>`;
}

export function Opened({ open, view, acts, onClose }) {
  if (!open) return null;
  const { what, work } = open;
  if (what === 'help') return html`<${Help} onClose=${onClose} />`;
  if (what === 'out-of-turn') return html`<${OutOfTurn} work=${work} view=${view} acts=${acts} onClose=${onClose} />`;
  const names = what === 'unprepared' ? ['eaten', 'water', 'bladder', 'medicine', 'companion', 'metal'] : ['gone', 'elsewhere', 'unwell'];
  return html`<${ReasonDialog} title=${t(`device.${what}.title`, { name: work.person.name })} label=${t(`device.${what}`)} reasons=${reasons(names)}
    acts=${acts} act=${(reason) => acts.step(work, what, { reason })} hint=${t('device.place-freed')} onClose=${onClose} />`;
}
