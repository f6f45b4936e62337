// "I am running late": being called later by one's own choice. What it means is shown before it is
// done, because it cannot be undone.

import { html, useRef, useState } from '../shared/preact.js';
import { asProblem, get, Intention, post, useRequest } from '../shared/api.js';
import { announce, Button, Choices, Dialog, Loaded, ProblemNotice } from '../shared/components.js';
import { t } from '../shared/i18n.js';
import { roundedRange } from './wait_words.js';

/// "前面 6 位，预计 10:05–10:30"
const placeWords = ({ ahead, forecast }) =>
  forecast ? t('patient.later.place', { n: ahead, ...roundedRange(forecast.half) }) : t('patient.later.ahead', { n: ahead });

export function Postpone({ appointment, onClose }) {
  const path = `/appointments/${encodeURIComponent(appointment.id)}/postponement`;
  const request = useRequest((signal) => get(path, { signal }), [path]);
  const [minutes, setMinutes] = useState('10');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const intention = useRef(new Intention());
  const confirm = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const done = await post(path, { minutes: Number(minutes) }, { intention: intention.current });
      announce(t('patient.later.done', { n: done.ahead }));
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  const ready = request.state === 'ready' && request.data.left > 0;
  return html`<${Dialog}
    title=${t('patient.later.title')}
    onClose=${onClose}
    actions=${html`${ready ? html`<${Button} kind="primary" busy=${busy} onClick=${confirm}>${t('patient.later.confirm', { n: minutes })}<//>` : null}
      <${Button} onClick=${onClose}>${t('patient.later.keep')}<//>`}
  >
    <${Loaded} request=${request}>
      ${({ left, now, choices }) => html`
        ${now ? html`<p>${t('patient.later.now', { place: placeWords(now) })}</p>` : null}
        ${left > 0
          ? html`<${Choices}
                legend=${t('patient.later.which')}
                value=${minutes}
                options=${choices.map((one) => ({ value: String(one.minutes), label: t('patient.later.by', { n: one.minutes }), detail: placeWords(one) }))}
                onChange=${setMinutes}
              />
              <p class="hint">${t('patient.later.sooner')}</p>
              <p><strong>${t('patient.later.no-undo')}</strong> ${t('patient.later.left', { n: left })}</p>`
          : html`<p>${t('patient.later.none-left')}</p>`}
      `}
    <//>
    <${ProblemNotice} problem=${problem} />
  <//>`;
}
