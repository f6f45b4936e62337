// Booking: a document, a department, a time, everything once more, the slip.

import { html, useState } from '../../shared/preact.js';
import { get } from '../../shared/api.js';
import { t } from '../../shared/i18n.js';
import { holderWords, Identify } from '../holder.js';
import { Refused, useAsk } from '../parts.js';
import { Confirm } from './confirm.js';
import { Departments } from './departments.js';
import { AppointmentSlip } from './slip.js';
import { Times } from './times.js';

/// The place that was offered instead, with all that is said of it.
async function placeOf(department, offer) {
  const { items } = await get(`/kiosk/departments/${encodeURIComponent(department.id)}/sessions`, { query: { date: offer.date } });
  for (const session of items) {
    const slot = session.slots.find((one) => one.id === offer.slotId);
    if (slot) return { date: offer.date, session, slot };
  }
  return null;
}

/// Whatever is known of the visitor lives in this component alone and goes with it. `shown`: what
/// was scanned before this was there.
export function Book({ shown, onDone }) {
  const [holder, setHolder] = useState(null);
  const [department, setDepartment] = useState(null);
  const [screen, setScreen] = useState({ name: 'departments' });
  const { run } = useAsk((problem) => setScreen({ name: 'refused', problem }));
  if (!holder) return html`<${Identify} title=${t('kiosk.book.title')} shown=${shown} onHolder=${setHolder} onBack=${onDone} />`;
  const who = holderWords(holder);
  const times = () => setScreen({ name: 'times' });
  async function take(offer) {
    const chosen = await run(() => placeOf(department, offer));
    if (chosen) setScreen({ name: 'confirm', chosen });
    else times();
  }
  const screens = {
    departments: () => html`<${Departments} who=${who} onBack=${onDone} onOpen=${(one) => {
      setDepartment(one);
      times();
    }} />`,
    times: () => html`<${Times} key=${department.id} department=${department} onOpen=${(chosen) => setScreen({ name: 'confirm', chosen })} onBack=${() => setScreen({ name: 'departments' })} />`,
    confirm: () => html`<${Confirm} key=${screen.chosen.slot.id} holder=${holder} who=${who} department=${department} chosen=${screen.chosen}
      onBooked=${(appointment) => setScreen({ name: 'slip', appointment })} onOffer=${take} onBack=${times} />`,
    slip: () => html`<${AppointmentSlip} booked appointment=${screen.appointment} onDone=${onDone} />`,
    refused: () => html`<${Refused} problem=${screen.problem} onBack=${onDone} />`,
  };
  return screens[screen.name]();
}
