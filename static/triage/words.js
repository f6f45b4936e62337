// What is shown of a ticket in words: how it is called, what is wrong, how long it waits.

import { html } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { formatTime } from '../shared/dates.js';
import { Icon } from '../staff/ui.js';
import { minutesSince } from './data.js';

/// What holds for everybody need not be said.
const kUsualTimes = 2;
const kUsualPatience = 60;

/// How somebody is called, because of what they need: louder, more often, fetched.
export function callingTexts(ticket) {
  const { calling } = ticket;
  if (!calling) return [];
  const out = [];
  if (calling.times > kUsualTimes) out.push(t('triage.calling.times', { n: calling.times }));
  if (calling.slowly) out.push(t('triage.calling.slowly'));
  if (calling.english) out.push(t('triage.calling.english'));
  if (calling.fetch) out.push(t('triage.calling.fetch'));
  if (calling.patienceSeconds > kUsualPatience) out.push(t('triage.calling.patience', { n: calling.patienceSeconds }));
  return out;
}

export function CallingWords({ ticket }) {
  const texts = callingTexts(ticket);
  if (!texts.length) return null;
  return html`<p class="tri-calling"><${Icon} name="info" /> ${t('triage.calling.title')}${texts.join(t('triage.and'))}</p>`;
}

export function Warnings({ session, now }) {
  if (!session.warnings.length) return null;
  return html`<ul class="tri-warnings">
    ${session.warnings.map(
      (one) => html`<li key=${one.code} class="tri-warning">
        <${Icon} name="warning" /> ${t(`triage.warning.${one.code}`, { number: one.number, minutes: minutesSince(one.since, now), at: formatTime(one.since) })}
      </li>`,
    )}
  </ul>`;
}

export const waitText = (ticket, now) => t('triage.minutes', { n: minutesSince(ticket.arrivedAt, now) });
