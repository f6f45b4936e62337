// The end of a session: nobody joins any more, and whoever is left is settled one by one. Nobody is
// forgotten in a line that nobody calls from.

import { html, useLayoutEffect, useRef } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { announce, ProblemNotice } from '../shared/components.js';
import { del, Intention, post } from '../staff/api.js';
import { sexAndAge } from '../staff/person.js';
import { sessionTitle } from '../staff/slots.js';
import { Button, Dialog, usePress } from '../staff/ui.js';
import { ticketsOf } from './data.js';

function Left({ session, ticket, canTransfer, canRebook, onAct }) {
  return html`<li>
    <p><span class="tri-number">${ticket.number}</span> <strong>${ticket.person.name}</strong> ${sexAndAge(ticket.person)} · ${t(`triage.state.${ticket.state}`)}</p>
    <div class="row">
      ${canTransfer ? html`<${Button} onClick=${() => onAct('transfer', { session, ticket })}>${t('triage.act.transfer')}<//>` : null}
      ${canRebook ? html`<${Button} onClick=${() => onAct('rebook', { session, ticket })}>${t('triage.act.rebook')}<//>` : null}
      <${Button} onClick=${() => onAct('leave', { session, ticket })}>${t('triage.act.leave')}<//>
    </div>
  </li>`;
}

/// onAct(name, { session, ticket }): asks what becomes of one, and comes back here.
export function ClosingDialog({ session, sessions, me, onClose, onChanged, onAct }) {
  const press = usePress();
  const intention = useRef(new Intention());
  const closing = session.lineState === 'closing' || session.lineState === 'closed';
  const left = ticketsOf(session, 'near', 'waiting', 'called', 'serving', 'missed', 'away');
  const canTransfer = sessions.some((one) => one.id !== session.id && one.state === 'open' && one.department.id === session.department.id);
  const box = useRef(null);
  // The button that was pressed is not one that undoes it: the next key goes to who is left.
  useLayoutEffect(() => {
    const next = closing && box.current.querySelector('.tri-left .button, .tri-close');
    if (next) next.focus();
  }, [closing]);
  const run = (work, words) =>
    press.run(async () => {
      await work();
      announce(words);
      onChanged();
    });
  const begin = () => run(() => post(`/sessions/${session.id}/closing`, {}, { intention: intention.current }), t('triage.said.closing'));
  const reopen = () => run(() => del(`/sessions/${session.id}/closing`), t('triage.said.reopened'));
  return html`<${Dialog} title=${t('triage.closing.title', { what: sessionTitle(session) })} wide onClose=${onClose}>
    <div class="stack" ref=${box}>
      <p>${t(closing ? (left.length ? 'triage.closing.left' : 'triage.closing.empty') : 'triage.closing.explain', { n: left.length })}</p>
      ${closing && left.length ? html`<ul class="tri-left">${left.map((ticket) => html`<${Left} key=${ticket.id} session=${session} ticket=${ticket} canTransfer=${canTransfer} canRebook=${me.permissions.includes('book-for-others')} onAct=${onAct} />`)}</ul>` : null}
      <${ProblemNotice} problem=${press.problem} />
      <div class="row">
        ${closing
          ? html`<${Button} key="reopen" busy=${press.busy} onClick=${reopen}>${t('triage.closing.reopen')}<//>`
          : html`<${Button} key="begin" kind="danger" busy=${press.busy} onClick=${begin} data-autofocus>${t('triage.closing.begin')}<//>`}
        <${Button} key="close" class="tri-close" onClick=${onClose} keys="Esc">${t('staff.close')}<//>
      </div>
    </div>
  <//>`;
}
