// The keys of this page.

import { html } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { Button, Dialog } from '../staff/ui.js';

const kHelp = [
  ['F2', 'search'],
  ['Enter', 'enter'],
  ['Alt+L', 'lines'],
  ['↑ ↓ ← →', 'arrows'],
  ['U / D', 'up-down'],
  ['M', 'move'],
  ['A', 'assign'],
  ['T', 'transfer'],
  ['P', 'postpone'],
  ['N', 'needs'],
  ['B', 'come-back'],
  ['R', 'recall'],
  ['X', 'miss'],
  ['E', 'send-away'],
  ['K', 'rebook'],
  ['L', 'leave'],
  ['I', 'arrive'],
  ['S', 'session'],
  ['W', 'walk-in'],
  ['Esc', 'close'],
];

export function HelpDialog({ onClose }) {
  return html`<${Dialog} title=${t('triage.help.title')} onClose=${onClose}>
    <table class="table tri-help"><caption class="visually-hidden">${t('triage.help.title')}</caption><tbody>
      ${kHelp.map(([keys, name]) => html`<tr key=${name}><th scope="row"><kbd class="key">${keys}</kbd></th><td>${t(`triage.help.${name}`)}</td></tr>`)}
    </tbody></table>
    <div class="row"><${Button} kind="primary" onClick=${onClose} keys="Esc" data-autofocus>${t('staff.close')}<//></div>
  <//>`;
}
