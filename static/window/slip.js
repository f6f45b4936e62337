// The slip of a number that this window gave, on a roll of 58 or 80 mm. The server counts the copies with
// those of the kiosks: from the second on it says so.

import { html, useEffect, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatTime, fullDay } from '../shared/dates.js';
import { hospitalStore } from '../shared/context.js';
import { ProblemNotice } from '../shared/components.js';
import { remember, remembered } from '../shared/store.js';
import { get, Intention, post, useRequest } from '../staff/api.js';
import { useShortcuts } from '../staff/keys.js';
import { Button, usePress } from '../staff/ui.js';

const kPapers = ['80mm', '58mm'];
const kKey = 'yuyue.window.paper';

function Slip({ visit, place, paper, copy }) {
  const waits = place && (place.state === 'waiting' || place.state === 'near');
  return html`<article class=${`slip slip-${paper}`} aria-label=${t('window.slip')}>
    <header class="slip-head">
      <p class="slip-hospital">${pick(hospitalStore.get(), 'name')}</p>
      <p>${fullDay(visit.day)} ${formatTime(visit.takenAt)}</p>
    </header>
    ${copy > 1 ? html`<p class="window-slip-again"><strong>${t('window.slip.again', { n: copy })}</strong></p>` : null}
    <p class="window-slip-number">${visit.number}</p>
    ${waits && place.ahead !== undefined ? html`<p>${place.ahead ? t('window.slip.ahead', { n: place.ahead }) : t('window.slip.next')}</p>` : null}
    ${waits ? html`<p>${t('window.slip.windows', { windows: place.windows.map((one) => pick(one, 'name')).join(' / ') })}</p>` : null}
    <ol>${visit.errands.map((one) => html`<li key=${one.service.id}>${pick(one.service, 'name')}</li>`)}</ol>
    <p class="slip-foot">${t('window.slip.listen')}</p>
  </article>`;
}

/// In the place of the window's screen, until Escape.
export function SlipScreen({ visit, onBack }) {
  const [paper, setPaper] = useState(() => (kPapers.includes(remembered('localStorage', kKey)) ? remembered('localStorage', kKey) : kPapers[0]));
  const [copy, setCopy] = useState(0);
  const place = useRequest(() => get(`/visits/${visit.id}/place`), [visit.id]);
  const press = usePress();
  const intention = useRef(new Intention());
  const bar = useRef(null);
  useLayoutEffect(() => {
    bar.current.querySelector('button').focus();
  }, []);
  // The mark is drawn before the printer sees it.
  useEffect(() => {
    if (copy) window.print();
  }, [copy]);
  const print = () =>
    press.run(async () => {
      const answer = await post(`/visits/${visit.id}/prints`, {}, { intention: intention.current });
      setCopy(answer.copy);
      return true;
    });
  const choose = (next) => {
    setPaper(next);
    remember('localStorage', kKey, next);
  };
  useShortcuts({ Escape: onBack, i: print, I: print });
  return html`<section aria-labelledby="slip-title">
    <h1 id="slip-title" class="no-print">${t('window.slip.title', { number: visit.number })}</h1>
    <div class="row no-print" ref=${bar}>
      <${Button} kind="primary" busy=${press.busy} onClick=${print} keys="I">${t(copy ? 'window.slip.print-again' : 'window.slip.print')}<//>
      ${kPapers.map((one) => html`<button key=${one} type="button" class="chip" aria-pressed=${paper === one ? 'true' : 'false'} onClick=${() => choose(one)}>${t(`window.slip.paper.${one}`)}</button>`)}
      <${Button} onClick=${onBack} keys="Esc">${t('staff.back')}<//>
    </div>
    <${ProblemNotice} problem=${press.problem} />
    <${Slip} visit=${visit} place=${place.data} paper=${paper} copy=${copy} />
  </section>`;
}
