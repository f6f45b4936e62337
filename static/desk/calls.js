// Whom the desk has to call because a clinic was stopped or changed: no phone to write to, or no
// answer yet. What they say on the telephone is done here for them.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay, formatInstant, slotWindow } from '../shared/dates.js';
import { Choices, Empty, ProblemNotice, Skeleton } from '../shared/components.js';
import { get, post, useRequest } from '../staff/api.js';
import { Button, DialogForm, Mark, usePress } from '../staff/ui.js';
import { NeedBadges } from '../staff/person.js';

const placeWords = (place) =>
  [`${formatDay(place.date)} ${slotWindow(place)}`, pick(place, 'departmentName'), pick(place, 'practitionerName') || pick(place, 'kindName')].filter(Boolean).join(' · ');

function stateWords(one) {
  if (one.state === 'open') return t(one.reached ? 'desk.calls.waiting' : 'desk.calls.no-phone');
  if (one.state === 'moved') return t('desk.calls.decided-moved', { to: one.to ? placeWords(one.to) : '' });
  return t(one.state === 'cancelled' ? 'desk.calls.decided-cancelled' : 'desk.calls.decided-kept');
}

function Act({ one, onClose, onDone }) {
  const open = one.state === 'open';
  const slots = open ? one.proposals : [];
  const [chosen, setChosen] = useState(slots.length ? slots[0].slotId : 'told');
  const press = usePress();
  const act = async () => {
    const body = { told: { told: true }, cancel: { choice: 'cancel' } }[chosen] || { choice: 'move', slotId: chosen };
    if (await press.run(() => post(`/disruptions/${one.disruptionId}/affected/${one.appointmentId}`, body))) onDone();
  };
  return html`<${DialogForm} title=${t('desk.calls.dialog')} submitLabel=${t('desk.calls.do')} onClose=${onClose} onSubmit=${act} busy=${press.busy} problem=${press.problem}
    danger=${chosen === 'cancel'} wide>
    <p><strong>${one.person.name}</strong> ${one.person.phone || ''} · ${placeWords(one.was)}</p>
    <${NeedBadges} needs=${one.person.needs} />
    <${Choices} legend=${t('desk.calls.choose')} value=${chosen} onChange=${setChosen}
      options=${[
        ...slots.map((place) => ({ value: place.slotId, label: placeWords(place), detail: place.kept ? t('desk.calls.kept') : '' })),
        ...(open ? [{ value: 'cancel', label: t('desk.calls.cancel') }] : []),
        { value: 'told', label: t('desk.calls.told') },
      ]} />
  <//>`;
}

export function Calls({ onOpen, onBack }) {
  const request = useRequest(() => get('/disruption-calls'), [], { refresh: true });
  const [acting, setActing] = useState(null);
  const title = useRef(null);
  useLayoutEffect(() => title.current.focus(), []);
  const items = request.state === 'ready' ? request.data.items : [];
  return html`<section class="calls" aria-labelledby="calls-title">
    <div class="bar">
      <h1 id="calls-title" tabindex="-1" ref=${title}>${t('desk.calls.title')}</h1>
      <div class="row no-print"><${Button} onClick=${onBack} keys="Esc">${t('staff.back')}<//></div>
    </div>
    <p class="hint">${t('desk.calls.lead')}</p>
    ${request.state === 'loading' ? html`<${Skeleton} />` : null}
    ${request.state === 'error' ? html`<${ProblemNotice} problem=${request.problem} onRetry=${request.reload} />` : null}
    ${request.state === 'ready' && !items.length ? html`<${Empty} title=${t('desk.calls.none')} />` : null}
    ${items.length
      ? html`<div class="table-wrap" tabindex="0" role="group" aria-label=${t('desk.calls.title')}>
          <table class="table">
            <caption class="visually-hidden">${t('desk.calls.title')}</caption>
            <thead><tr><th scope="col">${t('desk.calls.until')}</th><th scope="col">${t('desk.calls.person')}</th><th scope="col">${t('desk.calls.was')}</th>
              <th scope="col">${t('desk.calls.now')}</th><th scope="col">${t('desk.calls.act')}</th></tr></thead>
            <tbody>${items.map(
              (one) => html`<tr key=${`${one.disruptionId}-${one.appointmentId}`}>
                <td class="number">${one.state === 'open' ? formatInstant(one.answerUntil) : ''}</td>
                <th scope="row"><button type="button" class="link" onClick=${() => onOpen(one.person)}>${one.person.name}</button> <span class="number">${one.person.phone || ''}</span></th>
                <td>${placeWords(one.was)}</td>
                <td><${Mark} kind=${one.reached ? '' : 'danger'} icon=${one.reached ? 'info' : 'warning'}>${stateWords(one)}<//></td>
                <td><${Button} onClick=${() => setActing(one)} aria-label=${t('desk.calls.act-for', { name: one.person.name })}>${t('desk.calls.do')}<//></td>
              </tr>`,
            )}</tbody>
          </table>
        </div>`
      : null}
    ${acting ? html`<${Act} one=${acting} onClose=${() => setActing(null)} onDone=${() => {
      setActing(null);
      request.reload();
    }} />` : null}
  </section>`;
}
