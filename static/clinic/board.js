// One room's screen: who is with the doctor, who is next, who waits and why in that order.
// Single keys, so that one hand on the keyboard is enough.

import { html, useEffect, useRef, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { formatTime } from '../shared/dates.js';
import { announce, Empty, Loaded, PageTitle, ProblemNotice } from '../shared/components.js';
import { get, Intention, post, useRequest } from '../staff/api.js';
import { useShortcuts } from '../staff/keys.js';
import { NeedBadges, sexAndAge } from '../staff/person.js';
import { ReasonField } from '../staff/reason.js';
import { Button, DialogForm, usePress } from '../staff/ui.js';
import { whyTexts } from '../staff/why.js';

const kEveryMs = 3000;

/// Asked again every few seconds while somebody looks; when nothing has happened, nothing is sent.
function useLine(session) {
  const last = useRef(null);
  const load = async () => {
    const seen = last.current && last.current.line;
    last.current = (await get(`/sessions/${session}/line`, { query: { after: seen ? seen.seq : '' } })) || last.current;
    return last.current;
  };
  const request = useRequest(load, [session], { refresh: true });
  useEffect(() => {
    const timer = setInterval(() => document.hidden || request.reload(), kEveryMs);
    return () => clearInterval(timer);
  }, [session]);
  return request;
}


function Person({ ticket }) {
  return html`<span class="clinic-number">${ticket.number}</span> <strong>${ticket.person.name}</strong> ${sexAndAge(ticket.person)}
    <${NeedBadges} needs=${ticket.person.needs} />`;
}

export function Board({ place, onLeave }) {
  const request = useLine(place.session);
  const press = usePress();
  const [asking, setAsking] = useState(null);
  const intention = useRef(new Intention());
  const items = (request.data && request.data.line && request.data.line.items) || [];
  const here = (state) => items.find((one) => one.state === state && one.room && one.room.id === place.room.id);
  const called = here('called');
  const serving = here('serving');
  const now = called || serving;
  const waiting = items.filter((one) => one.state === 'waiting' && (!one.assignedRoom || one.assignedRoom.id === place.room.id));
  const out = items.filter((one) => one.state === 'missed' || one.state === 'away');

  const call = (body = {}) =>
    press.run(async () => {
      if (serving && !called) await post(`/tickets/${serving.id}/steps`, { step: 'finish' });
      const ticket = await post(`/sessions/${place.session}/calls`, { roomId: place.room.id, ...body }, { intention: intention.current });
      announce(t('clinic.called-out', { number: ticket.number, name: ticket.person.name }));
      setAsking(null);
      request.reload();
    });
  const step = (ticket, name) => () =>
    ticket
      ? press.run(async () => {
          await post(`/tickets/${ticket.id}/steps`, { step: name });
          announce(t(`clinic.done.${name}`, { number: ticket.number }));
          request.reload();
        })
      : false;

  useShortcuts({
    n: () => (called || !waiting.length ? false : call()),
    r: step(called, 'recall'),
    s: step(called, 'start'),
    f: step(now, 'finish'),
    e: step(now, 'send-away'),
    m: step(called, 'miss'),
  });

  return html`<${PageTitle} title=${place.room.name} lead=${place.title}>
      <${Button} kind="quiet" onClick=${onLeave}>${t('clinic.elsewhere')}<//>
    <//>
    <${Loaded} request=${request}>
      ${() => html`
        <section class="card clinic-now" aria-live="polite">
          ${now
            ? html`<p class="clinic-state">${t(`clinic.state.${now.state}`)}${now.state === 'called' ? t('clinic.calls', { n: now.calls }) : ''}</p><p class="clinic-who"><${Person} ticket=${now} /></p>`
            : html`<p class="clinic-state">${t('clinic.nobody-here')}</p>`}
          <div class="row">
            <${Button} kind="primary" keys="N" busy=${press.busy} disabled=${!!called || !waiting.length} onClick=${() => call()}>${t(serving ? 'clinic.finish-and-next' : 'clinic.next')}<//>
            <${Button} keys="S" disabled=${!called} onClick=${step(called, 'start')}>${t('clinic.start')}<//>
            <${Button} keys="R" disabled=${!called} onClick=${step(called, 'recall')}>${t('clinic.recall')}<//>
            <${Button} keys="M" disabled=${!called} onClick=${step(called, 'miss')}>${t('clinic.miss')}<//>
            <${Button} keys="E" disabled=${!now} onClick=${step(now, 'send-away')}>${t('clinic.send-away')}<//>
            <${Button} keys="F" disabled=${!now} onClick=${step(now, 'finish')}>${t('clinic.finish')}<//>
          </div>
          <${ProblemNotice} problem=${asking ? null : press.problem} />
        </section>
        <h2>${t('clinic.waiting', { n: waiting.length })}</h2>
        ${waiting.length
          ? html`<ol class="clinic-list">
              ${waiting.map(
                (ticket) => html`<li key=${ticket.id} class="card clinic-row">
                  <div><${Person} ticket=${ticket} /><p class="hint">${whyTexts(ticket).join(' ')}</p></div>
                  <${Button} disabled=${!!called} onClick=${() => setAsking(ticket)}>${t('clinic.call-this')}<//>
                </li>`,
              )}
            </ol>`
          : html`<${Empty} title=${t('clinic.nobody-waits')} />`}
        ${out.length
          ? html`<h2>${t('clinic.out', { n: out.length })}</h2>
              <ul class="clinic-list">
                ${out.map(
                  (ticket) => html`<li key=${ticket.id} class="card clinic-row">
                    <div><${Person} ticket=${ticket} /><p class="hint">${t(`clinic.state.${ticket.state}`)} · ${t('clinic.since', { at: formatTime(ticket.calledAt) })}</p></div>
                    <${Button} onClick=${step(ticket, 'come-back')}>${t('clinic.come-back')}<//>
                  </li>`,
                )}
              </ul>`
          : null}
      `}
    <//>
    ${asking ? html`<${OutOfTurn} ticket=${asking} press=${press} onCall=${(reason) => call({ ticketId: asking.id, reason })} onClose=${() => { press.clear(); setAsking(null); }} />` : null}`;
}

function OutOfTurn({ ticket, press, onCall, onClose }) {
  const [reason, setReason] = useState('');
  return html`<${DialogForm} title=${t('clinic.out-of-turn', { number: ticket.number })} submitLabel=${t('clinic.call-this')} busy=${press.busy} problem=${press.problem}
    onClose=${onClose} onSubmit=${() => onCall(reason.trim())}>
    <p class="hint">${t('clinic.out-of-turn-kept')}</p>
    <${ReasonField} value=${reason} onChange=${setReason} reasons=${['worse', 'child', 'weak', 'agreed'].map((name) => t(`clinic.reason.${name}`))} />
  <//>`;
}
