// Complaints, suggestions and praise: what the hospital posts about them, writing one with or
// without a name, and following it, with or without an account.

import { html, useRef, useState } from '../shared/preact.js';
import { asProblem, get, Intention, post, useRequest } from '../shared/api.js';
import { Button, CheckField, Choices, Facts, Field, focusFirstError, Loaded, Notice, PageTitle, ProblemNotice, TextField } from '../shared/components.js';
import { meStore } from '../shared/context.js';
import { fullDay } from '../shared/dates.js';
import { pick, t } from '../shared/i18n.js';
import { checkPhone } from '../shared/identity.js';
import { useStore } from '../shared/store.js';
import { Letter } from './voice_letter.js';

const kKinds = ['complaint', 'suggestion', 'praise'];

export function TextArea({ label, hint, error, value, onInput, rows = 6, ...rest }) {
  return html`<${Field} ...${{ label, hint, error }}>
    ${(props) => html`<textarea class="input" rows=${rows} value=${value} onInput=${(e) => onInput(e.target.value)} ...${props} ...${rest}></textarea>`}
  <//>`;
}

function Posted({ posted }) {
  const duties = pick(posted, 'duties');
  return html`<section class="card stack" aria-labelledby="voice-office">
    <h2 id="voice-office">${t('patient.voice.office')}</h2>
    <${Facts} items=${[
      [t('patient.voice.place'), pick(posted, 'place')],
      [t('patient.voice.phone'), posted.phone ? html`<a class="phone-link" href=${`tel:${posted.phone}`}>${posted.phone}</a>` : ''],
      [t('patient.voice.hours'), pick(posted, 'hours')],
    ]} />
    ${posted.confirmed ? html`<p>${t('patient.voice.deadline', { n: posted.days, m: posted.daysSeveral })}</p>` : null}
    <details>
      <summary>${t('patient.voice.duties')}</summary>
      <p class="voice-words">${duties || t('patient.voice.duties-none')}</p>
    </details>
  </section>`;
}

/// What they take away: number and code, once.
function Sent({ letter, onDone }) {
  return html`<${Notice} kind="success" title=${t('patient.voice.sent')} live>
    <p>${t('patient.voice.sent-keep')}</p>
    <${Facts} items=${[
      [t('patient.voice.number'), html`<strong class="voice-code">${letter.number}</strong>`],
      [t('patient.voice.code'), html`<strong class="voice-code">${letter.code}</strong>`],
    ]} />
    <p>${t('patient.voice.due', { date: fullDay(letter.dueOn) })}</p>
    <div class="row no-print">
      <${Button} onClick=${() => window.print()}>${t('patient.voice.print')}<//>
      <${Button} kind="quiet" onClick=${onDone}>${t('common.close')}<//>
    </div>
  <//>`;
}

const kBlank = { kind: '', text: '', name: '', phone: '', mayShow: false, follow: false };

function Write({ onSent }) {
  const me = useStore(meStore);
  const [form, setForm] = useState(kBlank);
  const [tried, setTried] = useState(false);
  const [state, setState] = useState({ busy: false, problem: null });
  const intention = useRef(new Intention());
  const box = useRef(null);
  const set = (field) => (value) => setForm((old) => ({ ...old, [field]: value }));
  const wrong = {
    kind: !form.kind && t('patient.voice.wrong.kind'),
    text: !form.text.trim() && t('patient.voice.wrong.text'),
    phone: form.phone.trim() && !checkPhone(form.phone).ok ? t('patient.voice.wrong.phone') : '',
  };
  const error = (field) => (tried && wrong[field]) || '';
  const submit = async (event) => {
    event.preventDefault();
    setTried(true);
    if (wrong.kind || wrong.text || wrong.phone) {
      focusFirstError(box.current);
      return;
    }
    if (state.busy) return;
    setState({ busy: true, problem: null });
    const { kind, text, name, phone, mayShow, follow } = form;
    const body = { kind, text: text.trim(), mayShow, follow };
    if (name.trim()) body.name = name.trim();
    if (phone.trim()) body.phone = phone.trim();
    try {
      const letter = await post('/complaints', body, { intention: intention.current });
      intention.current.done();
      setState({ busy: false, problem: null });
      setForm(kBlank);
      setTried(false);
      onSent(letter);
    } catch (problem) {
      setState({ busy: false, problem: asProblem(problem) });
    }
  };
  const known = form.name.trim() || form.phone.trim();
  return html`<section class="card" aria-labelledby="voice-write">
    <h2 id="voice-write">${t('patient.voice.write')}</h2>
    <form class="stack" ref=${box} onSubmit=${submit} novalidate>
      <${Choices} legend=${t('patient.voice.kind')} layout="row" value=${form.kind} onChange=${set('kind')} error=${error('kind')}
        options=${kKinds.map((value) => ({ value, label: t(`patient.voice.kind.${value}`) }))} />
      <${TextArea} label=${t('patient.voice.text')} hint=${t('patient.voice.text-hint')} error=${error('text')} maxlength="2000" value=${form.text} onInput=${set('text')} />
      <${TextField} label=${t('patient.voice.name')} optional autocomplete="name" maxlength="30" value=${form.name} onInput=${set('name')} />
      <${TextField} label=${t('patient.voice.own-phone')} hint=${t('patient.voice.phone-hint')} optional type="tel" autocomplete="tel" maxlength="20" error=${error('phone')} value=${form.phone} onInput=${set('phone')} />
      ${known ? html`<${CheckField} label=${t('patient.voice.may-show')} hint=${t('patient.voice.may-show-hint')} checked=${form.mayShow} onChange=${set('mayShow')} />` : null}
      ${me.kind === 'patient' ? html`<${CheckField} label=${t('patient.voice.follow')} hint=${t('patient.voice.follow-hint')} checked=${form.follow} onChange=${set('follow')} />` : null}
      <${ProblemNotice} problem=${state.problem} />
      <div><${Button} kind="primary" type="submit" busy=${state.busy}>${t('patient.voice.send')}<//></div>
    </form>
  </section>`;
}

/// By number and code; the code stays here only while the letter is open.
function LookUp() {
  const [form, setForm] = useState({ number: '', code: '' });
  const [found, setFound] = useState(null);
  const [state, setState] = useState({ busy: false, problem: null });
  const submit = async (event) => {
    event.preventDefault();
    if (state.busy) return;
    setState({ busy: true, problem: null });
    try {
      setFound(await post('/complaint-lookups', { number: form.number.trim(), code: form.code.trim() }));
      setState({ busy: false, problem: null });
    } catch (problem) {
      setFound(null);
      setState({ busy: false, problem: asProblem(problem) });
    }
  };
  return html`<section class="card" aria-labelledby="voice-look">
    <h2 id="voice-look">${t('patient.voice.look')}</h2>
    <p class="hint">${t('patient.voice.look-hint')}</p>
    <form class="stack" onSubmit=${submit}>
      <${TextField} label=${t('patient.voice.number')} required maxlength="20" autocomplete="off" value=${form.number} onInput=${(number) => setForm({ ...form, number })} />
      <${TextField} label=${t('patient.voice.code')} required maxlength="20" autocomplete="off" autocapitalize="characters" spellcheck=${false} value=${form.code} onInput=${(code) => setForm({ ...form, code })} />
      <${ProblemNotice} problem=${state.problem} />
      <div><${Button} type="submit" busy=${state.busy}>${t('patient.voice.look')}<//></div>
    </form>
    ${found ? html`<ul class="voice-letters"><${Letter} letter=${found} code=${form.code.trim()} onChange=${setFound} /></ul>` : null}
  </section>`;
}

function Own({ again }) {
  const request = useRequest((signal) => get('/me/complaints', { signal }), [again]);
  return html`<${Loaded} request=${request}>
    ${({ items }) =>
      items.length
        ? html`<section aria-labelledby="voice-own">
            <h2 id="voice-own">${t('patient.voice.mine')}</h2>
            <ul class="voice-letters">${items.map((one) => html`<${Letter} key=${one.id} letter=${one} onChange=${request.reload} />`)}</ul>
          </section>`
        : null}
  <//>`;
}

export function Voice() {
  const me = useStore(meStore);
  const [sent, setSent] = useState(null);
  const posted = useRequest((signal) => get('/voice', { signal }), []);
  return html`<${PageTitle} title=${t('patient.voice.title')} lead=${t('patient.voice.lead')} />
    <div class="stack stack-wide">
      ${sent ? html`<${Sent} letter=${sent} onDone=${() => setSent(null)} />` : null}
      <${Write} onSent=${setSent} />
      <${LookUp} />
      ${me.kind === 'patient' ? html`<${Own} again=${sent && sent.id} />` : null}
      <${Loaded} request=${posted}>${(data) => html`<${Posted} posted=${data} />`}<//>
    </div>`;
}
