// A number for somebody who stands at the desk: what they have come for, found by name, pinyin or
// everyday words; who goes first, and what shows it.

import { html, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { SelectField, TextField } from '../shared/components.js';
import { Intention, post } from '../staff/api.js';
import { DialogForm, usePress } from '../staff/ui.js';

const kMost = 6;
const kShown = 8;

function matches(service, words) {
  const all = [service.name, service.nameEn, service.code, service.pinyin, service.initials, ...service.keywords];
  return all.some((one) => one.toLowerCase().includes(words));
}

export function TakeDialog({ services, priorities, onClose, onTaken }) {
  const [chosen, setChosen] = useState([]);
  const [words, setWords] = useState('');
  const [priority, setPriority] = useState('');
  const [proof, setProof] = useState('');
  const press = usePress();
  const intention = useRef(new Intention());
  const asked = words.trim().toLowerCase();
  const left = services.filter((one) => !chosen.includes(one) && (!asked || matches(one, asked))).slice(0, kShown);
  const add = (service) => {
    setChosen([...chosen, service].slice(0, kMost));
    setWords('');
  };
  /// Enter takes the first that is found; once nothing is being looked for, it takes the number.
  async function send() {
    if (asked && left.length) {
      add(left[0]);
      return;
    }
    const body = { serviceIds: chosen.map((one) => one.id) };
    if (priority) Object.assign(body, { priority, proof: proof.trim() });
    const visit = await press.run(() => post('/visits', body, { intention: intention.current }));
    if (visit) onTaken(visit.number);
  }
  return html`<${DialogForm} title=${t('window.take.title')} submitLabel=${t(asked ? 'window.take.add' : 'window.take.do')} busy=${press.busy} problem=${press.problem} onClose=${onClose} onSubmit=${send} wide>
    ${chosen.length
      ? html`<div class="chips" role="group" aria-label=${t('window.take.chosen')}>
          ${chosen.map((one, i) => html`<button key=${one.id} type="button" class="chip" aria-pressed="true" aria-label=${t('window.take.remove', { name: pick(one, 'name') })} onClick=${() => setChosen(chosen.filter((other) => other !== one))}>${i + 1}. ${pick(one, 'name')}</button>`)}
        </div>`
      : null}
    <${TextField} label=${t('window.take.what')} hint=${t('window.take.hint')} name="service" value=${words} onInput=${setWords} maxlength="40" autocomplete="off" data-autofocus />
    <div class="chips" role="group" aria-label=${t('window.take.found')}>
      ${left.map((one) => html`<button key=${one.id} type="button" class="chip" onClick=${() => add(one)}>${pick(one, 'name')}</button>`)}
    </div>
    ${priorities.length
      ? html`<${SelectField} label=${t('window.take.priority')} name="priority" value=${priority} onChange=${setPriority}
          options=${[{ value: '', label: t('window.take.no-priority') }, ...priorities.map((one) => ({ value: one.code, label: pick(one, 'name') }))]} />`
      : null}
    ${priority ? html`<${TextField} label=${t('window.take.proof')} hint=${t('window.take.proof-hint')} name="proof" value=${proof} onInput=${setProof} required maxlength="100" autocomplete="off" />` : null}
  <//>`;
}
