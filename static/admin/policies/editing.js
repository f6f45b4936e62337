// Changing the rules: a card for each group with what it says now, opened into a form; one for each
// place with rules of its own; and the whole as text for those who know it.

import { html, useEffect, useRef, useState } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { Notice, PageTitle, focusFirstError } from '../../shared/components.js';
import { navigate } from '../../shared/router.js';
import { post, Problem } from '../../staff/api.js';
import { Button, Mark, usePress } from '../../staff/ui.js';
import { complete, placeInText, pointerOf, same, wrongIn } from './document.js';
import { changeDraft, dropDraft, isChanged, useDraft } from './draft.js';
import { teller } from './fields.js';
import { kForms, Limits } from './parts.js';
import { Override } from './overrides.js';
import { baseSentences, changes, headingOf, kGroups, overrideSentences } from './sentences.js';
import { Sentences } from './shown.js';
import { Thresholds } from './thresholds.js';

const kCutoffs = ['nextDayUntil', 'sameDayFrom', 'sameDayUntil'];

function groupOf([, part, field]) {
  if (part === 'opening') return kCutoffs.includes(field) ? 'cutoffs' : 'release';
  const found = kGroups.find((one) => [...one.parts, ...(one.also || [])].includes(part));
  return found ? found.name : '';
}

/// The cards that hold these pointers.
function cardsOf(pointers) {
  return pointers.flatMap((at) => {
    const words = at.split('/');
    return words[1] === 'overrides' ? [`override-${words[2]}`] : [groupOf(words)];
  });
}

function Card({ name, title, open, onToggle, said, changed, wrong, children }) {
  return html`<section class=${`card rule-card ${open ? 'is-open' : ''}`} aria-labelledby=${`rules-${name}`} data-card=${name}>
    <div class="bar">
      <h2 id=${`rules-${name}`}>${title} ${changed ? html`<${Mark} kind="warning" icon="info">${t('rules.changed')}<//>` : null}
        ${wrong ? html` <${Mark} kind="danger" icon="warning">${t('rules.has-mistake')}<//>` : null}</h2>
      <${Button} onClick=${() => onToggle(name)} aria-expanded=${open ? 'true' : 'false'} aria-label=${t(open ? 'rules.close-of' : 'rules.open-of', { title })}>${t(open ? 'rules.close' : 'rules.open')}<//>
    </div>
    <div class=${open ? 'rule-means' : ''}>
      ${open ? html`<p class="change-label">${t('rules.means')}</p>` : null}
      <${Sentences} list=${said.length ? said : [t('rules.say.nothing')]} />
    </div>
    ${open ? html`<div class="rule-form stack">${children}</div>` : null}
  </section>`;
}

function GroupForm({ group, document, set, wrong }) {
  const forms = kForms[group] || [];
  return html`
    ${forms.map(([part, form]) => html`<${form} key=${part} value=${document[part]} onChange=${(next) => set(part, next)} at=${`/${part}`} wrong=${wrong} />`)}
    ${group === 'limits' ? html`<${Limits} value=${document.limits} onChange=${(next) => set('limits', next)} at="/limits" wrong=${wrong} />` : null}
    ${group === 'conduct' ? html`<${Thresholds} value=${document.conduct} onChange=${(next) => set('conduct', next)} at="/conduct" wrong=${wrong} />` : null}`;
}

/// Whether what a group is about was changed. Two groups share the part about opening.
function groupChanged(group, document, start) {
  if (group.parts.includes('opening')) return !same(baseSentences(document, group.name), baseSentences(start, group.name));
  return [...group.parts, ...(group.also || [])].some((part) => !same(document[part], start[part]));
}

/// The document as text. The server reads it before the form gets it, and says where it is wrong.
function AsText({ document, onUse }) {
  const [text, setText] = useState(() => JSON.stringify(document, null, 2));
  const area = useRef(null);
  const press = usePress();
  async function use() {
    let read;
    try {
      read = JSON.parse(text);
    } catch (error) {
      await press.run(async () => {
        throw new Problem({ code: 'body-invalid', detail: t('rules.text-broken', { what: error.message }) });
      });
      area.current.focus();
      return;
    }
    const answer = await press.run(async () => {
      try {
        return await post('/policies/trial', { document: read, ...noTime() });
      } catch (error) {
        point(pointerOf(error));
        throw error;
      }
    });
    if (answer) onUse(complete(answer.rules || read));
  }
  // A trial of one day: only what the server thinks of the text matters.
  const noTime = () => ({ from: '2000-01-01', to: '2000-01-01' });
  function point(pointer) {
    const at = pointer ? placeInText(text, pointer) : null;
    area.current.focus();
    if (!at) return;
    area.current.setSelectionRange(at[0], at[1]);
    const line = text.slice(0, at[0]).split('\n').length;
    area.current.scrollTop = Math.max(0, (line - 5) * (area.current.scrollHeight / text.split('\n').length));
  }
  const { problem } = press;
  return html`<section class="card stack" aria-labelledby="rules-text">
    <h2 id="rules-text">${t('rules.text')}</h2>
    <div class=${`field ${problem ? 'has-error' : ''}`}>
      <label for="rules-text-area">${t('rules.text-label')}</label>
      <p class="hint" id="rules-text-hint">${t('rules.text-hint')}</p>
      <textarea id="rules-text-area" class="input rule-text" rows="24" spellcheck=${false} ref=${area} value=${text} onInput=${(event) => setText(event.target.value)}
        aria-describedby="rules-text-hint rules-text-error" aria-invalid=${problem ? 'true' : undefined}></textarea>
      <p class="error" id="rules-text-error" role="alert">${problem ? problem.detail : ''}</p>
    </div>
    <div><${Button} kind="primary" busy=${press.busy} onClick=${use}>${t('rules.text-use')}<//></div>
  </section>`;
}

export function Editing({ refs, problem }) {
  const draft = useDraft();
  const { document, start } = draft;
  const refusedAt = pointerOf(problem) ? [pointerOf(problem)] : [];
  const [open, setOpen] = useState(() => cardsOf(refusedAt));
  const [tried, setTried] = useState(!!problem);
  const [asText, setAsText] = useState(false);
  const form = useRef(null);
  const found = wrongIn(document);
  const wrong = teller(found, problem);
  const wrongCards = cardsOf([...Object.keys(found), ...refusedAt]);
  const toggle = (name) => setOpen((old) => (old.includes(name) ? old.filter((one) => one !== name) : [...old, name]));
  const set = (part, next) => changeDraft({ document: { ...document, [part]: next } });
  const setOverride = (i, next) => set('overrides', document.overrides.map((one, j) => (j === i ? next : one)));
  const count = changes(start, document, refs).length;
  const ready = isChanged(draft) && !Object.keys(found).length;

  useEffect(() => {
    if (problem) focusFirstError(form.current);
  }, []);

  function next() {
    if (Object.keys(found).length) {
      setTried(true);
      setOpen((old) => [...new Set([...old, ...wrongCards])]);
      focusFirstError(form.current);
      return;
    }
    if (ready) navigate('/policies', { query: { view: 'review' } });
  }
  function add() {
    set('overrides', [...document.overrides, { campuses: [], departments: [], kinds: [] }]);
    const name = `override-${document.overrides.length}`;
    setOpen((old) => [...old, name]);
    setTimeout(() => {
      const card = form.current.querySelector(`[data-card="${name}"] input`);
      if (card) card.focus();
    }, 30);
  }
  const leave = () => {
    dropDraft();
    navigate('/policies');
  };

  return html`<div class="rules-page" ref=${form}>
    <div class="bar">
      <${PageTitle} title=${t('rules.edit-title')} lead=${t('rules.edit-lead')} />
      <div class="row"><${Button} onClick=${() => setAsText(!asText)} aria-pressed=${asText ? 'true' : 'false'}>${t(asText ? 'rules.as-form' : 'rules.as-text')}<//></div>
    </div>
    ${tried && Object.keys(found).length ? html`<${Notice} kind="error" title=${t('rules.mistakes')}><p>${t('rules.mistakes-text')}</p><//>` : null}
    ${problem ? html`<${Notice} kind="error"><p>${problem.detail}</p><//>` : null}
    ${asText
      ? html`<${AsText} document=${document} onUse=${(next_) => {
          changeDraft({ document: next_ });
          setAsText(false);
        }} />`
      : html`<div class="rules">
            ${kGroups.map(
              (group) => html`<${Card} key=${group.name} name=${group.name} title=${t(`rules.group.${group.name}`)} open=${open.includes(group.name)} onToggle=${toggle}
                said=${baseSentences(document, group.name)} changed=${groupChanged(group, document, start)} wrong=${wrongCards.includes(group.name)}>
                <${GroupForm} group=${group.name} document=${document} set=${set} wrong=${wrong} />
              <//>`,
            )}
          </div>
          <h2 class="sub">${t('rules.overrides')}</h2>
          <p class="hint rules-tight">${t('rules.overrides-hint')}</p>
          <div class="rules">
            ${document.overrides.map(
              (one, i) => html`<${Card} key=${i} name=${`override-${i}`} title=${headingOf(one, refs)} open=${open.includes(`override-${i}`)} onToggle=${toggle}
                said=${kGroups.filter(({ parts }) => parts.some((part) => one[part] !== undefined)).flatMap(({ name }) => overrideSentences(document, one, name))}
                changed=${!start.overrides.some((other) => same(other, one))} wrong=${(tried || !open.includes(`override-${i}`)) && wrongCards.includes(`override-${i}`)}>
                <${Override} document=${document} value=${one} refs=${refs} n=${i + 1} at=${`/overrides/${i}`} wrong=${(at) => (tried || !/\/(departments|parts)$/.test(at) ? wrong(at) : '')}
                  onChange=${(value) => setOverride(i, value)} onRemove=${() => set('overrides', document.overrides.filter((_, j) => j !== i))} />
              <//>`,
            )}
            <div><${Button} onClick=${add}>${t('rules.override.add')}<//></div>
          </div>
          <div class="rule-bar">
            <p role="status">${count ? t('rules.change-count', { n: count }) : t('rules.change-none')}</p>
            <div class="row">
              <${Button} kind="primary" disabled=${!isChanged(draft)} onClick=${next}>${t('rules.review')}<//>
              <${Button} onClick=${leave}>${t(isChanged(draft) ? 'rules.drop' : 'rules.back')}<//>
            </div>
          </div>`}
  </div>`;
}
