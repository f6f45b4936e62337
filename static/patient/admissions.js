// My admissions and operations: where each stands, what is still to be done, and the answer to a
// date that is offered: take it, ask for another, or give it up.

import { html, useRef, useState } from '../shared/preact.js';
import { asProblem, get, Intention, post, useRequest } from '../shared/api.js';
import { Button, Empty, Facts, LinkButton, Loaded, Notice, PageTitle, ProblemNotice, TextField } from '../shared/components.js';
import { formatDay, formatInstant, hospitalToday, longDay } from '../shared/dates.js';
import { pick, t } from '../shared/i18n.js';
import { href } from '../shared/router.js';
import { SignedIn } from './sign_in.js';

const title = (one) => `${t(`patient.adm.kind.${one.kind}`)} · ${pick(one.list, 'name')}`;

function stateWords(one) {
  if (one.state === 'waiting') return t('patient.adm.waiting', { n: one.place, all: one.waiting });
  if (one.state === 'offered') return t('patient.adm.offered', { day: longDay(one.date), until: formatInstant(one.answerBy) });
  if (one.state === 'accepted') return t('patient.adm.accepted', { day: longDay(one.date) });
  return t(`patient.adm.${one.state}`);
}

/// In the list of appointments: nothing, unless there is something.
export function OwnAdmissions() {
  const request = useRequest((signal) => get('/admissions', { signal }), [], { refresh: true });
  if (request.state !== 'ready' || !request.data.items.length) return null;
  const { items } = request.data;
  const asked = items.filter((one) => one.state === 'offered').length;
  return html`<${Notice} kind=${asked ? 'warning' : 'info'} title=${t('patient.adm.title')}>
    <p>${asked ? t('patient.adm.to-answer', { n: asked }) : t('patient.adm.count', { n: items.length })}</p>
    <p><${LinkButton} kind=${asked ? 'primary' : 'secondary'} href=${href('/admissions')}>${t('patient.adm.look')}<//></p>
  <//>`;
}

function Checklist({ items }) {
  if (!items.length) return null;
  return html`<h3>${t('patient.adm.checklist')}</h3>
    <ul class="stack">
      ${items.map((item) => html`<li key=${item.itemId}>
        ${item.state === 'open' ? t('patient.adm.check-open', { name: pick(item, 'name') }) : t('patient.adm.check-done', { name: pick(item, 'name') })}
        ${item.appointment ? html` <span class="hint">${formatInstant(item.appointment.startsAt)}</span>` : null}
      </li>`)}
    </ul>`;
}

/// Another date needs to know which; giving up is asked once more.
function Question({ name, busy, onGo, onStop }) {
  const [from, setFrom] = useState('');
  const [note, setNote] = useState('');
  const another = name === 'ask-another';
  const body = () => {
    const told = note.trim() ? { note: note.trim() } : {};
    return another && from ? { ...told, wishFrom: from } : told;
  };
  return html`<div class="stack" role="group" aria-label=${t(`patient.adm.ask.${name}`)}>
    <p><strong>${t(`patient.adm.ask.${name}`)}</strong></p>
    ${another
      ? html`<${TextField} label=${t('patient.adm.not-before')} type="date" min=${hospitalToday()} value=${from} onInput=${setFrom} optional />
          <${TextField} label=${t('patient.adm.note')} value=${note} onInput=${setNote} maxlength="200" optional autocomplete="off" />`
      : null}
    <div class="actions">
      <${Button} kind=${another ? 'primary' : 'danger'} busy=${busy} onClick=${() => onGo(body())}>${t(`patient.adm.do.${name}`)}<//>
      <${Button} onClick=${onStop}>${t('patient.adm.stop')}<//>
    </div>
  </div>`;
}

const kPaths = { accept: 'acceptance', 'ask-another': 'another-date', decline: 'refusal' };

function Card({ one, onChanged }) {
  const [asking, setAsking] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const intention = useRef(new Intention());
  const act = async (name, body) => {
    setBusy(true);
    setProblem(null);
    try {
      await post(`/admissions/${encodeURIComponent(one.id)}/${kPaths[name]}`, body, { intention: intention.current });
      setAsking('');
      onChanged();
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  const press = (name) => (name === 'accept' ? act(name, {}) : setAsking(name));
  return html`<section class="card stack" aria-label=${title(one)}>
    <h2>${title(one)}</h2>
    <p><strong>${stateWords(one)}</strong></p>
    <${Facts} items=${[
      [t('patient.adm.person'), one.person.name],
      [t('patient.adm.place'), pick(one.list, 'location')],
      [t('patient.adm.wished'), one.wishFrom && formatDay(one.wishFrom)],
    ]} />
    <${Checklist} items=${one.checklist} />
    <${ProblemNotice} problem=${problem} />
    ${asking
      ? html`<${Question} name=${asking} busy=${busy} onGo=${(body) => act(asking, body)} onStop=${() => setAsking('')} />`
      : html`<div class="actions">
          ${one.can.filter((name) => kPaths[name]).map((name) => html`<${Button} key=${name} kind=${name === 'accept' ? 'primary' : 'secondary'} busy=${busy && name === 'accept'}
            onClick=${() => press(name)}>${t(`patient.adm.do.${name}`)}<//>`)}
        </div>`}
  </section>`;
}

function List() {
  const request = useRequest((signal) => get('/admissions', { query: { state: 'all' }, signal }), [], { refresh: true });
  return html`<${Loaded} request=${request}>
    ${({ items }) => (items.length
      ? html`<div class="stack stack-wide">${items.map((one) => html`<${Card} key=${`${one.id}-${one.version}`} one=${one} onChanged=${request.reload} />`)}</div>`
      : html`<${Empty} title=${t('patient.adm.none')} />`)}
  <//>`;
}

export function Admissions() {
  return html`<${SignedIn} lead=${t('patient.sign-in.to-see')}>
    ${() => html`<${PageTitle} title=${t('patient.adm.title')} /><${List} />`}
  <//>`;
}
