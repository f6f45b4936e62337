// A guide for whoever needs one at the hospital today: what for and where they wait; then who comes.

import { html, useRef, useState } from '../shared/preact.js';
import { asProblem, get, Intention, post, useRequest } from '../shared/api.js';
import { Button, CheckField, Loaded, PageTitle, ProblemNotice, TextField } from '../shared/components.js';
import { formatTime } from '../shared/dates.js';
import { t } from '../shared/i18n.js';
import { SignedIn } from './sign_in.js';

const kNeeds = ['wheelchair', 'sight', 'hearing', 'language', 'first-visit'];
const isOpen = (one) => one.state !== 'done' && one.state !== 'cancelled';

function Asked({ one, busy, onCancel }) {
  return html`<li class="card stack">
    <h2>${one.guide ? t('patient.guide.comes', { name: one.guide.name }) : t('patient.guide.waits')}</h2>
    <p>${t('patient.guide.asked', { place: one.place, time: formatTime(one.askedAt) })}</p>
    ${one.state === 'met' ? null : html`<div><${Button} busy=${busy} onClick=${onCancel}>${t('patient.guide.cancel')}<//></div>`}
  </li>`;
}

function Form({ busy, onAsk }) {
  const [needs, setNeeds] = useState([]);
  const [place, setPlace] = useState('');
  const [tried, setTried] = useState(false);
  const toggle = (need, on) => setNeeds(on ? [...needs, need] : needs.filter((one) => one !== need));
  const submit = (event) => {
    event.preventDefault();
    setTried(true);
    if (needs.length && place.trim()) onAsk({ needs, place: place.trim() });
  };
  return html`<form class="card stack" onSubmit=${submit} novalidate>
    <fieldset class="choices"><legend>${t('patient.guide.needs')}</legend>
      ${kNeeds.map((need) => html`<${CheckField} key=${need} label=${t(`patient.guide.need.${need}`)} checked=${needs.includes(need)} onChange=${(on) => toggle(need, on)} />`)}
      ${tried && !needs.length ? html`<p class="error" role="alert">${t('patient.guide.wrong')}</p>` : null}
    </fieldset>
    <${TextField} label=${t('patient.guide.place')} hint=${t('patient.guide.place-hint')} maxlength="30" error=${tried && !place.trim() ? t('patient.guide.wrong-place') : ''} value=${place} onInput=${setPlace} />
    <div><${Button} kind="primary" type="submit" busy=${busy}>${t('patient.guide.ask')}<//></div>
  </form>`;
}

function Own() {
  const request = useRequest((signal) => get('/me/guide-requests', { signal }), [], { refresh: true });
  const [state, setState] = useState({ busy: false, problem: null });
  const intention = useRef(new Intention());
  const send = async (path, body) => {
    if (state.busy) return;
    setState({ busy: true, problem: null });
    try {
      await post(path, body, { intention: intention.current });
      intention.current.done();
      setState({ busy: false, problem: null });
      request.reload();
    } catch (problem) {
      setState({ busy: false, problem: asProblem(problem) });
    }
  };
  return html`<${Loaded} request=${request}>
    ${({ items }) => {
      const open = items.filter(isOpen);
      return html`<div class="stack stack-wide">
        <${ProblemNotice} problem=${state.problem} />
        ${open.length
          ? html`<ul class="voice-letters">${open.map((one) => html`<${Asked} key=${one.id} one=${one} busy=${state.busy} onCancel=${() => send(`/guide-requests/${one.id}/cancellation`, {})} />`)}</ul>`
          : html`<${Form} busy=${state.busy} onAsk=${(body) => send('/guide-requests', body)} />`}
      </div>`;
    }}
  <//>`;
}

export function GuideHere() {
  return html`<${PageTitle} title=${t('patient.guide.title')} lead=${t('patient.guide.lead')} />
    <${SignedIn} lead=${t('patient.sign-in.to-see')}>${() => html`<${Own} />`}<//>`;
}
