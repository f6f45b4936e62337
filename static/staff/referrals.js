// Referrals from partner institutions, urgent ones first, and those sent down to them.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatInstant } from '../shared/dates.js';
import { Empty, Facts, Loaded, ProblemNotice, SelectField, TextField } from '../shared/components.js';
import { get, getAll, post, useRequest } from './api.js';
import { Button, Dialog, DialogForm, Mark, usePress } from './ui.js';
import { NeedBadges, sexAndAge } from './person.js';

const kPaths = { accept: 'acceptance', redirect: 'redirection', refuse: 'refusal', report: 'report', withdraw: 'withdrawal' };
const kTexts = { accept: 'note', redirect: 'note', refuse: 'reason', report: 'report', withdraw: 'note' };
const kNeeded = ['refuse', 'report'];
const kViews = [['up', 'open'], ['down', 'open'], ['', 'ended']];

const stateName = (state) => t(`staff.rfl.state.${state}`);
const from = (one) => (one.direction === 'up' ? pick(one.institution, 'name') : pick(one.department, 'name'));
const to = (one) => (one.direction === 'up' ? pick(one.department, 'name') : pick(one.institution, 'name'));

function StepForm({ one, step, departments, onClose, onDone }) {
  const [text, setText] = useState('');
  const [departmentId, setDepartment] = useState('');
  const press = usePress();
  const needed = kNeeded.includes(step);
  const others = departments.filter((each) => each.id !== one.department.id);
  async function go() {
    const body = { [kTexts[step]]: text.trim() };
    if (step === 'redirect') body.departmentId = departmentId || (others[0] || {}).id;
    const done = await press.run(() => post(`/referrals/${one.id}/${kPaths[step]}`, body));
    if (done) onDone(done);
  }
  return html`<${DialogForm} title=${t(`staff.rfl.do.${step}`)} submitLabel=${t(`staff.rfl.do.${step}`)} danger=${step === 'refuse' || step === 'withdraw'}
    onClose=${onClose} onSubmit=${go} busy=${press.busy} problem=${press.problem}>
    <p><strong>${one.person.name}</strong> ${from(one)} → ${to(one)}</p>
    ${step === 'redirect'
      ? html`<${SelectField} label=${t('staff.booking.department')} value=${departmentId || (others[0] || {}).id} onChange=${setDepartment}
          options=${others.map((each) => ({ value: each.id, label: pick(each, 'name') }))} />`
      : null}
    <${TextField} label=${t(`staff.rfl.text.${step}`)} value=${text} onInput=${setText} maxlength=${step === 'report' ? 1000 : 200}
      required=${needed} optional=${!needed} autocomplete="off" data-autofocus />
  <//>`;
}

function ReferralDialog({ id, departments, onOpen, onChanged, onClose }) {
  const request = useRequest(() => get(`/referrals/${id}`), [id]);
  const [step, setStep] = useState('');
  if (step && request.state === 'ready') {
    return html`<${StepForm} one=${request.data} step=${step} departments=${departments} onClose=${() => setStep('')}
      onDone=${() => {
        setStep('');
        request.reload();
        onChanged();
      }} />`;
  }
  const line = (event) => [t(`staff.rfl.event.${event.what}`), event.note].filter(Boolean).join(' · ');
  return html`<${Dialog} title=${t('staff.rfl.one')} onClose=${onClose} wide>
    <${Loaded} request=${request}>
      ${(one) => html`<div class="stack">
        <p class="adm-who"><button type="button" class="link" onClick=${() => onOpen(one.person)}>${one.person.name}</button>
          ${one.urgent ? html`<${Mark} kind="danger" icon="warning">${t('staff.rfl.urgent')}<//>` : null} <${Mark}>${stateName(one.state)}<//></p>
        <${Facts} items=${[
          [t('staff.rfl.from'), from(one)],
          [t('staff.rfl.to'), to(one)],
          [t('staff.rfl.reason'), one.reason],
          [t('staff.rfl.papers'), one.papers.join('、')],
          [t('staff.rfl.appointment'), one.appointment && `${formatInstant(one.appointment.startsAt)} ${one.appointment.code}`],
          [t('staff.rfl.report'), one.report],
        ]} />
        <ol class="adm-history">${one.events.map((event, i) => html`<li key=${i}><span class="hint">${formatInstant(event.at)}</span> ${line(event)}</li>`)}</ol>
        ${one.can.includes('book') ? html`<p class="hint">${t('staff.rfl.book-hint')}</p>` : null}
        <div class="row">
          ${one.can.filter((name) => kPaths[name]).map((name) => html`<${Button} key=${name} kind=${name === 'accept' ? 'primary' : 'secondary'} onClick=${() => setStep(name)}>${t(`staff.rfl.do.${name}`)}<//>`)}
          <${Button} onClick=${onClose} keys="Esc" data-autofocus>${t('staff.close')}<//>
        </div>
      </div>`}
    <//>
  <//>`;
}

export function Referrals({ departments, onOpen, onBack }) {
  const [which, setWhich] = useState(0);
  const [departmentId, setDepartment] = useState('');
  const [shown, setShown] = useState(null);
  const title = useRef(null);
  useLayoutEffect(() => title.current.focus(), []);
  const [direction, state] = kViews[which];
  const request = useRequest(() => getAll('/referrals', { query: { direction, state, departmentId } }), [which, departmentId], { refresh: true });
  const name = (n) => t(`staff.rfl.view.${kViews[n][0] || kViews[n][1]}`);
  return html`<section class="adm" aria-labelledby="rfl-title">
    <div class="bar">
      <h1 id="rfl-title" tabindex="-1" ref=${title}>${t('staff.rfl.title')}</h1>
      <div class="row"><${Button} onClick=${onBack} keys="Esc">${t('staff.back')}<//></div>
    </div>
    <div class="filters">
      <${SelectField} label=${t('staff.booking.department')} value=${departmentId} onChange=${setDepartment}
        options=${[{ value: '', label: t('staff.rfl.all') }, ...departments.map((one) => ({ value: one.id, label: pick(one, 'name') }))]} />
    </div>
    <div class="chips" role="group" aria-label=${t('staff.rfl.which')}>
      ${kViews.map((_, n) => html`<button key=${n} type="button" class="chip" aria-pressed=${which === n ? 'true' : 'false'} onClick=${() => setWhich(n)}>${name(n)}</button>`)}
    </div>
    <${Loaded} request=${request}>
      ${(items) => (items.length
        ? html`<div class="table-wrap" tabindex="0" role="region" aria-label=${name(which)}>
            <table class="table">
              <thead><tr>
                <th scope="col">${t('staff.rfl.person')}</th><th scope="col">${t('staff.rfl.from')}</th><th scope="col">${t('staff.rfl.to')}</th>
                <th scope="col">${t('staff.rfl.reason')}</th><th scope="col">${t('staff.rfl.sent')}</th><th scope="col">${t('staff.rfl.state')}</th>
              </tr></thead>
              <tbody>
                ${items.map((one) => html`<tr key=${one.id}>
                  <td><button type="button" class="link" onClick=${() => setShown(one)}>${one.person.name}</button> ${sexAndAge(one.person)} <${NeedBadges} needs=${one.person.needs} /></td>
                  <td>${from(one)}</td><td>${to(one)}</td><td>${one.reason}</td><td>${formatInstant(one.createdAt)}</td>
                  <td>${one.urgent ? html`<${Mark} kind="danger" icon="warning">${t('staff.rfl.urgent')}<//> ` : null}<${Mark}>${stateName(one.state)}<//></td>
                </tr>`)}
              </tbody>
            </table>
          </div>`
        : html`<${Empty} title=${t('staff.rfl.none')} />`)}
    <//>
    ${shown ? html`<${ReferralDialog} key=${shown.id} id=${shown.id} departments=${departments} onOpen=${onOpen} onChanged=${request.reload} onClose=${() => setShown(null)} />` : null}
  </section>`;
}
