// Results are there: the desk settles when the patient goes back to the clinician with them.

import { html, useRef } from '../shared/preact.js';
import { can, meStore } from '../shared/context.js';
import { t } from '../shared/i18n.js';
import { announce } from '../shared/components.js';
import { ReturnChoice } from '../shared/exam_return.js';
import { useStore } from '../shared/store.js';
import { get, Intention, post, useRequest } from '../staff/api.js';
import { usePress } from '../staff/ui.js';

function Return({ back, onChanged }) {
  const press = usePress();
  const intention = useRef(new Intention());
  const may = can(useStore(meStore), 'book-exams');
  const choose = async (body) => {
    if (!(await press.run(() => post(`/exam-returns/${back.id}/visit`, body, { intention: intention.current })))) return;
    announce(t('exams.return.done'));
    onChanged();
  };
  return html`<${ReturnChoice} back=${back} busy=${press.busy} problem=${press.problem} onChoose=${may ? choose : null} />`;
}

export function Returns({ person, round, onChanged }) {
  const request = useRequest(() => get('/exam-returns', { query: { personId: person.id } }), [person.id, round]);
  const items = request.state === 'ready' ? request.data.items : [];
  return html`<div class="stack no-print">${items.map((back) => html`<${Return} key=${back.id} back=${back} onChanged=${onChanged} />`)}</div>`;
}
