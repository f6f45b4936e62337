// Ending a row of the weekly timetable: from a day on it makes no more sessions.

import { html, useState } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { hospitalToday } from '../../shared/dates.js';
import { ProblemNotice, TextField } from '../../shared/components.js';
import { patch } from '../../staff/api.js';
import { Button, usePress } from '../../staff/ui.js';

export function ScheduleActions({ item, onChanged, onStale }) {
  const [day, setDay] = useState(hospitalToday());
  const press = usePress();
  const end = async () => {
    const answer = await press.run(() =>
      patch(`/schedules/${item.id}`, { validTo: day, version: item.version }).catch((error) => {
        // The list shows what it is now; pressing again ends that.
        if (error.code === 'changed-meanwhile') onStale();
        throw error;
      }),
    );
    if (answer) onChanged(answer, false);
  };
  return html`<div class="actions stack">
    <h3>${t('admin.schedule.end-title')}</h3>
    <p class="hint">${t('admin.schedule.end-hint')}</p>
    <${TextField} label=${t('admin.schedule.last-day')} type="date" value=${day} onInput=${setDay} />
    <div class="row"><${Button} kind="danger" busy=${press.busy} disabled=${!day} onClick=${end}>${t('admin.schedule.end')}<//></div>
    <${ProblemNotice} problem=${press.problem} />
  </div>`;
}
