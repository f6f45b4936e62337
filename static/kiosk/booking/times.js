// When: a day, a clinic of it, and half an hour; only what a kiosk can book.

import { html, useState } from '../../shared/preact.js';
import { get, useRequest } from '../../shared/api.js';
import { formatDay, longDay, monthDay, relativeDay, slotWindow, weekday } from '../../shared/dates.js';
import { money, pick, t } from '../../shared/i18n.js';
import { Heading, Refused, Scroll } from '../parts.js';
import { seenBy } from './words.js';

const kParts = ['morning', 'afternoon', 'evening'];

function leftWords(day) {
  return day.state === 'open' ? t('kiosk.book.left', { n: day.free }) : t(`kiosk.book.day.${day.state}`);
}

/// One tile for each day; those without anything are said, not hidden.
function Days({ days, onOpen }) {
  return html`<ul class="kiosk-tiles kiosk-days">
    ${days.map((day) => html`<li key=${day.date}><button type="button" class="kiosk-tile kiosk-day" aria-disabled=${day.state === 'open' ? undefined : 'true'} onClick=${() => day.state === 'open' && onOpen(day)}>
      <span class="kiosk-tile-name">${monthDay(day.date)}<br />${relativeDay(day.date) || weekday(day.date)}</span>
      <span class="kiosk-tile-more">${[pick(day, 'holiday'), leftWords(day)].filter(Boolean).join(' · ')}</span>
    </button></li>`)}
  </ul>`;
}

function clinicWords(session) {
  const rest = session.state === 'open' ? (session.free ? t('kiosk.book.left', { n: session.free }) : t('kiosk.book.day.full')) : t(`kiosk.book.session.${session.state}`);
  return [pick(session.practitioner, 'title') || t('kiosk.book.any-doctor'), money(session.fee), rest].filter(Boolean).join(' · ');
}

function Clinics({ sessions, onOpen }) {
  const can = (session) => session.state === 'open' && session.free > 0;
  return kParts.map((part) => {
    const here = sessions.filter((one) => one.part === part);
    return here.length
      ? html`<div key=${part}><h2 class="kiosk-part">${t(`kiosk.book.part.${part}`)}</h2>
          <ul class="kiosk-tiles">${here.map((one) => html`<li key=${one.id}><button type="button" class="kiosk-tile" aria-disabled=${can(one) ? undefined : 'true'} onClick=${() => can(one) && onOpen(one)}>
            <span class="kiosk-tile-name">${seenBy(one)}</span>
            <span class="kiosk-tile-more">${clinicWords(one)}</span>
          </button></li>`)}</ul></div>`
      : null;
  });
}

function Slots({ slots, onOpen }) {
  return html`<ul class="kiosk-tiles kiosk-many">
    ${slots.map((slot) => html`<li key=${slot.id}><button type="button" class="kiosk-tile kiosk-slot" aria-disabled=${slot.state === 'free' ? undefined : 'true'} onClick=${() => slot.state === 'free' && onOpen(slot)}>
      <span class="kiosk-tile-name">${slotWindow(slot)}</span>
      <span class="kiosk-tile-more">${slot.state === 'free' ? t('kiosk.book.left', { n: slot.free }) : t(`kiosk.book.day.${slot.state}`)}</span>
    </button></li>`)}
  </ul>`;
}

function Screen({ title, lead, request, onBack, children }) {
  if (request.state === 'error') return html`<${Refused} problem=${request.problem} onBack=${onBack} />`;
  return html`<section class="kiosk-middle">
    <${Heading}>${title}<//>
    <p class="kiosk-lead">${lead}</p>
    ${request.data ? html`<${Scroll} label=${lead}>${children(request.data)}<//>` : html`<p role="status">${t('kiosk.wait')}</p>`}
    <div class="kiosk-row"><button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.back')}</button></div>
  </section>`;
}

/// onOpen({ date, session, slot }).
export function Times({ department, onOpen, onBack }) {
  const [date, setDate] = useState('');
  const [session, setSession] = useState(null);
  const path = `/kiosk/departments/${encodeURIComponent(department.id)}`;
  const days = useRequest((signal) => get(`${path}/days`, { signal }), [department.id]);
  const sessions = useRequest((signal) => (date ? get(`${path}/sessions`, { query: { date }, signal }) : null), [date]);
  const title = pick(department, 'name');
  if (session) {
    const lead = `${formatDay(date)} ${seenBy(session)}`;
    return html`<${Screen} key="slots" title=${title} lead=${lead} request=${sessions} onBack=${() => setSession(null)}>
      ${() => html`<${Slots} slots=${session.slots} onOpen=${(slot) => onOpen({ date, session, slot })} />`}
    <//>`;
  }
  if (date) {
    return html`<${Screen} key="clinics" title=${title} lead=${longDay(date)} request=${sessions} onBack=${() => setDate('')}>
      ${({ items }) => html`<${Clinics} sessions=${items} onOpen=${setSession} />`}
    <//>`;
  }
  return html`<${Screen} key="days" title=${title} lead=${t('kiosk.book.choose-day')} request=${days} onBack=${onBack}>
    ${({ items }) => html`<${Days} days=${items.filter((day) => day.state !== 'closed')} onOpen=${(day) => setDate(day.date)} />`}
  <//>`;
}
