// The triage desk's page: starts it.

import { html, render } from '../shared/preact.js';
import { addMessages, t } from '../shared/i18n.js';
import { loadContext } from '../shared/context.js';
import { Gate } from '../staff/gate.js';
import staffZh from '../staff/messages/zh.js';
import staffEn from '../staff/messages/en.js';
import zh from './messages/zh.js';
import en from './messages/en.js';
import { Triage, TriageTools } from './app.js';

addMessages({ zh: staffZh, en: staffEn });
addMessages({ zh, en });

// What the header's buttons do is the screen's business; the screen fills this in.
const actions = {};

const Page = () => html`<${Gate} section=${t('triage.title')} here="/triage/" needs=${['call-patients']} fluid tools=${html`<${TriageTools} actions=${actions} />`}>
  ${(me) => html`<${Triage} me=${me} actions=${actions} />`}
<//>`;

loadContext().then(() => render(html`<${Page} />`, document.getElementById('app')));
