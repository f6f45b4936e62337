// One question after a visit, for each that is over and was not asked about yet.

import { html, useRef, useState } from '../shared/preact.js';
import { asProblem, get, Intention, post, useRequest } from '../shared/api.js';
import { announce, ProblemNotice, TextField } from '../shared/components.js';
import { fullDay } from '../shared/dates.js';
import { Faces } from '../shared/faces.js';
import { pick, t } from '../shared/i18n.js';

function Question({ visit, onDone }) {
  const [remark, setRemark] = useState('');
  const [state, setState] = useState({ busy: false, problem: null });
  const intention = useRef(new Intention());
  const give = async (mark) => {
    setState({ busy: true, problem: null });
    const body = { subjectId: visit.subjectId, mark };
    if (remark.trim()) body.remark = remark.trim();
    try {
      await post('/me/ratings', body, { intention: intention.current });
      announce(t('patient.voice.thanks'));
      onDone();
    } catch (problem) {
      setState({ busy: false, problem: asProblem(problem) });
    }
  };
  return html`<li class="card stack">
    <h2>${t('patient.voice.visit.title')}</h2>
    <p>${visit.person.name} · ${t('patient.voice.visit.of', { name: pick(visit, 'name'), date: fullDay(visit.day) })}</p>
    <${TextField} label=${t('patient.voice.visit.remark')} hint=${t('patient.voice.visit.remark-hint')} optional maxlength="200" autocomplete="off" value=${remark} onInput=${setRemark} />
    <${Faces} legend=${t('patient.voice.visit.title')} busy=${state.busy} onPick=${give} />
    <${ProblemNotice} problem=${state.problem} />
  </li>`;
}

/// Nothing while there is nothing to ask, or it cannot be found out.
export function Unrated() {
  const request = useRequest((signal) => get('/me/unrated', { signal }), []);
  if (request.state !== 'ready' || !request.data.items.length) return null;
  return html`<ul class="stack">${request.data.items.map((one) => html`<${Question} key=${one.subjectId} visit=${one} onDone=${request.reload} />`)}</ul>`;
}
