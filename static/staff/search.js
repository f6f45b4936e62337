// The search box: a document, phone, name, pinyin initials or booking code, then Enter. A card
// reader types the number and ends with Enter too. It asks the server on Enter only, because every
// look-up of people is written to the audit log.

import { html, useEffect, useRef, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { checkDocument } from '../shared/identity.js';
import { asProblem } from './api.js';
import { KeyHint } from './keys.js';
import { Empty, ProblemNotice, Skeleton } from '../shared/components.js';
import { Button } from './ui.js';
import { NeedBadges, personFacts } from './person.js';

const kNothing = { state: 'idle', items: [], asked: '', matchedBy: '' };

/// find(text): asks the server, {items}. hint: what may be typed.
export function Search({ inputRef, find, hint, onOpen, onRegister, hidden, onShown }) {
  const [text, setText] = useState('');
  const [found, setFound] = useState(kNothing);
  const [active, setActive] = useState(0);
  const round = useRef(0);
  const asked = text.trim();
  const fresh = found.state === 'ready' && found.asked === asked;

  useEffect(() => {
    const option = document.getElementById(`found-${active}`);
    if (option) option.scrollIntoView({ block: 'nearest' });
  }, [active]);

  async function search() {
    if (!asked) return;
    round.current += 1;
    const mine = round.current;
    onShown();
    setFound({ ...kNothing, state: 'loading', asked });
    setActive(0);
    try {
      const answer = await find(asked);
      // Given up, or asked something else meanwhile.
      if (mine !== round.current) return;
      setFound({ state: 'ready', asked, items: answer.items, matchedBy: answer.matchedBy || '' });
      if (answer.items.length === 1) open(answer.items[0]);
    } catch (error) {
      if (mine === round.current) setFound({ ...kNothing, state: 'error', asked, problem: asProblem(error) });
    }
  }

  function clear() {
    round.current += 1;
    setText('');
    setFound(kNothing);
  }

  function open(person) {
    clear();
    // Frees the focus for what opens.
    document.activeElement.blur();
    onOpen(person);
  }

  function register() {
    const card = checkDocument('resident-card', asked);
    const phone = /^1\d{10}$/.test(asked);
    const prefill = card.ok ? { number: asked } : phone ? { phone: asked } : /\d/.test(asked) ? { number: asked } : { name: asked };
    clear();
    onRegister(prefill);
  }

  function onKeyDown(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (!fresh) search();
      else if (found.items.length) open(found.items[active]);
      else register();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && found.items.length) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((active + step + found.items.length) % found.items.length);
    } else if (event.key === 'Escape' && text) {
      event.preventDefault();
      clear();
    }
  }

  const expanded = !hidden && found.items.length > 0;
  return html`
    <section class="search" aria-label=${t('staff.search.title')}>
      <label class="search-label" for="search">
        ${t('staff.search.title')} <${KeyHint} keys="F2" />
      </label>
      <div class="search-row">
        <input
          id="search"
          ref=${inputRef}
          type="text"
          role="combobox"
          data-keys
          autocomplete="off"
          spellcheck=${false}
          maxlength="80"
          aria-keyshortcuts="F2"
          aria-expanded=${expanded ? 'true' : 'false'}
          aria-controls="found"
          aria-autocomplete="list"
          aria-activedescendant=${expanded ? `found-${active}` : undefined}
          aria-describedby="search-hint"
          value=${text}
          onInput=${(event) => setText(event.target.value)}
          onKeyDown=${onKeyDown}
        />
        <${Button} kind="primary" onClick=${search} keys="Enter">${t('staff.search.go')}<//>
      </div>
      <p id="search-hint" class="hint">${hint}</p>
      <div class=${hidden ? 'hidden' : ''} aria-live="polite">
        ${found.state === 'loading' && html`<${Skeleton} />`}
        ${found.state === 'error' && html`<${ProblemNotice} problem=${found.problem} onRetry=${search} />`}
        ${found.state === 'ready' && !found.items.length &&
        html`<${Empty} title=${t('staff.search.none', { text: found.asked })}>
          <p>${t('staff.search.none-hint')}</p>
          <${Button} onClick=${register} keys="Enter">${t('staff.search.register')}<//>
        <//>`}
        ${found.items.length > 0 &&
        html`<p class="hint">
          ${t('staff.search.count', { n: found.items.length })}${found.items.length >= 20 ? t('staff.search.more') : ''}
          ${' '}${t('staff.search.choose')}
        </p>`}
      </div>
      <ul id="found" class=${`found ${hidden ? 'hidden' : ''}`} role="listbox" aria-label=${t('staff.search.results')}>
        ${found.items.map(
          (person, i) => html`<li
            key=${person.id}
            id=${`found-${i}`}
            role="option"
            aria-selected=${i === active ? 'true' : 'false'}
            class="found-one"
            onClick=${() => open(person)}
          >
            <span class="found-name">${person.name}</span>
            <span class="found-facts">${personFacts(person)}</span>
            <span class="found-facts">${person.phone}</span>
            <${NeedBadges} needs=${person.needs} />
          </li>`,
        )}
      </ul>
    </section>
  `;
}
