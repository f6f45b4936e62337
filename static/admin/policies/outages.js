// Times in which the hospital failed: what was cancelled or missed then does not count.

import { html, useState } from '../../shared/preact.js';
import { pick, t } from '../../shared/i18n.js';
import { dayOf, formatInstant, formatTime, hospitalToday, instantAt } from '../../shared/dates.js';
import { Loaded, SelectField, TextField } from '../../shared/components.js';
import { get, Intention, post, useRequest } from '../../staff/api.js';
import { ReasonField } from '../../staff/reason.js';
import { Button, DialogForm, usePress } from '../../staff/ui.js';

function Declare({ refs, onClose, onDone }) {
  const [form, setForm] = useState({ day: hospitalToday(), from: '08:00', lastDay: hospitalToday(), to: '12:00', campusId: '', reason: '' });
  const [intention] = useState(() => new Intention());
  const press = usePress();
  const set = (name) => (value) => setForm((old) => ({ ...old, [name]: value }));
  const act = async () => {
    const body = { from: instantAt(form.day, form.from), to: instantAt(form.lastDay, form.to), reason: form.reason.trim() };
    if (form.campusId) body.campusId = form.campusId;
    if (await press.run(() => post('/outages', body, { intention }))) onDone();
  };
  const time = { inputmode: 'numeric', maxlength: 5, pattern: '([01][0-9]|2[0-3]):[0-5][0-9]', required: true, autocomplete: 'off' };
  return html`<${DialogForm} title=${t('rules.outage.add')} submitLabel=${t('rules.outage.do')} onClose=${onClose} onSubmit=${act} busy=${press.busy} problem=${press.problem}>
    <p>${t('rules.outage.explain')}</p>
    <div class="rule-fields">
      <${TextField} label=${t('rules.outage.day')} type="date" value=${form.day} onInput=${(day) => day && set('day')(day)} required />
      <${TextField} label=${t('rules.outage.from')} value=${form.from} onInput=${set('from')} ...${time} />
      <${TextField} label=${t('rules.outage.last-day')} type="date" min=${form.day} value=${form.lastDay} onInput=${(day) => day && set('lastDay')(day)} required />
      <${TextField} label=${t('rules.outage.to')} value=${form.to} onInput=${set('to')} ...${time} />
    </div>
    <${SelectField} label=${t('rules.override.campuses')} value=${form.campusId} onChange=${set('campusId')}
      options=${[{ value: '', label: t('rules.outage.everywhere') }, ...((refs && refs.campuses) || []).map((one) => ({ value: one.id, label: pick(one, 'name') }))]} />
    <${ReasonField} value=${form.reason} onChange=${set('reason')} reasons=${['system', 'network', 'weather'].map((name) => t(`rules.outage.reason.${name}`))} />
  <//>`;
}

export function Outages({ refs, who }) {
  const request = useRequest(() => get('/outages'), []);
  const [adding, setAdding] = useState(false);
  const until = (one) => (dayOf(one.from) === dayOf(one.to) ? formatTime(one.to) : formatInstant(one.to));
  return html`<section class="card stack outages" aria-labelledby="rules-outages">
    <div class="bar">
      <h2 id="rules-outages">${t('rules.outages')}</h2>
      <${Button} onClick=${() => setAdding(true)}>${t('rules.outage.add')}<//>
    </div>
    <p class="hint">${t('rules.outages-lead')}</p>
    <${Loaded} request=${request} lines=${1}>
      ${({ items }) =>
        items.length
          ? html`<ul class="sentences">${items.map(
              (one) => html`<li key=${one.id}><span class="number">${formatInstant(one.from)} – ${until(one)}</span>
                · ${one.campusId && refs ? refs.nameOf('campuses', one.campusId) : t('rules.outage.everywhere')} · ${one.reason} <span class="hint">${who(one.declaredBy)}</span></li>`,
            )}</ul>`
          : html`<p>${t('rules.outages-none')}</p>`}
    <//>
    ${adding ? html`<${Declare} refs=${refs} onClose=${() => setAdding(false)} onDone=${() => {
      setAdding(false);
      request.reload();
    }} />` : null}
  </section>`;
}
