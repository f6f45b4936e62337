// A referral up: to which department, why, how urgent, and what papers come along.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { announce, CheckField, ProblemNotice, TextField } from '../shared/components.js';
import { Intention, post } from '../staff/api.js';
import { DepartmentPicker } from '../staff/departments.js';
import { countReferrals } from '../staff/referrals.js';
import { Button, TextArea, usePress } from '../staff/ui.js';

const kPapers = ['ecg', 'lab', 'imaging', 'discharge', 'medicines', 'record'];
const split = (text) => text.split(/[;；、,，\n]/).map((one) => one.trim()).filter(Boolean);

/// Common papers as buttons to press, others by name.
function Papers({ value, onChange }) {
  const names = kPapers.map((name) => t(`partner.paper.${name}`));
  const toggle = (name) => onChange({ ...value, chosen: value.chosen.includes(name) ? value.chosen.filter((one) => one !== name) : [...value.chosen, name] });
  return html`<div class="stack">
    <div role="group" aria-labelledby="papers-label">
      <p id="papers-label" class="label">${t('staff.rfl.papers')}</p>
      <div class="chips">
        ${names.map((name) => html`<button key=${name} type="button" class="chip" aria-pressed=${value.chosen.includes(name) ? 'true' : 'false'} onClick=${() => toggle(name)}>${name}</button>`)}
      </div>
    </div>
    <${TextField} label=${t('partner.letter.other-papers')} hint=${t('partner.letter.papers-hint')} value=${value.others} onInput=${(others) => onChange({ ...value, others })} maxlength="400" optional autocomplete="off" />
  </div>`;
}

export function Letter({ person, departments, onSent, onCancel }) {
  const [department, setDepartment] = useState(null);
  const [wanted, setWanted] = useState({ urgent: false, reason: '', papers: { chosen: [], others: '' } });
  const [tried, setTried] = useState(false);
  const press = usePress();
  const intention = useRef(new Intention());
  const input = useRef(null);
  const form = useRef(null);
  useLayoutEffect(() => input.current.focus(), []);
  const set = (name) => (value) => setWanted((old) => ({ ...old, [name]: value }));

  async function send(event) {
    event.preventDefault();
    setTried(true);
    if (!department) {
      input.current.focus();
      return;
    }
    if (!wanted.reason.trim()) {
      form.current.querySelector('textarea').focus();
      return;
    }
    const body = {
      direction: 'up',
      departmentId: department.id,
      personId: person.id,
      urgent: wanted.urgent,
      reason: wanted.reason.trim(),
      papers: [...wanted.papers.chosen, ...split(wanted.papers.others)],
    };
    if (!(await press.run(() => post('/referrals', body, { intention: intention.current })))) return;
    announce(t('partner.letter.sent', { department: pick(department, 'name') }));
    countReferrals();
    onSent();
  }
  return html`<section aria-labelledby="letter-title">
    <h1 id="letter-title">${t('partner.letter.title', { name: person.name || '' })}</h1>
    <p class="hint">${t('partner.letter.lead')}</p>
    <form class="stack card" ref=${form} onSubmit=${send} novalidate>
      <div>
        <${DepartmentPicker} key=${department ? department.id : ''} departments=${departments} chosen=${department} inputRef=${input}
          onChoose=${(chosen) => {
            setDepartment(chosen);
            form.current.querySelector('textarea').focus();
          }} />
        ${tried && !department ? html`<p class="error" role="alert">${t('partner.letter.department-missing')}</p>` : null}
      </div>
      <${TextArea} label=${t('partner.letter.reason')} value=${wanted.reason} onInput=${set('reason')} maxlength="500" required
        error=${tried && !wanted.reason.trim() ? t('partner.book.reason-missing') : ''} />
      <${CheckField} label=${t('partner.letter.urgent')} hint=${t('partner.letter.urgent-hint')} checked=${wanted.urgent} onChange=${set('urgent')} />
      <${Papers} value=${wanted.papers} onChange=${set('papers')} />
      <${ProblemNotice} problem=${press.problem} />
      <div class="row">
        <${Button} kind="primary" type="submit" busy=${press.busy} keys="Enter">${t('partner.letter.send')}<//>
        <${Button} onClick=${onCancel} keys="Esc">${t('staff.cancel')}<//>
      </div>
    </form>
  </section>`;
}
