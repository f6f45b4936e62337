// Before changed rules take effect: what is changed, what it would have done, when it holds and why.

import { html, useRef, useState } from '../../shared/preact.js';
import { t } from '../../shared/i18n.js';
import { hospitalToday, instantAt, longDay } from '../../shared/dates.js';
import { Choices, focusFirstError, LinkButton, Notice, PageTitle, ProblemNotice, TextField } from '../../shared/components.js';
import { href, navigate } from '../../shared/router.js';
import { get, Intention, post } from '../../staff/api.js';
import { Button, usePress } from '../../staff/ui.js';
import { loadHospital } from '../../shared/context.js';
import { complete, pointerOf } from './document.js';
import { changeDraft, dropDraft, useDraft } from './draft.js';
import { changes } from './sentences.js';
import { Changes } from './shown.js';
import { Trial } from './trial.js';

function TakeEffect({ draft, onRefused, onDone }) {
  const [form, setForm] = useState({ when: 'now', day: hospitalToday(), time: '00:00' });
  const [tried, setTried] = useState(false);
  const [overtaken, setOvertaken] = useState(false);
  const element = useRef(null);
  const intention = useRef(new Intention());
  const press = usePress();
  const set = (name) => (value) => setForm((old) => ({ ...old, [name]: value }));
  const later = form.when === 'later';
  const wrong = {
    note: draft.note.trim() ? '' : t('rules.wrong.required'),
    time: !later || /^([01]\d|2[0-3]):[0-5]\d$/.test(form.time) ? '' : t('rules.wrong.time'),
  };
  async function act(event) {
    event.preventDefault();
    setTried(true);
    if (wrong.note || wrong.time) {
      focusFirstError(element.current);
      return;
    }
    const body = { document: draft.document, note: draft.note.trim() };
    if (later) body.effectiveFrom = instantAt(form.day, form.time);
    const made = await press.run(async () => {
      const now = await get('/policies/current');
      if ((now.id || '') !== draft.from) {
        changeDraft({ from: now.id || '', start: complete(now.rules) });
        setOvertaken(true);
        return null;
      }
      try {
        return await post('/policies', body, { intention: intention.current, timeoutMs: 60000 });
      } catch (error) {
        if (pointerOf(error) !== null) onRefused(error);
        throw error;
      }
    });
    if (made) onDone(made);
  }
  const refused = press.problem && press.problem.field === 'effectiveFrom' ? press.problem.detail : '';
  return html`<form class="card stack" ref=${element} onSubmit=${act} novalidate aria-labelledby="rules-effect">
    <h2 id="rules-effect">${t('rules.effect.title')}</h2>
    <${Choices} legend=${t('rules.effect.when')} value=${form.when} onChange=${set('when')}
      options=${['now', 'later'].map((one) => ({ value: one, label: t(`rules.effect.${one}`), detail: t(`rules.effect.${one}-detail`) }))} />
    ${later
      ? html`<div class="rule-fields">
          <${TextField} label=${t('rules.effect.day')} type="date" min=${hospitalToday()} value=${form.day} onInput=${(day) => day && set('day')(day)} error=${refused} required />
          <${TextField} label=${t('rules.effect.time')} inputmode="numeric" maxlength="5" placeholder="00:00" value=${form.time} onInput=${(time) => set('time')(time.replace('：', ':'))}
            error=${tried ? wrong.time : ''} required />
        </div>
        <p class="hint" role="status">${t('rules.effect.holds-from', { day: longDay(form.day), time: form.time })}</p>`
      : null}
    <${TextField} label=${t('rules.effect.note')} hint=${t('rules.effect.note-hint')} value=${draft.note} onInput=${(note) => changeDraft({ note })} maxlength="500" autocomplete="off"
      error=${tried ? wrong.note : ''} required />
    ${refused ? null : html`<${ProblemNotice} problem=${press.problem} />`}
    ${overtaken ? html`<${Notice} kind="warning" title=${t('rules.overtaken')} live><p>${t('rules.overtaken-text')}</p><//>` : null}
    <div class="row">
      <${Button} kind="primary" type="submit" busy=${press.busy}>${t(later ? 'rules.effect.do-later' : 'rules.effect.do')}<//>
      <${LinkButton} href=${href('/policies', { view: 'edit' })}>${t('rules.effect.back')}<//>
    </div>
  </form>`;
}

/// onRefused(problem): the server will not have the document; onSaved(version).
export function Review({ refs, onRefused, onSaved }) {
  const draft = useDraft();
  const list = changes(draft.start, draft.document, refs);
  const refused = (problem) => {
    onRefused(problem);
    navigate('/policies', { query: { view: 'edit' } });
  };
  const done = (made) => {
    dropDraft();
    loadHospital().catch(() => {});
    onSaved(made);
    navigate('/policies');
  };
  return html`<div class="rules-page">
    <${PageTitle} title=${t('rules.review-title')} lead=${t('rules.review-lead')} />
    <div class="rules">
      <section class="card stack" aria-labelledby="rules-changes">
        <h2 id="rules-changes">${t('rules.change-count', { n: list.length })}</h2>
        <${Changes} list=${list} />
        <div><${LinkButton} href=${href('/policies', { view: 'edit' })}>${t('rules.effect.back')}<//></div>
      </section>
      <${Trial} start=${draft.start} document=${draft.document} onRefused=${refused} />
      <${TakeEffect} draft=${draft} onRefused=${refused} onDone=${done} />
    </div>
  </div>`;
}
