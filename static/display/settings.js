// What is set on this one screen: how large, how loud, which language. Remembered on it.

import { html, useState } from '../shared/preact.js';
import { setLanguage, t, useLanguage } from '../shared/i18n.js';
import { makeStore, remember, remembered } from '../shared/store.js';
import { Button, Dialog, Field, SelectField } from '../shared/components.js';

const kKey = 'yuyue.display.settings';
const kSizes = ['small', 'usual', 'large'];

function read() {
  const usual = { size: 'usual', volume: 100 };
  try {
    return { ...usual, ...JSON.parse(remembered('localStorage', kKey)) };
  } catch {
    return usual;
  }
}

export const settings = makeStore(read());

export function applySettings() {
  const { size } = settings.get();
  kSizes.forEach((one) => document.documentElement.classList.toggle(`size-${one}`, one === size));
}

function change(part) {
  settings.set({ ...settings.get(), ...part });
  remember('localStorage', kKey, JSON.stringify(settings.get()));
  applySettings();
}

export function SettingsDialog({ name, onTry, onClose }) {
  const language = useLanguage();
  const [now, setNow] = useState(settings.get());
  const set = (part) => {
    change(part);
    setNow(settings.get());
  };
  const full = () => document.documentElement.requestFullscreen && document.documentElement.requestFullscreen().catch(() => {});
  return html`<${Dialog} title=${t('display.settings')} onClose=${onClose}>
    <div class="stack">
      <p>${t('display.this-screen', { name })}</p>
      <${SelectField} label=${t('display.size')} name="size" value=${now.size} onChange=${(size) => set({ size })}
        options=${kSizes.map((value) => ({ value, label: t(`display.size.${value}`) }))} />
      <${Field} label=${t('display.volume', { n: now.volume })}>
        ${(props) => html`<input type="range" min="0" max="100" step="10" name="volume" value=${now.volume} onInput=${(event) => set({ volume: Number(event.target.value) })} ...${props} />`}
      <//>
      <${SelectField} label=${t('display.language')} name="language" value=${language} onChange=${setLanguage}
        options=${[{ value: 'zh', label: '中文' }, { value: 'en', label: 'English' }]} />
      <div class="row">
        <${Button} kind="primary" onClick=${onTry}>${t('display.try')}<//>
        <${Button} onClick=${full}>${t('display.full-screen')}<//>
        <${Button} onClick=${onClose}>${t('display.done')}<//>
      </div>
    </div>
  <//>`;
}
