// What a patient cancelled and missed, what follows from it, and taking it back: an entry that shall
// not count (an appeal), a bar that ends early. Both need a reason, which is kept.

import { html, useLayoutEffect, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { dayOf, formatInstant, fullDay, longDay } from '../shared/dates.js';
import { Empty, Loaded, Notice } from '../shared/components.js';
import { get, Intention, post, useRequest } from '../staff/api.js';
import { ReasonField } from '../staff/reason.js';
import { Button, Dialog, DialogForm, Mark, usePress } from '../staff/ui.js';

const kReasons = ['ill', 'hospital', 'slip', 'traffic'];

const channelNames = (channels) => channels.map((one) => t(`desk.channel.${one}`)).join(t('desk.comma'));
const barTitle = (bar) => t('desk.conduct.barred', { until: longDay(dayOf(bar.until)), channels: channelNames(bar.channels) });
const barFacts = (bar) =>
  [
    t(`desk.conduct.because.${bar.because}`),
    bar.campus ? t('desk.conduct.campus', { campus: bar.campus }) : t('desk.conduct.all-campuses'),
    t(bar.walkIn ? 'desk.conduct.walk-in' : 'desk.conduct.no-walk-in'),
  ].join(' · ');

/// act: { path, title, label, text, about }
function Act({ act, onClose, onDone }) {
  const [reason, setReason] = useState('');
  const [intention] = useState(() => new Intention());
  const press = usePress();
  const submit = async () => {
    if ((await press.run(() => post(act.path, { reason: reason.trim() }, { intention }).then(() => true))) === true) onDone();
  };
  return html`<${DialogForm} title=${act.title} submitLabel=${act.label} cancelLabel=${t('staff.back')} onClose=${onClose} onSubmit=${submit} busy=${press.busy} problem=${press.problem}>
    <p><strong>${act.about}</strong></p>
    <p>${act.text}</p>
    <${ReasonField} value=${reason} onChange=${setReason} reasons=${kReasons.map((name) => t(`desk.conduct.reason.${name}`))} />
  <//>`;
}

function Bars({ bars, onLift }) {
  return bars.map(
    (bar) => html`<${Notice} key=${bar.id} kind="warning" title=${barTitle(bar)}>
      <p>${barFacts(bar)}</p>
      <p><${Button} onClick=${() => onLift(bar)} data-autofocus>${t('desk.conduct.lift')}<//></p>
    <//>`,
  );
}

function Entries({ items, onExcuse }) {
  return html`<div class="table-wrap" tabindex="0" role="group" aria-label=${t('desk.conduct.records')}>
    <table class="table conduct">
      <caption>${t('desk.conduct.records')} <span class="hint">${t('desk.conduct.counted', { n: items.filter((one) => one.counts).length })}</span></caption>
      <thead><tr>${['visit', 'clinic', 'kind', 'counts', 'act'].map((name) => html`<th key=${name} scope="col">${t(`desk.conduct.${name}`)}</th>`)}</tr></thead>
      <tbody>${items.map(
        (one) => html`<tr key=${one.id}>
          <th scope="row">${fullDay(one.visitDay)}</th>
          <td>${one.department} <span class="hint">${one.campus}</span></td>
          <td>${t(`desk.conduct.kind.${one.kind}`, { at: formatInstant(one.at) })}</td>
          <td>${one.counts
            ? html`<${Mark} kind="warning" icon="info">${t('desk.conduct.does-count')}<//>`
            : html`<${Mark} kind="muted" icon="check">${t(`desk.conduct.excused.${one.excused}`)}<//>`}</td>
          <td>${one.counts
            ? html`<${Button} onClick=${() => onExcuse(one)} aria-label=${t('desk.conduct.excuse-one', { day: fullDay(one.visitDay), department: one.department })}>${t('desk.conduct.excuse')}<//>`
            : null}</td>
        </tr>`,
      )}</tbody>
    </table>
  </div>`;
}

const pastDays = (bar) => t('desk.conduct.past-one', { from: fullDay(dayOf(bar.from)), until: fullDay(dayOf(bar.until)) });
const endWords = (bar) => (bar.state === 'over' ? t('desk.conduct.over') : t(`desk.conduct.lifted.${bar.liftedBecause}`, { at: formatInstant(bar.liftedAt) }));

function Past({ bars }) {
  return html`<section aria-label=${t('desk.conduct.past')}>
    <h3>${t('desk.conduct.past')}</h3>
    <ul>${bars.map(
      (bar) => html`<li key=${bar.id}>${[pastDays(bar), t(`desk.conduct.because.${bar.because}`), endWords(bar)].join(' · ')}</li>`,
    )}</ul>
  </section>`;
}

export function ConductDialog({ person, onClose }) {
  const request = useRequest(() => get(`/patients/${person.id}/conduct`), [person.id]);
  const [act, setAct] = useState(null);
  useLayoutEffect(() => {
    const first = document.querySelector('.dialog [data-autofocus]');
    if (first && request.state === 'ready') first.focus();
  }, [request.state]);
  const lift = (bar) =>
    setAct({ path: `/bars/${bar.id}/lifting`, title: t('desk.conduct.lift-title'), label: t('desk.conduct.lift'), text: t('desk.conduct.lift-text'), about: barTitle(bar) });
  const excuse = (one) =>
    setAct({
      path: `/conduct/${one.id}/excuse`,
      title: t('desk.conduct.excuse-title'),
      label: t('desk.conduct.excuse-do'),
      text: t('desk.conduct.excuse-text'),
      about: `${fullDay(one.visitDay)} · ${one.department} · ${t(`desk.conduct.kind.${one.kind}`, { at: formatInstant(one.at) })}`,
    });
  if (act) {
    return html`<${Act} key="act" act=${act} onClose=${() => setAct(null)} onDone=${() => {
      setAct(null);
      request.reload();
    }} />`;
  }
  return html`<${Dialog} key="list" title=${t('desk.conduct.title', { name: person.name })} onClose=${onClose} wide>
    <div class="stack">
      <${Loaded} request=${request} lines=${2}>
        ${({ items, bars }) => {
          const inForce = bars.filter((bar) => bar.state === 'in-force');
          const past = bars.filter((bar) => bar.state !== 'in-force');
          if (!items.length && !bars.length) return html`<${Empty} title=${t('desk.conduct.none')}><p>${t('desk.conduct.none-text')}</p><//>`;
          return html`<${Bars} bars=${inForce} onLift=${lift} />
            ${inForce.length ? null : html`<p>${t('desk.conduct.free')}</p>`}
            ${items.length ? html`<${Entries} items=${items} onExcuse=${excuse} />` : null}
            ${past.length ? html`<${Past} bars=${past} />` : null}`;
        }}
      <//>
      <div class="row"><${Button} kind="primary" onClick=${onClose} keys="Esc" data-autofocus>${t('staff.close')}<//></div>
    </div>
  <//>`;
}
