// Fees: which bookings are paid ahead, and the day's end, ours against the provider's.

import { html, useState } from '../../shared/preact.js';
import { money, t } from '../../shared/i18n.js';
import { formatInstant, hospitalToday } from '../../shared/dates.js';
import { Empty, Loaded, Notice, PageTitle, ProblemNotice, Skeleton, TextField } from '../../shared/components.js';
import { get, useRequest } from '../../staff/api.js';
import { Mark } from '../../staff/ui.js';
import { Editor } from '../editor.js';

const kChannels = ['web', 'kiosk', 'desk', 'phone'];

const defWith = (providers) => ({
  path: '/fee-settings',
  fields: [
    { name: 'provider', type: 'choice', empty: true, none: 'admin.fees.no-provider', options: providers.map((one) => [one, `admin.fees.provider.${one}`]) },
    { name: 'payWithinMinutes', type: 'number', min: 1, max: 240, required: true },
    { name: 'prepayChannels', type: 'many', options: kChannels.map((one) => [one, `admin.fees.channel.${one}`]) },
  ],
});

function FeeSettings({ me, settings }) {
  const { providers } = settings;
  return html`${providers.length ? null : html`<${Notice} kind="info" title=${t('admin.fees.not-configured')} />`}
    <${Editor} def=${defWith(providers)} single item=${settings} readOnly=${!me.permissions.includes('settings-edit')} title=${t('admin.fees.rules')} onSaved=${() => {}} />`;
}

/// Here nothing is "free".
const amount = (fen) => (fen ? money(fen) : '0');

function Sums({ data: { ours, theirs, desk } }) {
  const rows = [
    ['ours', ours.paid, ours.refunded],
    ['theirs', theirs.paid, theirs.refunded],
    ['cash', desk.cash, desk.cashBack],
    ['card', desk.card, desk.cardBack],
  ];
  return html`<div class="table-wrap" role="region" tabindex="0" aria-label=${t('admin.fees.sums')}><table class="table">
    <thead><tr>${['book', 'in', 'out'].map((name) => html`<th key=${name} scope="col">${t(`admin.fees.${name}`)}</th>`)}</tr></thead>
    <tbody>${rows.map(
      ([name, paid, back]) => html`<tr key=${name}>
        <th scope="row">${t(`admin.fees.${name}`)}</th><td class="number">${amount(paid)}</td><td class="number">${amount(back)}</td>
      </tr>`,
    )}</tbody></table></div>`;
}

function Lines({ lines }) {
  if (!lines.length) return html`<${Empty} title=${t('admin.fees.no-lines')} />`;
  return html`<div class="table-wrap" role="region" tabindex="0" aria-label=${t('admin.fees.lines')}><table class="table">
    <thead><tr>${['verdict', 'kind', 'at', 'ours', 'theirs', 'reference'].map((name) => html`<th key=${name} scope="col">${t(`admin.fees.${name}`)}</th>`)}</tr></thead>
    <tbody>${lines.map(
      (one) => html`<tr key=${`${one.kind} ${one.reference}`}>
        <th scope="row"><${Mark} kind=${one.verdict === 'agrees' ? '' : 'danger'} icon=${one.verdict === 'agrees' ? 'check' : 'warning'}>${t(`admin.fees.verdict.${one.verdict}`)}<//></th>
        <td>${t(`admin.fees.kind.${one.kind}`)}${one.use && one.use !== 'fee' ? ` · ${t(`admin.fees.use.${one.use}`)}` : ''}</td>
        <td class="number">${formatInstant(one.at)}</td>
        <td class="number">${one.ours === undefined ? '' : money(one.ours)}</td>
        <td class="number">${one.theirs === undefined ? '' : money(one.theirs)}</td>
        <td class="mono">${one.reference}</td>
      </tr>`,
    )}</tbody></table></div>`;
}

function OpenRefunds({ items }) {
  if (!items.length) return null;
  return html`<h3>${t('admin.fees.open-refunds')}</h3>
    <div class="table-wrap" role="region" tabindex="0" aria-label=${t('admin.fees.open-refunds')}><table class="table">
      <thead><tr>${['state', 'amount', 'since', 'appointment'].map((name) => html`<th key=${name} scope="col">${t(`admin.fees.${name}`)}</th>`)}</tr></thead>
      <tbody>${items.map(
        (one) => html`<tr key=${one.id}>
          <th scope="row">${t(one.state === 'failed' || one.provider === 'desk' ? 'admin.fees.at-desk' : 'admin.fees.under-way')}</th>
          <td class="number">${money(one.amount)}</td><td class="number">${formatInstant(one.createdAt)}</td><td class="mono">${one.appointmentId}</td>
        </tr>`,
      )}</tbody></table></div>`;
}

function Reconciliation() {
  const [date, setDate] = useState(hospitalToday());
  const request = useRequest(() => get('/reconciliations', { query: { date } }), [date]);
  return html`<section class="stack" aria-labelledby="reconciliation-title">
    <h2 id="reconciliation-title">${t('admin.fees.reconciliation')}</h2>
    <div class="filters">
      <${TextField} type="date" label=${t('admin.fees.date')} value=${date} onInput=${(value) => value && setDate(value)} />
      <p><a class="inline-target" href=${`/api/v1/reconciliations?date=${encodeURIComponent(date)}&format=csv`} download>${t('admin.fees.csv')}</a></p>
    </div>
    ${request.state === 'loading' ? html`<${Skeleton} />` : null}
    ${request.state === 'error' ? html`<${ProblemNotice} problem=${request.problem} onRetry=${request.reload} />` : null}
    ${request.state === 'ready'
      ? html`<${Sums} data=${request.data} />
          <${Lines} lines=${request.data.lines} />
          <${OpenRefunds} items=${request.data.openRefunds} />`
      : null}
  </section>`;
}

export function Fees({ me }) {
  const request = useRequest(() => get('/fee-settings'), []);
  return html`<${PageTitle} title=${t('admin.section.fees')} lead=${t('admin.lead.fees')} />
    <${Loaded} request=${request}>
      ${(settings) => html`<div class="stack stack-wide"><${FeeSettings} me=${me} settings=${settings} /><${Reconciliation} /></div>`}
    <//>`;
}
