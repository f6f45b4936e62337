// Who did or looked at what, newest first, and the check that nothing in it was altered.

import { html, useState } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { formatInstant } from '../../shared/dates.js';
import { Empty, Notice, PageTitle, ProblemNotice, SelectField, Skeleton, TextField } from '../../shared/components.js';
import { get, useRequest } from '../../staff/api.js';
import { Button, usePress } from '../../staff/ui.js';
import zh from '../messages/zh.js';

const kActions = 'admin.audit.action.';
const kFilters = ['actor', 'subject', 'action', 'from', 'to'];
const kKnown = Object.keys(zh)
  .filter((key) => key.startsWith(kActions))
  .map((key) => key.slice(kActions.length));

function Verification() {
  const [result, setResult] = useState(null);
  const press = usePress();
  const verify = async () => {
    setResult(null);
    setResult((await press.run(() => get('/audit-entries/verification', { timeoutMs: 120000 }))) || null);
  };
  return html`<div class="stack">
    <div><${Button} busy=${press.busy} onClick=${verify}>${t('admin.audit.verify')}<//></div>
    <${ProblemNotice} problem=${press.problem} />
    ${result
      ? result.ok
        ? html`<${Notice} kind="success" live><p>${t('admin.audit.good', { n: result.entries })}</p><//>`
        : html`<${Notice} kind="error" title=${t('admin.audit.bad')}><p>${result.detail || t('admin.audit.bad-at', { seq: result.brokenAt || '?' })}</p><//>`
      : null}
  </div>`;
}

const actionName = (action) => (kKnown.includes(action) ? t(`admin.audit.action.${action}`) : action);
const detailsText = (details) =>
  Object.entries(details || {})
    .map(([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join('; ');

export function Audit() {
  const [typed, setTyped] = useState(Object.fromEntries(kFilters.map((name) => [name, ''])));
  const [asked, setAsked] = useState(typed);
  const [more, setMore] = useState({ items: [], next: undefined });
  const press = usePress();
  const request = useRequest(() => get('/audit-entries', { query: asked }), [asked]);
  const next = more.next === undefined ? request.data && request.data.next : more.next;
  const items = request.state === 'ready' ? [...request.data.items, ...more.items] : [];
  const ask = (event) => {
    event.preventDefault();
    setMore({ items: [], next: undefined });
    setAsked(typed);
    request.reload();
  };
  async function loadMore() {
    const page = await press.run(() => get('/audit-entries', { query: { ...asked, after: next } }));
    if (page) setMore((old) => ({ items: [...old.items, ...page.items], next: page.next || '' }));
  }
  const field = (name, props) => html`<${TextField} key=${name} label=${t(`admin.audit.${name}`)} value=${typed[name]} autocomplete="off"
    onInput=${(value) => setTyped((old) => ({ ...old, [name]: value }))} ...${props} />`;
  return html`
    <${PageTitle} title=${t('admin.section.audit')} lead=${t('admin.lead.audit')} />
    <${Verification} />
    <form class="filters audit-filters" onSubmit=${ask}>
      ${field('actor', {})} ${field('subject', {})}
      <${SelectField} label=${t('admin.audit.action')} value=${typed.action} onChange=${(action) => setTyped((old) => ({ ...old, action }))}
        options=${[{ value: '', label: t('admin.filter.all') }, ...kKnown.map((action) => ({ value: action, label: actionName(action) }))]} />
      ${field('from', { type: 'date' })} ${field('to', { type: 'date' })}
      <div><${Button} kind="primary" type="submit" keys="Enter">${t('admin.audit.ask')}<//></div>
    </form>
    ${request.state === 'loading' ? html`<${Skeleton} />` : null}
    ${request.state === 'error' ? html`<${ProblemNotice} problem=${request.problem} onRetry=${request.reload} />` : null}
    ${request.state === 'ready' && !items.length ? html`<${Empty} title=${t('admin.none-fit')} />` : null}
    ${items.length
      ? html`<div class="table-wrap" role="region" tabindex="0" aria-label=${t('admin.section.audit')}>
            <table class="table">
              <thead><tr>${['seq', 'at', 'actor', 'action', 'subject', 'details'].map((name) => html`<th key=${name} scope="col">${t(`admin.audit.${name}`)}</th>`)}</tr></thead>
              <tbody>
                ${items.map(
                  (one) => html`<tr key=${one.seq}>
                    <th scope="row" class="number">${one.seq}</th>
                    <td class="number">${formatInstant(one.at)}</td>
                    <td>${one.actor.name || t(`admin.audit.by.${one.actor.kind}`)}</td>
                    <td>${actionName(one.action)}</td>
                    <td class="mono">${one.subject}</td>
                    <td class="details">${[one.note, detailsText(one.details)].filter(Boolean).join(' · ')}</td>
                  </tr>`,
                )}
              </tbody>
            </table>
          </div>
          ${next ? html`<p><${Button} busy=${press.busy} onClick=${loadMore}>${t('admin.audit.more')}<//></p>` : null}
          <${ProblemNotice} problem=${press.problem} />`
      : null}`;
}
