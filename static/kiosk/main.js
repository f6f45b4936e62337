// The kiosk's page: starts it.

import { html, render } from '../shared/preact.js';
import { addMessages, setLanguage } from '../shared/i18n.js';
import { loadHospital } from '../shared/context.js';
import zh from './messages/zh.js';
import en from './messages/en.js';
import { Kiosk } from './app.js';
import { guardScanner } from './wedge.js';

addMessages({ zh, en });
// Whoever used it last may have read English.
setLanguage('zh');

guardScanner();
// A page that comes back by "back" comes back as it was left: then nobody's details may be on it.
window.addEventListener('pageshow', (event) => event.persisted && window.location.reload());

// Fingers rest on a screen: nothing is to be marked, dragged or opened by that.
['contextmenu', 'dragstart', 'selectstart'].forEach((name) => document.addEventListener(name, (event) => event.preventDefault()));

const start = () => render(html`<${Kiosk} />`, document.getElementById('app'));
loadHospital().then(start, () => {
  start();
  window.addEventListener('online', loadHospital, { once: true });
});
