// Why a ticket stands where it stands in its line, one sentence each.

import { has, pick, t } from '../shared/i18n.js';

/// What the server knows beyond these sentences is left out; so is how many stand before, which can
/// be seen.
export const whyTexts = (ticket) =>
  (ticket.why || [])
    .filter(({ code }) => has(`staff.why.${code}`))
    .map(({ code, params }) => t(`staff.why.${code}`, { ...params, class: pick(params, 'class') }));
