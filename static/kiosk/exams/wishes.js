// When somebody would like their examinations: few buttons, as large as the rest.

import { html } from '../../shared/preact.js';
import { hospitalStore } from '../../shared/context.js';
import { kWeekdays, weekdayName } from '../../shared/exam_wishes.js';
import { pick, t } from '../../shared/i18n.js';
import { useStore } from '../../shared/store.js';
import { Heading, Scroll } from '../parts.js';

function Options({ legend, options, isOn, onPress }) {
  return html`<div role="group" aria-label=${legend}>
    <h2 class="kiosk-part">${legend}</h2>
    <div class="kiosk-row kiosk-options">${options.map(([value, words]) => html`<button key=${value} type="button" class="kiosk-button kiosk-option" aria-pressed=${isOn(value) ? 'true' : 'false'} onClick=${() => onPress(value)}>
      ${isOn(value) ? '✓ ' : ''}${words}
    </button>`)}</div>
  </div>`;
}

/// value: as of shared/exam_wishes.js. onPlan: with these wishes.
export function Wishes({ value, busy, onChange, onPlan, onBack }) {
  const hospital = useStore(hospitalStore);
  const campuses = (hospital && hospital.campuses) || [];
  const set = (name) => (to) => onChange({ ...value, [name]: to });
  const toggle = (n) => set('weekdays')(value.weekdays.includes(n) ? value.weekdays.filter((one) => one !== n) : [...value.weekdays, n]);
  const any = ['', t('exams.wish.any')];
  return html`<section class="kiosk-middle">
    <${Heading}>${t('kiosk.exams.wishes')}<//>
    <${Scroll} label=${t('kiosk.exams.wishes')}>
      <${Options} legend=${t('exams.wish.part')} options=${[any, ...['morning', 'afternoon'].map((part) => [part, t(`exams.wish.${part}`)])]} isOn=${(part) => value.part === part} onPress=${set('part')} />
      <${Options} legend=${t('exams.wish.weekdays')} options=${kWeekdays.map((n) => [n, weekdayName(n)])} isOn=${(n) => value.weekdays.includes(n)} onPress=${toggle} />
      ${campuses.length > 1 ? html`<${Options} legend=${t('exams.wish.campus')} options=${[any, ...campuses.map((one) => [one.id, pick(one, 'name')])]} isOn=${(id) => value.campus === id} onPress=${set('campus')} />` : null}
    <//>
    <div class="kiosk-row">
      <button type="button" class="kiosk-button" onClick=${onBack}>${t('kiosk.back')}</button>
      <button type="button" class="kiosk-button kiosk-primary" aria-disabled=${busy ? 'true' : undefined} onClick=${onPlan}>${t('exams.plan')}</button>
    </div>
  </section>`;
}
