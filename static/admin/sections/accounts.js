// Accounts: locking, and one-time passwords, which are shown exactly once.

import { html } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { formatInstant } from '../../shared/dates.js';
import { Notice, ProblemNotice } from '../../shared/components.js';
import { getAll, patch } from '../../staff/api.js';
import { Button, Mark, usePress } from '../../staff/ui.js';

export const accountState = {
  state: (account) =>
    account.state === 'locked'
      ? html`<${Mark} kind="danger" icon="cross">${t('admin.account.locked')}<//>`
      : html`<${Mark} icon=${account.mustChangePassword ? 'info' : 'check'}>${t(account.mustChangePassword ? 'admin.account.new' : 'admin.account.active')}<//>`,
  lastSignInAt: (account) => (account.lastSignInAt ? formatInstant(account.lastSignInAt) : t('admin.account.never')),
};

export function OneTimePassword({ account }) {
  return html`<${Notice} kind="success" title=${t('admin.account.password-title', { name: account.displayName || account.name })} live>
    <p class="one-time">${account.oneTimePassword}</p>
    <p>${t('admin.account.password-text')}</p>
  <//>`;
}

export function AccountActions({ item, onChanged }) {
  const press = usePress();
  async function send(body) {
    const path = `/accounts/${item.id}`;
    try {
      return await patch(path, { ...body, version: item.version });
    } catch (error) {
      if (error.code !== 'changed-meanwhile') throw error;
      // Locking and resetting mean the same whatever else was changed meanwhile.
      const now = (await getAll('/accounts')).find((one) => one.id === item.id);
      return patch(path, { ...body, version: now.version });
    }
  }
  const change = (body) => async () => {
    const answer = await press.run(() => send(body));
    if (answer) onChanged(answer, false);
  };
  const locked = item.state === 'locked';
  return html`<div class="actions stack">
    <h3>${t('admin.account.more')}</h3>
    <div class="row">
      <${Button} busy=${press.busy} onClick=${change({ resetPassword: true })}>${t('admin.account.reset')}<//>
      <${Button} kind=${locked ? 'secondary' : 'danger'} busy=${press.busy} onClick=${change({ state: locked ? 'active' : 'locked' })}>
        ${t(locked ? 'admin.account.unlock' : 'admin.account.lock')}
      <//>
    </div>
    <p class="hint">${t('admin.account.more-hint')}</p>
    <${ProblemNotice} problem=${press.problem} />
  </div>`;
}
