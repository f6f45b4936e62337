// The demonstration's mailbox: the messages that a real hospital would send by SMS. The server
// answers this page's request only when it was started with --demo.

import { html, render, useEffect } from '../shared/preact.js';
import { get, useRequest } from '../shared/api.js';
import { Button, Empty, Loaded, PageTitle, Ribbon, Shell } from '../shared/components.js';
import { loadContext } from '../shared/context.js';
import { formatInstant } from '../shared/dates.js';
import { addMessages, t, useLanguage } from '../shared/i18n.js';
import zh from './messages/zh.js';
import en from './messages/en.js';

addMessages({ zh, en });

const kRefreshMs = 4000;

function Mailbox() {
  useLanguage();
  const request = useRequest((signal) => get('/demo/messages', { signal }), [], { refresh: true });
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) request.reload();
    }, kRefreshMs);
    return () => clearInterval(timer);
  }, []);
  return html`<${Shell} homeHref="/" section=${t('demo.section')} ribbon=${html`<${Ribbon}><span>${t('demo.ribbon')}</span><//>`}>
    <${PageTitle} title=${t('demo.title')} lead=${t('demo.lead')} />
    <div class="stack">
      <p><${Button} onClick=${request.reload}>${t('demo.refresh')}<//></p>
      <${Loaded} request=${request}>
        ${({ items }) =>
          items.length
            ? html`<ul class="stack">
                ${items.map(
                  (message, i) => html`<li key=${`${message.at}${i}`} class="card">
                    <p class="hint">${message.to} · ${formatInstant(message.at)}</p>
                    <p class="message">${message.text}</p>
                  </li>`,
                )}
              </ul>`
            : html`<${Empty} title=${t('demo.none')}><p>${t('demo.none-help')}</p><//>`}
      <//>
    </div>
  <//>`;
}

loadContext().then(() => {
  const place = document.getElementById('app');
  place.textContent = '';
  render(html`<${Mailbox} />`, place);
});
