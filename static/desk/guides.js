// A guide who accompanies the patient (专人导医): asked for with an appointment, named once there is one.

import { html, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { del, post } from '../staff/api.js';
import { Button, Mark, usePress } from '../staff/ui.js';

export function GuideMark({ guide }) {
  if (!guide) return null;
  return html`<${Mark} kind=${guide.guide ? '' : 'warning'} icon=${guide.guide ? 'companion' : 'info'}>
    ${guide.guide ? t('desk.guide.with', { name: guide.guide.name }) : t('desk.guide.waiting')}
  <//>`;
}

/// Asks for one, shows who it is, and does without again.
export function GuideButton({ appointment, what }) {
  const [guide, setGuide] = useState(appointment.guide || null);
  const press = usePress();
  const path = `/appointments/${appointment.id}/guide`;
  async function ask() {
    const asked = await press.run(() => post(path, {}));
    if (asked) setGuide(asked);
  }
  async function giveUp() {
    const done = await press.run(async () => {
      await del(path);
      return true;
    });
    if (done) setGuide(null);
  }
  const label = t(guide ? 'desk.guide.give-up' : 'desk.guide.ask');
  return html`<${GuideMark} guide=${guide} />
    <${Button} class="row-button" data-row=${appointment.id} busy=${press.busy} onClick=${guide ? giveUp : ask} aria-label=${`${label} ${what}`}>${label}<//>
    ${press.problem ? html`<span class="error" role="alert">${press.problem.detail}</span>` : null}`;
}
