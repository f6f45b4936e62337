// Adding a person: oneself, a child, a parent … by a document with its check digit looked at while
// typing, or a newborn who has none yet.

import { html, useRef, useState } from '../shared/preact.js';
import { asProblem, Intention, post } from '../shared/api.js';
import { Button, CheckField, Choices, Notice, ProblemNotice, SelectField, TextField, focusFirstError } from '../shared/components.js';
import { hospitalToday, yearsBetween } from '../shared/dates.js';
import { t } from '../shared/i18n.js';
import { checkDocument, checkPhone, documentName, kDocumentTypes, normaliseNumber } from '../shared/identity.js';

const kRelations = ['self', 'parent', 'child', 'spouse', 'other'];
const kGuardedBelow = 14;

/// What is wrong with the form, field by field; {} when nothing is.
function mistakes(form, known) {
  const errors = {};
  if (form.name.trim().length < 2) errors.name = t('patient.person.name-missing');
  if (form.type !== 'newborn') {
    const checked = checkDocument(form.type, form.number);
    if (!normaliseNumber(form.number)) errors.document = t('patient.person.number-missing');
    else if (!checked.ok) errors.document = t(`identity.${checked.why}`);
  }
  if (!known.complete) {
    if (!form.birthDate) errors.birthDate = t('patient.person.birth-missing');
    else if (form.birthDate > hospitalToday()) errors.birthDate = t('patient.person.birth-future');
    if (!form.sex) errors.sex = t('patient.person.sex-missing');
  }
  if (form.phone && !checkPhone(form.phone).ok) errors.phone = t('identity.phone');
  if (known.guarded && !form.guardian) errors.guardian = t('patient.person.guardian-missing');
  return errors;
}

/// What the document itself tells. complete: birth and sex need not be asked, because the number
/// says them or will, once it is right.
function knownFrom(form) {
  const checked = form.type === 'newborn' ? { ok: false } : checkDocument(form.type, form.number);
  const birthDate = checked.ok ? checked.birthDate : '';
  const born = birthDate || form.birthDate;
  const guarded = form.relation !== 'self' && !!born && yearsBetween(born, hospitalToday()) < kGuardedBelow;
  const complete = !!birthDate || form.type === 'resident-card';
  return { ok: checked.ok, complete, birthDate, sex: checked.ok ? checked.sex : '', guarded };
}

function bodyFrom(form, known) {
  const body = { name: form.name.trim(), relation: form.relation };
  if (form.type === 'newborn') body.newborn = true;
  else body.document = { type: form.type, number: normaliseNumber(form.number) };
  if (!known.complete) Object.assign(body, { birthDate: form.birthDate, sex: form.sex });
  if (form.phone) body.phone = checkPhone(form.phone).phone;
  if (known.guarded) body.guardian = form.guardian;
  return body;
}

/// people: those already there; onAdded(person); saveLabel: what the button says.
export function PersonForm({ people, onAdded, saveLabel }) {
  const hasSelf = people.some((person) => person.relation === 'self');
  const [form, setForm] = useState({
    relation: hasSelf ? 'parent' : 'self',
    name: '',
    type: 'resident-card',
    number: '',
    birthDate: '',
    sex: '',
    phone: '',
    guardian: false,
  });
  const [errors, setErrors] = useState({});
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const element = useRef(null);
  const intention = useRef(new Intention());
  const known = knownFrom(form);
  const newborn = form.type === 'newborn';

  const put = (changes) => {
    setForm((old) => ({ ...old, ...changes }));
    setErrors((old) => Object.fromEntries(Object.entries(old).filter(([field]) => !(field in changes))));
  };
  const putRelation = (relation) => put({ relation, type: relation !== 'child' && newborn ? 'resident-card' : form.type });
  const putNumber = (number) => {
    put({ number });
    const clean = normaliseNumber(number);
    const whole = form.type === 'resident-card' && clean.length >= 18;
    const checked = checkDocument(form.type, clean);
    setErrors((old) => ({ ...old, document: whole && !checked.ok ? t(`identity.${checked.why}`) : '' }));
  };
  const leaveNumber = () => {
    const clean = normaliseNumber(form.number);
    const checked = checkDocument(form.type, clean);
    if (clean && !checked.ok) setErrors((old) => ({ ...old, document: t(`identity.${checked.why}`) }));
  };

  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    const wrong = mistakes(form, known);
    setErrors(wrong);
    setProblem(null);
    if (Object.keys(wrong).length) {
      focusFirstError(element.current);
      return;
    }
    setBusy(true);
    try {
      onAdded(await post('/me/people', bodyFrom(form, known), { intention: intention.current }));
    } catch (error) {
      const answer = asProblem(error);
      const { field } = answer;
      if (field && (field in form || field === 'document')) {
        setErrors({ [field]: answer.detail });
        focusFirstError(element.current);
      } else {
        setProblem(answer);
      }
      setBusy(false);
    }
  };

  const types = kDocumentTypes.map((type) => ({ value: type, label: documentName(type) }));
  if (form.relation === 'child') types.push({ value: 'newborn', label: t('patient.person.newborn') });
  const read = known.ok && known.birthDate ? t('patient.person.read', { birth: known.birthDate, sex: t(`patient.sex.${known.sex}`) }) : '';

  return html`<form class="card stack narrow" ref=${element} onSubmit=${submit} novalidate>
    <${Choices}
      legend=${t('patient.person.relation')}
      layout="row"
      value=${form.relation}
      onChange=${putRelation}
      options=${kRelations.map((relation) => ({ value: relation, label: t(`patient.relation.${relation}`), disabled: relation === 'self' && hasSelf }))}
    />
    <${TextField} label=${t('patient.person.name')} hint=${newborn ? t('patient.person.newborn-name') : t('patient.person.name-hint')} error=${errors.name} required maxlength="50" autocomplete=${form.relation === 'self' ? 'name' : 'off'} value=${form.name} onInput=${(name) => put({ name })} />
    <${SelectField} label=${t('patient.person.type')} value=${form.type} onChange=${(type) => put({ type, number: '', document: '' })} options=${types} />
    ${newborn
      ? html`<${Notice}><p>${t('patient.person.newborn-help')}</p><//>`
      : html`<div>
          <${TextField}
            label=${t('patient.person.number')}
            error=${errors.document}
            required
            maxlength="30"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            value=${form.number}
            onInput=${putNumber}
            onBlur=${leaveNumber}
          />
          <p class="good" role="status">${known.ok ? `✓ ${t('identity.ok')}${read ? ` · ${read}` : ''}` : ''}</p>
        </div>`}
    ${known.complete
      ? null
      : html`<${TextField} label=${t('patient.person.birth')} error=${errors.birthDate} required type="date" max=${hospitalToday()} value=${form.birthDate} onInput=${(birthDate) => put({ birthDate })} />
          <${Choices} legend=${t('patient.person.sex')} layout="row" error=${errors.sex} value=${form.sex} onChange=${(sex) => put({ sex })} options=${['female', 'male'].map((sex) => ({ value: sex, label: t(`patient.sex.${sex}`) }))} />`}
    ${form.relation === 'self'
      ? null
      : html`<${TextField} label=${t('patient.person.phone')} hint=${t('patient.person.phone-hint')} error=${errors.phone} optional type="tel" inputmode="tel" autocomplete="off" maxlength="20" value=${form.phone} onInput=${(phone) => put({ phone })} />`}
    ${(known.guarded || newborn) && !hasSelf ? html`<${Notice} kind="warning" live><p>${t('patient.person.self-first')}</p><//>` : null}
    ${known.guarded
      ? html`<${CheckField} label=${t('patient.person.guardian')} hint=${t('patient.person.guardian-hint')} error=${errors.guardian} checked=${form.guardian} onChange=${(guardian) => put({ guardian })} />`
      : null}
    <${ProblemNotice} problem=${problem} />
    <${Button} kind="primary" type="submit" class="button-block" busy=${busy}>${saveLabel || t('patient.person.save')}<//>
    <p class="hint">${t('identity.privacy')}</p>
  </form>`;
}
