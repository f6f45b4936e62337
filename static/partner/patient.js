// The patient on the left, masked by the server; what the institution did for them on the right.

import { html, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { Empty, Facts, Loaded } from '../shared/components.js';
import { getAll, useRequest } from '../staff/api.js';
import { documentText, NeedBadges, sexAndAge } from '../staff/person.js';
import { ReferralDialog } from '../staff/referral.js';
import { countReferrals, ReferralTable } from '../staff/referrals.js';
import { Button } from '../staff/ui.js';
import { BookingList } from './bookings.js';

export function Patient({ person, view, onBook, onLetter, onRecord, onClose }) {
  return html`<section class="patient" aria-label=${t('partner.patient')}>
    <div class="patient-head">
      <h2 class="patient-name">${person.name}</h2>
      <span class="patient-facts">${sexAndAge(person)}</span>
      <button type="button" class="dialog-close" aria-label=${t('staff.close')} onClick=${onClose}><span aria-hidden="true">×</span></button>
    </div>
    <${NeedBadges} needs=${person.needs} />
    <${Facts} items=${[
      [t('staff.field.phone'), person.phone || t('staff.none')],
      [t('staff.field.document'), person.document && documentText(person.document)],
    ]} />
    <div class="stack-buttons">
      <${Button} kind=${view === 'book' ? 'secondary' : 'primary'} onClick=${onBook} keys="Alt+B">${t('partner.patient.book')}<//>
      <${Button} onClick=${onLetter} keys="Alt+W">${t('partner.patient.letter')}<//>
      <${Button} onClick=${onRecord} keys="Alt+A">${t('partner.patient.record')}<//>
    </div>
  </section>`;
}

export function PatientRecord({ person, onBook, referrals, bookings }) {
  const load = async () => {
    const query = { personId: person.id, state: 'all' };
    const [appointments, letters] = await Promise.all([getAll('/appointments', { query }, 500), getAll('/referrals', { query }, 500)]);
    return { appointments, letters };
  };
  const request = useRequest(load, [person.id], { refresh: true });
  const [shown, setShown] = useState(null);
  const changed = () => {
    request.reload();
    countReferrals();
  };
  return html`<section class="adm" aria-labelledby="record-title">
    <h1 id="record-title">${t('partner.record.title', { name: person.name || '' })}</h1>
    <${Loaded} request=${request}>
      ${({ appointments, letters }) => html`
        <h2 class="sub">${t('partner.record.appointments', { n: appointments.length })}</h2>
        ${appointments.length
          ? html`<${BookingList} items=${appointments} onChanged=${changed} ...${bookings} />`
          : html`<${Empty} title=${t('partner.record.none')}><${Button} kind="primary" onClick=${onBook} keys="Alt+B">${t('partner.patient.book')}<//><//>`}
        ${letters.length
          ? html`<h2 class="sub">${t('partner.record.referrals', { n: letters.length })}</h2>
              <${ReferralTable} items=${letters} label=${t('staff.rfl.title')} onShow=${setShown} />`
          : null}`}
    <//>
    ${shown ? html`<${ReferralDialog} key=${shown.id} id=${shown.id} ...${referrals} onChanged=${changed} onClose=${() => setShown(null)} />` : null}
  </section>`;
}
