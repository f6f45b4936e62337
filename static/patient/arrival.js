// When to take the number and to check in, what is done of it, and, where the hospital lets patients
// do it themselves, the button for it.

import { html, useRef, useState } from '../shared/preact.js';
import { asProblem, Intention, post } from '../shared/api.js';
import { announce, Button, ProblemNotice } from '../shared/components.js';
import { formatTime, hospitalToday } from '../shared/dates.js';
import { t } from '../shared/i18n.js';

const wordsOf = ({ arrival, arrivedAt }) => {
  const said = (name, at, how) => t(`patient.arrival.${name}`, { time: formatTime(at), how: t(`patient.arrival.how.${how}`) });
  const out = [];
  if (arrival.collectedAt) out.push(said('collected', arrival.collectedAt, arrival.collectedHow));
  if (arrivedAt && arrival.arrivedHow) out.push(said('arrived', arrivedAt, arrival.arrivedHow));
  return out;
};

function windowWords({ step, opensAt, closesAt }) {
  const [from, to] = [formatTime(opensAt), formatTime(closesAt)];
  return from === '00:00' ? t(`patient.arrival.until.${step}`, { to }) : t(`patient.arrival.window.${step}`, { from, to });
}

export function ArrivalCard({ appointment, onChange }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const intention = useRef(new Intention());
  const { arrival, session, state } = appointment;
  if (!arrival || session.remote || (state !== 'booked' && state !== 'arrived')) return null;
  const { next } = arrival;
  const done = wordsOf(appointment);
  if (!next && !done.length) return null;
  const press = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const now = await post(`/appointments/${encodeURIComponent(appointment.id)}/arrival`, { step: next.step }, { intention: intention.current });
      intention.current = new Intention();
      announce(wordsOf(now).join(' '));
      onChange();
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  const may = next && next.online && !next.documentSeen && session.date === hospitalToday() && (next.window === 'open' || next.window === 'late');
  return html`<section class="card">
    <h2>${t('patient.arrival.title')}</h2>
    ${done.map((text) => html`<p key=${text}><strong>${text}</strong></p>`)}
    ${next ? html`<p>${windowWords(next)} ${t(next.online ? 'patient.arrival.online' : 'patient.arrival.on-site')}</p>` : null}
    ${next && !next.online && !next.documentSeen ? html`<p>${t('patient.arrival.posted')}</p>` : null}
    ${next && next.documentSeen ? html`<p>${t('patient.arrival.document')}</p>` : null}
    <${ProblemNotice} problem=${problem} />
    ${may ? html`<p class="no-print"><${Button} kind="primary" busy=${busy} onClick=${press}>${t(`patient.arrival.do.${next.step}`)}<//></p>` : null}
  </section>`;
}
