// How a case is shown to staff: its state, its papers, its scans, what happened to it.

import { html, useRef } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatInstant } from '../shared/dates.js';
import { KeyHint } from '../staff/keys.js';
import { Button, Mark } from '../staff/ui.js';

const kLooks = { returned: ['warning', 'warning'], 'waiting-for-papers': ['warning', 'info'], ready: ['', 'check'], 'handed-over': ['', 'check'], refused: ['danger', 'cross'], withdrawn: ['muted', 'cross'] };

export function StateMark({ state }) {
  const [kind, icon] = kLooks[state] || ['', 'info'];
  return html`<${Mark} kind=${kind} icon=${icon}>${t(`cases.state.${state}`)}<//>`;
}

const kItemStates = ['missing', 'there', 'not-needed'];
export const nextItemState = (state) => kItemStates[(kItemStates.indexOf(state) + 1) % kItemStates.length];
const kItemIcons = { there: 'check', missing: 'warning', 'not-needed': 'info' };
const kItemKinds = { there: '', missing: 'warning', 'not-needed': 'muted' };

/// Each paper with its state; where it may be changed, a button (and a digit) that goes to the next.
export function Checklist({ items, states, onToggle }) {
  if (!items.length) return html`<p class="hint">${t('cases.no-papers')}</p>`;
  return html`<ol class="case-papers">
    ${items.map((item, i) => {
      const mark = html`<${Mark} kind=${kItemKinds[states[i]]} icon=${kItemIcons[states[i]]}>${t(`cases.paper.${states[i]}`)}<//>`;
      const name = pick(item, 'text');
      return html`<li key=${i}>
        <span>${name}${item.when ? html` <span class="hint">${pick(item, 'when')}</span>` : null}</span>
        ${onToggle
          ? html`<button type="button" class="case-toggle" aria-label=${`${name} ${t(`cases.paper.${states[i]}`)}`} onClick=${() => onToggle(i)}>${mark}${i < 9 ? html`<${KeyHint} keys=${String(i + 1)} />` : null}</button>`
          : mark}
      </li>`;
    })}
  </ol>`;
}

const size = (bytes) => (bytes >= 1 << 20 ? t('cases.mib', { n: (bytes / (1 << 20)).toFixed(1) }) : t('cases.kib', { n: Math.max(1, Math.round(bytes / 1024)) }));

/// On a phone or a tablet the field offers the camera.
/// What the hospital takes: "PDF、JPEG".
const typeNames = (rules) => rules.types.map((type) => type.toUpperCase()).join(t('cases.comma'));
const accepted = (rules) => rules.types.map((type) => (type === 'pdf' ? 'application/pdf' : `image/${type}`)).join(',');
const kAccepted = 'application/pdf,image/jpeg,image/png';

/// removed: those that were taken off, and why; onRemove(id): asks for the reason.
export function Scans({ scans, removed, rules, busy, onFile, onRemove, fileRef }) {
  const own = useRef(null);
  const field = fileRef || own;
  const take = (event) => {
    const file = event.target.files[0];
    if (file) onFile(file);
    event.target.value = '';
  };
  return html`<section aria-labelledby="case-scans">
    <h3 id="case-scans">${t('cases.scans', { n: scans.length })}</h3>
    ${scans.length
      ? html`<ul class="case-scans">
          ${scans.map((scan) => html`<li key=${scan.id}><a href=${`/api/v1/attachments/${scan.id}`} target="_blank" rel="noopener">${scan.name || t('cases.scan')}</a> <span class="hint">${size(scan.bytes)} · ${formatInstant(scan.addedAt)}</span>
            ${onRemove ? html` <${Button} kind="quiet" aria-label=${t('cases.remove-scan-named', { name: scan.name || t('cases.scan') })} onClick=${() => onRemove(scan.id)}>${t('cases.remove-scan')}<//>` : null}</li>`)}
        </ul>`
      : null}
    ${removed && removed.length
      ? html`<ul class="case-scans hint">${removed.map((scan) => html`<li key=${scan.id}>${t('cases.removed-scan', { name: scan.name || t('cases.scan'), at: formatInstant(scan.removedAt), who: scan.byName || t('cases.by.system'), reason: scan.reason })}</li>`)}</ul>`
      : null}
    ${onFile
      ? html`<input ref=${field} class="visually-hidden" type="file" name="scan" aria-label=${t('cases.add-scan')} tabindex="-1" accept=${rules ? accepted(rules) : kAccepted} onChange=${take} />
          <${Button} keys="F" busy=${busy} onClick=${() => field.current.click()}>${t('cases.add-scan')}<//> ${rules ? html`<span class="hint">${t('cases.scan-kinds', { types: typeNames(rules), n: rules.mostMib })}</span>` : null}`
      : null}
  </section>`;
}

const who = (event) => event.byName || t(`cases.by.${event.by === 'staff' ? 'staff' : 'system'}`);

export function History({ events }) {
  return html`<section aria-labelledby="case-history">
    <h3 id="case-history">${t('cases.history')}</h3>
    <ol class="case-history">
      ${events.map(
        (event, i) => html`<li key=${i}>
          <span class="hint">${formatInstant(event.at)} · ${who(event)}</span>
          <span>${t(`cases.event.${event.what}`)}${event.taker ? t('cases.taken-by', event.taker) : ''}${event.note ? html` <q>${event.note}</q>` : null}</span>
        </li>`,
      )}
    </ol>
  </section>`;
}
