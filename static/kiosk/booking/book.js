// Booking: a document, a department, a time, everything once more, the slip.

import { html, useLayoutEffect, useState } from '../../shared/preact.js';
import { get } from '../../shared/api.js';
import { t } from '../../shared/i18n.js';
import { Identify } from '../holder.js';
import { holderWords } from '../holder_words.js';
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
/// was read before this was there. `department`: the id of the one that they have chosen already.
export function Book({ shown, department: wanted, onDone }) {
  const [holder, setHolder] = useState(null);
  const [department, setDepartment] = useState(null);
  const [screen, setScreen] = useState({ name: wanted ? 'wait' : 'departments' });
  const { run } = useAsk((problem) => setScreen({ name: 'refused', problem }));
  async function find() {
    const all = await run(() => get('/kiosk/departments'));
    if (!all) return;
    const one = all.items.find(({ id }) => id === wanted) || null;
    setDepartment(one);
    setScreen({ name: one ? 'times' : 'departments' });
  }
  useLayoutEffect(() => {
    if (holder && wanted) find();
  }, [holder]);
  if (!holder) return html`<${Identify} title=${t('kiosk.book.title')} shown=${shown} onHolder=${setHolder} onBack=${onDone} />`;
  const who = holderWords(holder);
  const times = () => setScreen({ name: 'times' });
  async function take(offer) {
    const chosen = await run(() => placeOf(department, offer));
    if (chosen) setScreen({ name: 'confirm', chosen });
    else times();
  }
  const screens = {
    wait: () => html`<section class="kiosk-middle"><p class="kiosk-lead" role="status">${t('kiosk.wait')}</p></section>`,
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
