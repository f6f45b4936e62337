// For whoever runs the machine: a backup now, and the keys of kiosks and other systems.

import { html, useRef, useState } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { formatInstant } from '../../shared/dates.js';
import { Empty, Notice, PageTitle, ProblemNotice, Skeleton, TextField } from '../../shared/components.js';
import { del, getAll, Intention, post, useRequest } from '../../staff/api.js';
import { Button, DialogForm, usePress } from '../../staff/ui.js';

const kKeyPermissions = ['timetable-read', 'patients-find', 'book-for-others', 'metrics-read', 'refer', 'check-in', 'bring-results', 'order-exams'];

function Backup() {
  const [made, setMade] = useState(null);
  const press = usePress();
  const intention = useRef(new Intention());
  const back = async () => {
    const answer = await press.run(() => post('/backups', {}, { timeoutMs: 600000, intention: intention.current }));
    if (answer) setMade(answer);
  };
  return html`<section class="card stack" aria-labelledby="backup-title">
    <h2 id="backup-title">${t('admin.backup.title')}</h2>
    <p class="hint">${t('admin.backup.hint')}</p>
    <div><${Button} kind="primary" busy=${press.busy} onClick=${back}>${t('admin.backup.do')}<//></div>
    <${ProblemNotice} problem=${press.problem} />
    ${made
      ? html`<${Notice} kind=${made.verified ? 'success' : 'warning'} live>
          <p class="mono">${made.file}</p>
          <p>${t(made.verified ? 'admin.backup.verified' : 'admin.backup.unverified', { size: (made.bytes / 1048576).toFixed(1) })}</p>
        <//>`
      : null}
  </section>`;
}

function NewKey({ onClose, onMade }) {
  const [name, setName] = useState('');
  const [permissions, setPermissions] = useState(['timetable-read']);
  const press = usePress();
  const intention = useRef(new Intention());
  const toggle = (one) => setPermissions(permissions.includes(one) ? permissions.filter((p) => p !== one) : [...permissions, one]);
  const make = async () => {
    const key = await press.run(() => post('/api-keys', { name: name.trim(), permissions }, { intention: intention.current }));
    if (key) onMade(key);
  };
  return html`<${DialogForm} title=${t('admin.keys.new')} submitLabel=${t('admin.keys.make')} onClose=${onClose} onSubmit=${make} busy=${press.busy} problem=${press.problem}>
    <${TextField} label=${t('admin.keys.name')} hint=${t('admin.keys.name-hint')} value=${name} onInput=${setName} required maxlength="60" data-autofocus />
    <fieldset class="checks"><legend>${t('admin.keys.permissions')}</legend><div class="checks-list">
      ${kKeyPermissions.map((one) => html`<label key=${one} class="check"><input type="checkbox" checked=${permissions.includes(one)} onChange=${() => toggle(one)} /> ${t(`admin.permission.${one}`)}</label>`)}
    </div></fieldset>
  <//>`;
}

function Keys() {
  const request = useRequest(() => getAll('/api-keys'), []);
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState(null);
  const [ending, setEnding] = useState(null);
  const press = usePress();
  const end = async () => {
    const done = await press.run(() => del(`/api-keys/${ending.id}`).then(() => true));
    if (!done) return;
    setEnding(null);
    request.reload();
  };
  return html`<section class="card stack" aria-labelledby="keys-title">
    <div class="bar"><h2 id="keys-title">${t('admin.keys.title')}</h2><${Button} onClick=${() => setAdding(true)}>${t('admin.keys.new')}<//></div>
    ${made
      ? html`<${Notice} kind="success" title=${t('admin.keys.made', { name: made.name })} live><p class="one-time">${made.key}</p><p>${t('admin.keys.once')}</p><//>`
      : null}
    ${request.state === 'loading' ? html`<${Skeleton} lines=${2} />` : null}
    ${request.state === 'error' ? html`<${ProblemNotice} problem=${request.problem} onRetry=${request.reload} />` : null}
    ${request.state === 'ready' && !request.data.length ? html`<${Empty} title=${t('admin.keys.none')} />` : null}
    ${request.state === 'ready' && request.data.length
      ? html`<div class="table-wrap" role="region" tabindex="0" aria-label=${t('admin.keys.title')}><table class="table">
          <thead><tr>${['name', 'permissions', 'created', 'used', 'end'].map((name) => html`<th key=${name} scope="col">${t(`admin.keys.${name}`)}</th>`)}</tr></thead>
          <tbody>${request.data.map(
            (key) => html`<tr key=${key.id}>
              <th scope="row">${key.name}</th><td>${(key.permissions || []).join(', ')}</td><td>${key.createdAt ? formatInstant(key.createdAt) : ''}</td>
              <td>${key.lastUsedAt ? formatInstant(key.lastUsedAt) : t('admin.account.never')}</td>
              <td><${Button} kind="quiet" onClick=${() => setEnding(key)} aria-label=${`${t('admin.keys.end')} ${key.name}`}>${t('admin.keys.end')}<//></td>
            </tr>`,
          )}</tbody></table></div>`
      : null}
    ${adding
      ? html`<${NewKey} onClose=${() => setAdding(false)} onMade=${(key) => {
          setAdding(false);
          setMade(key);
          request.reload();
        }} />`
      : null}
    ${ending
      ? html`<${DialogForm} title=${t('admin.keys.end')} submitLabel=${t('admin.keys.end')} danger onClose=${() => setEnding(null)} onSubmit=${end} busy=${press.busy} problem=${press.problem}>
          <p>${t('admin.keys.end-text', { name: ending.name })}</p><//>`
      : null}
  </section>`;
}

export function Operation() {
  return html`<${PageTitle} title=${t('admin.section.operation')} lead=${t('admin.lead.operation')} />
    <div class="stack stack-wide"><${Backup} /><${Keys} /></div>`;
}
