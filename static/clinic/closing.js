// The end of a session: nobody joins any more, and whoever is left is settled, one by one.

import { html, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatTime } from '../shared/dates.js';
import { announce, ProblemNotice, SelectField } from '../shared/components.js';
import { del, Intention, post } from '../staff/api.js';
import { Button, Dialog, usePress } from '../staff/ui.js';
import { Person } from './ticket.js';

const otherName = (one) => [one.practitioner ? pick(one.practitioner, 'name') : t('clinic.closing.ordinary'), t(`staff.part.${one.part}`), formatTime(one.startsAt)].join(' ');

function Left({ ticket, others, onRebook, onChanged }) {
  const [to, setTo] = useState(others.length ? others[0].id : '');
  const press = usePress();
  const intention = useRef(new Intention());
  const run = (work, said) =>
    press.run(async () => {
      await work();
      announce(t(said, { number: ticket.number }));
      onChanged();
    });
  const reason = t('clinic.closing.reason');
  const hand = () => run(() => post(`/tickets/${ticket.id}/transfer`, { sessionId: to, reason }, { intention: intention.current }), 'clinic.done.transfer');
  const leave = () => run(() => post(`/tickets/${ticket.id}/steps`, { step: 'leave', reason }, { intention: intention.current }), 'clinic.done.leave');
  return html`<li class="clinic-left">
    <p><${Person} ticket=${ticket} /> · ${t(`clinic.state.${ticket.state}`)}</p>
    <div class="row">
      ${others.length
        ? html`<${SelectField} label=${t('clinic.closing.to', { number: ticket.number })} value=${to} onChange=${setTo} options=${others.map((one) => ({ value: one.id, label: otherName(one) }))} />
            <${Button} busy=${press.busy} onClick=${hand}>${t('clinic.closing.transfer')}<//>`
        : null}
      <${Button} onClick=${() => onRebook(ticket)}>${t('clinic.closing.rebook')}<//>
      <${Button} busy=${press.busy} onClick=${leave}>${t('clinic.closing.leave')}<//>
    </div>
    <${ProblemNotice} problem=${press.problem} />
  </li>`;
}

/// onRebook(ticket): leads to the slots.
export function Closing({ place, data, view, onRebook, onChanged, onClose }) {
  const press = usePress();
  const intention = useRef(new Intention());
  const run = (work, said) =>
    press.run(async () => {
      await work();
      announce(t(said));
      onChanged();
    });
  const begin = () => run(() => post(`/sessions/${place.session}/closing`, {}, { intention: intention.current }), 'clinic.done.closing');
  const reopen = () => run(() => del(`/sessions/${place.session}/closing`), 'clinic.done.reopened');
  const { left } = view;
  return html`<${Dialog} title=${t('clinic.closing')} wide onClose=${onClose}>
    <div class="stack">
      <p>${t(left.length ? 'clinic.closing.left' : 'clinic.closing.nobody', { n: left.length })} ${view.notSeen ? t('clinic.closing.not-come', { n: view.notSeen }) : ''}</p>
      ${view.closing ? null : html`<p class="hint">${t('clinic.closing.explain')}</p>`}
      ${left.length ? html`<ul class="stack">${left.map((ticket) => html`<${Left} key=${ticket.id} ticket=${ticket} others=${data.takingOver} onRebook=${onRebook} onChanged=${onChanged} />`)}</ul>` : null}
      <${ProblemNotice} problem=${press.problem} />
      <div class="row">
        ${view.closing
          ? html`<${Button} key="reopen" busy=${press.busy} onClick=${reopen}>${t('clinic.closing.reopen')}<//>`
          : html`<${Button} key="begin" kind="primary" busy=${press.busy} onClick=${begin} data-autofocus>${t('clinic.closing.begin')}<//>`}
        <${Button} onClick=${onClose} keys="Esc">${t('staff.close')}<//>
      </div>
    </div>
  <//>`;
}
