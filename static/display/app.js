// First whose screen this is, then the board of its area, of its campus' service centre, or of the
// devices of a site.

import { html, useLayoutEffect } from '../shared/preact.js';
import { pick, t, useLanguage } from '../shared/i18n.js';
import { hospitalStore } from '../shared/context.js';
import { useStore } from '../shared/store.js';
import { useDevice } from '../shared/device.js';
import { Board } from './board.js';
import { areaBoard } from './area.js';
import { centreBoard } from './centre.js';
import { examBoard } from './exams.js';

let sound = 'off';

export function Display() {
  useLanguage();
  const hospital = useStore(hospitalStore);
  const { state, device, code, problem, check } = useDevice('display', () => ({ sound }));
  useLayoutEffect(() => {
    document.title = t('display.title');
  });
  const fits = state === 'paired' && device.kind === 'display' && (device.area || device.centre || device.examSite);
  if (fits) {
    const shows = device.area ? areaBoard(device.area) : device.centre ? centreBoard(device.centre) : examBoard(device.examSite);
    return html`<${Board} key=${shows.id} device=${device} shows=${shows} onRefused=${check} onSound=${(mode) => {
      if (mode === sound) return;
      sound = mode;
      check();
    }} />`;
  }
  return html`<main class="pairing">
    <h1>${pick(hospital, 'name') || t('display.title')}</h1>
    ${state === 'unpaired' && code
      ? html`<p class="pairing-lead">${t('display.pair')}</p>
          <p class="pairing-code" aria-label=${code}>${code.slice(0, 3)} ${code.slice(3)}</p>
          <p class="pairing-hint">${t('display.pair-hint')}</p>`
      : html`<p class="pairing-lead">${t(state === 'out' ? 'display.out' : state === 'paired' ? 'display.no-display' : 'display.starting')}</p>`}
    <p class="pairing-problem" role="status">${problem ? problem.detail : ''}</p>
  </main>`;
}
