// Changing an appointment: the old slot and the new one, side by side, in one step on the server.

import { html, useRef, useState } from '../shared/preact.js';
import { asProblem, get, Intention, post, useRequest } from '../shared/api.js';
import { Button, Facts, LinkButton, Loaded, PageTitle } from '../shared/components.js';
import { longDay, slotWindow } from '../shared/dates.js';
import { money, pick, t } from '../shared/i18n.js';
import { href, navigate } from '../shared/router.js';
import { Refused, WithSlot } from './booking.js';
import { placeWords, seenBy } from './data.js';
import { SignedIn } from './sign_in.js';

export function Move(props) {
  return html`<${SignedIn}>
    ${() => html`<${WithSlot} ...${props} title=${t('patient.move')}>${(chosen) => html`<${ConfirmMove} ...${props} chosen=${chosen} />`}<//>`}
  <//>`;
}

function Side({ title, department, date, slot, session, children }) {
  return html`<section class="card">
    <h2>${title}</h2>
    <${Facts}
      items=${[
        [t('patient.fact.department'), pick(department, 'name')],
        [t('patient.fact.day'), longDay(date)],
        [t('patient.fact.time'), html`<strong class="big">${slotWindow(slot)}</strong>`],
        [t('patient.fact.clinician'), seenBy(session)],
        [t('patient.fact.place'), session.remote ? t('patient.remote') : placeWords(department, session)],
      ]}
    />
    ${children}
  </section>`;
}

function ConfirmMove({ appointment, department, date, chosen }) {
  const request = useRequest((signal) => get(`/appointments/${encodeURIComponent(appointment)}`, { signal }), [appointment]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const intention = useRef(new Intention());

  const move = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const path = `/appointments/${encodeURIComponent(appointment)}/rescheduling`;
      await post(path, { slotId: chosen.slot.id }, { intention: intention.current });
      navigate(`/appointments/${appointment}`, { query: { moved: 1 }, replace: true });
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };

  return html`<${PageTitle} title=${t('patient.move')} lead=${request.data ? request.data.person.name : ''} />
    <${Loaded} request=${request}>
      ${(old) => html`<div class="stack stack-wide">
        <div class="grid-2">
          <${Side} title=${t('patient.move-from')} department=${old.department} date=${old.session.date} slot=${old.slot} session=${old.session} />
          <${Side} title=${t('patient.move-to')} department=${chosen.department} date=${date} slot=${chosen.slot} session=${chosen.session} />
        </div>
        ${old.fee !== chosen.session.fee
          ? html`<p>${t('patient.move-fee', { from: money(old.fee), to: money(chosen.session.fee) })}</p>`
          : null}
        <${Refused} problem=${problem} to=${(offer) => href(`/move/${appointment}/${department}/${offer.date}/${offer.slotId}`)} />
        <div class="actions">
          <${Button} kind="primary" busy=${busy} onClick=${move}>${t('patient.move-confirm')}<//>
          <${LinkButton} href=${href(`/departments/${department}`, { move: appointment, date })}>${t('patient.other-slot')}<//>
          <${LinkButton} href=${href(`/appointments/${appointment}`)}>${t('patient.moving-stop')}<//>
        </div>
      </div>`}
    <//>`;
}
