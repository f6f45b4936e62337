// The form of one item, new or existing, drawn from its fields. Typed text survives going to
// another item and back. If somebody else changed the item meanwhile, the new values are shown
// beside what was typed, and saving again is a decision.

import { html, useEffect, useRef, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { focusFirstError, Notice, ProblemNotice } from '../shared/components.js';
import { get, getAll, Intention, patch, post } from '../staff/api.js';
import { Button, usePress } from '../staff/ui.js';
import { FieldFor, shown, typedOf, valueOf, wrongWith } from './fields.js';

const drafts = new Map();

export const hasDrafts = () => drafts.size > 0;
window.addEventListener('beforeunload', (event) => {
  if (!hasDrafts()) return;
  event.preventDefault();
  event.returnValue = '';
});

const typedForm = (fields, item) => Object.fromEntries(fields.map((field) => [field.name, typedOf(field, item ? item[field.name] : undefined)]));
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/// def: see sections/collections.js. item: null for a new one. onSaved(item, answer). readOnly.
/// single: the one thing lives at def.path itself (settings).
/// def.trial: what is typed can be tried before it is saved: { path(item), show(answer) }.
export function Editor({ def, item, refs, readOnly, onSaved, onClose, single, title, children }) {
  const fields = item ? def.fields.filter((field) => !field.onlyNew) : def.fields.filter((field) => !field.onlyOld);
  const key = `${def.path}/${item ? item.id || '' : 'new'}`;
  const [base, setBase] = useState(item);
  const [form, setForm] = useState(() => drafts.get(key) || typedForm(fields, item));
  const [tried, setTried] = useState(false);
  const [conflict, setConflict] = useState(null);
  const [saved, setSaved] = useState(false);
  const press = usePress();
  const intention = useRef(new Intention());
  const element = useRef(null);
  const start = typedForm(fields, base);
  const dirty = fields.some((field) => !same(form[field.name], start[field.name]));

  useEffect(() => {
    // The list was read again; what nobody is editing here follows it.
    if (!item || !base || item.version === base.version || dirty) return;
    setBase(item);
    setForm(typedForm(fields, item));
  }, [item]);

  useEffect(() => {
    if (dirty && !readOnly) drafts.set(key, form);
    else drafts.delete(key);
  }, [form, dirty]);

  const errors = {};
  fields.forEach((field) => {
    const wrong = wrongWith(field, form[field.name]);
    if (wrong) errors[field.name] = wrong;
  });
  const refused = press.problem && fields.some((field) => field.name === press.problem.field) ? press.problem : null;
  const errorFor = (field) => (refused && refused.field === field.name ? refused.detail : tried ? errors[field.name] : '');

  function body() {
    const out = base ? { version: base.version } : {};
    fields.forEach((field) => {
      if (!base || !same(form[field.name], start[field.name])) out[field.name] = valueOf(field, form[field.name]);
    });
    return out;
  }
  async function current() {
    if (single) return get(def.path);
    return (await getAll(def.path)).find((one) => one.id === base.id);
  }
  async function send() {
    const path = single ? def.path : base ? `${def.path}/${base.id}` : def.path;
    try {
      return base ? await patch(path, body()) : await post(path, body(), { intention: intention.current });
    } catch (error) {
      if (error.code === 'changed-meanwhile') {
        const now = await current();
        if (now) {
          setConflict({ before: base, now });
          setBase(now);
          // Fields not touched here take the other's value; touched ones stay as typed.
          setForm((old) => Object.fromEntries(fields.map((f) => [f.name, same(old[f.name], start[f.name]) ? typedOf(f, now[f.name]) : old[f.name]])));
        }
      }
      throw error;
    }
  }
  async function save(event) {
    event.preventDefault();
    setTried(true);
    setSaved(false);
    if (Object.keys(errors).length) {
      focusFirstError(element.current);
      return;
    }
    const answer = await press.run(send);
    if (!answer) {
      focusFirstError(element.current);
      return;
    }
    drafts.delete(key);
    setTried(false);
    setConflict(null);
    setSaved(true);
    if (base) setBase(answer);
    setForm(base ? typedForm(fields, answer) : typedForm(fields, null));
    onSaved(answer, !base);
  }
  const testing = usePress();
  const [tested, setTested] = useState(null);
  useEffect(() => setTested(null), [form]);
  async function tryOut() {
    setTried(true);
    if (Object.keys(errors).length) {
      focusFirstError(element.current);
      return;
    }
    const { version, ...change } = body();
    const answer = await testing.run(() => post(def.trial.path(base), change));
    if (answer) setTested(answer);
  }
  const noticeFor = (field) => {
    if (!conflict || same(conflict.before[field.name], conflict.now[field.name])) return '';
    return t('admin.conflict.now', { value: shown(field, conflict.now, refs) || t('admin.empty-value') });
  };

  return html`<form class="editor card stack" ref=${element} onSubmit=${save} novalidate aria-labelledby="editor-title">
    <div class="bar">
      <h2 id="editor-title" tabindex="-1" class=${single ? 'visually-hidden' : ''}>${title}</h2>
      ${onClose ? html`<${Button} kind="quiet" onClick=${onClose} keys="Esc">${t('admin.close')}<//>` : null}
    </div>
    ${readOnly ? html`<p class="hint">${t('admin.read-only')}</p>` : null}
    ${conflict ? html`<${Notice} kind="warning" title=${t('admin.conflict.title')} live><p>${t('admin.conflict.text')}</p><//>` : null}
    <div class="editor-fields">
      ${fields.map(
        (field) => html`<div key=${field.name} class=${field.type === 'long' || field.type === 'many' || field.wide ? 'editor-wide' : ''}>
          <${FieldFor} field=${field} refs=${refs} form=${form} item=${base} value=${form[field.name]} disabled=${readOnly || (base && field.fixed)} error=${errorFor(field)} notice=${noticeFor(field)}
            onChange=${(value) => {
              setSaved(false);
              setForm((old) => ({ ...old, [field.name]: value }));
            }} />
        </div>`,
      )}
    </div>
    ${refused || (conflict && press.problem && press.problem.code === 'changed-meanwhile') ? null : html`<${ProblemNotice} problem=${press.problem} />`}
    ${readOnly
      ? null
      : html`<div class="row">
          <${Button} kind="primary" type="submit" busy=${press.busy} keys="Enter">${t(base ? 'admin.save' : 'admin.add')}<//>
          ${dirty
            ? html`<${Button} onClick=${() => {
                drafts.delete(key);
                press.clear();
                setForm(start);
              }}>${t('admin.discard')}<//>`
            : null}
          ${dirty && def.trial && def.trial.path(base) ? html`<${Button} busy=${testing.busy} onClick=${tryOut}>${t('admin.try')}<//>` : null}
          <span class="good" role="status">${saved && !dirty && base ? `✓ ${t('admin.saved')}` : ''}</span>
        </div>`}
    <${ProblemNotice} problem=${testing.problem} />
    ${tested ? def.trial.show(tested) : null}
    ${children}
  </form>`;
}
