// Whose results count here (检查检验结果互认), and for how long: what such a result covers need not be
// done again.

import { html, useState } from '../../shared/preact.js';
import { pick, t } from '../../shared/i18n.js';
import { announce, CheckField, Loaded, PageTitle, ProblemNotice, SelectField, TextField } from '../../shared/components.js';
import { get, put, useRequest } from '../../staff/api.js';
import { Button, usePress } from '../../staff/ui.js';
import { History } from './history.js';

function Institution({ one, onChange }) {
  const set = (name) => (value) => onChange({ ...one, [name]: value });
  return html`<li class="rows-row">
    <div class="rows-fields" role="group" aria-label=${one.name || t('exams.institution')}>
      <${TextField} label=${t('exams.institution-code')} value=${one.code} onInput=${set('code')} required maxlength="40" autocomplete="off" disabled=${!one.fresh} />
      <${TextField} label=${t('exams.institution-name')} value=${one.name} onInput=${set('name')} required maxlength="200" autocomplete="off" />
      <${TextField} label=${t('exams.institution-name-en')} value=${one.nameEn} onInput=${set('nameEn')} optional maxlength="200" autocomplete="off" />
      <${CheckField} label=${t('exams.institution-active')} checked=${one.active} onChange=${set('active')} />
    </div>
  </li>`;
}

function Validity({ one, exams, onChange, onRemove }) {
  const set = (name) => (value) => onChange({ ...one, [name]: value });
  const named = exams.find((exam) => exam.id === one.examId);
  return html`<li class="rows-row">
    <div class="rows-fields" role="group" aria-label=${named ? pick(named, 'name') : t('exams.validity')}>
      <${SelectField} label=${t('exams.validity-exam')} value=${one.examId} onChange=${set('examId')} options=${exams.map((exam) => ({ value: exam.id, label: `${pick(exam, 'name')} (${exam.code})` }))} />
      <${TextField} label=${t('exams.validity-days')} value=${String(one.days)} onInput=${set('days')} inputmode="numeric" pattern="[1-9][0-9]{0,3}" required autocomplete="off" />
    </div>
    <${Button} kind="quiet" onClick=${onRemove} aria-label=${t('admin.rows.remove-named', { name: named ? pick(named, 'name') : '' })}>${t('admin.rows.remove')}<//>
  </li>`;
}

const replaced = (list, n, one) => list.map((old, i) => (i === n ? one : old));

function Form({ given, exams, onSaved }) {
  const [institutions, setInstitutions] = useState(given.institutions);
  const [validities, setValidities] = useState(given.validities.map((one) => ({ examId: one.exam.id, days: one.days })));
  const press = usePress();
  const unused = exams.find((exam) => !validities.some((one) => one.examId === exam.id));
  const save = async (event) => {
    event.preventDefault();
    const body = {
      version: given.version,
      institutions: institutions.map(({ code, name, nameEn, active }) => ({ code, name, nameEn, active })),
      validities: validities.map(({ examId, days }) => ({ examId, days: Number(days) })),
    };
    if (!(await press.run(() => put('/exam-recognition', body)))) return;
    announce(t('exams.recognition-saved'));
    onSaved();
  };
  return html`<form class="stack" onSubmit=${save}>
    <fieldset class="checks rows">
      <legend>${t('exams.institutions')}</legend>
      <p class="hint">${t('exams.institutions-text')}</p>
      <ol>${institutions.map((one, n) => html`<${Institution} key=${n} one=${one} onChange=${(changed) => setInstitutions(replaced(institutions, n, changed))} />`)}</ol>
      <${Button} onClick=${() => setInstitutions([...institutions, { code: '', name: '', nameEn: '', active: true, fresh: true }])}>${t('admin.rows.add', { what: t('exams.institution') })}<//>
    </fieldset>
    <fieldset class="checks rows">
      <legend>${t('exams.validities')}</legend>
      <p class="hint">${t('exams.validities-text')}</p>
      <ol>${validities.map(
        (one, n) => html`<${Validity} key=${n} one=${one} exams=${exams} onChange=${(changed) => setValidities(replaced(validities, n, changed))} onRemove=${() => setValidities(validities.filter((_, i) => i !== n))} />`,
      )}</ol>
      ${unused ? html`<${Button} onClick=${() => setValidities([...validities, { examId: unused.id, days: 30 }])}>${t('admin.rows.add', { what: t('exams.validity') })}<//>` : null}
    </fieldset>
    <${ProblemNotice} problem=${press.problem} />
    <p><${Button} kind="primary" type="submit" busy=${press.busy}>${t('admin.save')}<//></p>
  </form>`;
}

export function ExamRecognition() {
  const request = useRequest(() => Promise.all([get('/exam-recognition'), get('/exams')]), []);
  return html`<div>
    <${PageTitle} title=${t('admin.section.exam-recognition')} lead=${t('admin.lead.exam-recognition')} />
    <${Loaded} request=${request} lines=${6}>
      ${([given, { items }]) => html`<${Form} key=${given.version} given=${given} exams=${items.filter((exam) => exam.active || given.validities.some((one) => one.exam.id === exam.id))} onSaved=${request.reload} /><${History} key=${`h${given.version}`} path="/exam-recognition" />`}
    <//>
  </div>`;
}
