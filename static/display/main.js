// The display's page: starts it.

import { html, render } from '../shared/preact.js';
import { addMessages } from '../shared/i18n.js';
import { loadHospital } from '../shared/context.js';
import zh from './messages/zh.js';
import en from './messages/en.js';
import { Display } from './app.js';
import { applySettings } from './settings.js';

addMessages({ zh, en });
applySettings();

const start = () => render(html`<${Display} />`, document.getElementById('app'));
loadHospital().then(start, () => {
  start();
  window.addEventListener('online', loadHospital, { once: true });
});
