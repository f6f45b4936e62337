// A number beyond a slot's places (加号): which slot, and why. It takes its place along when it is
// cancelled.

import { html, useRef, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { slotWindow } from '../shared/dates.js';
import { SelectField } from '../shared/components.js';
import { Intention, post } from '../staff/api.js';
import { ReasonField } from '../staff/reason.js';
import { DialogForm, usePress } from '../staff/ui.js';
import { sessionTitle } from '../staff/slots.js';

const reasons = () => ['far', 'doctor', 'other'].map((which) => t(`desk.extra.reason-${which}`));

export function ExtraNumberDialog({ session, person, onClose, onBooked }) {
  const slots = session.slots.filter((slot) => slot.state === 'free' || slot.state === 'full');
  const [slot, setSlot] = useState(slots.length ? slots[0].id : '');
  const [reason, setReason] = useState('');
  const press = usePress();
  const intention = useRef(new Intention());
  const add = async () => {
    const body = { slotId: slot, personId: person.id, reason };
    const made = await press.run(() => post(`/sessions/${session.id}/extra-numbers`, body, { intention: intention.current }));
    if (made) onBooked(made);
  };
  return html`<${DialogForm} title=${t('desk.extra.title', { name: person.name || '' })} submitLabel=${t('desk.extra.add')} onClose=${onClose}
    onSubmit=${add} busy=${press.busy} problem=${press.problem}>
    <p>${sessionTitle(session)}</p>
    <${SelectField} label=${t('desk.extra.slot')} value=${slot} onChange=${setSlot}
      options=${slots.map((one) => ({ value: one.id, label: `${slotWindow(one)} · ${one.taken}/${one.capacity}` }))} />
    <${ReasonField} reasons=${reasons()} value=${reason} onChange=${setReason} />
  <//>`;
}
