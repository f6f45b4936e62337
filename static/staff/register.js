// A new record, fast: with a resident card the number is checked as it is typed and gives the date
// of birth and the sex by itself. A newborn without a document is registered through a parent.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { checkPhone, normaliseNumber } from '../shared/identity.js';
import { focusFirstError, Notice, ProblemNotice, SelectField, TextField } from '../shared/components.js';
import { Intention, post } from './api.js';
import { checkNumber, DocumentNumber } from './document_number.js';
import { useShortcuts } from './keys.js';
import { Button, usePress } from './ui.js';
import { NeedsField, sexOptions } from './needs.js';

const kEmpty = { type: 'resident-card', number: '', name: '', phone: '', sex: 'unknown', birthDate: '', needs: [] };

function bodyOf(form, facts, guardian) {
  const body = {
    name: form.name.trim(),
    documents: guardian ? [] : [{ type: form.type, number: normaliseNumber(form.number) }],
    sex: facts.sex || form.sex,
    needs: form.needs,
  };
  if (form.phone.trim()) body.phone = checkPhone(form.phone).phone;
  const birthDate = facts.birthDate || form.birthDate;
  if (birthDate) body.birthDate = birthDate;
  if (guardian) Object.assign(body, { newborn: true, guardianId: guardian.id });
  return body;
}

function errorsOf(form, check, guardian, problem) {
  const errors = {};
  if (!guardian && !check.ok) errors.number = t(`identity.${check.why}`);
  if (!form.name.trim()) errors.name = t('staff.register.name-missing');
  if (form.phone ? !checkPhone(form.phone).ok : !guardian) errors.phone = t('identity.phone');
  if (guardian && !form.birthDate) errors.birthDate = t('staff.register.birth-missing');
  if (problem && problem.field) {
    const field = { document: 'number', documents: 'number', documentNumber: 'number' }[problem.field] || problem.field;
    errors[field] = problem.detail;
  }
  return errors;
}

/// saveLabel: says what comes after it.
export function Register({ prefill, guardian, saveLabel, onDone, onOpen, onCancel }) {
  const [form, setForm] = useState({ ...kEmpty, ...prefill });
  const [tried, setTried] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const press = usePress();
  const intention = useRef(new Intention());
  const element = useRef(null);
  const set = (field) => (value) => setForm((old) => ({ ...old, [field]: value }));
  const check = checkNumber(form.type, form.number);
  const facts = !guardian && check.ok ? check : {};
  const errors = errorsOf(form, check, guardian, press.problem);
  const error = (field) => ((tried || (press.problem && press.problem.field)) && errors[field]) || '';

  useLayoutEffect(() => {
    const start = guardian || (prefill && prefill.number) ? 'name' : 'number';
    element.current.querySelector(`[name=${start}]`).focus();
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
    const wrong = errorsOf(form, check, guardian, null);
    if (Object.keys(wrong).length) {
      focusFirstError(element.current);
      return;
    }
    const body = bodyOf(form, facts, guardian);
    const person = await press.run(() => post('/patients', body, { intention: intention.current }));
    if (person) onDone(person);
    else focusFirstError(element.current);
  }

  const known = press.problem && press.problem.code === 'document-known' && press.problem.params.person;
  return html`<section aria-labelledby="register-title">
    <h1 id="register-title">${guardian ? t('staff.register.newborn-title', { name: guardian.name }) : t('staff.register.title')}</h1>
    <form class="stack register card" ref=${element} onSubmit=${save} novalidate>
      ${guardian
        ? html`<p class="hint">${t('staff.register.newborn-hint')}</p>`
        : html`<${DocumentNumber} type=${form.type} onType=${set('type')} number=${form.number} onNumber=${set('number')} error=${error('number')} />`}
      <div class="grid-2">
        <${TextField} label=${t('staff.field.name')} name="name" value=${form.name} onInput=${set('name')} required maxlength="60" autocomplete="off" error=${error('name')} />
        <${TextField} label=${t('staff.field.phone')} name="phone" value=${form.phone} onInput=${set('phone')} inputmode="tel" required=${!guardian}
          hint=${guardian ? t('staff.register.phone-guardian') : ''} maxlength="20" autocomplete="off" error=${error('phone')} />
        ${facts.birthDate
          ? html`<p class="derived"><span>${t('staff.register.derived')}</span>
              <strong>${facts.birthDate} · ${t(`staff.sex.${facts.sex}`)}</strong></p>`
          : html`<${TextField} label=${t('staff.field.birth-date')} name="birthDate" type="date" value=${form.birthDate} onInput=${set('birthDate')} error=${error('birthDate')} />
              <${SelectField} label=${t('staff.field.sex')} value=${form.sex} onChange=${set('sex')} options=${sexOptions()} />`}
      </div>
      <${NeedsField} value=${form.needs} onChange=${set('needs')} />
      ${known
        ? html`<${Notice} kind="error">
            <p>${press.problem.detail}</p>
            <p><${Button} onClick=${() => onOpen({ id: known })}>${t('staff.register.open-known')}<//></p>
          <//>`
        : html`<${ProblemNotice} problem=${press.problem} />`}
      ${leaving ? html`<${Notice} kind="warning" live><p>${t('staff.register.leaving')}</p><//>` : null}
      <div class="row">
        <${Button} kind="primary" type="submit" busy=${press.busy} keys="Enter">${saveLabel}<//>
        <${Button} onClick=${onCancel} keys="Esc">${t('staff.cancel')}<//>
      </div>
    </form>
  </section>`;
}
