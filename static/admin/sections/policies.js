// The hospital's booking rules: those in force in plain sentences, changing them, trying the change
// on the past, letting it take effect, and what held before. The address says which is shown:
// nothing, ?view=edit, ?view=review or ?view=history.

import { html, useEffect, useState } from '../../shared/preact.js';
import { addMessages, t } from '../../shared/i18n.js';
import { LinkButton, Notice, PageTitle, ProblemNotice, Skeleton } from '../../shared/components.js';
import { href, navigate } from '../../shared/router.js';
import { get, useRequest } from '../../staff/api.js';
import { Button } from '../../staff/ui.js';
import { complete } from '../policies/document.js';
import { beginDraft, isChanged, useDraft } from '../policies/draft.js';
import { Editing } from '../policies/editing.js';
import { History, moment } from '../policies/history.js';
import { Outages } from '../policies/outages.js';
import { Review } from '../policies/review.js';
import { Outline } from '../policies/shown.js';
import { useWho } from '../policies/who.js';
import { useRefs } from '../refs.js';
import zh from '../policies/messages/zh.js';
import en from '../policies/messages/en.js';

addMessages({ zh, en });

function InForce({ versions, shown, document, refs, readOnly, saved, who }) {
  const draft = useDraft();
  const coming = versions.filter((one) => one.state === 'coming' && !(saved && saved.id === one.id));
  const edit = () => {
    if (!isChanged(draft)) beginDraft(shown.id || '', document, document);
    navigate('/policies', { query: { view: 'edit' } });
  };
  return html`<div class="rules-page">
    <div class="bar">
      <${PageTitle} title=${t('admin.section.policies')} lead=${t('rules.lead')} />
      <div class="row">
        ${readOnly ? null : html`<${Button} kind="primary" onClick=${edit}>${t(isChanged(draft) ? 'rules.edit-on' : 'rules.edit')}<//>`}
        <${LinkButton} href=${href('/policies', { view: 'history' })}>${t('rules.history')}<//>
      </div>
    </div>
    ${saved ? html`<${Notice} kind="success" live title=${t(saved.state === 'coming' ? 'rules.saved-coming' : 'rules.saved', { at: moment(saved.effectiveFrom) })}><p>${saved.note}</p><//>` : null}
    ${isChanged(draft) && !readOnly ? html`<${Notice} kind="warning"><p>${t('rules.draft-waits')}</p><//>` : null}
    ${coming.map(
      (one) => html`<${Notice} key=${one.id} title=${t('rules.coming', { at: moment(one.effectiveFrom) })}>
        <p>${one.note}</p><p><${LinkButton} href=${href('/policies', { view: 'history' })}>${t('rules.coming-look')}<//></p><//>`,
    )}
    <p class="hint">${shown.effectiveFrom ? t('rules.in-force-since', { at: moment(shown.effectiveFrom), by: who(shown.createdBy) }) : t('rules.in-force-default')}${shown.note ? ` · ${shown.note}` : ''}</p>
    <${Outline} document=${document} refs=${refs} />
    ${readOnly ? null : html`<${Outages} refs=${refs} who=${who} />`}
  </div>`;
}

/// The rules that were being changed are gone (the page was loaded anew): back to those in force.
function NoDraft() {
  useEffect(() => navigate('/policies', { replace: true }), []);
  return null;
}

export function Policies({ me, query }) {
  const refs = useRefs();
  const who = useWho(me);
  const draft = useDraft();
  const [refused, setRefused] = useState(null);
  const [saved, setSaved] = useState(null);
  const [round, setRound] = useState(0);
  const request = useRequest(() => Promise.all([get('/policies'), get('/policies/current')]), [round]);
  const readOnly = !me.permissions.includes('settings-edit');
  const { view } = query;
  useEffect(() => {
    if (view) setSaved(null);
    if (view !== 'edit') setRefused(null);
  }, [view]);
  if (request.state !== 'ready') {
    return html`<${PageTitle} title=${t('admin.section.policies')} />
      ${request.state === 'loading' ? html`<${Skeleton} />` : html`<${ProblemNotice} problem=${request.problem} onRetry=${request.reload} />`}`;
  }
  const [{ items }, shown] = request.data;
  const document = complete(shown.rules);
  if (view === 'history') return html`<${History} versions=${items} from=${shown.id || ''} current=${document} refs=${refs} readOnly=${readOnly} who=${who} />`;
  if ((view === 'edit' || view === 'review') && (!draft || readOnly)) return html`<${NoDraft} />`;
  if (view === 'edit') return html`<${Editing} refs=${refs} problem=${refused} />`;
  if (view === 'review') {
    return html`<${Review} refs=${refs} onRefused=${setRefused} onSaved=${(version) => {
      setSaved(version);
      setRound((n) => n + 1);
    }} />`;
  }
  return html`<${InForce} versions=${items} shown=${shown} document=${document} refs=${refs} readOnly=${readOnly} saved=${saved} who=${who} />`;
}
