// What somebody can have on paper: appointments to come, numbers of today, plans of examinations,
// records of visits. Appointments can be given up here, too.

import { html, useLayoutEffect, useState } from '../../shared/preact.js';
import { post } from '../../shared/api.js';
import { formatDay, slotWindow } from '../../shared/dates.js';
import { pick, t } from '../../shared/i18n.js';
import { AppointmentSlip } from '../booking/slip.js';
import { seenBy } from '../booking/words.js';
import { Ticket } from '../centre/ticket.js';
import { Plan } from '../exams/plan.js';
import { Identify } from '../holder.js';
import { holderWords } from '../holder_words.js';
import { Heading, Refused, Scroll, useAsk } from '../parts.js';
import { VisitRecord } from './record.js';

function Tile({ title, more, onOpen }) {
  return html`<li><button type="button" class="kiosk-tile" onClick=${onOpen}>
    <span class="kiosk-tile-name">${title}</span><span class="kiosk-tile-more">${more}</span>
  </button></li>`;
}

const visitWords = (one) => `${pick(one.department, 'name')} · ${seenBy(one.session)}`;

function List({ who, all, plans, onOpen, onDone }) {
  const parts = [
    ['appointments', all.appointments.map((one) => html`<${Tile} key=${one.id} title=${`${formatDay(one.session.date)} ${slotWindow(one.slot)}`} more=${visitWords(one)} onOpen=${() => onOpen({ name: 'appointment', one })} />`)],
    ['numbers', all.numbers.map((one) => html`<${Tile} key=${one.id} title=${one.number} more=${one.errands.map((errand) => pick(errand.service, 'name')).join(' · ')} onOpen=${() => onOpen({ name: 'number', one })} />`)],
    ['plans', plans.map((one) => html`<${Tile} key=${one.id} title=${`${formatDay(one.items[0].date)} ${one.items[0].start}`} more=${one.items.map((item) => pick(item.exam, 'name')).join(' · ')} onOpen=${() => onOpen({ name: 'plan', one })} />`)],
    ['records', all.records.map((one) => html`<${Tile} key=${one.id} title=${formatDay(one.session.date)} more=${visitWords(one)} onOpen=${() => onOpen({ name: 'record', one })} />`)],
  ].filter(([, tiles]) => tiles.length);
  return html`<section class="kiosk-middle">
    <${Heading}>${t('kiosk.records.title', { who })}<//>
    ${parts.length
      ? html`<${Scroll} label=${t('kiosk.records.title', { who })}>${parts.map(([name, tiles]) => html`<div key=${name}><h2 class="kiosk-part">${t(`kiosk.records.${name}`)}</h2><ul class="kiosk-tiles kiosk-wide">${tiles}</ul></div>`)}<//>`
      : html`<p class="kiosk-lead">${t('kiosk.records.none')}</p>`}
    <div class="kiosk-row"><button type="button" class="kiosk-button kiosk-primary" onClick=${onDone}>${t('kiosk.slip.done')}</button></div>
  </section>`;
}

/// Whatever is known of the visitor lives in this component alone and goes with it.
export function Records({ shown, onDone }) {
  const [holder, setHolder] = useState(null);
  const [all, setAll] = useState(null);
  const [screen, setScreen] = useState({ name: 'list' });
  const { run } = useAsk((problem) => setScreen({ name: 'refused', problem }));
  async function load(pass) {
    const found = await run(async () => {
      const [records, exams] = await Promise.all([post('/kiosk/records', { pass }), post('/kiosk/exams', { pass })]);
      return { records, plans: exams.plans };
    });
    if (found) setAll(found);
  }
  useLayoutEffect(() => {
    if (holder) load(holder.pass);
  }, [holder]);
  if (!holder) return html`<${Identify} title=${t('kiosk.records.open')} shown=${shown} onHolder=${setHolder} onBack=${onDone} />`;
  if (screen.name === 'refused') return html`<${Refused} problem=${screen.problem} onBack=${onDone} />`;
  if (!all) return html`<section class="kiosk-middle"><p class="kiosk-lead" role="status">${t('kiosk.wait')}</p></section>`;
  // What was given up is not in the list any more.
  const back = () => {
    setScreen({ name: 'list' });
    load(holder.pass);
  };
  const screens = {
    list: () => html`<${List} who=${holderWords(holder)} all=${all.records} plans=${all.plans} onOpen=${setScreen} onDone=${onDone} />`,
    appointment: () => html`<${AppointmentSlip} appointment=${screen.one} holder=${holder} onDone=${back} />`,
    number: () => html`<${Ticket} visit=${screen.one} priority=${screen.one.priority} onDone=${back} />`,
    plan: () => html`<${Plan} plan=${screen.one} who=${holderWords(holder)} onDone=${back} />`,
    record: () => html`<${VisitRecord} visit=${screen.one} onDone=${back} />`,
  };
  return screens[screen.name]();
}
