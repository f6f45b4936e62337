// A window at which a colleague still sits by name: taken over only after a question; and whoever was
// taken from is told.

import { html } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { ConfirmDialog, Notice } from '../shared/components.js';
import { Button } from '../staff/ui.js';

export function TakeOver({ window, press, onConfirm, onClose }) {
  return html`<${ConfirmDialog} title=${t('window.take-over.title')} confirmLabel=${t('window.take-over')} busy=${press.busy} problem=${press.problem} onConfirm=${onConfirm} onClose=${onClose}>
    <p>${t('window.take-over.ask', { window })}</p>
  <//>`;
}

/// me: the account that looks.
export function Taken({ post, me, onBack }) {
  if (!post.account || !me || post.account.name === me) return null;
  return html`<${Notice} kind="warning" live title=${t('window.taken-by', { name: post.account.name })}>
    <p class="row"><span>${t('window.taken-by-help')}</span> <${Button} onClick=${onBack}>${t('window.choose-another')}<//></p>
  <//>`;
}
