// The administrator's sections, their addresses and who sees which.

import { html, useEffect, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { Empty, PageTitle, ProblemNotice, Skeleton } from '../shared/components.js';
import { useRoute } from '../shared/router.js';
import { asProblem } from '../staff/api.js';
import { Collection } from './collection.js';
import { ExamLoad } from './exams/load.js';
import { ExamRecognition } from './exams/recognition.js';
import { loadRefs, useRefs } from './refs.js';
import { Audit } from './sections/audit.js';
import { CentreStatistics } from './sections/centre_statistics.js';
import { ScanRules } from './sections/scans.js';
import { collections } from './sections/collections.js';
import { Disruptions } from './sections/disruptions.js';
import { Fees } from './sections/fees.js';
import { Import } from './sections/import.js';
import { Operation } from './sections/operation.js';
import { Policies } from './sections/policies.js';
import { Sessions } from './sections/sessions.js';
import { Settings } from './sections/settings.js';
import { Satisfaction, VoiceSettings } from './sections/voice.js';
import { Waits } from './sections/waits.js';

const collection = (name) => ({ name, def: collections.find((one) => one.name === name), needs: 'timetable-read' });

const kGroups = [
  {
    name: 'clinic',
    sections: [
      { name: 'sessions', page: Sessions, needs: 'timetable-read' },
      { name: 'disruptions', page: Disruptions, needs: 'timetable-edit' },
      collection('schedules'),
      collection('schedule-exceptions'),
      { name: 'import', page: Import, needs: 'timetable-edit' },
      collection('calendar-days'),
      { name: 'policies', page: Policies, needs: 'settings-edit' },
      { name: 'waits', page: Waits, needs: 'settings-edit' },
    ],
  },
  {
    name: 'hospital',
    sections: ['departments', 'practitioners', 'clinic-kinds', 'areas', 'rooms', 'buildings', 'campuses'].map(collection),
  },
  {
    name: 'centre',
    sections: [
      ...['services', 'service-windows', 'centre-zones', 'service-groups'].map(collection),
      { name: 'centre-statistics', page: CentreStatistics, needs: 'settings-edit' },
      { name: 'scan-rules', page: ScanRules, needs: 'settings-edit' },
      { ...collection('voice-offices'), needs: 'settings-edit' },
      { name: 'voice', page: VoiceSettings, needs: 'settings-edit' },
      { name: 'satisfaction', page: Satisfaction, needs: 'settings-edit' },
    ],
  },
  {
    name: 'exams',
    sections: [...['exams', 'exam-rules', 'exam-bundles', 'exam-questions', 'exam-devices', 'exam-sites'].map(collection), { name: 'exam-recognition', page: ExamRecognition, needs: 'edit-exams' }, { name: 'exam-load', page: ExamLoad, needs: 'timetable-read' }],
  },
  {
    name: 'care',
    sections: ['admission-lists', 'checklist-items', 'institutions', 'guides'].map(collection),
  },
  {
    name: 'system',
    sections: [
      { ...collection('accounts'), needs: 'accounts-edit' },
      { ...collection('devices'), needs: 'accounts-edit' },
      { ...collection('kiosks'), needs: 'accounts-edit' },
      { name: 'settings', page: Settings, needs: 'settings-edit' },
      { name: 'audit', page: Audit, needs: 'audit-read' },
      { name: 'fees', page: Fees, needs: 'fees-read' },
      { name: 'operation', page: Operation, needs: 'operate' },
    ],
  },
];

const sectionsFor = (me) =>
  kGroups
    .map((group) => ({ ...group, sections: group.sections.filter((one) => me.permissions.includes(one.needs)) }))
    .filter((group) => group.sections.length);

const NotFound = () => html`<${PageTitle} title=${t('admin.not-found')} /><${Empty} title=${t('admin.not-found-text')} />`;

function Menu({ groups, current }) {
  return html`<nav class="menu" aria-label=${t('common.navigation')}>
    ${groups.map(
      (group) => html`<div key=${group.name} class="menu-group">
        <h2>${t(`admin.group.${group.name}`)}</h2>
        <ul>
          ${group.sections.map(
            (one) => html`<li key=${one.name}><a href=${`#/${one.name}`} aria-current=${one.name === current ? 'page' : undefined}>${t(`admin.section.${one.name}`)}</a></li>`,
          )}
        </ul>
      </div>`,
    )}
  </nav>`;
}

export function Admin({ me }) {
  const groups = sectionsFor(me);
  const all = groups.flatMap((group) => group.sections);
  const route = useRoute([{ path: '/' }, { path: '/:section' }, { path: '/:section/:item' }], null);
  const name = route.params.section || (all[0] && all[0].name);
  const section = all.find((one) => one.name === name);
  const refs = useRefs();
  const [problem, setProblem] = useState(null);
  const needsRefs = me.permissions.includes('timetable-read');
  const load = () => {
    setProblem(null);
    loadRefs().catch((error) => setProblem(asProblem(error)));
  };
  useEffect(() => {
    if (needsRefs) load();
  }, []);

  let page;
  if (!section) page = html`<${NotFound} />`;
  else if (needsRefs && problem) page = html`<${ProblemNotice} problem=${problem} onRetry=${load} />`;
  else if (needsRefs && !refs) page = html`<${Skeleton} />`;
  else if (section.def) page = html`<${Collection} key=${section.name} def=${section.def} item=${route.params.item} query=${route.query} me=${me} />`;
  else page = html`<${section.page} key=${section.name} me=${me} query=${route.query} />`;
  return html`<div class="admin">
    <${Menu} groups=${groups} current=${name} />
    <div class="admin-main">${page}</div>
  </div>`;
}
