// One's own patient: registered at the hospital, or found there by document and name. What the
// hospital knows beyond stays with it.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { hospitalToday, yearsBetween } from '../shared/dates.js';
import { checkPhone, normaliseNumber } from '../shared/identity.js';
import { focusFirstError, Notice, ProblemNotice, SelectField, TextField } from '../shared/components.js';
import { Intention, post } from '../staff/api.js';
import { checkNumber, DocumentNumber } from '../staff/document_number.js';
import { useShortcuts } from '../staff/keys.js';
import { Button, usePress } from '../staff/ui.js';

const kOfAge = 14;
const kEmpty = { type: 'resident-card', number: '', name: '', phone: '', sex: 'unknown', birthDate: '' };

const factsOf = (form) => {
  const check = checkNumber(form.type, form.number);
  return check.ok ? check : {};
};
const needsGuardian = (form) => {
  const birth = factsOf(form).birthDate || form.birthDate;
  return !!birth && yearsBetween(birth, hospitalToday()) < kOfAge;
};

function personOf(form) {
  const facts = factsOf(form);
  const person = {
    name: form.name.trim(),
    phone: checkPhone(form.phone).phone,
    document: { type: form.type, number: normaliseNumber(form.number) },
    sex: facts.sex || form.sex,
  };
  const birthDate = facts.birthDate || form.birthDate;
  return birthDate ? { ...person, birthDate } : person;
}

function errorsOf(form) {
  const errors = {};
  const check = checkNumber(form.type, form.number);
  if (!check.ok) errors.number = t(`identity.${check.why}`);
  if (!form.name.trim()) errors.name = t('staff.register.name-missing');
  if (!checkPhone(form.phone).ok) errors.phone = t('identity.phone');
  if (!(check.birthDate || form.birthDate)) errors.birthDate = t('staff.register.birth-missing');
  return errors;
}

/// The fields of one person; `prefix` tells the guardian's from the patient's.
function PersonFields({ form, set, errors, prefix = '' }) {
  const facts = factsOf(form);
  return html`
    <${DocumentNumber} type=${form.type} onType=${set('type')} number=${form.number} onNumber=${set('number')} name=${`${prefix}number`} error=${errors.number} />
    <div class="grid-2">
      <${TextField} label=${t('staff.field.name')} name=${`${prefix}name`} value=${form.name} onInput=${set('name')} required maxlength="60" autocomplete="off" error=${errors.name} />
      <${TextField} label=${t('staff.field.phone')} name=${`${prefix}phone`} value=${form.phone} onInput=${set('phone')} inputmode="tel" required maxlength="20" autocomplete="off" error=${errors.phone} />
      ${facts.birthDate
        ? html`<p class="derived"><span>${t('staff.register.derived')}</span><strong>${facts.birthDate} · ${t(`staff.sex.${facts.sex}`)}</strong></p>`
        : html`<${TextField} label=${t('staff.field.birth-date')} name=${`${prefix}birthDate`} type="date" value=${form.birthDate} onInput=${set('birthDate')} required error=${errors.birthDate} />
            <${SelectField} label=${t('staff.field.sex')} value=${form.sex} onChange=${set('sex')} options=${['unknown', 'male', 'female'].map((value) => ({ value, label: t(`staff.sex.${value}`) }))} />`}
    </div>`;
}

export function Register({ prefill, onDone, onCancel }) {
  const [form, setForm] = useState({ ...kEmpty, ...prefill });
  const [guardian, setGuardian] = useState(kEmpty);
  const [tried, setTried] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const press = usePress();
  const intention = useRef(new Intention());
  const element = useRef(null);
  const set = (field) => (value) => setForm((old) => ({ ...old, [field]: value }));
  const setGuardians = (field) => (value) => setGuardian((old) => ({ ...old, [field]: value }));
  const child = needsGuardian(form);
  const { problem } = press;
  const refused = problem && problem.field ? { [{ document: 'number' }[problem.field] || problem.field]: problem.detail } : {};

  useLayoutEffect(() => {
    element.current.querySelector(`[name=${prefill && prefill.number ? 'name' : 'number'}]`).focus();
  }, []);

  // What was typed is not thrown away by one slip of the finger.
  useShortcuts({
    Escape: () => {
      if (leaving || !(form.name || form.number || form.phone)) return false;
      setLeaving(true);
      return true;
    },
  });

  async function save(event) {
    event.preventDefault();
    setTried(true);
    press.clear();
    const wrong = { ...errorsOf(form), ...(child ? errorsOf(guardian) : {}) };
    if (Object.keys(wrong).length) {
      focusFirstError(element.current);
      return;
    }
    const body = child ? { ...personOf(form), guardian: personOf(guardian) } : personOf(form);
    const person = await press.run(() => post('/partner/patients', body, { intention: intention.current }));
    if (person) onDone(person);
    else focusFirstError(element.current);
  }
  return html`<section aria-labelledby="register-title">
    <h1 id="register-title">${t('partner.register.title')}</h1>
    <p class="hint">${t('partner.register.lead')}</p>
    <form class="stack register card" ref=${element} onSubmit=${save} novalidate>
      <${PersonFields} form=${form} set=${set} errors=${{ ...(tried ? errorsOf(form) : {}), ...refused }} />
      ${child
        ? html`<h2>${t('staff.field.guardian')}</h2><p class="hint">${t('partner.register.guardian')}</p>
            <${PersonFields} form=${guardian} set=${setGuardians} errors=${tried ? errorsOf(guardian) : {}} prefix="guardian-" />`
        : null}
      <${ProblemNotice} problem=${problem} />
      ${leaving ? html`<${Notice} kind="warning" live><p>${t('staff.register.leaving')}</p><//>` : null}
      <div class="row">
        <${Button} kind="primary" type="submit" busy=${press.busy} keys="Enter">${t('partner.register.save')}<//>
        <${Button} onClick=${onCancel} keys="Esc">${t('staff.cancel')}<//>
      </div>
    </form>
  </section>`;
}
