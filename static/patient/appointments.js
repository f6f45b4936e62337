// My appointments: coming and past, of all the people one acts for.

import { html, useState } from '../shared/preact.js';
import { asProblem, get, useRequest } from '../shared/api.js';
import { Button, Empty, LinkButton, Loaded, PageTitle, ProblemNotice } from '../shared/components.js';
import { formatTime, slotWindow } from '../shared/dates.js';
import { pick, t } from '../shared/i18n.js';
import { href } from '../shared/router.js';
import { OwnAdmissions } from './admissions.js';
import { OwnCases } from './cases.js';
import { OwnExams } from './exams.js';
import { dayWords, seenBy } from './data.js';
import { Unrated } from './rating.js';
import { SignedIn } from './sign_in.js';
import { OwnVisits } from './own_visits.js';
import { OwnWaitlist } from './waitlist.js';

const kKinds = ['upcoming', 'past', 'cancelled'];

/// "待付款 · 09:15 前"
const payUntil = ({ payment }) =>
  payment && payment.payUntil ? ` · ${t('patient.mine.pay-until', { time: formatTime(payment.payUntil) })}` : '';

function AppointmentCard({ appointment }) {
  const { department, person, session, slot } = appointment;
  return html`<a class="card appointment" href=${href(`/appointments/${appointment.id}`)}>
    <span class="appointment-when">${dayWords(session.date)} <strong>${slotWindow(slot)}</strong></span>
    <span class="appointment-where">${pick(department, 'name')} · ${seenBy(session)}</span>
    <span class="appointment-who">${person.name}</span>
    <span class="appointment-more">
      ${appointment.state === 'booked' ? t('patient.mine.show') : html`<span class=${`tag ${appointment.state === 'pending' ? 'tag-warning' : 'tag-muted'}`}>${t(`patient.state.${appointment.state}`)}${payUntil(appointment)}</span>`}
    </span>
  </a>`;
}

function List({ kind }) {
  const request = useRequest((signal) => get('/appointments', { query: { state: kind }, signal }), [kind], { refresh: true });
  const [more, setMore] = useState({ items: [], next: undefined, busy: false });
  const fetchMore = async (after) => {
    setMore((old) => ({ ...old, busy: true, problem: null }));
    try {
      const page = await get('/appointments', { query: { state: kind, after } });
      setMore((old) => ({ items: [...old.items, ...page.items], next: page.next || '', busy: false }));
    } catch (error) {
      setMore((old) => ({ ...old, busy: false, problem: asProblem(error) }));
    }
  };
  return html`<${Loaded} request=${request}>
    ${(data) => {
      const next = more.next === undefined ? data.next : more.next;
      const items = [...data.items, ...more.items];
      if (!items.length) {
        return html`<${Empty} title=${t(`patient.mine.none-${kind}`)}>
          ${kind === 'upcoming' ? html`<p><${LinkButton} kind="primary" href="#/">${t('patient.nav-book')}<//></p>` : null}
        <//>`;
      }
      return html`<ul class="stack">
          ${items.map((appointment) => html`<li key=${appointment.id}><${AppointmentCard} appointment=${appointment} /></li>`)}
        </ul>
        <${ProblemNotice} problem=${more.problem} />
        ${next ? html`<${Button} class="button-block" busy=${more.busy} onClick=${() => fetchMore(next)}>${t('patient.mine.more')}<//>` : null}`;
    }}
  <//>`;
}

export function Appointments({ query }) {
  const kind = kKinds.includes(query.show) ? query.show : 'upcoming';
  return html`<${SignedIn} lead=${t('patient.sign-in.to-see')}>
    ${() => html`<${PageTitle} title=${t('patient.mine.title')} />
      <div class="stack stack-wide">
        <nav class="tabs" aria-label=${t('patient.mine.which')}>
          ${kKinds.map((k) => html`<a key=${k} href=${href('/appointments', { show: k === 'upcoming' ? '' : k })} aria-current=${k === kind ? 'page' : undefined}>${t(`patient.mine.${k}`)}</a>`)}
        </nav>
        ${kind === 'upcoming' ? html`<${Unrated} />` : null}
        ${kind === 'upcoming' ? html`<${OwnVisits} />` : null}
        ${kind === 'upcoming' ? html`<${OwnWaitlist} />` : null}
        ${kind === 'upcoming' ? html`<${OwnAdmissions} /><${OwnExams} />` : null}
        ${kind === 'upcoming' ? html`<${OwnCases} />` : null}
        <${List} key=${kind} kind=${kind} />
      </div>`}
  <//>`;
}
