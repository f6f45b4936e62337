// One appointment as a slip: QR code, code to read out, when and where; print, calendar, change, cancel.

import { html, useRef, useState } from '../shared/preact.js';
import { asProblem, get, Intention, post, useRequest } from '../shared/api.js';
import { announce, Button, ConfirmDialog, Facts, LinkButton, Loaded, Notice, PageTitle } from '../shared/components.js';
import { hospitalStore } from '../shared/context.js';
import { formatInstant, formatTime, fullDay, longDay, slotWindow } from '../shared/dates.js';
import { pick, t } from '../shared/i18n.js';
import { href } from '../shared/router.js';
import { useStore } from '../shared/store.js';
import { BookAgain } from './again.js';
import { ArrivalCard } from './arrival.js';
import { Preparations } from './booking.js';
import { Company } from './company.js';
import { kindWords, placeWords, whenWords } from './data.js';
import { feeWords, PaymentCard } from './payment.js';
import { documentWords } from './people.js';
import { PlaceCard } from './place.js';
import { SignedIn } from './sign_in.js';

/// 493018275 or "493 018 275" → "493 018 275"
export const grouped = (code) => code.replace(/\s/g, '').replace(/(\d{3})(?=\d)/g, '$1 ');

function Cancel({ appointment, onClose, onCancelled }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const intention = useRef(new Intention());
  const cancel = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await post(`/appointments/${encodeURIComponent(appointment.id)}/cancellation`, {}, { intention: intention.current });
      onCancelled();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  return html`<${ConfirmDialog}
    title=${t('patient.cancel.title')}
    confirmLabel=${t('patient.cancel.yes')}
    cancelLabel=${t('patient.cancel.no')}
    danger
    busy=${busy}
    problem=${problem}
    onConfirm=${cancel}
    onClose=${onClose}
  >
    <p><strong>${appointment.person.name} · ${whenWords(appointment.session.date, appointment.slot)}</strong></p>
    <p>${t('patient.cancel.text')}</p>
    ${appointment.cancelIsNoShow ? html`<p><strong>${t('patient.cancel.no-show')}</strong></p>` : null}
  <//>`;
}

function SlipNews({ appointment, query }) {
  const { session } = appointment;
  if (appointment.state === 'cancelled') {
    const at = appointment.cancelledAt ? formatInstant(appointment.cancelledAt) : '';
    return html`<${Notice} kind="warning" title=${t('patient.slip.cancelled')} live>${at ? html`<p>${at}</p>` : null}<//>`;
  }
  if (appointment.question) {
    return html`<${Notice} kind="warning" title=${t('patient.slip.asked')} live>
      <p><${LinkButton} kind="primary" href=${href(`/appointments/${appointment.id}/answer`)}>${t('patient.slip.asked-do')}<//></p>
    <//>`;
  }
  if (session.state === 'stopped' || session.state === 'withdrawn') {
    return html`<${Notice} kind="warning" title=${t('patient.slip.stopped')} live><p>${t('patient.slip.stopped-help')}</p><//>`;
  }
  if (query.moved) return html`<${Notice} kind="success" title=${t('patient.slip.moved')} live><p>${t('patient.slip.keep')}</p><//>`;
  if (appointment.state === 'pending') return null;
  if (query.new) return html`<${Notice} kind="success" title=${t('patient.slip.booked')} live><p>${t('patient.slip.keep')}</p><//>`;
  return null;
}

function SlipCard({ appointment }) {
  const hospital = useStore(hospitalStore);
  const { department, session, slot, person } = appointment;
  const code = grouped(appointment.code);
  const live = appointment.state === 'booked';
  return html`<section class="card slip" aria-label=${t('patient.slip.title')}>
    <p class="print-only slip-hospital">${pick(hospital, 'name')} · ${t('patient.slip.title')}</p>
    ${live
      ? html`<div class="slip-code">
          <img class="slip-qr" src=${`/api/v1/appointments/${encodeURIComponent(appointment.id)}/qr.svg`} alt=${t('patient.slip.qr', { code })} width="200" height="200" />
          <div>
            <p class="hint">${t('patient.slip.code')}</p>
            <p class="slip-number">${code}</p>
            <p class="hint">${t('patient.slip.code-hint')}</p>
          </div>
        </div>`
      : null}
    <div class="slip-when">
      <p class="no-print">${longDay(session.date)}</p>
      <p class="print-only">${fullDay(session.date)}</p>
      <p class="slip-window">${slotWindow(slot)}</p>
      ${live ? html`<p>${t('patient.slip.arrive', { time: formatTime(appointment.arriveAt) })}</p>` : null}
    </div>
    <${Facts}
      items=${[
        [t('patient.fact.person'), person.name],
        [t('patient.fact.document'), person.document ? documentWords(person) : ''],
        [t('patient.fact.department'), pick(department, 'name')],
        [t('patient.fact.clinician'), session.practitioner ? `${pick(session.practitioner, 'name')} ${pick(session.practitioner, 'title')}` : t('patient.any-doctor')],
        [t('patient.fact.kind'), kindWords(session.kind)],
        [t('patient.fact.place'), session.remote ? t('patient.remote') : placeWords(department, session)],
        [t('patient.fact.sequence'), appointment.sequence ? t('patient.slip.sequence', { n: appointment.sequence, window: slotWindow(slot) }) : ''],
        [t('patient.fact.fee'), feeWords(appointment)],
      ]}
    />
  </section>`;
}

function SlipScreen({ appointment: id, query }) {
  const request = useRequest((signal) => get(`/appointments/${encodeURIComponent(id)}`, { signal }), [id]);
  const [cancelling, setCancelling] = useState(false);
  const cancelled = () => {
    setCancelling(false);
    announce(t('patient.slip.cancelled'));
    request.reload();
  };
  return html`<${PageTitle} title=${t('patient.slip.title')} />
    <${Loaded} request=${request} lines=${6}>
      ${(appointment) => html`<div class="stack stack-wide">
        <${SlipNews} appointment=${appointment} query=${query} />
        <${PaymentCard} appointment=${appointment} onChange=${request.reload} />
        ${appointment.state === 'arrived' ? html`<${PlaceCard} appointment=${appointment} onChange=${request.reload} />` : null}
        <${SlipCard} appointment=${appointment} />
        <${ArrivalCard} appointment=${appointment} onChange=${request.reload} />
        ${appointment.state === 'booked' ? html`<${PlaceCard} appointment=${appointment} onChange=${request.reload} />` : null}
        <${Company} appointment=${appointment} onChange=${request.reload} />
        ${appointment.state === 'booked'
          ? html`<section class="card">
                <h2>${t('patient.before-coming')}</h2>
                <${Preparations} cancelUntil=${appointment.cancelUntil} late=${!appointment.canCancel || appointment.cancelIsNoShow} />
              </section>
              <div class="actions no-print">
                <${Button} kind="primary" onClick=${() => window.print()}>${t('patient.slip.print')}<//>
                <${LinkButton} href=${`/api/v1/appointments/${encodeURIComponent(id)}/calendar.ics`} download="appointment.ics">${t('patient.slip.calendar')}<//>
                ${appointment.canReschedule
                  ? html`<${LinkButton} href=${href(`/departments/${appointment.department.id}`, { move: id })}>${t('patient.move')}<//>`
                  : null}
                ${appointment.canCancel ? html`<${Button} onClick=${() => setCancelling(true)}>${t('patient.cancel.open')}<//>` : null}
              </div>`
          : null}
        ${appointment.state === 'pending' && appointment.canCancel
          ? html`<div class="actions no-print"><${Button} onClick=${() => setCancelling(true)}>${t('patient.cancel.open')}<//></div>`
          : null}
        ${appointment.state === 'noshow' || appointment.cancelCause === 'hospital' ? html`<${BookAgain} appointment=${appointment} />` : null}
        <p class="no-print"><a class="inline-target" href="#/appointments">${t('patient.mine.title')}</a></p>
        ${cancelling ? html`<${Cancel} appointment=${appointment} onClose=${() => setCancelling(false)} onCancelled=${cancelled} />` : null}
      </div>`}
    <//>`;
}

export function Slip(props) {
  return html`<${SignedIn} lead=${t('patient.sign-in.to-see')}>${() => html`<${SlipScreen} ...${props} />`}<//>`;
}
