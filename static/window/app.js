// Which window: chosen once and remembered on this device, until one gets up. Then its desk.

import { html, useEffect, useLayoutEffect, useState } from '../shared/preact.js';
import { pick, t } from '../shared/i18n.js';
import { Empty, Loaded, PageTitle, ProblemNotice } from '../shared/components.js';
import { remember, remembered } from '../shared/store.js';
import { asProblem, del, get, put, useRequest } from '../staff/api.js';
import { useShortcuts } from '../staff/keys.js';
import { Button, usePress } from '../staff/ui.js';
import { Desk } from './desk.js';
import { TakeOver } from './take_over.js';

const kKey = 'yuyue.window';
const kNextKey = 'yuyue.window.calls-next';

export function Windows({ me }) {
  const [sits, setSits] = useState(null);
  const [taken, setTaken] = useState(null);
  const press = usePress();
  const windows = useRequest(() => Promise.all([get('/service-windows'), get('/services')]), []);
  useLayoutEffect(() => {
    document.title = t('window.title');
  }, []);
  const sit = (id, callsNext, takeOver = false) =>
    press.run(async () => {
      try {
        await put(`/service-windows/${id}/post`, takeOver ? { callsNext, takeOver } : { callsNext });
      } catch (error) {
        if (asProblem(error).code === 'window-taken' && !takeOver) setTaken(id);
        throw error;
      }
      setTaken(null);
      remember('localStorage', kKey, id);
      remember('localStorage', kNextKey, callsNext ? 'yes' : '');
      setSits(id);
      return true;
    });
  const getUp = async () => {
    await del(`/service-windows/${sits}/post`);
    remember('localStorage', kKey, '');
    setSits(null);
  };
  const callsNext = remembered('localStorage', kNextKey) === 'yes';
  const last = remembered('localStorage', kKey);
  useEffect(() => {
    if (last) sit(last, callsNext);
  }, []);
  const nameOf = (id) => pick((windows.data ? windows.data[0].items : []).find((one) => one.id === id) || { name: '' }, 'name');
  const notTaken = () => {
    press.clear();
    setTaken(null);
  };
  if (sits) return html`<${Desk} key=${sits} id=${sits} me=${me.account} services=${windows.data ? windows.data[1].items : []} onSetting=${(next) => sit(sits, next)} onLeave=${getUp} onTaken=${() => setSits(null)} />`;
  return html`<${PageTitle} title=${t('window.choose')} lead=${t('window.choose-lead')} />
    <${ProblemNotice} problem=${taken ? null : press.problem} />
    ${taken ? html`<${TakeOver} window=${nameOf(taken)} press=${{ busy: press.busy, problem: press.problem && press.problem.code !== 'window-taken' ? press.problem : null }} onConfirm=${() => sit(taken, callsNext, true)} onClose=${notTaken} />` : null}
    <${Loaded} request=${windows}>
      ${([list, services]) => html`<${Choice} windows=${list.items.filter((one) => one.active)} services=${services.items} busy=${press.busy} onChosen=${(id) => sit(id, callsNext)} />`}
    <//>`;
}

/// The first nine have a key.
function Choice({ windows, services, busy, onChosen }) {
  const keys = {};
  windows.slice(0, 9).forEach((one, i) => {
    keys[String(i + 1)] = () => onChosen(one.id);
  });
  useShortcuts(keys);
  const served = (window) => window.duties.map((duty) => services.find((one) => one.id === duty.serviceId)).filter(Boolean);
  if (!windows.length) return html`<${Empty} title=${t('window.none')} />`;
  return html`<ul class="calling-choice">
    ${windows.map(
      (one, i) => html`<li key=${one.id} class="card">
        <h2>${pick(one, 'name')}</h2>
        <p class="hint">${pick(one, 'place')}</p>
        <p class="window-serves">${served(one).map((service) => pick(service, 'name')).join(t('window.comma'))}</p>
        <${Button} kind="primary" busy=${busy} keys=${i < 9 ? String(i + 1) : undefined} aria-label=${`${t('window.sit')} ${pick(one, 'name')}`} onClick=${() => onChosen(one.id)}>${t('window.sit')}<//>
      </li>`,
    )}
  </ul>`;
}
