// Low marks of the last weeks with what was said; one press makes a letter of one.

import { html } from '../shared/preact.js';
import { Empty, Loaded, ProblemNotice } from '../shared/components.js';
import { addDays, formatDay, hospitalToday } from '../shared/dates.js';
import { t } from '../shared/i18n.js';
import { get, post, useRequest } from '../staff/api.js';
import { Button, Mark, usePress } from '../staff/ui.js';

const kDays = 28;

function Line({ one, onChanged }) {
  const press = usePress();
  const complain = async () => {
    if (await press.run(() => post(`/satisfaction/${one.id}/complaint`, {}))) onChanged();
  };
  return html`<li class="card stack">
    <p><strong>${one.for}</strong> · ${formatDay(one.day)} <${Mark} kind="warning" icon="warning">${t(`faces.${one.mark}`)}<//></p>
    ${one.remark ? html`<p class="voice-words">${one.remark}</p>` : null}
    <div>${one.complaintId ? html`<${Mark} icon="check">${t('voice.low-is-letter')}<//>` : html`<${Button} busy=${press.busy} onClick=${complain}>${t('voice.low-do')}<//>`}</div>
    <${ProblemNotice} problem=${press.problem} />
  </li>`;
}

export function LowMarks() {
  const request = useRequest(() => get('/satisfaction/low', { query: { from: addDays(hospitalToday(), -kDays) } }), []);
  return html`<${Loaded} request=${request}>
    ${({ items }) =>
      items.length ? html`<ul class="voice-list">${items.map((one) => html`<${Line} key=${one.id} one=${one} onChanged=${request.reload} />`)}</ul>` : html`<${Empty} title=${t('voice.low-none')} />`}
  <//>`;
}
