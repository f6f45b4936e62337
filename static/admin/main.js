// The administrator's page: starts it.

import { html, render } from '../shared/preact.js';
import { addMessages, t } from '../shared/i18n.js';
import { loadContext } from '../shared/context.js';
import { Gate } from '../staff/gate.js';
import staffZh from '../staff/messages/zh.js';
import staffEn from '../staff/messages/en.js';
import zh from './messages/zh.js';
import en from './messages/en.js';
import examsZh from './exams/messages/zh.js';
import examsEn from './exams/messages/en.js';
import { Admin } from './app.js';

addMessages({ zh: staffZh, en: staffEn });
addMessages({ zh, en });
addMessages({ zh: examsZh, en: examsEn });

const kNeeds = ['timetable-read', 'timetable-edit', 'accounts-edit', 'settings-edit', 'audit-read', 'operate'];

function Page() {
  return html`<${Gate} section=${t('admin.title')} here="/admin/" needs=${kNeeds} fluid>
    ${(me) => html`<${Admin} me=${me} />`}
  <//>`;
}

loadContext().then(() => render(html`<${Page} />`, document.getElementById('app')));
