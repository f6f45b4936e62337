// One case and what may be done with it by whoever looks: papers ticked, scans taken, decided,
// handed over. One letter each; what needs a word more opens below the buttons.

import { html, useEffect, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay } from '../shared/dates.js';
import { announce, CheckField, Facts, Loaded, ProblemNotice, TextField } from '../shared/components.js';
import { get, Intention, post, postText, Problem, put, useRequest } from '../staff/api.js';
import { useShortcuts } from '../staff/keys.js';
import { sexAndAge } from '../staff/person.js';
import { ReasonField } from '../staff/reason.js';
import { Button, Mark, usePress } from '../staff/ui.js';
import { Checklist, History, nextItemState, Scans, StateMark } from './parts.js';

const kKeys = { submit: 'S', 'ask-for-papers': 'Q', accept: 'A', return: 'R', refuse: 'X', sign: 'G', 'hand-over': 'H', withdraw: 'W' };
const kAsksFirst = ['ask-for-papers', 'return', 'refuse', 'withdraw', 'hand-over'];
const kReasons = { 'ask-for-papers': ['bring', 'copy', 'unclear'], return: ['papers-wrong', 'not-signed', 'unclear'], refuse: ['not-entitled', 'elsewhere', 'too-late'], withdraw: ['by-patient', 'by-mistake'], 'remove-scan': ['not-theirs', 'wrong-paper', 'unreadable'] };
const kMib = 1024 * 1024;

function Reason({ step, onGo, onStop, busy }) {
  const [note, setNote] = useState('');
  const send = (event) => {
    event.preventDefault();
    onGo({ note: note.trim() });
  };
  return html`<form class="stack case-ask" onSubmit=${send}>
    <h3>${t(`cases.ask.${step}`)}</h3>
    <${ReasonField} quick value=${note} onChange=${setNote} reasons=${kReasons[step].map((name) => t(`cases.reason.${name}`))} />
    ${step === 'refuse' || step === 'ask-for-papers' ? html`<p class="hint">${t('cases.patient-reads')}</p>` : null}
    <div class="row"><${Button} kind=${step === 'refuse' || step === 'withdraw' ? 'danger' : 'primary'} type="submit" busy=${busy} keys="Enter">${t(`cases.step.${step}`)}<//> <${Button} onClick=${onStop} keys="Esc">${t('staff.cancel')}<//></div>
  </form>`;
}

function Taker({ one, onGo, onStop, busy }) {
  const [self, setSelf] = useState(true);
  const [form, setForm] = useState({ name: '', relation: '', document: '' });
  const [seen, setSeen] = useState(false);
  const set = (field) => (value) => setForm((old) => ({ ...old, [field]: value }));
  const send = (event) => {
    event.preventDefault();
    if (!seen) return;
    onGo({ taker: self ? { name: one.person.name, relation: t('cases.self'), document: form.document.trim() } : { name: form.name.trim(), relation: form.relation.trim(), document: form.document.trim() } });
  };
  return html`<form class="stack case-ask" onSubmit=${send}>
    <h3>${t('cases.ask.hand-over')}</h3>
    <${CheckField} label=${t('cases.taker-self', { name: one.person.name })} checked=${self} onChange=${setSelf} />
    ${self
      ? null
      : html`<${TextField} label=${t('cases.taker-name')} name="taker" value=${form.name} onInput=${set('name')} required maxlength="60" autocomplete="off" />
          <${TextField} label=${t('cases.relation')} name="relation" value=${form.relation} onInput=${set('relation')} required maxlength="40" autocomplete="off" />`}
    <${TextField} label=${t('cases.document')} hint=${t('cases.document-hint')} name="document" value=${form.document} onInput=${set('document')} required maxlength="60" autocomplete="off" data-autofocus />
    <${CheckField} label=${t('cases.document-seen')} checked=${seen} onChange=${setSeen} />
    <div class="row"><${Button} kind="primary" type="submit" busy=${busy} disabled=${!seen} keys="Enter">${t('cases.step.hand-over')}<//> <${Button} onClick=${onStop} keys="Esc">${t('staff.cancel')}<//></div>
  </form>`;
}

function Head({ one }) {
  return html`<h2 id="case-title" tabindex="-1">${one.number} <${StateMark} state=${one.state} /> ${one.late ? html`<${Mark} kind="danger" icon="warning">${t('cases.late')}<//>` : null}</h2>
    <${Facts} items=${[
      [t('cases.service'), pick(one.service, 'name')],
      [t('cases.person'), `${one.person.name} ${sexAndAge(one.person)}`],
      [t('cases.asker'), one.asker ? `${one.asker.name}（${one.asker.relation}）${one.asker.phone}` : ''],
      [t('cases.due-by'), formatDay(one.due)],
      [t('cases.way'), [t('cases.way.papers'), one.review ? t('cases.way.review') : '', one.signature ? t('cases.way.sign') : '', t('cases.way.collect')].filter(Boolean).join(' → ')],
    ]} />`;
}

/// decides: whoever looks decides cases, and may take a scan off also when one is over.
export function CasePanel({ id, visitId, decides, onChanged }) {
  const request = useRequest(() => get(`/cases/${id}`), [id]);
  return html`<${Loaded} request=${request}>
    ${(one) => html`<${Opened} key=${one.version} one=${one} visitId=${visitId} decides=${decides} onChanged=${() => {
      request.reload();
      onChanged();
    }} />`}
  <//>`;
}

function Opened({ one, visitId, decides, onChanged }) {
  const [states, setStates] = useState(one.checklist.map((item) => item.state));
  const [asking, setAsking] = useState('');
  const [scanOff, setScanOff] = useState('');
  const rules = useRequest(() => get('/scan-rules'), []);
  const press = usePress();
  const intention = useRef(new Intention());
  const box = useRef(null);
  const file = useRef(null);
  const isOpen = !['handed-over', 'refused', 'withdrawn'].includes(one.state);
  const mayTick = one.can.includes('submit');
  const changed = states.some((state, i) => state !== one.checklist[i].state);
  const inVisit = visitId ? { visitId } : {};
  useLayoutEffect(() => {
    const first = box.current.querySelector('.case-ask [data-autofocus]');
    if (first) first.focus();
  }, [asking]);
  useEffect(() => setAsking(''), [one.version]);
  const done = (name) => {
    announce(t(`cases.done.${name}`, { number: one.number }));
    onChanged();
    return true;
  };
  /// Ticks that are not saved yet go first.
  const saved = async () => (changed ? put(`/cases/${one.id}/checklist`, { version: one.version, checklist: states, ...inVisit }) : one);
  const save = () => press.run(async () => {
    await saved();
    return done('checked');
  });
  const step = (name, more) => press.run(async () => {
    const { version } = mayTick ? await saved() : one;
    await post(`/cases/${one.id}/steps`, { step: name, version, ...inVisit, ...more }, { intention: intention.current });
    return done(name);
  });
  const undo = () => press.run(async () => {
    await post(`/cases/${one.id}/undo`, {});
    return done('undo');
  });
  const send = (scan) => press.run(async () => {
    if (rules.data && scan.size > rules.data.mostMib * kMib) throw new Problem({ code: 'body-too-large', detail: t('cases.too-large', { n: rules.data.mostMib }) });
    await postText(`/cases/${one.id}/attachments`, scan, 'application/octet-stream', { query: { name: scan.name }, timeoutMs: 120000 });
    return done('scan');
  });
  const takeOff = ({ note }) => press.run(async () => {
    await post(`/attachments/${scanOff}/removal`, { reason: note });
    return done('scan-removed');
  });
  const askScan = (id) => {
    press.clear();
    setScanOff(id);
    setAsking('remove-scan');
  };
  const begin = (name) => () => {
    if (!one.can.includes(name) || asking || press.busy) return false;
    press.clear();
    return kAsksFirst.includes(name) ? setAsking(name) : step(name);
  };
  const toggle = (i) => setStates(states.map((state, at) => (at === i ? nextItemState(state) : state)));
  const keys = { Escape: () => (asking ? setAsking('') : false), u: () => (asking ? false : undo()), f: () => (isOpen && !asking ? file.current.click() : false) };
  Object.keys(kKeys).forEach((name) => {
    keys[kKeys[name].toLowerCase()] = begin(name);
  });
  if (mayTick) states.slice(0, 9).forEach((state, i) => {
    keys[String(i + 1)] = () => toggle(i);
  });
  useShortcuts(keys);
  const given = { busy: press.busy, onGo: (more) => (asking === 'remove-scan' ? takeOff(more) : step(asking, more)), onStop: () => setAsking('') };
  const main = one.can.find((name) => name !== 'withdraw' && !(name === 'ask-for-papers' && states.every((state) => state !== 'missing')));
  return html`<section class="card stack case-panel" ref=${box} aria-labelledby="case-title">
    <${Head} one=${one} />
    <section aria-labelledby="case-papers">
      <h3 id="case-papers">${t('cases.papers')}</h3>
      <${Checklist} items=${one.checklist} states=${states} onToggle=${mayTick ? toggle : null} />
      ${changed ? html`<${Button} busy=${press.busy} onClick=${save}>${t('cases.save-papers')}<//>` : null}
    </section>
    <${Scans} scans=${one.attachments} removed=${one.removedScans} rules=${rules.data} busy=${press.busy} fileRef=${file} onFile=${isOpen ? send : null} onRemove=${(isOpen || decides) && !asking ? askScan : null} />
    <${ProblemNotice} problem=${press.problem} />
    ${asking === 'hand-over' ? html`<${Taker} one=${one} ...${given} />` : asking ? html`<${Reason} step=${asking} ...${given} />` : null}
    ${asking
      ? null
      : html`<div class="row" role="group" aria-label=${t('cases.steps')}>
          ${one.can.map((name) => html`<${Button} key=${name} kind=${name === main ? 'primary' : name === 'withdraw' ? 'quiet' : 'secondary'} keys=${kKeys[name]} busy=${press.busy && name === main} onClick=${begin(name)}>${t(`cases.step.${name}`)}<//>`)}
          <${Button} kind="quiet" keys="U" onClick=${undo}>${t('cases.undo')}<//>
        </div>`}
    <${History} events=${one.events} />
  </section>`;
}
