// What is at hand of whoever stands at the window: certificates that were seen, appointments, earlier
// visits. Asked for once for each visit: every look at a person is on record.

import { html, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay, hospitalToday } from '../shared/dates.js';
import { Loaded, SelectField, TextField } from '../shared/components.js';
import { get, post, useRequest } from '../staff/api.js';
import { Button, DialogForm, usePress } from '../staff/ui.js';

function Certificates({ classes, priorities }) {
  if (!classes.length) return null;
  const name = (code) => {
    const found = priorities.find((one) => one.code === code);
    return found ? pick(found, 'name') : code;
  };
  return html`<h3>${t('window.background.certificates')}</h3>
    <ul class="window-background">${classes.map((one) => html`<li key=${one.code}>${name(one.code)} · ${one.proof} <span class="hint">${one.until ? t('window.background.until', { day: formatDay(one.until) }) : t('window.background.no-end')}</span></li>`)}</ul>`;
}

function Appointments({ items }) {
  if (!items.length) return null;
  const today = hospitalToday();
  return html`<h3>${t('window.background.appointments')}</h3>
    <ul class="window-background">${items.map((one) => html`<li key=${one.id}><strong>${one.date === today ? t('window.background.today') : formatDay(one.date)}</strong> ${one.start} ${pick(one.department, 'name')} <span class="hint">${pick(one.kind, 'name')}</span></li>`)}</ul>`;
}

function Visits({ visits }) {
  if (!visits.length) return null;
  const words = (visit) => visit.errands.map((one) => `${pick(one.service, 'name')}${one.outcome ? t('window.background.outcome', { outcome: one.outcome }) : ''}`).join(t('window.comma'));
  return html`<h3>${t('window.background.visits')}</h3>
    <ul class="window-background">${visits.map((one) => html`<li key=${one.id}>${formatDay(one.day)} ${one.number} ${words(one)} <span class="hint">${t(`window.visit.${one.state}`)}</span></li>`)}</ul>`;
}

function Shown({ data, priorities }) {
  const none = !data.classes.length && !data.appointments.length && !data.visits.length;
  if (none) return html`<p class="hint">${t('window.background.none')}</p>`;
  return html`<${Certificates} classes=${data.classes} priorities=${priorities} /><${Appointments} items=${data.appointments} /><${Visits} visits=${data.visits} />`;
}

function OfVisit({ visit, priorities, round }) {
  const request = useRequest(() => get(`/visits/${visit.id}/background`), [visit.id, round]);
  return html`<${Loaded} request=${request} lines=${2}>${(data) => html`<${Shown} data=${data} priorities=${priorities} />`}<//>`;
}

/// Nothing, unless a person is known.
export function Background({ visit, priorities, round, does }) {
  if (!visit || !visit.person) return null;
  return html`<section class="card" aria-labelledby="window-background">
    <div class="row">
      <h2 id="window-background">${t('window.background')}</h2>
      <${Button} kind="quiet" keys="H" onClick=${does.H}>${t('window.certificate')}<//>
    </div>
    <${OfVisit} key=${visit.id} visit=${visit} priorities=${priorities} round=${round} />
  </section>`;
}

/// A certificate seen now, known from then on.
export function CertificateDialog({ visit, view, onClose, onKept }) {
  const { priorities } = view;
  const [code, setCode] = useState(visit.priority || (priorities.length ? priorities[0].code : ''));
  const [proof, setProof] = useState(visit.proof && visit.proof !== 'on-record' ? visit.proof : '');
  const [until, setUntil] = useState('');
  const press = usePress();
  const send = async () => {
    const body = { code, proof: proof.trim() };
    if (until) body.until = until;
    if (await press.run(() => post(`/patients/${visit.person.id}/priority-classes`, body))) onKept();
  };
  return html`<${DialogForm} title=${t('window.certificate.title', { name: visit.person.name })} submitLabel=${t('window.certificate.keep')} busy=${press.busy} problem=${press.problem} onClose=${onClose} onSubmit=${send}>
    <p class="hint">${t('window.certificate.hint')}</p>
    <${SelectField} label=${t('window.take.priority')} name="priority" value=${code} onChange=${setCode} options=${priorities.map((one) => ({ value: one.code, label: pick(one, 'name') }))} />
    <${TextField} label=${t('window.take.proof')} hint=${t('window.take.proof-hint')} name="proof" value=${proof} onInput=${setProof} required maxlength="100" autocomplete="off" data-autofocus />
    <${TextField} type="date" label=${t('window.certificate.until')} hint=${t('window.certificate.until-hint')} name="until" value=${until} onInput=${setUntil} optional min=${hospitalToday()} />
  <//>`;
}
