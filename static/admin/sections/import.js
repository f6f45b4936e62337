// The timetable from a spreadsheet file: a trial run first, which names every wrong line or tells
// what would change; then, on a second press, the import itself, all of it or nothing.

import { html, useRef, useState } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { Facts, Notice, PageTitle, ProblemNotice, useUid } from '../../shared/components.js';
import { Intention, postText } from '../../staff/api.js';
import { Button, usePress } from '../../staff/ui.js';
import { KeptSessions } from '../kept.js';
import { loadRefs } from '../refs.js';

const kMostBytes = 8 * 1024 * 1024;

/// A column by its number, as spreadsheets name it: 1 → A, 27 → AA.
function columnName(column) {
  if (typeof column !== 'number') return column || '';
  let name = '';
  for (let n = column; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}

function LineTable({ list, title, kind }) {
  return html`<${Notice} kind=${kind} title=${title}>
    <div class="table-wrap" tabindex="0" role="region" aria-label=${title}>
      <table class="table">
        <caption class="visually-hidden">${title}</caption>
        <thead><tr><th scope="col">${t('admin.import.line')}</th><th scope="col">${t('admin.import.column')}</th><th scope="col">${t('admin.import.what')}</th></tr></thead>
        <tbody>
          ${list.map((one, i) => html`<tr key=${i}><th scope="row" class="number">${one.line || ''}</th><td>${columnName(one.column)}</td><td>${one.detail || one.code}</td></tr>`)}
        </tbody>
      </table>
    </div>
  <//>`;
}

function Outcome({ result }) {
  const added = result.added || {};
  const items = ['campuses', 'buildings', 'rooms', 'departments', 'practitioners', 'schedules'].map((name) => [t(`admin.import.added.${name}`), String(added[name] || 0)]);
  const kept = result.keptSessions || [];
  const title = result.dryRun ? t(result.changed ? 'admin.import.would' : 'admin.import.would-not') : t(result.changed ? 'admin.import.did' : 'admin.import.did-not');
  return html`<div class="stack">
    <${Notice} kind=${result.dryRun ? 'info' : 'success'} title=${title} live>
      <${Facts} class="facts-short" items=${[
        [t('admin.import.lines'), String(result.lines)],
        ...items,
        [t('admin.import.updated'), String(result.updated || 0)],
        [t('admin.import.ended'), String(result.ended)],
        [t('admin.import.unchanged'), String(result.unchanged)],
      ]} />
    <//>
    ${kept.length ? html`<${KeptSessions} list=${kept} />` : null}
    ${(result.warnings || []).length ? html`<${LineTable} kind="warning" title=${t('admin.import.warnings', { n: result.warnings.length })} list=${result.warnings} />` : null}
  </div>`;
}

export function Import({ me }) {
  const [file, setFile] = useState(null);
  const [result, setResult] = useState(null);
  const [errors, setErrors] = useState(null);
  const press = usePress();
  const intention = useRef(new Intention());
  const id = useUid('file');
  const tooBig = file && file.size > kMostBytes;

  async function send(dryRun) {
    setErrors(null);
    const answer = await press.run(async () => {
      try {
        return await postText(`/timetable-imports?dryRun=${dryRun}`, file, 'text/csv', { timeoutMs: 120000, intention: dryRun ? undefined : intention.current });
      } catch (error) {
        if (error.errors && error.errors.length) setErrors(error.errors);
        setResult(null);
        throw error;
      }
    });
    if (!answer) return;
    setResult(answer);
    if (!dryRun) loadRefs().catch(() => {});
  }
  function choose(event) {
    setFile(event.target.files[0] || null);
    setResult(null);
    setErrors(null);
    intention.current = new Intention();
    press.clear();
  }
  if (!me.permissions.includes('timetable-edit')) return html`<${PageTitle} title=${t('admin.section.import')} /><p>${t('admin.read-only')}</p>`;
  const tried = result && result.dryRun;
  return html`
    <${PageTitle} title=${t('admin.section.import')} lead=${t('admin.lead.import')} />
    <div class="stack stack-wide import">
      <div class="card stack">
        <div class="field">
          <label for=${id}>${t('admin.import.file')}</label>
          <p class="hint" id=${`${id}-hint`}>${t('admin.import.file-hint')}</p>
          <input id=${id} class="input" type="file" accept=".csv,text/csv,text/plain" aria-describedby=${`${id}-hint`} onChange=${choose} />
        </div>
        ${tooBig ? html`<${Notice} kind="error"><p>${t('admin.import.too-big')}</p><//>` : null}
        <div class="row">
          <${Button} kind=${tried ? 'secondary' : 'primary'} busy=${press.busy} disabled=${!file || tooBig} onClick=${() => send(true)}>${t('admin.import.try')}<//>
          ${tried && result.changed ? html`<${Button} kind="primary" busy=${press.busy} onClick=${() => send(false)}>${t('admin.import.do')}<//>` : null}
        </div>
        ${tried && result.changed ? html`<p class="hint">${t('admin.import.do-hint')}</p>` : null}
      </div>
      ${errors ? null : html`<${ProblemNotice} problem=${press.problem} />`}
      ${errors ? html`<${LineTable} kind="error" title=${t('admin.import.errors', { n: errors.length })} list=${errors} />` : null}
      ${result ? html`<${Outcome} result=${result} />` : null}
    </div>`;
}
