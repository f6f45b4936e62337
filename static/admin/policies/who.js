// Who made a version or declared an outage. The server keeps a kind and a number ("staff 382…");
// the name is that of the account with the same number.

import { t } from '../../shared/i18n.js';
import { getAll, useRequest } from '../../staff/api.js';

const kDigits = '0123456789abcdefghjkmnpqrstvwxyz';
const kLength = 13;

/// 382783641397185732 → "acc_…", as ids stand in the API.
function accountId(number) {
  let left = BigInt(number);
  let text = '';
  for (let i = 0; i < kLength; i += 1) {
    text = kDigits[Number(left % 32n)] + text;
    left /= 32n;
  }
  return `acc_${text}`;
}

/// (by) => words. Names come once the accounts are there, for those who may see accounts.
export function useWho(me) {
  const may = me.permissions.includes('accounts-edit');
  const request = useRequest(() => (may ? getAll('/accounts') : Promise.resolve([])), [may]);
  const accounts = request.state === 'ready' ? request.data : [];
  return (by) => {
    const [kind, number] = (by || 'system').split(' ');
    const found = kind === 'staff' && /^\d+$/.test(number || '') ? accounts.find((one) => one.id === accountId(number)) : null;
    return found ? found.displayName || found.name : t(`admin.audit.by.${kind}`);
  };
}
