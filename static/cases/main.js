// The page of whoever reviews, signs and stamps the centre's cases: starts it.

import { html, render } from '../shared/preact.js';
import { addMessages, t } from '../shared/i18n.js';
import { loadContext } from '../shared/context.js';
import { Gate } from '../staff/gate.js';
import staffZh from '../staff/messages/zh.js';
import staffEn from '../staff/messages/en.js';
import zh from './messages/zh.js';
import en from './messages/en.js';
import { Office } from './app.js';

addMessages({ zh: staffZh, en: staffEn });
addMessages({ zh, en });

const Page = () => html`<${Gate} section=${t('cases.title')} here="/cases/" needs=${['decide-cases']}>
  ${() => html`<${Office} />`}
<//>`;

loadContext().then(() => render(html`<${Page} />`, document.getElementById('app')));
