// Whoever is selected on the board: who this is, why they stand there, what can be done, each with
// its key.

import { html } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { formatTime } from '../shared/dates.js';
import { ProblemNotice } from '../shared/components.js';
import { useShortcuts } from '../staff/keys.js';
import { NeedBadges, sexAndAge } from '../staff/person.js';
import { sessionTitle } from '../staff/slots.js';
import { Button } from '../staff/ui.js';
import { whyTexts } from '../staff/why.js';
import { CallingWords, waitText } from './words.js';

const kKeys = {
  up: 'u', down: 'd', move: 'm', assign: 'a', transfer: 't', postpone: 'p', leave: 'l', needs: 'n',
  'come-back': 'b', recall: 'r', miss: 'x', 'send-away': 'e', arrive: 'i', rebook: 'k',
};
const kByState = {
  waiting: ['up', 'down', 'move', 'assign', 'transfer', 'postpone', 'rebook', 'needs', 'leave'],
  near: ['recall', 'miss', 'assign', 'postpone', 'needs', 'leave'],
  called: ['recall', 'miss', 'send-away', 'needs', 'leave'],
  serving: ['send-away', 'needs', 'leave'],
  missed: ['come-back', 'assign', 'transfer', 'rebook', 'needs', 'leave'],
  away: ['come-back', 'assign', 'transfer', 'rebook', 'needs', 'leave'],
};

/// More than calling is needed for these.
const kAsk = { needs: 'patients-edit', arrive: 'book-for-others', rebook: 'book-for-others' };

/// What can be done with whoever is selected, by whoever is signed in.
export function actsOf({ ticket }, me) {
  const mine = (act) => !kAsk[act] || me.permissions.includes(kAsk[act]);
  return (ticket ? kByState[ticket.state] || [] : ['arrive', 'needs']).filter(mine);
}

export function Panel({ found, me, now, press, onAct }) {
  const { session, ticket, expected } = found;
  const acts = actsOf(found, me);
  const keys = {};
  acts.forEach((act) => {
    keys[kKeys[act]] = () => onAct(act, found);
  });
  useShortcuts(keys);
  const { person } = ticket || expected;
  return html`<section class="card tri-card tri-panel" aria-label=${t('triage.panel.title')}>
    <p class="tri-panel-who"><span class="tri-number">${ticket ? ticket.number : formatTime(expected.slotStart)}</span> <strong>${person.name}</strong> ${sexAndAge(person)}</p>
    <p class="hint">${sessionTitle(session)} · ${ticket ? t(`triage.state.${ticket.state}`) : t('triage.state.expected')}${ticket && ticket.room ? ` · ${ticket.room.name}` : ''}${ticket ? ` · ${t('triage.panel.arrived', { at: formatTime(ticket.arrivedAt) })} · ${waitText(ticket, now)}` : ''}</p>
    <${NeedBadges} needs=${person.needs} />
    ${ticket ? html`<${CallingWords} ticket=${ticket} />` : null}
    ${ticket && ticket.state === 'waiting' ? whyTexts(ticket).map((text) => html`<p key=${text} class="tri-why">${text}</p>`) : null}
    <div class="tri-acts">
      ${acts.map((act) => html`<${Button} key=${act} keys=${kKeys[act].toUpperCase()} busy=${press.busy} onClick=${() => onAct(act, found)}>${t(`triage.act.${act}`)}<//>`)}
    </div>
    <${ProblemNotice} problem=${press.problem} />
  </section>`;
}
