// One letter as its writer sees it: how far it has come, the answer, how that was, and reopening.

import { html, useRef, useState } from '../shared/preact.js';
import { asProblem, Intention, post } from '../shared/api.js';
import { announce, Button, ProblemNotice, TextField } from '../shared/components.js';
import { dayOf, fullDay } from '../shared/dates.js';
import { Faces } from '../shared/faces.js';
import { t } from '../shared/i18n.js';

/// `code`: of a letter that is not the reader's own by their account.
export function Letter({ letter, code, onChange }) {
  const [state, setState] = useState({ busy: false, problem: null });
  const [reason, setReason] = useState(null);
  const intention = useRef(new Intention());
  const step = async (what, body, said) => {
    if (state.busy) return;
    setState({ busy: true, problem: null });
    try {
      const changed = await post(`/complaints/${letter.id}/${what}`, code ? { ...body, code } : body, { intention: intention.current });
      intention.current.done();
      setState({ busy: false, problem: null });
      setReason(null);
      if (said) announce(said);
      onChange(changed);
    } catch (problem) {
      setState({ busy: false, problem: asProblem(problem) });
    }
  };
  const reopen = (event) => {
    event.preventDefault();
    step('reopening', { reason: reason.trim() });
  };
  const open = !letter.answeredAt && letter.state !== 'closed';
  return html`<li class="card stack voice-letter">
    <h3>${t(`patient.voice.kind.${letter.kind}`)} ${letter.number} <span class="tag">${t(`patient.voice.state.${letter.state}`)}</span></h3>
    <p class="hint">
      ${t('patient.voice.received-at', { date: fullDay(dayOf(letter.receivedAt)) })}${open ? ` · ${t('patient.voice.due', { date: fullDay(letter.dueOn) })}` : ''}
      ${letter.reopened ? ` · ${t('patient.voice.again', { n: letter.reopened })}` : ''}
    </p>
    <details><summary>${t('patient.voice.your-words')}</summary><p class="voice-words">${letter.text}</p></details>
    ${letter.answer ? html`<div><h4>${t('patient.voice.answer')}</h4><p class="voice-words">${letter.answer}</p></div>` : null}
    ${letter.canRate
      ? html`<div class="stack"><p><strong>${t('patient.voice.rate')}</strong></p>
          <${Faces} legend=${t('patient.voice.rate')} busy=${state.busy} onPick=${(rating) => step('rating', { rating }, t('patient.voice.thanks'))} /></div>`
      : null}
    ${letter.rating ? html`<p>${t('patient.voice.rated', { word: t(`faces.${letter.rating}`) })}</p>` : null}
    <${ProblemNotice} problem=${state.problem} />
    ${letter.reopenUntil && reason === null
      ? html`<p class="hint">${t('patient.voice.reopen-until', { date: fullDay(letter.reopenUntil) })}</p>
          <div><${Button} onClick=${() => setReason('')}>${t('patient.voice.reopen')}<//></div>`
      : null}
    ${reason !== null
      ? html`<form class="stack" onSubmit=${reopen}>
          <${TextField} label=${t('patient.voice.reopen-reason')} required maxlength="300" value=${reason} onInput=${setReason} />
          <div><${Button} kind="primary" type="submit" busy=${state.busy}>${t('patient.voice.reopen')}<//></div>
        </form>`
      : null}
  </li>`;
}
