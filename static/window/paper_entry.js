// Entering afterwards what was written down: a row each, from number to outcome, without a mouse.
// Enter takes the row down and begins the next one; what contradicts says so and stays.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { hospitalToday } from '../shared/dates.js';
import { announce, ProblemNotice, SelectField, TextField } from '../shared/components.js';
import { Intention, post } from '../staff/api.js';
import { Button, usePress } from '../staff/ui.js';

/// "1005", "10:5" and "10：05" are 10:05.
export function typedTime(text) {
  const found = /^(\d{1,2})[:：.]?(\d{1,2})$/.exec(text.trim());
  return found ? `${found[1]}:${found[2].padStart(2, '0')}` : text.trim();
}

function Done({ rows }) {
  if (!rows.length) return null;
  return html`<table class="table">
    <caption>${t('paper.entered', { n: rows.length })}</caption>
    <thead><tr>${['number', 'service', 'called', 'finished', 'window', 'outcome'].map((name) => html`<th key=${name} scope="col">${t(`paper.${name}`)}</th>`)}</tr></thead>
    <tbody>${rows.map((row, i) => html`<tr key=${i}><th scope="row">${row.number}</th><td>${row.service}</td><td class="number">${row.calledAt}</td><td class="number">${row.finishedAt || t('paper.missed')}</td><td>${row.window}</td><td>${row.outcome}</td></tr>`)}</tbody>
  </table>`;
}

export function Entry({ data, onEntered }) {
  const services = data.services.filter((one) => one.active);
  const windows = data.windows.filter((one) => one.active);
  const [day, setDay] = useState(hospitalToday());
  const [row, setRow] = useState({ number: '', serviceId: services[0].id, windowId: windows[0].id, calledAt: '', finishedAt: '', outcome: '' });
  const [done, setDone] = useState([]);
  const press = usePress();
  const form = useRef(null);
  const intention = useRef(new Intention());
  const first = () => form.current.elements.number.focus();
  useLayoutEffect(first, []);
  const set = (name) => (value) => setRow((old) => ({ ...old, [name]: value }));
  // A number that waits tells its service; the window, one that serves it.
  const setNumber = (typed) => {
    const number = typed.toUpperCase();
    const visit = data.sheet.visits.find((one) => one.number === number.trim());
    const errand = visit && visit.errands.find((one) => one.state === 'now');
    setRow((old) => ({ ...old, number, serviceId: errand ? errand.service.id : old.serviceId }));
  };
  const send = async (event) => {
    event.preventDefault();
    const body = { day, number: row.number.trim(), serviceId: row.serviceId, windowId: row.windowId, calledAt: typedTime(row.calledAt) };
    if (row.finishedAt.trim()) body.finishedAt = typedTime(row.finishedAt);
    if (row.outcome.trim()) body.outcome = row.outcome.trim();
    const visit = await press.run(() => post('/centre/paper-entries', body, { intention: intention.current }));
    if (!visit) return;
    const named = (list, id) => pick(list.find((one) => one.id === id), 'name');
    setDone([{ ...body, service: named(services, body.serviceId), window: named(windows, body.windowId) }, ...done]);
    setRow({ ...row, number: '', calledAt: '', finishedAt: '', outcome: '' });
    announce(t('paper.entered-one', { number: visit.number }));
    first();
    onEntered();
  };
  const field = (name, more) => html`<${TextField} label=${t(`paper.${more.label || name}`)} name=${name} value=${row[name]} onInput=${more.onInput || set(name)} autocomplete="off" ...${more.rest} />`;
  return html`<form ref=${form} class="card stack" onSubmit=${send}>
      <div class="paper-row">
        <${TextField} type="date" label=${t('paper.day')} name="day" value=${day} onInput=${(value) => value && setDay(value)} max=${hospitalToday()} />
        ${field('number', { onInput: setNumber, rest: { required: true, maxlength: '8' } })}
        <${SelectField} label=${t('paper.service')} name="service" value=${row.serviceId} onChange=${set('serviceId')} options=${services.map((one) => ({ value: one.id, label: pick(one, 'name') }))} />
        <${SelectField} label=${t('paper.window')} name="window" value=${row.windowId} onChange=${set('windowId')} options=${windows.map((one) => ({ value: one.id, label: pick(one, 'name') }))} />
        ${field('calledAt', { label: 'called', rest: { required: true, maxlength: '5', inputmode: 'numeric', placeholder: '10:05' } })}
        ${field('finishedAt', { label: 'finished', rest: { maxlength: '5', inputmode: 'numeric', hint: t('paper.finished-hint') } })}
        ${field('outcome', { rest: { maxlength: '100' } })}
      </div>
      <${ProblemNotice} problem=${press.problem} />
      <div class="row"><${Button} kind="primary" type="submit" busy=${press.busy} keys="Enter">${t('paper.enter-one')}<//></div>
    </form>
    <${Done} rows=${done} />`;
}
