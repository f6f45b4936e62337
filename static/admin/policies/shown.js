// How rules are shown: sentences by group, and changes as old → new.

import { html } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { outline } from './sentences.js';

export const Sentences = ({ list }) => html`<ul class="sentences">${list.map((text, i) => html`<li key=${i}>${text}</li>`)}</ul>`;

export function Places({ places }) {
  return places.map(
    ({ heading, sentences }, i) => html`<div key=${i} class="rule-place">
      <h3><span class="tag">${t('rules.elsewhere')}</span> ${heading}</h3>
      <${Sentences} list=${sentences.length ? sentences : [t('rules.say.nothing')]} />
    </div>`,
  );
}

/// The whole policy, to be read.
export function Outline({ document, refs }) {
  return html`<div class="rules">
    ${outline(document, refs).map(
      ({ group, sentences, places }) => html`<section key=${group} class="card rule-card" aria-label=${t(`rules.group.${group}`)}>
        <h2>${t(`rules.group.${group}`)}</h2>
        <${Sentences} list=${sentences.length ? sentences : [t('rules.say.nothing')]} />
        <${Places} places=${places} />
      </section>`,
    )}
  </div>`;
}

/// list: from changes(). past: both sides are history.
export function Changes({ list, past }) {
  return html`<ul class="changes">
    ${list.map(
      (one, i) => html`<li key=${i} class="change">
        <h3>${t(`rules.group.${one.group}`)}${one.heading ? ` · ${one.heading}` : ''}</h3>
        <div class="change-sides">
          <div class="change-before"><p class="change-label">${t(past ? 'rules.change.earlier' : 'rules.change.before')}</p>
            ${one.before.length ? html`<${Sentences} list=${one.before} />` : html`<p>${t('rules.change.nothing-before')}</p>`}</div>
          <div class="change-after"><p class="change-label">${t('rules.change.after')}</p>
            ${one.after.length ? html`<${Sentences} list=${one.after} />` : html`<p>${t('rules.change.nothing-after')}</p>`}</div>
        </div>
      </li>`,
    )}
  </ul>`;
}
