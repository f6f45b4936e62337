// The front desk's page: starts it.

import { html, render } from '../shared/preact.js';
import { addMessages, t } from '../shared/i18n.js';
import { loadContext } from '../shared/context.js';
import { Gate } from '../staff/gate.js';
import staffZh from '../staff/messages/zh.js';
import staffEn from '../staff/messages/en.js';
import zh from './messages/zh.js';
import en from './messages/en.js';
import { Desk, DeskTools } from './app.js';

addMessages({ zh: staffZh, en: staffEn });
addMessages({ zh, en });

// What the header's buttons do is the screen's business; the screen fills this in.
const actions = {};

function Page() {
  return html`<${Gate} section=${t('desk.title')} here="/desk/" needs=${['patients-find']} fluid tools=${html`<${DeskTools} actions=${actions} />`}>
    ${(me) => html`<${Desk} me=${me} actions=${actions} />`}
  <//>`;
}

loadContext().then(() => render(html`<${Page} />`, document.getElementById('app')));
