// An office's own list: what it has to answer, by deadline. Who wrote it is not here, unless they
// agree to be known; then it is shown with a reason.

import { html, useState } from '../shared/preact.js';
import { Empty, Facts, Loaded } from '../shared/components.js';
import { formatInstant } from '../shared/dates.js';
import { pick, t } from '../shared/i18n.js';
import { get, useRequest } from '../staff/api.js';
import { Button, Mark } from '../staff/ui.js';
import { Reasoned, Words } from './acts.js';
import { Due } from './data.js';

function Item({ one, onChanged }) {
  const [open, setOpen] = useState('');
  const [who, setWho] = useState(null);
  const path = `/complaint-assignments/${one.id}`;
  const close = () => setOpen('');
  const canAnswer = one.state === 'open' || one.state === 'answered';
  return html`<li class="card stack">
    <h3>${t(`voice.kind.${one.kind}`)} ${one.number} · ${pick(one.office, 'name')}</h3>
    <p><${Mark}>${t(`voice.assignment.${one.state}`)}<//> <${Due} day=${one.dueOn} over=${one.state !== 'open'} />
      ${one.remindedAt && one.state === 'open' ? html`<${Mark} kind="warning" icon="warning">${t('voice.reminded', { at: formatInstant(one.remindedAt) })}<//>` : null}</p>
    <p class="voice-words">${one.brief}</p>
    ${one.returned ? html`<p>${t('voice.returned', { reason: one.returned })}</p>` : null}
    ${one.answer ? html`<div><h4>${t('voice.answer')}</h4><p class="voice-words">${one.answer}</p></div>` : null}
    ${who ? html`<${Facts} items=${[[t('voice.name'), who.name], [t('voice.phone'), who.phone]]} />` : null}
    <div class="row">
      ${canAnswer ? html`<${Button} kind="primary" onClick=${() => setOpen('answer')}>${t('voice.office-answer')}<//>` : null}
      ${one.mayShow && !who ? html`<${Button} kind="quiet" onClick=${() => setOpen('identity')}>${t('voice.identity')}<//>` : null}
    </div>
    ${open === 'answer'
      ? html`<${Words} title=${t('voice.office-answer')} label=${t('voice.answer')} path=${`${path}/answer`} initial=${one.answer} onClose=${close} onDone=${() => {
          close();
          onChanged();
        }} />`
      : null}
    ${open === 'identity'
      ? html`<${Reasoned} title=${t('voice.identity')} lead=${t('voice.identity-lead')} path=${`${path}/identity`} onClose=${close} onDone=${(answer) => {
          setWho(answer);
          close();
        }} />`
      : null}
  </li>`;
}

export function Office() {
  const [state, setState] = useState('open');
  const request = useRequest(() => get('/complaint-assignments', { query: { state } }), [state]);
  return html`<div class="row voice-tools"><${Button} kind="quiet" onClick=${() => setState(state === 'open' ? 'all' : 'open')}>${t(`voice.office-show.${state === 'open' ? 'all' : 'open'}`)}<//></div>
    <${Loaded} request=${request}>
      ${({ items }) =>
        items.length ? html`<ul class="voice-list">${items.map((one) => html`<${Item} key=${one.id} one=${one} onChanged=${request.reload} />`)}</ul>` : html`<${Empty} title=${t('voice.office-none')} />`}
    <//>`;
}
