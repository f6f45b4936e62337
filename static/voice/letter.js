// One letter: what was written, by whom (with a reason), the offices and their answers, the answer to
// who wrote it. Single letters are the keys.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { Empty, Facts, Loaded, ProblemNotice } from '../shared/components.js';
import { formatDay, formatInstant } from '../shared/dates.js';
import { pick, t } from '../shared/i18n.js';
import { get, post, useRequest } from '../staff/api.js';
import { useShortcuts } from '../staff/keys.js';
import { Button, Mark, usePress } from '../staff/ui.js';
import { Assign, Deadline, Reasoned, Words } from './acts.js';
import { Due } from './data.js';

function Who({ letter, shown, onShow }) {
  if (letter.anonymous) return html`<p>${t('voice.anonymous')}</p>`;
  const who = shown || letter.who;
  return html`<${Facts} items=${[[t('voice.name'), who.name], [t('voice.phone'), who.phone], [t('voice.may-show'), t(letter.mayShow ? 'voice.yes' : 'voice.no')]]} />
    ${shown ? null : html`<div><${Button} kind="quiet" keys="I" onClick=${onShow}>${t('voice.identity')}<//></div>`}`;
}

function Assignment({ one, act, onAct }) {
  return html`<li class="card stack">
    <p><strong>${pick(one.office, 'name')}</strong> <${Mark}>${t(`voice.assignment.${one.state}`)}<//> ${one.state === 'withdrawn' ? null : html`<${Due} day=${one.dueOn} over=${one.state !== 'open'} />`}</p>
    ${one.answer ? html`<p class="voice-words">${one.answer}</p>` : null}
    ${one.returned ? html`<p class="hint">${t('voice.returned', { reason: one.returned })}</p>` : null}
    <div class="row">
      ${one.state === 'answered'
        ? html`<${Button} kind="primary" busy=${act.busy} onClick=${() => onAct('acceptance', one)}>${t('voice.accept')}<//>
            <${Button} onClick=${() => onAct('return', one)}>${t('voice.return')}<//>`
        : null}
      ${one.state === 'open' ? html`<${Button} kind="quiet" onClick=${() => onAct('deadline', one)}>${t('voice.deadline')}<//>` : null}
      ${one.state === 'open' || one.state === 'answered' ? html`<${Button} kind="quiet" onClick=${() => onAct('withdrawal', one)}>${t('voice.withdraw')}<//>` : null}
    </div>
  </li>`;
}

function History({ events, offices }) {
  const office = (id) => pick(offices.find((one) => one.id === id) || { name: '', nameEn: '' }, 'name');
  return html`<details><summary>${t('voice.history')}</summary>
    <ol class="voice-history">
      ${events.map((one, i) => html`<li key=${i}>${formatInstant(one.at)} ${t(`voice.event.${one.what}`)}${one.officeId ? ` · ${office(one.officeId)}` : ''}${one.byName ? ` · ${one.byName}` : ''}${one.note ? html`<p class="hint voice-words">${one.note}</p>` : null}</li>`)}
    </ol>
  </details>`;
}

const kSteps = { assign: 'A', reply: 'R', close: 'C' };

export function Letter({ id, offices, me, onChanged }) {
  const request = useRequest(() => get(`/complaints/${id}`), [id]);
  const [open, setOpen] = useState(null);
  const [shown, setShown] = useState(null);
  const press = usePress();
  const letter = request.data;
  const heading = useRef(null);
  // On a phone it stands below the list.
  useLayoutEffect(() => {
    if (heading.current) heading.current.focus();
  }, [!!letter]);
  const done = () => {
    setOpen(null);
    request.reload();
    onChanged();
  };
  const charge = async () => {
    if (letter.charge) setOpen({ what: 'charge' });
    else if (await press.run(() => post(`/complaints/${id}/charge`, {}))) done();
  };
  const onAct = async (what, one) => {
    if (what !== 'acceptance') setOpen({ what, one });
    else if (await press.run(() => post(`/complaint-assignments/${one.id}/acceptance`, {}))) done();
  };
  const may = (step) => letter && letter.can.includes(step) && (setOpen({ what: step }), true);
  useShortcuts({ a: () => may('assign') || false, r: () => may('reply') || false, c: () => may('close') || false, i: () => (letter && letter.who && !shown ? setOpen({ what: 'identity' }) : false) });
  if (request.state !== 'ready') return html`<${Loaded} request=${request}>${() => html`<${Empty} />`}<//>`;
  const close = () => setOpen(null);
  const path = open && open.one ? `/complaint-assignments/${open.one.id}/${open.what}` : '';
  return html`<article class="card stack voice-detail" aria-labelledby="voice-letter">
    <h2 id="voice-letter" tabindex="-1" ref=${heading}>${t(`voice.kind.${letter.kind}`)} ${letter.number}</h2>
    <p><${Mark}>${t(`voice.state.${letter.state}`)}<//> <${Due} day=${letter.dueOn} over=${letter.state === 'answered' || letter.state === 'closed'} />
      ${letter.reopened ? html`<${Mark} kind="warning" icon="warning">${t('voice.reopened', { n: letter.reopened })}<//>` : null}</p>
    <p class="hint">${t(`voice.way.${letter.way}`)} · ${formatInstant(letter.receivedAt)} · ${letter.charge ? t('voice.charge', { name: letter.charge.name }) : t('voice.no-charge')}
      ${letter.charge && letter.charge.name === me.name ? null : html`<${Button} kind="quiet" busy=${press.busy} onClick=${charge}>${t('voice.take-charge')}<//>`}</p>
    <p class="voice-words">${letter.text}</p>
    <${Who} letter=${letter} shown=${shown} onShow=${() => setOpen({ what: 'identity' })} />
    ${letter.answer ? html`<div><h3>${t('voice.answer')}</h3><p class="voice-words">${letter.answer}</p>${letter.rating ? html`<p>${t('voice.rated', { word: t(`faces.${letter.rating}`) })}</p>` : null}</div>` : null}
    <${ProblemNotice} problem=${press.problem} />
    <div class="row">
      ${letter.can.map((step) => html`<${Button} key=${step} kind=${step === 'close' ? 'secondary' : 'primary'} keys=${kSteps[step]} onClick=${() => setOpen({ what: step })}>${t(`voice.do.${step}`)}<//>`)}
    </div>
    ${letter.assignments.length ? html`<ul class="voice-list">${letter.assignments.map((one) => html`<${Assignment} key=${one.id} one=${one} act=${press} onAct=${onAct} />`)}</ul>` : null}
    <${History} events=${letter.events} offices=${offices} />
    ${open && open.what === 'assign' ? html`<${Assign} letter=${letter} offices=${offices} onClose=${close} onDone=${done} />` : null}
    ${open && open.what === 'reply' ? html`<${Words} title=${t('voice.do.reply')} label=${t('voice.answer')} path=${`/complaints/${id}/reply`} initial=${letter.answer || letter.assignments.filter((one) => one.state === 'accepted').map((one) => one.answer).join('\n')} onClose=${close} onDone=${done} />` : null}
    ${open && open.what === 'close' ? html`<${Reasoned} title=${t('voice.do.close')} path=${`/complaints/${id}/closing`} optional=${letter.state === 'answered'} onClose=${close} onDone=${done} />` : null}
    ${open && open.what === 'charge' ? html`<${Reasoned} title=${t('voice.take-charge')} path=${`/complaints/${id}/charge`} onClose=${close} onDone=${done} />` : null}
    ${open && open.what === 'identity' ? html`<${Reasoned} title=${t('voice.identity')} lead=${t('voice.identity-lead')} path=${`/complaints/${id}/identity`} onClose=${close} onDone=${(who) => {
      setShown(who);
      close();
    }} />` : null}
    ${open && (open.what === 'return' || open.what === 'withdrawal') ? html`<${Reasoned} title=${t(open.what === 'return' ? 'voice.return' : 'voice.withdraw')} path=${path} onClose=${close} onDone=${done} />` : null}
    ${open && open.what === 'deadline' ? html`<${Deadline} one=${open.one} path=${path} onClose=${close} onDone=${done} />` : null}
  </article>`;
}
