// Cases by deadline on one side, the one that is looked at on the other. Keyboard first: J and K go
// through the list, single letters decide.

import { html, useEffect, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { formatDay } from '../shared/dates.js';
import { Empty, PageTitle, ProblemNotice, SelectField, TextField } from '../shared/components.js';
import { get, useRequest } from '../staff/api.js';
import { useShortcuts } from '../staff/keys.js';
import { Button, Mark } from '../staff/ui.js';
import { CasePanel } from './panel.js';
import { StateMark } from './parts.js';

const kFilters = ['to-decide', 'in-review', 'to-sign', 'late', 'open', 'ended'];
const kToDecide = ['in-review', 'to-sign'];
const kEveryMs = 15000;

function queryOf(filter, number) {
  if (number) return { number };
  if (filter === 'late') return { late: 'true' };
  return { state: filter === 'to-decide' ? 'open' : filter };
}

function Row({ one, chosen, onChosen }) {
  return html`<li>
    <button type="button" class="case-row" aria-current=${chosen ? 'true' : undefined} onClick=${onChosen}>
      <span class="row"><strong>${one.number}</strong> <${StateMark} state=${one.state} /></span>
      <span>${pick(one.service, 'name')} · ${one.person.name}</span>
      <span class="row">${t('cases.due', { day: formatDay(one.due) })} ${one.late ? html`<${Mark} kind="danger" icon="warning">${t('cases.late')}<//>` : null}</span>
    </button>
  </li>`;
}

export function Office() {
  const [filter, setFilter] = useState('to-decide');
  const [words, setWords] = useState('');
  const [number, setNumber] = useState('');
  const [chosen, setChosen] = useState('');
  const field = useRef(null);
  const request = useRequest(() => get('/cases', { query: queryOf(filter, number) }), [filter, number], { refresh: true });
  useLayoutEffect(() => {
    document.title = t('cases.title');
  }, []);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || request.reload(), kEveryMs);
    return () => clearInterval(timer);
  }, []);
  const all = request.data ? request.data.items : [];
  const items = filter === 'to-decide' && !number ? all.filter((one) => kToDecide.includes(one.state)) : all;
  const move = (step) => () => {
    if (!items.length) return false;
    const at = items.findIndex((one) => one.id === chosen);
    setChosen(items[Math.max(0, Math.min(items.length - 1, at + step))].id);
    return true;
  };
  const search = (event) => {
    event.preventDefault();
    setNumber(words.trim());
  };
  useShortcuts({ j: move(1), k: move(-1), ArrowDown: move(1), ArrowUp: move(-1), '/': () => field.current.querySelector('input').focus() });
  return html`<${PageTitle} title=${t('cases.title')} lead=${t('cases.lead')} />
    <div class="case-office">
      <section class="stack" aria-labelledby="cases-list">
        <h2 id="cases-list">${t('cases.list', { n: items.length })}</h2>
        <${SelectField} label=${t('cases.filter')} value=${filter} onChange=${setFilter} options=${kFilters.map((value) => ({ value, label: t(`cases.filter.${value}`) }))} />
        <form class="row" ref=${field} onSubmit=${search}>
          <${TextField} label=${t('cases.number')} name="number" value=${words} onInput=${setWords} maxlength="20" autocomplete="off" optional />
          <${Button} type="submit" keys="/">${t('cases.find')}<//>
        </form>
        <${ProblemNotice} problem=${request.problem} onRetry=${request.reload} />
        ${request.data && !items.length ? html`<${Empty} title=${t('cases.none')} />` : null}
        <ul class="case-list" aria-busy=${request.state === 'loading' ? 'true' : 'false'}>
          ${items.map((one) => html`<${Row} key=${one.id} one=${one} chosen=${one.id === chosen} onChosen=${() => setChosen(one.id)} />`)}
        </ul>
        <p class="hint">${t('cases.keys')}</p>
      </section>
      <div class="case-main">
        ${chosen ? html`<${CasePanel} key=${chosen} id=${chosen} decides onChanged=${request.reload} />` : html`<${Empty} title=${t('cases.choose')} />`}
      </div>
    </div>`;
}
