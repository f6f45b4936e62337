// Examinations that did not go as planned: what became of the rest of a patient's, what is not right
// with a plan that stands, and whom the desk still has to help.
//
// Replanned    after a technician's step: the new times to tell, or that there are none yet
// Conflicts    a plan's conflicts, in words
// RepairsHint  how many are to be helped, and the way to them; ExamRepairs: their list

import { html, useLayoutEffect, useRef } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay, formatInstant } from '../shared/dates.js';
import { Empty, Loaded, Notice } from '../shared/components.js';
import { get, useRequest } from './api.js';
import { useShortcuts } from './keys.js';
import { Button, Mark } from './ui.js';

const withWords = (other) =>
  t(`staff.repair.with.${other.what}`, { name: other.exam ? pick(other.exam, 'name') : '', at: other.date ? `${formatDay(other.date)} ${other.start}` : '' }).trim();

function ConflictList({ conflicts }) {
  return html`<ul>${conflicts.map((one, n) => html`<li key=${n}><strong>${pick(one.exam, 'name')}</strong> ${t('staff.repair.conflict', { other: withWords(one.with), note: pick(one, 'note') || one.rule })}</li>`)}</ul>`;
}

export function Conflicts({ conflicts = [] }) {
  if (!conflicts.length) return null;
  return html`<${Notice} kind="warning" title=${t('staff.repair.conflicts')}><${ConflictList} conflicts=${conflicts} /><//>`;
}

/// person: whose; replanned: as the step answered. It has the keyboard, and stays until it is put away.
export function Replanned({ person, replanned, onClose }) {
  const box = useRef(null);
  const { state, items, conflicts } = replanned;
  const settled = state === 'taken' && !conflicts.length;
  const { name } = person;
  useShortcuts({ Escape: onClose });
  useLayoutEffect(() => box.current.focus(), []);
  return html`<div class="device-anew" tabindex="-1" ref=${box} role="group" aria-label=${t('staff.repair.replanned')}>
    <${Notice} kind=${settled ? 'info' : 'warning'} title=${t(`staff.repair.${state}`, { name })} live>
      ${items.length
        ? html`<p>${t('staff.repair.tell')}</p>
            <ul>${items.map((one) => html`<li key=${one.orderId}><strong>${formatDay(one.date)} ${one.start}</strong> ${pick(one.exam, 'name')} <span class="hint">${pick(one.device, 'name')} ${pick(one.device, 'place')}</span></li>`)}</ul>`
        : null}
      ${state === 'taken' ? html`<p>${t(items.length ? 'staff.repair.others-stay' : 'staff.repair.all-stay')}</p>` : null}
      ${conflicts.length ? html`<p>${t('staff.repair.conflicts')}</p><${ConflictList} conflicts=${conflicts} />` : null}
      ${settled ? null : html`<p>${t('staff.repair.desk')}</p>`}
      <p><${Button} onClick=${onClose} keys="Esc">${t('staff.repair.told')}<//></p>
    <//>
  </div>`;
}

const useRepairs = () => useRequest(() => get('/exam-repairs'), []);

/// Silent where there is nobody to help.
export function RepairsHint({ keys, onOpen }) {
  const request = useRepairs();
  const people = new Set((request.data ? request.data.items : []).map((one) => one.person.id)).size;
  if (!people) return null;
  return html`<${Notice} kind="warning" title=${t('staff.repair.count', { n: people })}>
    <p><${Button} onClick=${onOpen} keys=${keys}>${t('staff.repair.open')}<//></p>
  <//>`;
}

function Row({ one, onOpen }) {
  return html`<tr>
    <td class="number">${formatInstant(one.since)}</td>
    <th scope="row"><button type="button" class="link" onClick=${() => onOpen(one.person)}>${one.person.name}</button> <span class="number">${one.person.phone || ''}</span></th>
    <td>${pick(one.exam, 'name')}</td>
    <td>${t(`staff.repair.cause.${one.cause}`)} <span class="hint">${one.reason}</span></td>
    <td><${Mark} kind=${one.tried ? 'warning' : ''} icon=${one.tried ? 'warning' : 'info'}>${t(one.tried ? 'staff.repair.tried' : 'staff.repair.soon')}<//></td>
  </tr>`;
}

/// The oldest first; a name opens the person's examinations.
export function ExamRepairs({ onOpen, onBack }) {
  const request = useRepairs();
  const title = useRef(null);
  useLayoutEffect(() => title.current.focus(), []);
  return html`<section class="calls" aria-labelledby="repairs-title">
    <div class="bar">
      <h1 id="repairs-title" tabindex="-1" ref=${title}>${t('staff.repair.title')}</h1>
      <div class="row no-print"><${Button} onClick=${onBack} keys="Esc">${t('staff.back')}<//></div>
    </div>
    <p class="hint">${t('staff.repair.lead')}</p>
    <${Loaded} request=${request}>
      ${({ items }) =>
        items.length
          ? html`<div class="table-wrap" tabindex="0" role="group" aria-label=${t('staff.repair.title')}>
              <table class="table">
                <caption class="visually-hidden">${t('staff.repair.title')}</caption>
                <thead><tr><th scope="col">${t('staff.repair.since')}</th><th scope="col">${t('staff.repair.person')}</th><th scope="col">${t('staff.repair.exam')}</th>
                  <th scope="col">${t('staff.repair.cause')}</th><th scope="col">${t('staff.repair.state')}</th></tr></thead>
                <tbody>${items.map((one) => html`<${Row} key=${one.orderId} one=${one} onOpen=${onOpen} />`)}</tbody>
              </table>
            </div>`
          : html`<${Empty} title=${t('staff.repair.nobody')} />`}
    <//>
  </section>`;
}
