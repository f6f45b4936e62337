// The clinic's page: starts it.

import { html, render } from '../shared/preact.js';
import { addMessages, t } from '../shared/i18n.js';
import { loadContext } from '../shared/context.js';
import { Gate } from '../staff/gate.js';
import staffZh from '../staff/messages/zh.js';
import staffEn from '../staff/messages/en.js';
import deskZh from '../desk/messages/zh.js';
import deskEn from '../desk/messages/en.js';
import zh from './messages/zh.js';
import en from './messages/en.js';
import { Clinic } from './app.js';

addMessages({ zh: staffZh, en: staffEn });
// Courses and extra numbers are the desk's own forms.
addMessages({ zh: deskZh, en: deskEn });
addMessages({ zh, en });

const Page = () => html`<${Gate} section=${t('clinic.title')} here="/clinic/" needs=${['call-patients']}>
  ${(me) => html`<${Clinic} me=${me} />`}
<//>`;

loadContext().then(() => render(html`<${Page} />`, document.getElementById('app')));
