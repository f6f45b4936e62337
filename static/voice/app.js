// Which part of the page: all letters by their deadlines, what one's own office has to answer, low
// marks. Whoever acts for an office that only answers has but the second.

import { html, useLayoutEffect, useState } from '../shared/preact.js';
import { Empty, Loaded, PageTitle } from '../shared/components.js';
import { can } from '../shared/context.js';
import { t } from '../shared/i18n.js';
import { get, getAll, useRequest } from '../staff/api.js';
import { useShortcuts } from '../staff/keys.js';
import { Button } from '../staff/ui.js';
import { LetterLine } from './data.js';
import { Letter } from './letter.js';
import { LowMarks } from './low.js';
import { Office } from './office.js';
import { Receive } from './receive.js';

/// Null: this account does not deal with the whole.
async function loadLetters(state) {
  try {
    return await getAll('/complaints', { query: { state } });
  } catch (problem) {
    if (problem.code === 'forbidden') return null;
    throw problem;
  }
}

function List({ letters, chosen, onChosen, state, onState }) {
  return html`<section class="stack" aria-labelledby="voice-list">
    <div class="row">
      <h2 id="voice-list">${t(`voice.list.${state}`, { n: letters.length })}</h2>
      <${Button} kind="quiet" onClick=${() => onState(state === 'open' ? 'closed' : 'open')}>${t(`voice.show.${state === 'open' ? 'closed' : 'open'}`)}<//>
    </div>
    ${letters.length
      ? html`<ul class="voice-list">${letters.map((one) => html`<${LetterLine} key=${one.id} letter=${one} chosen=${one.id === chosen} onChosen=${() => onChosen(one.id)} />`)}</ul>`
      : html`<${Empty} title=${t('voice.none')} />`}
  </section>`;
}

function All({ offices, me }) {
  const [state, setState] = useState('open');
  const [chosen, setChosen] = useState('');
  const [receiving, setReceiving] = useState(false);
  const request = useRequest(() => loadLetters(state), [state]);
  useShortcuts({ 'Alt+N': () => setReceiving(true), Escape: () => (chosen ? setChosen('') : false) });
  return html`<div class="row voice-tools"><${Button} kind="primary" keys="Alt+N" onClick=${() => setReceiving(true)}>${t('voice.receive')}<//></div>
    <div class="voice-board">
      <${Loaded} request=${request}>
        ${(letters) => html`<${List} letters=${letters || []} chosen=${chosen} onChosen=${setChosen} state=${state} onState=${(next) => {
          setChosen('');
          setState(next);
        }} />`}
      <//>
      ${chosen ? html`<${Letter} key=${chosen} id=${chosen} offices=${offices} me=${me} onChanged=${request.reload} />` : html`<p class="hint voice-choose">${t('voice.choose')}</p>`}
    </div>
    ${receiving
      ? html`<${Receive} onClose=${() => setReceiving(false)} onReceived=${(letter) => {
          request.reload();
          setChosen(letter.id);
        }} />`
      : null}`;
}

export function Letters({ me }) {
  const [part, setPart] = useState('');
  const request = useRequest(async () => {
    const handles = can(me, 'complaints') && (await loadLetters('open')) !== null;
    const offices = (await get('/voice-offices')).items;
    return { handles, offices };
  }, [me.name]);
  useLayoutEffect(() => {
    document.title = t('voice.title');
  }, []);
  return html`<${PageTitle} title=${t('voice.title')} />
    <${Loaded} request=${request}>
      ${({ handles, offices }) => {
        const parts = [...(handles ? ['all'] : []), ...(can(me, 'answer-complaints') ? ['office'] : []), ...(handles ? ['low'] : [])];
        const shown = parts.includes(part) ? part : parts[0];
        return html`<nav class="voice-parts" aria-label=${t('voice.parts')}>
            ${parts.map((one) => html`<a key=${one} href="#/" aria-current=${one === shown ? 'page' : undefined} onClick=${(event) => {
              event.preventDefault();
              setPart(one);
            }}>${t(`voice.part.${one}`)}</a>`)}
          </nav>
          ${shown === 'all' ? html`<${All} offices=${offices} me=${me} />` : null}
          ${shown === 'office' ? html`<${Office} />` : null}
          ${shown === 'low' ? html`<${LowMarks} />` : null}`;
      }}
    <//>`;
}
