// Referrals, urgent ones first, as either side sees them; and how many wait.

import { html, useEffect, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatInstant } from '../shared/dates.js';
import { Empty, Loaded, SelectField } from '../shared/components.js';
import { get } from '../shared/api.js';
import { makeStore, useStore } from '../shared/store.js';
import { getAll, useRequest } from './api.js';
import { NeedBadges, sexAndAge } from './person.js';
import { from, ReferralDialog, ReferralMarks, to } from './referral.js';
import { Button } from './ui.js';

const kEveryMs = 60000;
const kAbandonedMs = 3600000;
const kNone = { toAnswer: 0, urgent: 0, questions: 0, toBook: 0, replies: 0 };
const counts = makeStore(kNone);
let since = '';

/// Asks again. sinceThen: replies after that instant are new.
export async function countReferrals(sinceThen = since) {
  since = sinceThen;
  try {
    // Not staff/api.js: nobody is asked for a password because of a number in a corner.
    counts.set(await get('/referral-counts', { query: { since } }));
  } catch {
    // The number shown stays until the next answer.
  }
}

export const useReferralCounts = () => useStore(counts);

/// In a screen: asks at once, every minute and whenever the reader comes back to the page; not
/// where nobody has touched anything for an hour, or an abandoned page would never be signed out.
export function useReferralWatch(sinceThen) {
  useEffect(() => {
    let touched = Date.now();
    const touch = () => {
      touched = Date.now();
    };
    const again = () => !document.hidden && Date.now() - touched < kAbandonedMs && countReferrals();
    const timer = setInterval(again, kEveryMs);
    window.addEventListener('keydown', touch);
    window.addEventListener('pointerdown', touch);
    document.addEventListener('visibilitychange', again);
    countReferrals(sinceThen);
    return () => {
      clearInterval(timer);
      window.removeEventListener('keydown', touch);
      window.removeEventListener('pointerdown', touch);
      document.removeEventListener('visibilitychange', again);
    };
  }, []);
}

/// A number in a button; screen readers hear what it counts.
export const Count = ({ n, label }) =>
  n ? html`<span class="count"><span class="visually-hidden">${t('staff.comma')}${label} </span>${n}</span>` : null;

export function ReferralTable({ items, label, onShow }) {
  return html`<div class="table-wrap" tabindex="0" role="region" aria-label=${label}>
    <table class="table table-cards">
      <thead><tr>
        <th scope="col">${t('staff.rfl.person')}</th><th scope="col">${t('staff.rfl.from')}</th><th scope="col">${t('staff.rfl.to')}</th>
        <th scope="col">${t('staff.rfl.reason')}</th><th scope="col">${t('staff.rfl.sent')}</th><th scope="col">${t('staff.rfl.state')}</th>
      </tr></thead>
      <tbody>
        ${items.map((one) => html`<tr key=${one.id}>
          <td><button type="button" class="link" onClick=${() => onShow(one)}>${one.person.name}</button> ${sexAndAge(one.person)} <${NeedBadges} needs=${one.person.needs} /></td>
          <td data-label=${t('staff.rfl.from')}>${from(one)}</td><td data-label=${t('staff.rfl.to')}>${to(one)}</td>
          <td data-label=${t('staff.rfl.reason')}>${one.reason}</td><td class="number" data-label=${t('staff.rfl.sent')}>${formatInstant(one.createdAt)}</td>
          <td><${ReferralMarks} one=${one} /></td>
        </tr>`)}
      </tbody>
    </table>
  </div>`;
}

/// views: [{ name, label, query, n }], the first of which is shown, or `start`. onSeen(name): that
/// list was read.
export function Referrals({ views, start, departments, onOpen, onBook, onBack, onSeen = () => {} }) {
  const [which, setWhich] = useState(start || views[0].name);
  const [departmentId, setDepartment] = useState('');
  const [shown, setShown] = useState(null);
  const title = useRef(null);
  useLayoutEffect(() => title.current.focus(), []);
  const view = views.find((one) => one.name === which);
  const request = useRequest(() => getAll('/referrals', { query: { ...view.query, departmentId } }), [which, departmentId], { refresh: true });
  useEffect(() => {
    if (request.state === 'ready') onSeen(which);
  }, [which, request.state]);
  const changed = () => {
    request.reload();
    countReferrals();
  };
  return html`<section class="adm" aria-labelledby="rfl-title">
    <div class="bar">
      <h1 id="rfl-title" tabindex="-1" ref=${title}>${t('staff.rfl.title')}</h1>
      <div class="row"><${Button} onClick=${onBack} keys="Esc">${t('staff.back')}<//></div>
    </div>
    <div class="filters">
      <${SelectField} label=${t('staff.booking.department')} value=${departmentId} onChange=${setDepartment}
        options=${[{ value: '', label: t('staff.rfl.all') }, ...departments.map((one) => ({ value: one.id, label: pick(one, 'name') }))]} />
    </div>
    <div class="chips" role="group" aria-label=${t('staff.rfl.which')}>
      ${views.map((one) => html`<button key=${one.name} type="button" class="chip" aria-pressed=${one.name === which ? 'true' : 'false'} onClick=${() => setWhich(one.name)}>
        ${one.label}<${Count} n=${one.n} label=${t('staff.rfl.new')} /></button>`)}
    </div>
    <${Loaded} request=${request}>
      ${(items) => (items.length ? html`<${ReferralTable} items=${items} label=${view.label} onShow=${setShown} />` : html`<${Empty} title=${t('staff.rfl.none')} />`)}
    <//>
    ${shown ? html`<${ReferralDialog} key=${shown.id} id=${shown.id} departments=${departments} onOpen=${onOpen} onBook=${onBook} onChanged=${changed} onClose=${() => setShown(null)} />` : null}
  </section>`;
}
