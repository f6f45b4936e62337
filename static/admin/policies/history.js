// The versions of the rules, newest first: who, when, why, what changed; any of them can be the
// start of a new one.

import { html, useState } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { formatTime, dayOf, longDay } from '../../shared/dates.js';
import { Empty, LinkButton, PageTitle } from '../../shared/components.js';
import { href, navigate } from '../../shared/router.js';
import { Button, DialogForm, Mark } from '../../staff/ui.js';
import { complete } from './document.js';
import { beginDraft, getDraft, isChanged } from './draft.js';
import { changes } from './sentences.js';
import { Changes, Outline } from './shown.js';

const kMarks = { current: ['', 'check'], coming: ['warning', 'info'], past: ['muted', 'info'] };

export const moment = (instant) => `${longDay(dayOf(instant))} ${formatTime(instant)}`;

export const StateMark = ({ state }) => html`<${Mark} kind=${kMarks[state][0]} icon=${kMarks[state][1]}>${t(`rules.state.${state}`)}<//>`;

/// What was changed and not yet put into effect would be gone.
function ReplaceDraft({ note, onClose, onReplace }) {
  return html`<${DialogForm} title=${t('rules.replace.title')} submitLabel=${t('rules.replace.do')} cancelLabel=${t('rules.replace.keep')} danger
    onClose=${onClose} onSubmit=${onReplace}>
    <p>${t('rules.replace.text')}</p>
    ${note ? html`<p class="hint">${t('rules.replace.note', { note })}</p>` : null}
  <//>`;
}

function Version({ version, before, from, current, readOnly, refs, who }) {
  const [open, setOpen] = useState('');
  const document = complete(version.document);
  const changed = changes(before, document, refs);
  const toggle = (name) => setOpen(open === name ? '' : name);
  const [asking, setAsking] = useState(false);
  const restore = () => {
    setAsking(false);
    beginDraft(from, current, document, t('rules.restore-note', { at: moment(version.effectiveFrom) }));
    navigate('/policies', { query: { view: 'review' } });
  };
  const title = t('rules.version-from', { at: moment(version.effectiveFrom) });
  return html`<article class="card stack version">
    <div>
      <h2>${title} <${StateMark} state=${version.state} /></h2>
      <p class="version-note">${version.note || t('rules.no-note')}</p>
      <p class="hint">${t('rules.version-by', { by: who(version.createdBy), at: moment(version.createdAt) })}</p>
    </div>
    <div class="row">
      <${Button} onClick=${() => toggle('changes')} aria-expanded=${open === 'changes' ? 'true' : 'false'}>${t('rules.version-changes', { n: changed.length })}<//>
      <${Button} onClick=${() => toggle('whole')} aria-expanded=${open === 'whole' ? 'true' : 'false'}>${t('rules.version-whole')}<//>
      ${readOnly || version.state === 'current' ? null : html`<${Button} onClick=${() => (isChanged(getDraft()) ? setAsking(true) : restore())}>${t(version.state === 'past' ? 'rules.restore' : 'rules.restore-coming')}<//>`}
    </div>
    ${asking ? html`<${ReplaceDraft} note=${getDraft().note} onClose=${() => setAsking(false)} onReplace=${restore} />` : null}
    ${open === 'changes' ? (changed.length ? html`<${Changes} list=${changed} past />` : html`<p>${t('rules.version-same')}</p>`) : null}
    ${open === 'whole' ? html`<${Outline} document=${document} refs=${refs} />` : null}
  </article>`;
}

/// versions: newest first. from, current: the version in force and its complete document. who: from useWho.
export function History({ versions, from, current, refs, readOnly, who }) {
  const earlier = (i) => complete(versions[i + 1] ? versions[i + 1].document : {});
  return html`<div class="rules-page">
    <div class="bar">
      <${PageTitle} title=${t('rules.history-title')} lead=${t('rules.history-lead')} />
      <div class="row"><${LinkButton} href=${href('/policies')}>${t('rules.to-current')}<//></div>
    </div>
    ${versions.length
      ? html`<div class="rules">${versions.map(
          (one, i) => html`<${Version} key=${one.id} version=${one} before=${earlier(i)} from=${from} current=${current} refs=${refs} readOnly=${readOnly} who=${who} />`,
        )}</div>`
      : html`<${Empty} title=${t('rules.history-none')}><p>${t('rules.history-none-text')}</p><//>`}
  </div>`;
}
