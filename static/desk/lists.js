// Who comes today, or on another day: by department, clinician and part of the day, with counts,
// to look at and to print.

import { html, useLayoutEffect, useMemo, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { addDays, hospitalToday, longDay, slotWindow } from '../shared/dates.js';
import { Empty, ProblemNotice, SelectField, Skeleton, TextField } from '../shared/components.js';
import { getAll, useRequest } from '../staff/api.js';
import { useShortcuts } from '../staff/keys.js';
import { Button } from '../staff/ui.js';
import { StateMark, stateName } from '../staff/appointment.js';
import { GuideMark } from './guides.js';
import { NeedBadges, sexAndAge } from '../staff/person.js';
import { roomsText, sessionTitle } from '../staff/slots.js';

const kParts = ['morning', 'afternoon', 'evening'];

function groups(items) {
  const found = new Map();
  items.forEach((one) => {
    if (!found.has(one.session.id)) found.set(one.session.id, []);
    found.get(one.session.id).push(one);
  });
  const order = (list) => `${list[0].department.name} ${list[0].session.startsAt || list[0].slot.startsAt} ${list[0].session.id}`;
  return [...found.values()].sort((a, b) => order(a).localeCompare(order(b), 'zh'));
}

function Group({ list, onOpen }) {
  const { session, department } = list[0];
  const title = `${pick(department, 'name')} · ${sessionTitle(session)} · ${t(`staff.part.${session.part}`)}`;
  return html`<div class="table-wrap list-group" tabindex="0" role="group" aria-label=${title}>
    <table class="table">
      <caption>${title} <span class="hint">${roomsText(session)} · ${t('desk.lists.people', { n: list.filter((one) => one.state === 'booked').length })}</span></caption>
      <thead><tr>
        <th scope="col">${t('desk.lists.window')}</th><th scope="col">${t('desk.lists.number')}</th><th scope="col">${t('desk.lists.person')}</th>
        <th scope="col">${t('staff.field.phone')}</th><th scope="col">${t('staff.needs')}</th><th scope="col">${t('desk.lists.code')}</th><th scope="col">${t('desk.lists.state')}</th>
      </tr></thead>
      <tbody>
        ${list.map(
          (one) => html`<tr key=${one.id}>
            <td class="number">${slotWindow(one.slot)}</td>
            <td class="number">${one.sequence}</td>
            <td><button type="button" class="link" onClick=${() => onOpen(one.person)}>${one.person.name}</button> ${sexAndAge(one.person)}</td>
            <td class="number">${one.person.phone || ''}</td>
            <td><${NeedBadges} needs=${one.person.needs} /><${GuideMark} guide=${one.guide} /></td>
            <td class="number">${one.code}</td>
            <td><${StateMark} state=${one.state} /></td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

export function Lists({ departments, onOpen, onBack }) {
  const [date, setDate] = useState(hospitalToday());
  const [departmentId, setDepartment] = useState('');
  const [practitionerId, setPractitioner] = useState('');
  const [part, setPart] = useState('');
  const [state, setState] = useState('booked');
  const title = useRef(null);
  const request = useRequest(() => getAll('/appointments', { query: { date, departmentId, state: 'all' } }), [date, departmentId], { refresh: true });
  useLayoutEffect(() => title.current.focus(), []);
  useShortcuts({ 'Alt+P': () => window.print() });

  const all = request.state === 'ready' ? request.data : [];
  const practitioners = useMemo(() => {
    const found = new Map();
    all.forEach((one) => one.session.practitioner && found.set(one.session.practitioner.id, pick(one.session.practitioner, 'name')));
    return [...found].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label, 'zh'));
  }, [request.data]);
  const fitting = all.filter(
    (one) => (!part || one.session.part === part) && (!practitionerId || (one.session.practitioner || {}).id === practitionerId),
  );
  const shown = fitting.filter((one) => !state || one.state === state);
  const count = (test) => fitting.filter(test).length;
  const counts = [
    [stateName('booked'), count((one) => one.state === 'booked')],
    [stateName('cancelled'), count((one) => one.state === 'cancelled')],
    ...kParts.map((name) => [t(`staff.part.${name}`), count((one) => one.state === 'booked' && one.session.part === name)]),
    [t('desk.lists.with-needs'), count((one) => one.state === 'booked' && (one.person.needs || []).length)],
  ];
  const any = { value: '', label: t('desk.lists.all') };
  const options = (values, name) => [any, ...values.map((value) => ({ value, label: name(value) }))];

  return html`<section class="lists" aria-labelledby="lists-title">
    <div class="bar">
      <h1 id="lists-title" tabindex="-1" ref=${title}>${t('desk.lists.title', { day: longDay(date) })}</h1>
      <div class="row no-print">
        <${Button} onClick=${() => setDate(addDays(date, -1))}>${t('desk.lists.before')}<//>
        <${Button} onClick=${() => setDate(hospitalToday())}>${t('desk.lists.today')}<//>
        <${Button} onClick=${() => setDate(addDays(date, 1))}>${t('desk.lists.after')}<//>
        <${Button} onClick=${() => window.print()} keys="Alt+P">${t('desk.lists.print')}<//>
        <${Button} onClick=${onBack} keys="Esc">${t('staff.back')}<//>
      </div>
    </div>
    <div class="filters no-print">
      <${TextField} label=${t('desk.lists.date')} type="date" value=${date} onInput=${(next) => next && setDate(next)} />
      <${SelectField} label=${t('staff.booking.department')} value=${departmentId} onChange=${setDepartment}
        options=${[any, ...departments.map((one) => ({ value: one.id, label: pick(one, 'name') }))]} />
      <${SelectField} label=${t('desk.lists.practitioner')} value=${practitionerId} onChange=${setPractitioner} options=${[any, ...practitioners]} />
      <${SelectField} label=${t('desk.lists.part')} value=${part} onChange=${setPart} options=${options(kParts, (name) => t(`staff.part.${name}`))} />
      <${SelectField} label=${t('desk.lists.state')} value=${state} onChange=${setState} options=${options(['booked', 'cancelled'], stateName)} />
    </div>
    ${request.state === 'loading' ? html`<${Skeleton} />` : null}
    ${request.state === 'error' ? html`<${ProblemNotice} problem=${request.problem} onRetry=${request.reload} />` : null}
    ${request.state === 'ready'
      ? html`<ul class="counts" aria-label=${t('desk.lists.counts')}>
            ${counts.map(([label, n]) => html`<li key=${label}><strong>${n}</strong> ${label}</li>`)}
          </ul>
          ${shown.length
            ? groups(shown).map((list) => html`<${Group} key=${list[0].session.id} list=${list} onOpen=${onOpen} />`)
            : html`<${Empty} title=${t('desk.lists.empty')} />`}`
      : null}
  </section>`;
}
