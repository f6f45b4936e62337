// The settings of the hospital, each with what it does in plain words (admin.hint.*).

import { html } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { PageTitle, ProblemNotice, Skeleton } from '../../shared/components.js';
import { loadHospital } from '../../shared/context.js';
import { get, useRequest } from '../../staff/api.js';
import { Editor } from '../editor.js';

const def = {
  path: '/settings',
  fields: [
    { name: 'hospitalName', type: 'text', required: true, max: 20 },
    { name: 'hospitalNameEn', type: 'text', max: 120 },
    { name: 'hospitalPhone', type: 'text', max: 30 },
    { name: 'horizonDays', type: 'number', min: 0, max: 365, required: true },
    { name: 'releaseTime', type: 'time', required: true },
    { name: 'arrivalLeadMinutes', type: 'number', min: 0, max: 240, required: true },
    { name: 'maxActivePerPerson', type: 'number', min: 1, max: 100, required: true },
    { name: 'familyLimit', type: 'number', min: 1, max: 50, required: true },
    { name: 'changeAnswerMinutes', type: 'number', min: 15, max: 20160, required: true },
    { name: 'changeReminderMinutes', type: 'number', min: 0, max: 20160, required: true },
    { name: 'changeKeepsPlace', type: 'flag', wide: true },
    { name: 'onePerDepartmentAndDay', type: 'flag', wide: true },
    { name: 'quotaReturnDays', type: 'number', min: 0, max: 60, required: true },
    { name: 'quotaReturnTime', type: 'time', required: true },
    { name: 'holdMinutes', type: 'number', min: 1, max: 120, required: true },
    { name: 'maxHolds', type: 'number', min: 1, max: 50, required: true },
    { name: 'coolingMinutes', type: 'number', min: 0, max: 240, required: true },
    { name: 'waitlistMaxPerPerson', type: 'number', min: 1, max: 50, required: true },
    { name: 'offerMinutes', type: 'number', min: 1, max: 1440, required: true },
    { name: 'offerMinutesSameDay', type: 'number', min: 1, max: 1440, required: true },
    { name: 'waitlistClosesMinutes', type: 'number', min: 0, max: 2880, required: true },
    { name: 'arrivalsFrom', type: 'date' },
    { name: 'noshowGraceMinutes', type: 'number', min: 0, max: 1440, required: true },
    { name: 'tellAhead', type: 'number', min: 0, max: 20, required: true },
    { name: 'waitlistOpen', type: 'flag', wide: true },
    { name: 'notice', type: 'long', max: 300 },
    { name: 'noticeEn', type: 'long', max: 600 },
    { name: 'remoteLink', type: 'text', max: 300 },
  ],
};

export function Settings({ me }) {
  const request = useRequest(() => get('/settings'), []);
  return html`
    <${PageTitle} title=${t('admin.section.settings')} lead=${t('admin.lead.settings')} />
    ${request.state === 'loading' ? html`<${Skeleton} />` : null}
    ${request.state === 'error' ? html`<${ProblemNotice} problem=${request.problem} onRetry=${request.reload} />` : null}
    ${request.state === 'ready'
      ? html`<${Editor} def=${def} single item=${request.data} readOnly=${!me.permissions.includes('settings-edit')} title=${t('admin.section.settings')}
          onSaved=${() => loadHospital().catch(() => {})} />`
      : null}`;
}
