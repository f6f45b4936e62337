// When plans change: who is affected by stopping or changing a clinic, what each of them can be
// offered, then one confirmation, and how far it has come. What is shown follows from the address:
// ?session=…&date=…&departmentId=… or ?new=away to begin, ?id=… to watch, nothing for the list.

import { html, useEffect, useState } from '../../shared/preact.js';
import { pick, t } from '../../shared/i18n.js';
import { formatDay, formatInstant, hospitalToday, slotWindow } from '../../shared/dates.js';
import { Choices, ConfirmDialog, Empty, LinkButton, Loaded, Notice, PageTitle, ProblemNotice, SelectField, TextField } from '../../shared/components.js';
import { href, navigate } from '../../shared/router.js';
import { asProblem, get, getAll, Intention, post, useRequest } from '../../staff/api.js';
import { ReasonField } from '../../staff/reason.js';
import { Button, Mark, usePress } from '../../staff/ui.js';
import { useRefs } from '../refs.js';

const kKinds = ['stop', 'move', 'substitute', 'room', 'shrink'];
const kWithin = ['120', '720', '1440', '2880'];
const kRunning = ['listing', 'open', 'taking-back'];
const kReasons = ['sick', 'meeting', 'leave'];

const withinWords = (minutes) => (minutes % 60 ? t('admin.disruption.minutes', { n: minutes }) : t('admin.disruption.hours', { n: minutes / 60 }));

const placeWords = (place) =>
  [`${formatDay(place.date)} ${slotWindow(place)}`, pick(place, 'practitionerName') || pick(place, 'kindName')].filter(Boolean).join(' ');

const sessionWords = (session) =>
  [formatDay(session.date), session.department ? pick(session.department, 'name') : '', session.practitioner ? pick(session.practitioner, 'name') : '',
    session.start ? slotWindow(session) : t(`staff.part.${session.part}`)].filter(Boolean).join(' · ');

const starts = () => {
  const list = [];
  for (let minute = 7 * 60; minute <= 20 * 60; minute += 30) {
    list.push(`${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
  }
  return list;
};

/// What goes to the server, from what is on the form.
function wishOf(form, session) {
  const wish = { kind: form.kind, otherwise: form.otherwise, answerWithinMinutes: Number(form.within) };
  if (form.reason.trim()) wish.reason = form.reason.trim();
  if (!session) return { ...wish, practitionerId: form.practitioner, from: form.from, to: form.to };
  wish.sessionId = session.id;
  if (form.kind === 'move') return { ...wish, date: form.date, starts: form.starts };
  if (form.kind === 'substitute') return { ...wish, substituteId: form.substitute };
  if (form.kind === 'room') return { ...wish, rooms: form.room ? [form.room] : [] };
  if (form.kind === 'shrink') {
    const slots = session.slots.filter((slot) => form.slots[slot.id] !== undefined && Number(form.slots[slot.id]) < slot.capacity);
    return { ...wish, slots: slots.map((slot) => ({ slotId: slot.id, capacity: Number(form.slots[slot.id]) })) };
  }
  return wish;
}

function Details({ form, set, session }) {
  const refs = useRefs();
  const choose = { value: '', label: t('admin.disruption.choose') };
  if (form.kind === 'move') {
    return html`<div class="filters">
      <${TextField} label=${t('admin.disruption.date')} type="date" min=${hospitalToday()} value=${form.date} onInput=${(date) => set({ date })} required />
      <${SelectField} label=${t('admin.disruption.starts')} value=${form.starts} onChange=${(value) => set({ starts: value })}
        options=${starts().map((value) => ({ value, label: value }))} />
    </div>`;
  }
  if (form.kind === 'substitute') {
    const options = refs.practitioners.filter((one) => one.active !== false && one.id !== (session.practitioner || {}).id);
    return html`<${SelectField} label=${t('admin.disruption.substitute')} value=${form.substitute} onChange=${(substitute) => set({ substitute })}
      options=${[choose, ...options.map((one) => ({ value: one.id, label: refs.nameOf('practitioners', one.id) }))]} />`;
  }
  if (form.kind === 'room') {
    const rooms = refs.rooms.filter((one) => one.campusId === session.campus.id);
    return html`<${SelectField} label=${t('admin.disruption.room')} value=${form.room} onChange=${(room) => set({ room })}
      options=${[choose, ...rooms.map((one) => ({ value: one.id, label: pick(one, 'name') }))]} />`;
  }
  if (form.kind === 'shrink') {
    return html`<fieldset class="choices"><legend>${t('admin.disruption.slots')}</legend>
      <div class="filters">${session.slots.map(
        (slot) => html`<${TextField} key=${slot.id} label=${`${slotWindow(slot)} · ${t('admin.sessions.taken-of', slot)}`} type="number" min="0" max=${slot.capacity}
          value=${form.slots[slot.id] === undefined ? String(slot.capacity) : form.slots[slot.id]} onInput=${(value) => set({ slots: { ...form.slots, [slot.id]: value } })} />`,
      )}</div></fieldset>`;
  }
  return null;
}

function Stretch({ form, set }) {
  const refs = useRefs();
  return html`<div class="filters">
    <${SelectField} label=${t('admin.disruption.practitioner')} value=${form.practitioner} onChange=${(practitioner) => set({ practitioner })}
      options=${[{ value: '', label: t('admin.disruption.choose') }, ...refs.practitioners.filter((one) => one.active !== false).map((one) => ({ value: one.id, label: refs.nameOf('practitioners', one.id) }))]} />
    <${TextField} label=${t('admin.disruption.from')} type="date" min=${hospitalToday()} value=${form.from} onInput=${(from) => set({ from })} required />
    <${TextField} label=${t('admin.disruption.to')} type="date" min=${form.from} value=${form.to} onInput=${(to) => set({ to })} required />
  </div>`;
}

function Offer({ one }) {
  if (!one.asked && !one.proposals.length) return t('admin.disruption.told-only');
  if (!one.proposals.length) return html`<${Mark} kind="danger" icon="warning">${t('admin.disruption.only-refund')}<//>`;
  const [best] = one.proposals;
  return html`${placeWords(best)} ${best.kept ? html`<${Mark} icon="check">${t('admin.disruption.kept')}<//>` : null}`;
}

function Preview({ preview, press, onConfirm, onBack }) {
  const { counts, items } = preview;
  if (!counts.affected) {
    return html`<${Notice} kind="success" title=${t('admin.disruption.preview-none')}><//>
      <${ProblemNotice} problem=${press.problem} />
      <div class="row"><${Button} kind="danger" busy=${press.busy} onClick=${onConfirm}>${t('admin.disruption.confirm-none')}<//>
        <${Button} onClick=${onBack}>${t('admin.disruption.back')}<//></div>`;
  }
  return html`<${Notice} kind="warning" title=${t('admin.disruption.preview-title', { n: counts.affected })} live>
      <ul>
        <li>${t('admin.disruption.with-place', { n: counts.withPlace })}</li>
        ${counts.withoutPlace && counts.asked ? html`<li>${t('admin.disruption.without-place', { n: counts.withoutPlace })}</li>` : null}
        ${counts.withoutPhone ? html`<li>${t('admin.disruption.without-phone', { n: counts.withoutPhone })}</li>` : null}
      </ul>
    <//>
    <div class="table-wrap" tabindex="0" role="group" aria-label=${t('admin.disruption.preview-title', { n: counts.affected })}>
      <table class="table">
        <caption class="visually-hidden">${t('admin.disruption.preview-title', { n: counts.affected })}</caption>
        <thead><tr><th scope="col">${t('admin.disruption.col.person')}</th><th scope="col">${t('admin.disruption.col.was')}</th><th scope="col">${t('admin.disruption.col.offer')}</th></tr></thead>
        <tbody>${items.map(
          (one) => html`<tr key=${one.appointmentId}>
            <th scope="row">${one.person.name} ${one.reachable ? null : html`<${Mark} kind="danger" icon="warning">${t('admin.disruption.no-phone')}<//>`}</th>
            <td>${placeWords(one.was)}</td>
            <td><${Offer} one=${one} /></td>
          </tr>`,
        )}</tbody>
      </table>
    </div>
    <${ProblemNotice} problem=${press.problem} />
    <div class="row">
      <${Button} kind="danger" busy=${press.busy} onClick=${onConfirm}>${t('admin.disruption.confirm')}<//>
      <${Button} onClick=${onBack}>${t('admin.disruption.back')}<//>
    </div>`;
}

function Form({ session, settings }) {
  const [form, setForm] = useState({
    kind: 'stop', reason: '', otherwise: settings.changeKeepsPlace ? 'move' : 'cancel', within: String(settings.changeAnswerMinutes), slots: {}, substitute: '', room: '', practitioner: '',
    date: session ? session.date : '', starts: session ? formatStart(session) : '08:00', from: hospitalToday(), to: hospitalToday(),
  });
  const [preview, setPreview] = useState(null);
  const [intention] = useState(() => new Intention());
  const press = usePress();
  const set = (changes) => {
    setForm((old) => ({ ...old, ...changes }));
    setPreview(null);
    press.clear();
  };
  const look = async (event) => {
    event.preventDefault();
    const found = await press.run(() => post('/disruptions/preview', wishOf(form, session)));
    if (found) setPreview(found);
  };
  const confirm = async () => {
    const made = await press.run(() => post('/disruptions', wishOf(form, session), { intention }));
    if (made) navigate('/disruptions', { query: { id: made.id }, replace: true });
  };
  if (preview) return html`<${Preview} preview=${preview} press=${press} onConfirm=${confirm} onBack=${() => set({})} />`;
  const options = (name, values) => values.map((value) => ({ value, label: t(`admin.disruption.${name}.${value}`) }));
  return html`<form class="stack stack-wide" onSubmit=${look}>
    <p>${t('admin.disruption.lead')}</p>
    ${session
      ? html`<${Choices} legend=${t('admin.disruption.kind')} value=${form.kind} onChange=${(kind) => set({ kind })}
          options=${kKinds.map((kind) => ({ value: kind, label: t(`admin.disruption.kind.${kind}`), detail: t(`admin.disruption.kind.${kind}-detail`) }))} />
          <${Details} form=${form} set=${set} session=${session} />`
      : html`<${Stretch} form=${form} set=${set} />`}
    <p class="hint">${t('admin.disruption.reason')}</p>
    <${ReasonField} value=${form.reason} onChange=${(reason) => set({ reason })} reasons=${kReasons.map((name) => t(`admin.sessions.reason.${name}`))} />
    <${Choices} legend=${t('admin.disruption.otherwise')} value=${form.otherwise} onChange=${(otherwise) => set({ otherwise })} options=${options('otherwise', ['move', 'cancel'])} />
    <div class="filters">
      <${SelectField} label=${t('admin.disruption.within')} value=${form.within} onChange=${(within) => set({ within })}
        options=${[...new Set([...kWithin, form.within])].sort((a, b) => a - b).map((value) => ({ value, label: withinWords(value) }))} />
    </div>
    <${ProblemNotice} problem=${press.problem} />
    <div class="row"><${Button} kind="primary" type="submit" busy=${press.busy}>${t('admin.disruption.preview')}<//></div>
  </form>`;
}

/// "08:00" of a session.
const formatStart = (session) => (session.slots.length ? session.slots[0].start : '08:00');

function New({ query }) {
  const { session: id, date, departmentId } = query;
  const load = () => Promise.all([get('/settings'), id ? getAll('/sessions', { query: { date, departmentId } }) : []]);
  const request = useRequest(load, [id, date, departmentId]);
  return html`<${Loaded} request=${request}>
    ${([settings, list]) => {
      const session = list.find((one) => one.id === id);
      if (id && !session) return html`<${PageTitle} title=${t('admin.disruption.new')} /><${Empty} title=${t('admin.not-found-text')} />`;
      return html`<${PageTitle} title=${t(session ? 'admin.disruption.new' : 'admin.disruption.away')} lead=${session ? sessionWords(session) : ''} />
        <div class="stack stack-wide"><${Form} key=${id || 'away'} session=${session} settings=${settings} /></div>`;
    }}
  <//>`;
}

const stateMark = (state) =>
  html`<${Mark} kind=${kRunning.includes(state) ? 'warning' : 'muted'} icon=${state === 'closed' ? 'check' : 'info'}>${t(`admin.disruption.state.${state}`)}<//>`;

function Counts({ counts }) {
  const names = ['affected', 'open', 'moved', 'cancelled', 'kept', 'gone', 'toCall'].filter((name) => name === 'affected' || counts[name]);
  return html`<div role="status"><ul class="counts">${names.map((name) => html`<li key=${name}><strong>${counts[name]}</strong> ${t(`admin.disruption.count.${name}`)}</li>`)}</ul></div>`;
}

function stateWords(one) {
  if (one.state === 'open') return t('admin.disruption.of.open', { at: formatInstant(one.answerUntil) });
  const words = t(`admin.disruption.of.${one.state}`, { to: one.to ? placeWords(one.to) : '' });
  return one.by && one.state !== 'gone' ? `${words} · ${t(`admin.disruption.by.${one.by}`)}` : words;
}

function Affected({ id, round }) {
  const request = useRequest(() => get(`/disruptions/${id}/affected`), [id, round]);
  const [more, setMore] = useState({ items: [], next: undefined, problem: null });
  const fetchMore = async (after) => {
    try {
      const page = await get(`/disruptions/${id}/affected`, { query: { after } });
      setMore((old) => ({ items: [...old.items, ...page.items], next: page.next || '', problem: null }));
    } catch (error) {
      setMore((old) => ({ ...old, problem: asProblem(error) }));
    }
  };
  if (request.state !== 'ready') return html`<${Loaded} request=${request} />`;
  const next = more.next === undefined ? request.data.next : more.next;
  return html`<div class="table-wrap" tabindex="0" role="group" aria-label=${t('admin.disruption.col.state')}>
      <table class="table">
        <caption class="visually-hidden">${t('admin.disruption.col.state')}</caption>
        <thead><tr><th scope="col">${t('admin.disruption.col.person')}</th><th scope="col">${t('admin.disruption.col.was')}</th><th scope="col">${t('admin.disruption.col.state')}</th></tr></thead>
        <tbody>${[...request.data.items, ...more.items].map(
          (one) => html`<tr key=${one.appointmentId}>
            <th scope="row">${one.person.name} ${one.reached ? null : html`<${Mark} kind="danger" icon="warning">${t('admin.disruption.no-phone')}<//>`}</th>
            <td>${placeWords(one.was)}</td><td>${stateWords(one)}</td>
          </tr>`,
        )}</tbody>
      </table>
    </div>
    <${ProblemNotice} problem=${more.problem} />
    ${next ? html`<${Button} onClick=${() => fetchMore(next)}>${t('admin.disruption.more')}<//>` : null}`;
}

function Reverse({ id, onClose, onDone }) {
  const press = usePress();
  const act = async () => {
    if (await press.run(() => post(`/disruptions/${id}/reversal`, {}))) onDone();
  };
  return html`<${ConfirmDialog} title=${t('admin.disruption.reverse-title')} confirmLabel=${t('admin.disruption.reverse')} cancelLabel=${t('staff.cancel')} danger
    busy=${press.busy} problem=${press.problem} onConfirm=${act} onClose=${onClose}><p>${t('admin.disruption.reverse-text')}</p><//>`;
}

function One({ id }) {
  const request = useRequest(() => get(`/disruptions/${id}`), [id], { refresh: true });
  const [asking, setAsking] = useState(false);
  const shown = request.state === 'ready' ? request.data : null;
  const running = shown && kRunning.includes(shown.state);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(request.reload, shown.state === 'open' ? 15000 : 1000);
    return () => clearInterval(timer);
  }, [running, shown && shown.state]);
  return html`<${Loaded} request=${request}>
    ${(one) => html`<${PageTitle} title=${t(`admin.disruption.kind.${one.kind}`)} lead=${one.reason} />
      <div class="stack stack-wide">
        <div class="bar"><div class="row">${stateMark(one.state)}</div>
          <div class="row">
            ${['listing', 'open', 'closed'].includes(one.state) && !one.counts.moved && !one.counts.cancelled
              ? html`<${Button} onClick=${() => setAsking(true)}>${t('admin.disruption.reverse')}<//>` : null}
            <${LinkButton} href="#/disruptions">${t('admin.disruption.all')}<//>
          </div>
        </div>
        <ul class="plain">${one.sessions.map(
          (session) => html`<li key=${session.id}>${sessionWords(session)}${session.successor ? html` → <strong>${t('admin.disruption.successor', { words: sessionWords(session.successor) })}</strong>` : null}</li>`,
        )}</ul>
        <${Counts} counts=${one.counts} />
        <${Affected} id=${id} round=${`${one.version}-${one.counts.affected}-${one.counts.open}`} />
      </div>
      ${asking ? html`<${Reverse} id=${id} onClose=${() => setAsking(false)} onDone=${() => {
        setAsking(false);
        request.reload();
      }} />` : null}`}
  <//>`;
}

function List() {
  const request = useRequest(() => get('/disruptions'), [], { refresh: true });
  return html`<div class="bar">
      <${PageTitle} title=${t('admin.disruption.list')} />
      <div class="row"><${LinkButton} kind="primary" href=${href('/disruptions', { new: 'away' })}>${t('admin.disruption.away')}<//></div>
    </div>
    <${Loaded} request=${request}>
      ${({ items }) =>
        items.length
          ? html`<ul class="stack">${items.map(
              (one) => html`<li key=${one.id} class="card">
                <a class="inline-target" href=${href('/disruptions', { id: one.id })}><strong>${t(`admin.disruption.kind.${one.kind}`)}</strong>
                  ${one.practitioner ? ` · ${pick(one.practitioner, 'name')} ${formatDay(one.from)} – ${formatDay(one.to)}` : one.sessions.map((session) => ` · ${sessionWords(session)}`)}</a>
                <p>${one.reason} ${stateMark(one.state)}</p>
                <${Counts} counts=${one.counts} />
              </li>`,
            )}</ul>`
          : html`<${Empty} title=${t('admin.disruption.none')}><p>${t('admin.disruption.none-text')}</p><//>`}
    <//>`;
}

export function Disruptions({ query }) {
  if (query.id) return html`<${One} key=${query.id} id=${query.id} />`;
  if (query.session || query.new) return html`<${New} key=${query.session || 'away'} query=${query} />`;
  return html`<${List} />`;
}
