// The page of the service centre's windows: starts it.

import { html, render } from '../shared/preact.js';
import { addMessages, t } from '../shared/i18n.js';
import { loadContext } from '../shared/context.js';
import { Gate } from '../staff/gate.js';
import staffZh from '../staff/messages/zh.js';
import staffEn from '../staff/messages/en.js';
import casesZh from '../cases/messages/zh.js';
import casesEn from '../cases/messages/en.js';
import zh from './messages/zh.js';
import en from './messages/en.js';
import { Windows } from './app.js';

addMessages({ zh: staffZh, en: staffEn });
addMessages({ zh: casesZh, en: casesEn });
addMessages({ zh, en });

const Page = () => html`<${Gate} section=${t('window.title')} here="/window/" needs=${['serve-windows']}>
  ${(me) => html`<${Windows} me=${me} />`}
<//>`;

loadContext().then(() => render(html`<${Page} />`, document.getElementById('app')));
