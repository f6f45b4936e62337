// The form of thresholds: how often one may cancel or stay away, and what follows.

import { html } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { Button } from '../../staff/ui.js';
import { newThreshold } from './document.js';
import { FlagField, Group, ManyField, NumberField, WordField } from './fields.js';
import { channelOptions } from './parts.js';

const field = (name) => t(`rules.field.${name}`);
const counted = (kind) => kind === 'days' || kind === 'months';

function Threshold({ value, onChange, onRemove, at, wrong, n }) {
  const set = (changes) => onChange({ ...value, ...changes });
  const { window: back, penalty } = value;
  const setPenalty = (changes) => set({ penalty: { ...penalty, ...changes } });
  const chooseWindow = (kind) => set({ window: counted(kind) ? { kind, count: back.count || (kind === 'days' ? 90 : 3) } : { kind } });
  const chooseLength = (length) => {
    const next = { ...penalty, length, count: penalty.count || (length === 'days' ? 30 : 1) };
    if (!counted(length)) delete next.count;
    set({ penalty: next });
  };
  return html`<${Group} legend=${t('rules.threshold-n', { n })}>
    <${WordField} label=${field('counts')} at=${`${at}/counts`} wrong=${wrong} name="counts" values=${['no-show', 'cancellation', 'unpaid']} value=${value.counts} onChange=${(counts) => set({ counts, sameDayOnly: false })} />
    <${WordField} label=${field('window')} at=${`${at}/window/kind`} wrong=${wrong} name="window" values=${['month', 'months', 'days', 'ever']} value=${back.kind} onChange=${chooseWindow} />
    ${counted(back.kind)
      ? html`<${NumberField} label=${field(`window-${back.kind}`)} at=${`${at}/window/count`} wrong=${wrong} value=${back.count} onChange=${(count) => set({ window: { ...back, count } })} />`
      : null}
    <${WordField} label=${field('moreThan')} at=${`${at}/moreThan`} wrong=${wrong} name="more-than" values=${['no', 'yes']} value=${value.moreThan ? 'yes' : 'no'} onChange=${(more) => set({ moreThan: more === 'yes' })} />
    <${NumberField} label=${field('times')} at=${`${at}/count`} wrong=${wrong} value=${value.count} onChange=${(count) => set({ count })} />
    <${WordField} label=${field('length')} at=${`${at}/penalty/length`} wrong=${wrong} name="length" values=${['rest-of-month', 'days', 'months']} value=${penalty.length} onChange=${chooseLength} />
    ${counted(penalty.length)
      ? html`<${NumberField} label=${field(`length-${penalty.length}`)} at=${`${at}/penalty/count`} wrong=${wrong} value=${penalty.count} onChange=${(count) => setPenalty({ count })} />`
      : null}
    <${WordField} label=${field('oneCampus')} at=${`${at}/penalty/oneCampus`} wrong=${wrong} name="one-campus" values=${['no', 'yes']} value=${penalty.oneCampus ? 'yes' : 'no'} onChange=${(one) => setPenalty({ oneCampus: one === 'yes' })} />
    <div class="rule-wide stack">
      ${value.counts === 'cancellation' ? html`<${FlagField} label=${field('sameDayOnly')} value=${value.sameDayOnly} onChange=${(sameDayOnly) => set({ sameDayOnly })} />` : null}
      <${ManyField} legend=${field('penalty-channels')} options=${channelOptions()} value=${penalty.channels} onChange=${(channels) => setPenalty({ channels })} />
      <${FlagField} label=${field('walkIn')} value=${penalty.walkIn} onChange=${(walkIn) => setPenalty({ walkIn })} />
      <div><${Button} onClick=${onRemove} aria-label=${t('rules.threshold-remove', { n })}>${t('rules.remove')}<//></div>
    </div>
  <//>`;
}

export function Thresholds({ value, onChange, at, wrong }) {
  return html`<div class="stack">
    <p class="hint">${t('rules.hint.conduct')}</p>
    ${value.map(
      (one, i) => html`<${Threshold} key=${i} n=${i + 1} value=${one} at=${`${at}/${i}`} wrong=${wrong}
        onChange=${(next) => onChange(value.map((other, j) => (j === i ? next : other)))} onRemove=${() => onChange(value.filter((_, j) => j !== i))} />`,
    )}
    ${value.length < 20 ? html`<div><${Button} onClick=${() => onChange([...value, newThreshold()])}>${t('rules.threshold-add')}<//></div>` : null}
  </div>`;
}
