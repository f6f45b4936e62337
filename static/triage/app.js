// First which waiting area, remembered on this device; then all of it on one screen.

import { html, useLayoutEffect, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { hospitalToday, longDay } from '../shared/dates.js';
import { Empty, Loaded, PageTitle } from '../shared/components.js';
import { remember, remembered } from '../shared/store.js';
import { get, useRequest } from '../staff/api.js';
import { KeyHint } from '../staff/keys.js';
import { Button } from '../staff/ui.js';
import { Area } from './area.js';

const kKey = 'yuyue.triage.area';

export function Triage({ me, actions }) {
  const areas = useRequest(() => get('/areas'), []);
  const [chosen, setChosen] = useState(() => remembered('localStorage', kKey));
  useLayoutEffect(() => {
    document.title = t('triage.title');
  }, []);
  const choose = (id) => {
    remember('localStorage', kKey, id);
    setChosen(id);
  };
  return html`<${Loaded} request=${areas}>
    ${({ items }) => {
      const area = items.find((one) => one.id === chosen);
      return area
        ? html`<${Area} key=${area.id} area=${area} me=${me} actions=${actions} onElsewhere=${() => choose(null)} />`
        : html`<${Choose} items=${items} onChosen=${choose} />`;
    }}
  <//>`;
}

function Choose({ items, onChosen }) {
  return html`<${PageTitle} title=${t('triage.choose')} lead=${longDay(hospitalToday())} />
    ${items.length
      ? html`<ul class="tri-areas">
          ${items.map((area) => html`<li key=${area.id}><${Button} kind="primary" class="button-block" onClick=${() => onChosen(area.id)}>${pick(area, 'name')}<//></li>`)}
        </ul>`
      : html`<${Empty} title=${t('triage.no-areas')}><p>${t('triage.no-areas-hint')}</p><//>`}`;
}

export function TriageTools({ actions }) {
  return html`
    <${Button} class="tool" onClick=${() => actions.elsewhere && actions.elsewhere()}>${t('triage.elsewhere')}<//>
    <button type="button" class="switch" onClick=${() => actions.help && actions.help()} aria-keyshortcuts="?">${t('triage.help.title')} <${KeyHint} keys="?" /></button>`;
}
