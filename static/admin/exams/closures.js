// When a device is closed, maintained or broken.

import { html, useState } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { formatInstant, hospitalToday, instantAt } from '../../shared/dates.js';
import { Loaded, Notice, SelectField, TextField } from '../../shared/components.js';
import { del, get, Intention, post, useRequest } from '../../staff/api.js';
import { ReasonField } from '../../staff/reason.js';
import { Button, DialogForm, usePress } from '../../staff/ui.js';

const kKinds = ['maintenance', 'broken', 'closed'];

function Close({ item, onClose, onDone }) {
  const today = hospitalToday();
  const [form, setForm] = useState({ kind: 'maintenance', day: today, from: '08:00', lastDay: today, to: '12:00', reason: '' });
  const [intention] = useState(() => new Intention());
  const press = usePress();
  const set = (name) => (value) => setForm((old) => ({ ...old, [name]: value }));
  const broken = form.kind === 'broken';
  const act = async () => {
    const body = { kind: form.kind, reason: form.reason.trim() };
    // What broke is closed from now until somebody says that it works again.
    if (!broken) Object.assign(body, { from: instantAt(form.day, form.from), to: instantAt(form.lastDay, form.to) });
    const made = await press.run(() => post(`/exam-devices/${item.id}/closures`, body, { intention }));
    if (made) onDone(made);
  };
  const time = { inputmode: 'numeric', maxlength: 5, pattern: '([01][0-9]|2[0-3]):[0-5][0-9]', required: true, autocomplete: 'off' };
  return html`<${DialogForm} title=${t('exams.close', { name: item.name })} submitLabel=${t('exams.close-do')} onClose=${onClose} onSubmit=${act} busy=${press.busy} problem=${press.problem}>
    <${SelectField} label=${t('exams.closure-kind')} value=${form.kind} onChange=${set('kind')} options=${kKinds.map((one) => ({ value: one, label: t(`exams.closure.${one}`) }))} />
    ${broken
      ? html`<p class="hint">${t('exams.closure-broken')}</p>`
      : html`<div class="rows-fields">
          <${TextField} label=${t('exams.closure-day')} type="date" value=${form.day} onInput=${(day) => day && set('day')(day)} required />
          <${TextField} label=${t('exams.closure-from')} value=${form.from} onInput=${set('from')} ...${time} />
          <${TextField} label=${t('exams.closure-last-day')} type="date" min=${form.day} value=${form.lastDay} onInput=${(day) => day && set('lastDay')(day)} required />
          <${TextField} label=${t('exams.closure-to')} value=${form.to} onInput=${set('to')} ...${time} />
        </div>`}
    <${ReasonField} value=${form.reason} onChange=${set('reason')} reasons=${['service', 'fault', 'staff'].map((name) => t(`exams.closure-reason.${name}`))} />
  <//>`;
}

export function Closures({ item }) {
  const request = useRequest(() => get('/exam-closures'), []);
  const [closing, setClosing] = useState(false);
  const [booked, setBooked] = useState(0);
  const press = usePress();
  const lift = async (one) => {
    if (await press.run(() => del(`/exam-closures/${one.id}`))) request.reload();
  };
  return html`<section class="stack" aria-labelledby="closures-title">
    <div class="bar">
      <h3 id="closures-title">${t('exams.closures')}</h3>
      <${Button} onClick=${() => setClosing(true)}>${t('exams.close-do')}<//>
    </div>
    ${booked ? html`<${Notice} kind="warning" live><p>${t('exams.closure-booked', { n: booked })}</p><//>` : null}
    <${Loaded} request=${request} lines=${1}>
      ${({ items }) => {
        const own = items.filter((one) => one.deviceId === item.id);
        return own.length
          ? html`<ul class="stack">${own.map(
              (one) => html`<li key=${one.id}>
                ${t(`exams.closure.${one.kind}`)} · ${formatInstant(one.from)} – ${one.to ? formatInstant(one.to) : t('exams.closure-open')} · ${one.reason}
                <${Button} kind="quiet" busy=${press.busy} onClick=${() => lift(one)}>${t('exams.reopen')}<//>
              </li>`,
            )}</ul>`
          : html`<p class="hint">${t('exams.closures-none')}</p>`;
      }}
    <//>
    ${closing
      ? html`<${Close} item=${item} onClose=${() => setClosing(false)} onDone=${(made) => {
          setClosing(false);
          setBooked(made.booked);
          request.reload();
        }} />`
      : null}
  </section>`;
}
