// Changed rules tried on what was booked and cancelled in a past time, beside the rules in force.

import { html, useState } from '../../shared/preact.js';
import { has, t } from '../../shared/i18n.js';
import { addDays, formatDay, formatInstant, hospitalToday } from '../../shared/dates.js';
import { Notice, ProblemNotice, TextField } from '../../shared/components.js';
import { post } from '../../staff/api.js';
import { Button, usePress } from '../../staff/ui.js';
import { pointerOf } from './document.js';

const kWaitMs = 120000;
const kExamples = 50;

/// The calendar month before this one.
function lastMonth() {
  const to = addDays(`${hospitalToday().slice(0, 7)}-01`, -1);
  return { from: `${to.slice(0, 7)}-01`, to };
}

const answerWords = (code) => (has(`rules.answer.${code}`) ? t(`rules.answer.${code}`) : code);
const sum = (counts) => Object.values(counts).reduce((total, n) => total + n, 0);

/// [label, now, then] for the table.
function rowsOf(now, next) {
  const codes = [...new Set([...Object.keys(now.refusals), ...Object.keys(next.refusals)])].sort();
  return [
    ['bookings', t('rules.trial.bookings-refused'), sum(now.refusals), sum(next.refusals)],
    ...codes.map((code) => [code, answerWords(code), now.refusals[code] || 0, next.refusals[code] || 0, true]),
    ['cancellations', t('rules.trial.cancellations-refused'), now.cancellations.refused, next.cancellations.refused],
    ['no-show', t('rules.trial.as-no-show'), now.cancellations.asNoShow, next.cancellations.asNoShow],
    ['barred', t('rules.trial.barred'), now.peopleBarred, next.peopleBarred],
  ];
}

const keyOf = (one) => `${one.appointmentId}-${one.what}-${one.answer}`;

function Result({ now, next }) {
  const rows = rowsOf(now, next);
  const differs = rows.some(([, , a, b]) => a !== b);
  const known = new Set(now.examples.map(keyOf));
  const examples = next.examples.filter((one) => !known.has(keyOf(one)));
  if (!next.bookings.tried && !next.cancellations.tried) {
    return html`<${Notice} live title=${t('rules.trial.nothing')}><p>${t('rules.trial.nothing-text')}</p><//>`;
  }
  return html`<div class="stack">
    <${Notice} kind=${differs ? 'warning' : 'success'} live title=${t(differs ? 'rules.trial.differs' : 'rules.trial.same')}>
      <p>${t('rules.trial.tried', { bookings: next.bookings.tried, cancellations: next.cancellations.tried, from: formatDay(next.from), to: formatDay(next.to) })}</p>
    <//>
    <div class="table-wrap" tabindex="0" role="group" aria-label=${t('rules.trial.table')}>
      <table class="table trial">
        <caption class="visually-hidden">${t('rules.trial.table')}</caption>
        <thead><tr><th scope="col">${t('rules.trial.what')}</th><th scope="col">${t('rules.trial.by-now')}</th><th scope="col">${t('rules.trial.by-next')}</th><th scope="col">${t('rules.trial.difference')}</th></tr></thead>
        <tbody>${rows.map(
          ([name, label, a, b, inner]) => html`<tr key=${name} class=${inner ? 'is-inner' : ''}><th scope="row">${label}</th><td class="number">${a}</td><td class="number">${b}</td>
            <td class="number">${a === b ? t('rules.trial.equal') : html`<strong>${b > a ? `+${b - a}` : `−${a - b}`}</strong>`}</td></tr>`,
        )}</tbody>
      </table>
    </div>
    ${examples.length
      ? html`<div class="table-wrap" tabindex="0" role="group" aria-label=${t('rules.trial.examples')}>
          <table class="table">
            <caption>${t('rules.trial.examples')}</caption>
            <thead><tr><th scope="col">${t('rules.trial.code')}</th><th scope="col">${t('rules.trial.at')}</th><th scope="col">${t('rules.trial.did')}</th><th scope="col">${t('rules.trial.answer')}</th></tr></thead>
            <tbody>${examples.map(
              (one) => html`<tr key=${keyOf(one)}><th scope="row" class="number">${one.code}</th><td class="number">${formatInstant(one.at)}</td>
                <td>${t(`rules.trial.did.${one.what}`)}</td><td>${answerWords(one.answer)}</td></tr>`,
            )}</tbody>
          </table>
        </div>`
      : null}
    ${next.examplesInAll > next.examples.length ? html`<p class="hint">${t('rules.trial.examples-of', { n: next.examples.length, all: next.examplesInAll })}</p>` : null}
    ${next.notTried.length ? html`<p class="hint">${t('rules.trial.leaves-out', { what: next.notTried.map((one) => t(`rules.trial.not-tried.${one}`)).join(t('rules.comma')) })}</p>` : null}
  </div>`;
}

export function Trial({ start, document, onRefused }) {
  const [period, setPeriod] = useState(lastMonth);
  const [done, setDone] = useState(null);
  const [step, setStep] = useState(0);
  const press = usePress();
  const set = (changes) => {
    setPeriod((old) => ({ ...old, ...changes }));
    setDone(null);
  };
  async function run(event) {
    event.preventDefault();
    setDone(null);
    const answer = await press.run(async () => {
      setStep(1);
      const now = await post('/policies/trial', { document: start, examples: kExamples, ...period }, { timeoutMs: kWaitMs });
      setStep(2);
      try {
        return { now, next: await post('/policies/trial', { document, examples: kExamples, ...period }, { timeoutMs: kWaitMs }) };
      } catch (error) {
        if (pointerOf(error) !== null) onRefused(error);
        throw error;
      }
    });
    setStep(0);
    if (answer) setDone(answer);
  }
  return html`<section class="card stack" aria-labelledby="rules-trial">
    <h2 id="rules-trial">${t('rules.trial.title')}</h2>
    <p class="hint">${t('rules.trial.lead')}</p>
    <form class="stack" onSubmit=${run}>
      <div class="rule-fields">
        <${TextField} label=${t('rules.trial.from')} type="date" max=${period.to} value=${period.from} onInput=${(from) => from && set({ from })} required />
        <${TextField} label=${t('rules.trial.to')} type="date" min=${period.from} value=${period.to}
          onInput=${(to) => to && set({ to })} required />
      </div>
      <div><${Button} type="submit" busy=${press.busy}>${t('rules.trial.do')}<//></div>
    </form>
    <div role="status">
      ${step ? html`<p><label for="trial-progress">${t(`rules.trial.step-${step}`)}</label></p><progress id="trial-progress" class="trial-progress" max="2" value=${step - 0.5}></progress>` : null}
    </div>
    <${ProblemNotice} problem=${press.problem} />
    ${done ? html`<${Result} ...${done} />` : null}
  </section>`;
}
