// Which device: chosen once and remembered on this computer. Then its list of work.

import { html, useLayoutEffect, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { Empty, Loaded, PageTitle } from '../shared/components.js';
import { remember, remembered } from '../shared/store.js';
import { get, useRequest } from '../staff/api.js';
import { useShortcuts } from '../staff/keys.js';
import { Button } from '../staff/ui.js';
import { Worklist } from './worklist.js';

const kKey = 'yuyue.device';

export function Devices() {
  const [chosen, setChosen] = useState(remembered('localStorage', kKey) || '');
  useLayoutEffect(() => {
    document.title = t('device.title');
  }, []);
  const choose = (id) => {
    remember('localStorage', kKey, id);
    setChosen(id);
  };
  if (chosen) return html`<${Worklist} key=${chosen} id=${chosen} onLeave=${() => choose('')} />`;
  return html`<${Choosing} onChosen=${choose} />`;
}

function Choosing({ onChosen }) {
  const devices = useRequest(() => get('/exam-devices'), []);
  return html`<${PageTitle} title=${t('device.choose')} lead=${t('device.choose-lead')} />
    <${Loaded} request=${devices}>
      ${({ items }) => html`<${Choice} devices=${items.filter((one) => one.active)} onChosen=${onChosen} />`}
    <//>`;
}

/// The first nine have a key.
function Choice({ devices, onChosen }) {
  const keys = {};
  devices.slice(0, 9).forEach((one, i) => {
    keys[String(i + 1)] = () => onChosen(one.id);
  });
  useShortcuts(keys);
  if (!devices.length) return html`<${Empty} title=${t('device.none')} />`;
  return html`<ul class="calling-choice">
    ${devices.map(
      (one, i) => html`<li key=${one.id} class="card">
        <h2>${pick(one, 'name')}</h2>
        <p class="hint">${pick(one, 'place')}</p>
        <${Button} kind="primary" keys=${i < 9 ? String(i + 1) : undefined} aria-label=${`${t('device.open')} ${pick(one, 'name')}`} onClick=${() => onChosen(one.id)}>${t('device.open')}<//>
      </li>`,
    )}
  </ul>`;
}
