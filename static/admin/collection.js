// A list with its form: every plain section of the administrator's page is one of these, told by
// a description (sections/collections.js).

import { html, useEffect, useLayoutEffect, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { Empty, Notice, PageTitle, ProblemNotice, SelectField, Skeleton, TextField } from '../shared/components.js';
import { navigate } from '../shared/router.js';
import { del, getAll, useRequest } from '../staff/api.js';
import { useShortcuts } from '../staff/keys.js';
import { Button, DialogForm, Mark, usePress } from '../staff/ui.js';
import { Editor } from './editor.js';
import { label, optionsOf, shown } from './fields.js';
import { loadRefs, useRefs } from './refs.js';
import { KeptSessions } from './kept.js';

const kRowsAtOnce = 100;

function DeleteDialog({ def, item, name, onClose, onDone }) {
  const press = usePress();
  const remove = async () => {
    if (await press.run(() => del(`${def.path}/${item.id}`).then(() => true))) onDone();
  };
  return html`<${DialogForm} title=${t('admin.delete.title')} submitLabel=${t('admin.delete.do')} danger onClose=${onClose} onSubmit=${remove}
    busy=${press.busy} problem=${press.problem}>
    <p>${t('admin.delete.text', { name })}</p>
  <//>`;
}

function Filters({ def, refs, filters, onChange, text, onText }) {
  return html`<div class="filters">
    <${TextField} label=${t('admin.filter.text')} value=${text} onInput=${onText} type="search" autocomplete="off" />
    ${(def.filters || []).map(
      (field) => html`<${SelectField} key=${field.name} label=${label(field)} value=${filters[field.name] || ''} onChange=${(value) => onChange(field.name, value)}
        options=${[{ value: '', label: t('admin.filter.all') }, ...optionsOf(field, refs)]} />`,
    )}
  </div>`;
}

export function Collection({ def, item: itemId, query, me }) {
  const refs = useRefs();
  const filters = Object.fromEntries((def.filters || []).filter((f) => query[f.name]).map((f) => [f.name, query[f.name]]));
  const request = useRequest(() => getAll(def.path, { query: filters }), [def.path, filters]);
  const [text, setText] = useState('');
  const [rows, setRows] = useState(kRowsAtOnce);
  const [deleting, setDeleting] = useState(null);
  const [answer, setAnswer] = useState(null);
  const base = `/${def.name}`;
  const go = (id) => navigate(id ? `${base}/${id}` : base, { query: filters });
  const readOnly = !me.permissions.includes(def.edit || 'timetable-edit');
  useShortcuts({ 'Alt+N': () => !readOnly && go('new'), Escape: () => (itemId ? go('') : false) });
  useEffect(() => setAnswer(null), [itemId, def.name]);
  useLayoutEffect(() => {
    const title = itemId && document.getElementById('editor-title');
    if (title) {
      title.focus();
      title.scrollIntoView({ block: 'nearest' });
    }
  }, [itemId, refs, request.state]);

  const title = t(`admin.section.${def.name}`);
  if (!refs || request.state === 'loading') return html`<${PageTitle} title=${title} /><${Skeleton} />`;
  if (request.state === 'error') return html`<${PageTitle} title=${title} /><${ProblemNotice} problem=${request.problem} onRetry=${request.reload} />`;

  const fieldsOf = (names) => names.map((name) => def.fields.find((field) => field.name === name) || { name, type: 'text' });
  const columns = fieldsOf((itemId && def.narrow) || def.columns);
  const searched = fieldsOf(def.columns);
  const cells = (item) => columns.map((field) => (def.cells && def.cells[field.name] ? def.cells[field.name](item, refs) : shown(field, item, refs)));
  const words = text.trim().toLowerCase();
  const items = def.sort ? [...request.data].sort((a, b) => def.sort(a, b, refs)) : request.data;
  const fits = (item) => !words || searched.some((field) => shown(field, item, refs).toLowerCase().includes(words));
  const found = items.filter(fits);
  const item = itemId && itemId !== 'new' ? request.data.find((one) => one.id === itemId) : null;
  const nameOf = (one) => (def.title ? def.title(one, refs) : one.name);

  async function saved(value, isNew) {
    setAnswer(value && { value, isNew });
    request.reload();
    if (def.refs) await loadRefs();
  }
  return html`
    <div class="bar">
      <${PageTitle} key=${def.name} title=${title} lead=${t(`admin.lead.${def.name}`)} />
      ${readOnly || def.noAdd ? null : html`<${Button} kind="primary" onClick=${() => go('new')} keys="Alt+N">${t('admin.new')}<//>`}
    </div>
    <${Filters} def=${def} refs=${refs} filters=${filters} text=${text} onText=${setText}
      onChange=${(name, value) => navigate(base, { query: { ...filters, [name]: value } })} />
    <div class=${`split ${itemId ? 'split-open' : ''}`}>
      <div class="split-list">
        <p class="hint" role="status">${t('admin.count', { n: found.length })}${found.length > rows ? t('admin.count-more', { n: rows }) : ''}</p>
        ${found.length
          ? html`<div class="table-wrap" role="region" tabindex="0" aria-label=${title}>
              <table class="table">
                <thead><tr>${columns.map((field) => html`<th key=${field.name} scope="col">${label(field)}</th>`)}${def.remove && !readOnly ? html`<th scope="col"><span class="visually-hidden">${t('admin.delete.do')}</span></th>` : null}</tr></thead>
                <tbody>
                  ${found.slice(0, rows).map((one) => {
                    const [first, ...rest] = cells(one);
                    return html`<tr key=${one.id} class=${one.id === itemId ? 'is-chosen' : ''}>
                      <th scope="row"><a href=${`#${base}/${one.id}${query && Object.keys(filters).length ? `?${new URLSearchParams(filters)}` : ''}`}
                        aria-current=${one.id === itemId ? 'true' : undefined}>${first || '—'}</a></th>
                      ${rest.map((cell, i) => html`<td key=${columns[i + 1].name}>${cell}</td>`)}
                      ${def.remove && !readOnly
                        ? html`<td><${Button} kind="quiet" onClick=${() => setDeleting(one)} aria-label=${`${t('admin.delete.do')} ${nameOf(one)}`}>${t('admin.delete.do')}<//></td>`
                        : null}
                    </tr>`;
                  })}
                </tbody>
              </table>
            </div>
            ${found.length > rows ? html`<p class="more"><${Button} onClick=${() => setRows(rows + kRowsAtOnce)}>${t('admin.show-more', { n: kRowsAtOnce })}<//></p>` : null}`
          : html`<${Empty} title=${t(request.data.length ? 'admin.none-fit' : 'admin.none')} />${def.whenEmpty && !readOnly && !request.data.length ? def.whenEmpty({ onDone: () => saved(null, false) }) : null}`}
      </div>
      ${itemId
        ? html`<div class="split-form">
            ${answer && answer.isNew ? html`<${Notice} kind="success" live><p>${t('admin.added', { name: nameOf(answer.value) || '' })}</p><//>` : null}
            ${answer && def.afterSave ? def.afterSave(answer.value) : null}
            ${answer && answer.value.keptSessions && answer.value.keptSessions.length ? html`<${KeptSessions} list=${answer.value.keptSessions} />` : null}
            ${itemId === 'new' || item
              ? html`<${Editor} key=${`${def.name}-${itemId}`} def=${def} item=${item} refs=${refs} readOnly=${readOnly} onSaved=${saved} onClose=${() => go('')}
                  title=${item ? t('admin.edit-title', { name: nameOf(item) }) : t('admin.new-title', { section: title })}>
                  ${item && !readOnly && def.actions ? def.actions({ item, onChanged: saved, onStale: request.reload }) : null}
                <//>`
              : html`<${Notice} kind="warning"><p>${t('admin.gone')}</p><//>`}
          </div>`
        : null}
    </div>
    ${deleting
      ? html`<${DeleteDialog} def=${def} item=${deleting} name=${nameOf(deleting)} onClose=${() => setDeleting(null)} onDone=${() => {
          setDeleting(null);
          request.reload();
        }} />`
      : null}`;
}

export const activeMark = (item) =>
  item.active ? html`<${Mark} icon="check">${t('admin.active')}<//>` : html`<${Mark} kind="muted" icon="cross">${t('admin.inactive')}<//>`;
