// Guides who accompany patients (专人导医): asked for with an appointment, named once there is one; and
// the day's list: who needs whom when, chosen, met, brought there.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { addDays, hospitalToday, longDay, formatTime } from '../shared/dates.js';
import { Choices, Empty, Loaded, ProblemNotice, TextField } from '../shared/components.js';
import { del, get, post, useRequest } from '../staff/api.js';
import { moveByArrows } from '../staff/keys.js';
import { Button, DialogForm, Mark, usePress } from '../staff/ui.js';
import { NeedBadges, sexAndAge } from '../staff/person.js';
import { GuideRequests } from './guide_requests.js';

export function GuideMark({ guide }) {
  if (!guide) return null;
  return html`<${Mark} kind=${guide.guide ? '' : 'warning'} icon=${guide.guide ? 'companion' : 'info'}>
    ${guide.guide ? t('desk.guide.with', { name: guide.guide.name }) : t('desk.guide.waiting')}
  <//>`;
}

/// Asks for one, shows who it is, and does without again.
export function GuideButton({ appointment, what }) {
  const [guide, setGuide] = useState(appointment.guide || null);
  const press = usePress();
  const path = `/appointments/${appointment.id}/guide`;
  async function ask() {
    const asked = await press.run(() => post(path, {}));
    if (asked) setGuide(asked);
  }
  async function giveUp() {
    const done = await press.run(async () => {
      await del(path);
      return true;
    });
    if (done) setGuide(null);
  }
  const label = t(guide ? 'desk.guide.give-up' : 'desk.guide.ask');
  return html`<${GuideMark} guide=${guide} />
    <${Button} class="row-button" data-row=${appointment.id} busy=${press.busy} onClick=${guide ? giveUp : ask} aria-label=${`${label} ${what}`}>${label}<//>
    ${press.problem ? html`<span class="error" role="alert">${press.problem.detail}</span>` : null}`;
}

const isOnDuty = (guide, date, time) => {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
  return guide.weekdays.includes(weekday) && guide.starts <= time && time < guide.ends;
};

/// Those on duty then come first; somebody else may be chosen all the same.
function AssignForm({ visit, date, others, onClose, onDone }) {
  const request = useRequest(() => get('/guides'), []);
  const [chosen, setChosen] = useState(visit.guide ? visit.guide.id : '');
  const press = usePress();
  const time = formatTime(visit.startsAt);
  const busy = new Map(others.filter((one) => one.guide && one.id !== visit.id && one.startsAt === visit.startsAt).map((one) => [one.guide.id, one.person.name]));
  const guides = (request.state === 'ready' ? request.data.items : []).filter((guide) => guide.active);
  const duty = (guide) => (busy.has(guide.id) ? 2 : isOnDuty(guide, date, time) ? 0 : 1);
  const inOrder = [...guides].sort((a, b) => duty(a) - duty(b));
  const detail = (guide) => {
    if (busy.has(guide.id)) return t('desk.guide.busy', { name: busy.get(guide.id) });
    return t(isOnDuty(guide, date, time) ? 'desk.guide.on-duty' : 'desk.guide.off-duty', { from: guide.starts, to: guide.ends });
  };
  const value = chosen || (inOrder[0] || {}).id || '';
  async function assign() {
    if (value && (await press.run(() => post(`/guide-visits/${visit.id}/assignment`, { guideId: value })))) onDone();
  }
  // The list comes after the dialog: its first choice is where the next key goes.
  useLayoutEffect(() => {
    const first = document.querySelector('.dialog input[type=radio]:checked');
    if (first) first.focus();
  }, [request.state]);
  return html`<${DialogForm} title=${t('desk.guide.choose', { name: visit.person.name })} submitLabel=${t('desk.guide.assign')} onClose=${onClose} onSubmit=${assign}
    busy=${press.busy} problem=${press.problem}>
    <p>${time} ${pick(visit, 'departmentName')} ${pick(visit, 'departmentLocation')}</p>
    <${Loaded} request=${request} lines=${3}>
      ${() =>
        inOrder.length
          ? html`<${Choices} legend=${t('desk.guide.guides')} value=${value} onChange=${setChosen}
              options=${inOrder.map((guide) => ({ value: guide.id, label: guide.name, detail: detail(guide), disabled: busy.has(guide.id) }))} />`
          : html`<${Empty} title=${t('desk.guide.no-guides')} />`}
    <//>
  <//>`;
}

function ProgressMark({ visit }) {
  if (visit.doneAt) return html`<${Mark} kind="success" icon="check">${t('desk.guide.state.done', { time: formatTime(visit.doneAt) })}<//>`;
  if (visit.metAt) return html`<${Mark} icon="companion">${t('desk.guide.state.met', { time: formatTime(visit.metAt) })}<//>`;
  return html`<${Mark} kind=${visit.guide ? '' : 'warning'} icon=${visit.guide ? 'companion' : 'warning'}>${t(visit.guide ? 'desk.guide.state.assigned' : 'desk.guide.state.waiting')}<//>`;
}

/// The next step is the first button of a row: Enter takes it, the arrows go from row to row.
function VisitRow({ visit, today, busy, onAssign, onProgress, onOpen }) {
  const next = !visit.guide ? 'assign' : visit.doneAt || !today ? '' : visit.metAt ? 'done' : 'met';
  const acts = [next];
  if (visit.guide && !visit.metAt) acts.push('assign');
  if (visit.metAt) acts.push('none');
  const act = (name) => (name === 'assign' ? onAssign(visit) : onProgress(visit, name));
  const label = (name) => t(name === 'assign' && visit.guide ? 'desk.guide.do.other' : `desk.guide.do.${name}`);
  return html`<tr>
    <td class="number">${formatTime(visit.startsAt)}</td>
    <th scope="row"><button type="button" class="link" onClick=${() => onOpen(visit.person)}>${visit.person.name}</button> ${sexAndAge(visit.person)} <span class="number">${visit.person.phone || ''}</span>
      <${NeedBadges} needs=${visit.person.needs} /></th>
    <td>${pick(visit, 'departmentName')} <span class="hint">${pick(visit, 'departmentLocation')}</span></td>
    <td>${visit.guide ? visit.guide.name : ''}</td>
    <td><${ProgressMark} visit=${visit} /></td>
    <td><div class="row">${acts.filter((name, i) => name && acts.indexOf(name) === i).map(
      (name, i) => html`<${Button} key=${name} kind=${i === 0 && name === next ? 'primary' : 'secondary'} class="row-button" data-row=${visit.id} data-visit=${`${visit.id}-${i}`} busy=${busy}
        onClick=${() => act(name)} aria-label=${`${label(name)} ${visit.person.name} ${formatTime(visit.startsAt)}`}>${label(name)}<//>`,
    )}</div></td>
  </tr>`;
}

export function GuideDay({ onOpen, onBack }) {
  const [date, setDate] = useState(hospitalToday());
  const [assigning, setAssigning] = useState(null);
  const request = useRequest(() => get('/guide-visits', { query: { date } }), [date], { refresh: true });
  const press = usePress();
  const title = useRef(null);
  const table = useRef(null);
  const at = useRef('');
  useLayoutEffect(() => title.current.focus(), []);
  const items = request.state === 'ready' ? [...request.data.items].sort((a, b) => a.startsAt.localeCompare(b.startsAt)) : [];
  // The button that was pressed may be gone: the next key goes to its row.
  useLayoutEffect(() => {
    const button = at.current && table.current && table.current.querySelector(`[data-visit="${at.current}-0"]`);
    if (button && document.activeElement === document.body) button.focus();
  });
  async function progress(visit, step) {
    at.current = visit.id;
    if (await press.run(() => post(`/guide-visits/${visit.id}/progress`, { progress: step }))) request.reload();
  }
  const count = (test) => items.filter(test).length;
  const counts = [
    ['waiting', count((one) => !one.guide)],
    ['assigned', count((one) => one.guide && !one.metAt)],
    ['with', count((one) => one.metAt && !one.doneAt)],
    ['done', count((one) => one.doneAt)],
  ];
  return html`<section class="calls" aria-labelledby="guides-title">
    <div class="bar">
      <h1 id="guides-title" tabindex="-1" ref=${title}>${t('desk.guide.title', { day: longDay(date) })}</h1>
      <div class="row no-print">
        <${Button} onClick=${() => setDate(addDays(date, -1))}>${t('desk.lists.before')}<//>
        <${Button} onClick=${() => setDate(hospitalToday())}>${t('desk.lists.today')}<//>
        <${Button} onClick=${() => setDate(addDays(date, 1))}>${t('desk.lists.after')}<//>
        <${Button} onClick=${onBack} keys="Esc">${t('staff.back')}<//>
      </div>
    </div>
    <div class="filters no-print">
      <${TextField} label=${t('desk.lists.date')} type="date" value=${date} onInput=${(next) => next && setDate(next)} />
    </div>
    ${date === hospitalToday() ? html`<${GuideRequests} />` : null}
    <${ProblemNotice} problem=${press.problem} />
    <${Loaded} request=${request} lines=${4}>
      ${() =>
        items.length
          ? html`<ul class="counts" aria-label=${t('desk.lists.counts')}>${counts.map(([name, n]) => html`<li key=${name}><strong>${n}</strong> ${t(`desk.guide.count.${name}`)}</li>`)}</ul>
              <p class="hint">${t('desk.guide.keys')}</p>
              <div class="table-wrap" tabindex="0" role="group" aria-label=${t('desk.guide.list')} ref=${table}
                onKeyDown=${(event) => moveByArrows(event, table.current, '.row-button')}>
                <table class="table">
                  <caption class="visually-hidden">${t('desk.guide.list')}</caption>
                  <thead><tr>${['when', 'person', 'where', 'guide', 'state', 'act'].map((name) => html`<th key=${name} scope="col">${t(`desk.guide.column.${name}`)}</th>`)}</tr></thead>
                  <tbody>${items.map((visit) => html`<${VisitRow} key=${visit.id} visit=${visit} today=${date === hospitalToday()} busy=${press.busy && at.current === visit.id}
                    onAssign=${setAssigning} onProgress=${progress} onOpen=${onOpen} />`)}</tbody>
                </table>
              </div>`
          : html`<${Empty} title=${t('desk.guide.none')}><p>${t('desk.guide.none-hint')}</p><//>`}
    <//>
    ${assigning
      ? html`<${AssignForm} visit=${assigning} date=${date} others=${items} onClose=${() => setAssigning(null)}
          onDone=${() => {
            at.current = assigning.id;
            setAssigning(null);
            request.reload();
          }} />`
      : null}
  </section>`;
}
