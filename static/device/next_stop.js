// Where somebody goes who has just been examined: said to them before they leave the room.

import { html, useRef } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { announce, Notice, ProblemNotice } from '../shared/components.js';
import { Intention, get, post, useRequest } from '../staff/api.js';
import { Button, usePress } from '../staff/ui.js';

export function NextStop({ work }) {
  const request = useRequest((signal) => get('/exam-days', { query: { personId: work.person.id }, signal }), [work.id]);
  const press = usePress();
  const intention = useRef(new Intention());
  if (request.state !== 'ready') return null;
  const { at, exams, next } = request.data;
  const name = work.person.name;
  const waits = at && exams.find((one) => one.placeId === at);
  if (waits) return html`<${Notice} kind="info" title=${t('device.next-stop', { name })}><p>${t('device.next-stop.in-line', { exam: pick(waits.exam, 'name'), place: pick(waits.device, 'place'), number: waits.number })}</p><//>`;
  if (!next.length) return html`<${Notice} kind="info" title=${t('device.next-stop', { name })}><p>${t('device.next-stop.none')}</p><//>`;
  const [one] = next;
  const earlier = () =>
    press.run(async () => {
      await post(`/exam-places/${one.placeId}/earlier`, { deviceId: one.earlier.deviceId, start: one.earlier.start }, { intention: intention.current });
      announce(t('device.next-stop.moved', { name, at: one.earlier.start }));
      request.reload();
    });
  return html`<${Notice} kind="info" title=${t('device.next-stop', { name })}>
    <p><strong>${pick(one.exam, 'name')}</strong> ${pick(one.device, 'place')}</p>
    <p>${t('device.next-stop.how', { walk: one.walkMinutes, wait: one.waitMinutes, start: one.start })} ${pick(one, 'whyText')}</p>
    ${one.earlier
      ? html`<p>${t('device.next-stop.earlier', { at: one.earlier.start, place: pick(one.earlier.device, 'place') })}
          <${Button} busy=${press.busy} onClick=${earlier}>${t('device.next-stop.take', { at: one.earlier.start })}<//></p>`
      : null}
    <${ProblemNotice} problem=${press.problem} />
  <//>`;
}
