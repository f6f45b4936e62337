// The partner institutions' page: starts it.

import { html, render } from '../shared/preact.js';
import { addMessages, pick, t } from '../shared/i18n.js';
import { loadContext, meStore } from '../shared/context.js';
import { Notice, PageTitle } from '../shared/components.js';
import { useStore } from '../shared/store.js';
import { Gate } from '../staff/gate.js';
import staffZh from '../staff/messages/zh.js';
import staffEn from '../staff/messages/en.js';
import zh from './messages/zh.js';
import en from './messages/en.js';
import { Partner, PartnerTools } from './app.js';

addMessages({ zh: staffZh, en: staffEn });
addMessages({ zh, en });

// What the header's buttons do is the screen's business; the screen fills this in.
const actions = {};

const NoInstitution = () => html`<div class="sign-in card">
  <${PageTitle} title=${t('partner.title')} /><${Notice} kind="warning">${t('partner.no-institution')}<//>
</div>`;

function Page() {
  const { institution } = useStore(meStore);
  const section = institution ? pick(institution, 'name') : t('partner.title');
  return html`<${Gate} section=${section} here="/partner/" needs=${['refer']} fluid tools=${institution ? html`<${PartnerTools} actions=${actions} />` : null}>
    ${(me) => (me.institution ? html`<${Partner} me=${me} actions=${actions} />` : html`<${NoInstitution} />`)}
  <//>`;
}

loadContext().then(() => render(html`<${Page} />`, document.getElementById('app')));
