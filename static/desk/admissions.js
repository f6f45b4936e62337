// Who waits for a ward or a theatre, in the order of the line, how many can come on each day, and
// who has a date. A request is opened in a dialog of its own (admission_dialog.js).

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay, monthDay, weekday } from '../shared/dates.js';
import { Empty, Loaded, SelectField, TextField } from '../shared/components.js';
import { get, getAll, put, useRequest } from '../staff/api.js';
import { Button, DialogForm, Mark, usePress } from '../staff/ui.js';
import { AdmissionDialog } from './admission_dialog.js';
import { kindName, stateName, UrgencyMark, wishText } from './admission_words.js';
import { NeedBadges, sexAndAge } from '../staff/person.js';

const kViews = ['waiting', 'dated', 'ended'];

const doneText = ({ checklist }) => {
  const done = checklist.filter((item) => item.state !== 'open').length;
  return t('desk.adm.checks-done', { done, all: checklist.length });
};

function DayForm({ list, day, onClose, onDone }) {
  const [number, setNumber] = useState(String(day.capacity));
  const press = usePress();
  const save = (capacity) => async () => {
    if (await press.run(() => put(`/admission-lists/${list.id}/days/${day.date}`, { capacity }))) onDone();
  };
  return html`<${DialogForm} title=${t('desk.adm.day-title', { day: formatDay(day.date) })} submitLabel=${t('desk.adm.check-save')} onClose=${onClose}
    onSubmit=${save(Number(number))} busy=${press.busy} problem=${press.problem}>
    <p>${t('desk.adm.day-explain', { taken: day.taken })}</p>
    <${TextField} label=${t('desk.adm.day-number')} type="number" min=${day.taken} max="999" value=${number} onInput=${setNumber} required data-autofocus />
    ${day.byHand ? html`<p><${Button} onClick=${save(null)}>${t('desk.adm.day-weekly')}<//></p>` : null}
  <//>`;
}

function Days({ list, round, may, onChanged }) {
  const request = useRequest(() => get(`/admission-lists/${list.id}/days`, { query: { days: 14 } }), [list.id, round]);
  const [chosen, setChosen] = useState(null);
  const done = () => {
    setChosen(null);
    onChanged();
  };
  return html`<${Loaded} request=${request} lines=${1}>
    ${(data) => html`${chosen ? html`<${DayForm} list=${list} day=${chosen} onClose=${() => setChosen(null)} onDone=${done} />` : null}
    <ul class="adm-days" aria-label=${t('desk.adm.days')}>
      ${data.items.map((day) => html`<li key=${day.date} class=${`adm-day ${day.free ? '' : 'is-full'}`}>
        ${may ? html`<button type="button" class="link" onClick=${() => setChosen(day)}>${monthDay(day.date)}</button>` : html`<span>${monthDay(day.date)}</span>`}<span>${weekday(day.date)}</span>
        <strong>${day.capacity ? t('desk.adm.day-count', { taken: day.taken, all: day.capacity }) : t('desk.adm.day-none')}</strong>
      </li>`)}
    </ul>`}
  <//>`;
}

function Table({ items, view, onShow }) {
  const day = (one) => (one.date ? formatDay(one.date) : wishText(one));
  return html`<div class="table-wrap" tabindex="0" role="region" aria-label=${t(`desk.adm.view.${view}`)}>
    <table class="table">
      <thead><tr>
        ${view === 'waiting' ? html`<th scope="col">${t('desk.adm.place')}</th>` : null}
        <th scope="col">${t('desk.lists.person')}</th><th scope="col">${t('desk.adm.kind')}</th><th scope="col">${t('desk.adm.urgency')}</th>
        <th scope="col">${t('desk.adm.purpose')}</th><th scope="col">${t(view === 'waiting' ? 'desk.adm.wish' : 'desk.adm.date')}</th>
        <th scope="col">${t('desk.adm.checklist')}</th><th scope="col">${t('desk.lists.state')}</th>
      </tr></thead>
      <tbody>
        ${items.map((one) => html`<tr key=${one.id}>
          ${view === 'waiting' ? html`<td class="number">${one.place}</td>` : null}
          <td><button type="button" class="link" onClick=${() => onShow(one)}>${one.person.name}</button> ${sexAndAge(one.person)} <${NeedBadges} needs=${one.person.needs} /></td>
          <td>${kindName(one.kind)}</td>
          <td><${UrgencyMark} urgency=${one.urgency} /></td>
          <td>${one.purpose}</td>
          <td>${day(one)}</td>
          <td>${doneText(one)}</td>
          <td><${Mark}>${stateName(one.state)}<//></td>
        </tr>`)}
      </tbody>
    </table>
  </div>`;
}

export function Admissions({ me, start, onOpen, onBack }) {
  const lists = useRequest(() => get('/admission-lists'), []);
  const [listId, setList] = useState(start ? start.list.id : '');
  const [view, setView] = useState(start && start.date ? 'dated' : 'waiting');
  const [shown, setShown] = useState(start || null);
  const [round, setRound] = useState(0);
  const title = useRef(null);
  useLayoutEffect(() => title.current.focus(), []);
  const all = lists.state === 'ready' ? lists.data.items.filter((one) => one.active || one.id === listId) : [];
  const list = all.find((one) => one.id === listId) || all[0];
  const request = useRequest(
    () => (list ? getAll('/admissions', { query: { listId: list.id, state: view } }) : Promise.resolve([])),
    [list && list.id, view, round],
    { refresh: true },
  );

  return html`<section class="adm" aria-labelledby="adm-title">
    <div class="bar">
      <h1 id="adm-title" tabindex="-1" ref=${title}>${t('desk.adm.title')}</h1>
      <div class="row"><${Button} onClick=${onBack} keys="Esc">${t('staff.back')}<//></div>
    </div>
    <${Loaded} request=${lists}>
      ${() => (list
        ? html`<div class="filters">
              <${SelectField} label=${t('desk.adm.list')} value=${list.id} onChange=${setList}
                options=${all.map((one) => ({ value: one.id, label: pick(one, 'name') }))} />
            </div>
            <${Days} list=${list} round=${round} may=${me.permissions.includes('admissions-plan')} onChanged=${() => setRound((n) => n + 1)} />
            <div class="chips" role="group" aria-label=${t('desk.adm.which')}>
              ${kViews.map((name) => html`<button key=${name} type="button" class="chip" aria-pressed=${view === name ? 'true' : 'false'}
                onClick=${() => setView(name)}>${t(`desk.adm.view.${name}`)}</button>`)}
            </div>
            <${Loaded} request=${request}>
              ${(items) => (items.length
                ? html`<${Table} items=${items} view=${view} onShow=${setShown} />`
                : html`<${Empty} title=${t(`desk.adm.none.${view}`)} />`)}
            <//>`
        : html`<${Empty} title=${t('desk.adm.no-lists')} />`)}
    <//>
    ${shown
      ? html`<${AdmissionDialog} key=${shown.id} id=${shown.id} me=${me} onOpen=${onOpen}
          onChanged=${() => setRound((n) => n + 1)} onClose=${() => setShown(null)} />`
      : null}
  </section>`;
}
