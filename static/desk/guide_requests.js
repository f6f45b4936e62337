// Guides asked for on the spot: who needs one now, who is free, who has been fetched; taken down here
// for whoever stands at the entrance.

import { html, useRef, useState } from '../shared/preact.js';
import { formatTime } from '../shared/dates.js';
import { CheckField, Choices, Loaded, ProblemNotice, TextField } from '../shared/components.js';
import { t } from '../shared/i18n.js';
import { get, Intention, post, useRequest } from '../staff/api.js';
import { Button, DialogForm, Mark, usePress } from '../staff/ui.js';

const kNeeds = ['wheelchair', 'sight', 'hearing', 'language', 'first-visit'];
const isOver = (one) => one.state === 'done' || one.state === 'cancelled';
const needWords = (one) => one.needs.map((need) => t(`desk.spot.need.${need}`)).join(t('desk.spot.comma'));

function Ask({ onClose, onDone }) {
  const [form, setForm] = useState({ needs: [], place: '', note: '' });
  const press = usePress();
  const intention = useRef(new Intention());
  const toggle = (need, on) => setForm((old) => ({ ...old, needs: on ? [...old.needs, need] : old.needs.filter((one) => one !== need) }));
  const submit = async () => {
    const { needs, place, note } = form;
    const body = { needs, place: place.trim() };
    if (note.trim()) body.note = note.trim();
    if (await press.run(() => post('/guide-requests', body, { intention: intention.current }))) onDone();
  };
  return html`<${DialogForm} title=${t('desk.spot.ask')} submitLabel=${t('desk.spot.ask')} onClose=${onClose} onSubmit=${submit} busy=${press.busy} problem=${press.problem}>
    <fieldset class="choices"><legend>${t('desk.spot.needs')}</legend>
      ${kNeeds.map((need) => html`<${CheckField} key=${need} label=${t(`desk.spot.need.${need}`)} checked=${form.needs.includes(need)} onChange=${(on) => toggle(need, on)} />`)}
    </fieldset>
    <${TextField} label=${t('desk.spot.place')} required maxlength="30" autocomplete="off" data-autofocus value=${form.place} onInput=${(place) => setForm({ ...form, place })} />
    <${TextField} label=${t('desk.spot.note')} optional maxlength="100" autocomplete="off" value=${form.note} onInput=${(note) => setForm({ ...form, note })} />
  <//>`;
}

function Assign({ one, guides, onClose, onDone }) {
  const [chosen, setChosen] = useState(one.guide ? one.guide.id : '');
  const press = usePress();
  const submit = async () => {
    if (chosen && (await press.run(() => post(`/guide-requests/${one.id}/assignment`, { guideId: chosen })))) onDone();
  };
  return html`<${DialogForm} title=${t('desk.spot.assign')} submitLabel=${t('desk.spot.assign')} onClose=${onClose} onSubmit=${submit} busy=${press.busy} problem=${press.problem}>
    <${Choices} legend=${t('desk.spot.who')} value=${chosen} onChange=${setChosen}
      options=${guides.map((guide) => ({ value: guide.id, label: guide.name, detail: t(`desk.spot.doing.${guide.doing}`), disabled: guide.doing === 'busy' }))} />
  <//>`;
}

function Line({ one, busy, onStep, onAssign }) {
  return html`<li class="spot-line">
    <p><strong>${one.place}</strong> · ${needWords(one)}${one.note ? ` · ${one.note}` : ''}</p>
    <p><${Mark} kind=${one.state === 'waiting' ? 'warning' : ''} icon=${one.state === 'waiting' ? 'warning' : 'companion'}>${t(`desk.spot.state.${one.state}`)}<//>
      ${' '}${one.guide ? one.guide.name : ''} <span class="hint">${t('desk.spot.asked', { time: formatTime(one.askedAt), how: t(`desk.spot.how.${one.how}`) })}</span></p>
    <div class="row">
      ${one.state === 'assigned' ? html`<${Button} kind="primary" busy=${busy} onClick=${() => onStep(one, 'progress', { progress: 'met' })}>${t('desk.guide.do.met')}<//>` : null}
      ${one.state === 'assigned' || one.state === 'met' ? html`<${Button} busy=${busy} onClick=${() => onStep(one, 'progress', { progress: 'done' })}>${t('desk.guide.do.done')}<//>` : null}
      <${Button} kind="quiet" onClick=${() => onAssign(one)}>${t(one.guide ? 'desk.guide.do.other' : 'desk.guide.do.assign')}<//>
      <${Button} kind="quiet" busy=${busy} onClick=${() => onStep(one, 'cancellation', {})}>${t('desk.spot.cancel')}<//>
    </div>
  </li>`;
}

export function GuideRequests() {
  const request = useRequest(() => get('/guide-requests'), []);
  const [asking, setAsking] = useState(false);
  const [assigning, setAssigning] = useState(null);
  const press = usePress();
  const done = () => {
    setAsking(false);
    setAssigning(null);
    request.reload();
  };
  const step = async (one, what, body) => {
    if (await press.run(() => post(`/guide-requests/${one.id}/${what}`, body))) request.reload();
  };
  return html`<section class="stack spot" aria-labelledby="spot-title">
    <div class="row"><h2 id="spot-title">${t('desk.spot.title')}</h2><${Button} onClick=${() => setAsking(true)}>${t('desk.spot.ask')}<//></div>
    <${ProblemNotice} problem=${press.problem} />
    <${Loaded} request=${request} lines=${2}>
      ${({ items, guides }) => html`<p>${guides.map((guide) => html`<${Mark} key=${guide.id} kind=${guide.doing === 'free' ? 'success' : ''} icon=${guide.doing === 'free' ? 'check' : 'info'}>${guide.name} ${t(`desk.spot.doing.${guide.doing}`)}<//> `)}</p>
        <ul class="spot-list">${items.filter((one) => !isOver(one)).map((one) => html`<${Line} key=${one.id} one=${one} busy=${press.busy} onStep=${step} onAssign=${setAssigning} />`)}</ul>
        <p class="hint">${t('desk.spot.over', { n: items.filter((one) => one.state === 'done').length })}</p>
        ${assigning ? html`<${Assign} one=${assigning} guides=${guides} onClose=${() => setAssigning(null)} onDone=${done} />` : null}`}
    <//>
    ${asking ? html`<${Ask} onClose=${() => setAsking(false)} onDone=${done} />` : null}
  </section>`;
}
