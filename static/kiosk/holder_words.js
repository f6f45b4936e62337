// Whose things are on the screen, masked.

import { t } from '../shared/i18n.js';

export const holderWords = ({ person }) => [person.name, person.age === undefined ? '' : t('kiosk.holder.age', { n: person.age })].filter(Boolean).join(' ');
