// Ordering examinations at the desk: by code, name or initials, singly or as a bundle.

import { html, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { hospitalToday } from '../shared/dates.js';
import { ProblemNotice, SelectField, TextField } from '../shared/components.js';
import { get, post, useRequest } from '../staff/api.js';
import { KeyHint, useShortcuts } from '../staff/keys.js';
import { Button, usePress } from '../staff/ui.js';

const kShown = 12;
const hits = (exam, words) => [exam.code, exam.name, exam.nameEn, exam.pinyin, exam.initials].some((text) => (text || '').toLowerCase().includes(words));

const kSources = ['outpatient', 'ward', 'emergency', 'check-up'];

const asksPart = (exam) => exam.asksBodyPart || (exam.bodyParts || []).length > 0;
/// The usual parts are offered; any other may be written.
function BodyPart({ exam, value, error, onInput }) {
  const usual = exam.bodyParts || [];
  const list = `parts-${exam.id}`;
  return html`<div data-part=${exam.id}>
    <${TextField} label=${`${pick(exam, 'name')}：${t('exams.body-part')}`} value=${value} onInput=${onInput} maxlength="60" error=${error} list=${usual.length ? list : undefined} autocomplete="off" required=${exam.asksBodyPart} optional=${!exam.asksBodyPart} />
    ${usual.length ? html`<datalist id=${list}>${usual.map((part) => html`<option key=${part} value=${part}></option>`)}</datalist>` : null}
  </div>`;
}

/// visit: the appointment in which it is ordered; none at the desk.
export function ExamOrderForm({ person, visit, onOrdered }) {
  const exams = useRequest(() => get('/exams'), []);
  const bundles = useRequest(() => get('/exam-bundles'), []);
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState([]);
  const [more, setMore] = useState({ bundle: '', urgency: 'routine', comesFrom: 'outpatient', neededBy: '' });
  const [parts, setParts] = useState({});
  const [asked, setAsked] = useState(false);
  const press = usePress();
  const form = useRef(null);
  const set = (name) => (value) => setMore((old) => ({ ...old, [name]: value }));
  const found = exams.state === 'ready' && words.trim() ? exams.data.items.filter((one) => one.active && !chosen.includes(one) && hits(one, words.trim().toLowerCase())) : [];
  const missing = chosen.filter((exam) => exam.asksBodyPart && !(parts[exam.id] || '').trim());
  const add = (exam) => {
    setChosen([...chosen, exam]);
    setWords('');
  };
  async function send(event) {
    event.preventDefault();
    // The first hit is what was meant; Enter once more sends.
    if (found.length) return add(found[0]);
    setAsked(true);
    if (missing.length) return form.current.querySelector(`[data-part="${missing[0].id}"] input`).focus();
    const common = { urgency: more.urgency, ...(more.neededBy && { neededBy: more.neededBy }) };
    const body = { personId: person.id, ...common, ...(visit && { appointmentId: visit }), ...(more.comesFrom !== 'outpatient' && { comesFrom: more.comesFrom }) };
    if (chosen.length) body.orders = chosen.map((exam) => ({ exam: exam.code, ...common, ...(asksPart(exam) && (parts[exam.id] || '').trim() && { bodyPart: parts[exam.id].trim() }) }));
    if (more.bundle) body.bundle = more.bundle;
    if (await press.run(() => post('/exam-orders', body))) onOrdered();
    return undefined;
  }
  useShortcuts({ '/': () => form.current.querySelector('input').focus() });
  const sets = bundles.state === 'ready' ? bundles.data.items.filter((one) => one.active) : [];
  return html`<form class="card stack" ref=${form} onSubmit=${send} aria-label=${t('exams.order')}>
    <h2>${t('exams.order')} <${KeyHint} keys="/" /></h2>
    <${TextField} label=${t('exams.find')} name="exam" value=${words} onInput=${setWords} autocomplete="off" optional />
    ${found.length
      ? html`<ul class="row" aria-label=${t('exams.found')}>${found.slice(0, kShown).map((exam) => html`<li key=${exam.id}><${Button} onClick=${() => add(exam)}>${pick(exam, 'name')}<//></li>`)}</ul>`
      : null}
    ${chosen.length
      ? html`<ul class="row" aria-label=${t('exams.chosen')}>${chosen.map((exam) => html`<li key=${exam.id}><${Button} kind="quiet" onClick=${() => setChosen(chosen.filter((one) => one !== exam))}>${pick(exam, 'name')} <span aria-hidden="true">×</span><span class="visually-hidden">${t('exams.take-out')}</span><//></li>`)}</ul>`
      : null}
    <div class="grid-2">
      <${SelectField} label=${t('exams.bundle')} value=${more.bundle} onChange=${set('bundle')} options=${[{ value: '', label: t('exams.no-bundle') }, ...sets.map((one) => ({ value: one.code, label: pick(one, 'name') }))]} />
      <${SelectField} label=${t('exams.urgency')} value=${more.urgency} onChange=${set('urgency')} options=${['routine', 'soon', 'urgent'].map((value) => ({ value, label: t(`exams.urgency.${value}`) }))} />
      ${visit ? null : html`<${SelectField} label=${t('exams.from')} value=${more.comesFrom} onChange=${set('comesFrom')} options=${kSources.map((value) => ({ value, label: t(`exams.from.${value}`) }))} />`}
      <${TextField} label=${t('exams.needed-by-field')} type="date" min=${hospitalToday()} value=${more.neededBy} onInput=${set('neededBy')} optional />
      ${chosen.filter(asksPart).map((exam) => html`<${BodyPart} key=${exam.id} exam=${exam} value=${parts[exam.id] || ''} error=${asked && missing.includes(exam) ? t('exams.body-part-needed') : ''} onInput=${(value) => setParts((old) => ({ ...old, [exam.id]: value }))} />`)}
    </div>
    <${ProblemNotice} problem=${press.problem} />
    <div class="row"><${Button} type="submit" kind=${chosen.length || more.bundle ? 'primary' : 'secondary'} busy=${press.busy}>${t('exams.order')}<//></div>
  </form>`;
}
