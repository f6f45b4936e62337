// Which scans the hospital takes of a case's papers.

import { html } from '../../shared/preact.js';
import { Loaded, PageTitle } from '../../shared/components.js';
import { t } from '../../shared/i18n.js';
import { get, useRequest } from '../../staff/api.js';
import { Editor } from '../editor.js';

const rules = (most) => ({
  path: '/scan-rules',
  fields: [
    { name: 'mostMib', type: 'number', min: 1, max: most, required: true, label: 'scanMost', hint: 'scanMost' },
    { name: 'types', type: 'many', required: true, label: 'scanTypes', options: [['pdf', 'admin.scan.pdf'], ['jpeg', 'admin.scan.jpeg'], ['png', 'admin.scan.png']] },
  ],
});

export function ScanRules({ me }) {
  const request = useRequest(() => get('/scan-rules'), []);
  const title = t('admin.section.scan-rules');
  return html`<${PageTitle} title=${title} lead=${t('admin.lead.scan-rules')} />
    <${Loaded} request=${request}>
      ${(item) => html`<${Editor} def=${rules(item.mostMibEver)} single item=${item} readOnly=${!me.permissions.includes('settings-edit')} title=${title} onSaved=${request.reload} />`}
    <//>`;
}
