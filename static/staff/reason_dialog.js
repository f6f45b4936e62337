// A reason and a button: what several acts ask for before they are done.

import { html, useState } from '../shared/preact.js';
import { ReasonField } from './reason.js';
import { DialogForm } from './ui.js';

/// act(reason): true when it is done. acts.press: whose busy state and problem are shown. reasons:
/// the common ones, each by its digit; hint: what follows.
export function ReasonDialog({ title, label, reasons, acts, act, hint, onClose, children }) {
  const [reason, setReason] = useState('');
  const send = async () => {
    if (await act(reason.trim())) onClose();
  };
  return html`<${DialogForm} title=${title} submitLabel=${label} busy=${acts.press.busy} problem=${acts.press.problem} onClose=${onClose} onSubmit=${send}>
    ${children}
    <${ReasonField} quick value=${reason} onChange=${setReason} reasons=${reasons} />
    ${hint ? html`<p class="hint">${hint}</p>` : null}
  <//>`;
}
