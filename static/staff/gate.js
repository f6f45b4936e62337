// Nobody gets past here without being signed in: the sign-in page, the forced change of a one-time
// password, and the dialog that opens over the page when a session has run out.
//
//   html`<${Gate} section=${t('desk.title')} needs=${['patients-find']}>${(me) => …}<//>`

import { html, useEffect, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { t, useLanguage } from '../shared/i18n.js';
import { hospitalStore, loadMe, meStore, signIn, signOut } from '../shared/context.js';
import { Notice, PageTitle, ProblemNotice, Ribbon, Shell, TextField } from '../shared/components.js';
import { put } from '../shared/api.js';
import { useStore } from '../shared/store.js';
import { expired } from './api.js';
import { Button, usePress } from './ui.js';

const kSections = [
  { path: '/desk/', name: 'desk', needs: ['patients-find'] },
  { path: '/triage/', name: 'triage', needs: ['call-patients'] },
  { path: '/clinic/', name: 'clinic', needs: ['call-patients'] },
  { path: '/window/', name: 'window', needs: ['serve-windows'] },
  { path: '/voice/', name: 'voice', needs: ['complaints', 'answer-complaints'] },
  { path: '/cases/', name: 'cases', needs: ['decide-cases'] },
  { path: '/device/', name: 'device', needs: ['perform-exams'] },
  { path: '/partner/', name: 'partner', needs: ['refer'] },
  { path: '/admin/', name: 'admin', needs: ['timetable-edit', 'accounts-edit', 'settings-edit', 'audit-read', 'operate'] },
];

const may = (me, permissions) => permissions.some((permission) => me.permissions.includes(permission));

function Credentials({ account: fixed, onDone, submitLabel }) {
  const [account, setAccount] = useState(fixed || '');
  const [password, setPassword] = useState('');
  const press = usePress();
  const form = useRef(null);
  useLayoutEffect(() => {
    const empty = form.current.querySelector('input:not([readonly])');
    if (empty) empty.focus();
  }, []);
  async function submit(event) {
    event.preventDefault();
    const me = await press.run(() => signIn({ provider: 'password', account: account.trim(), password }));
    if (me) {
      onDone(me);
      return;
    }
    setPassword('');
    form.current.querySelector('[name=password]').focus();
  }
  return html`<form class="stack" ref=${form} onSubmit=${submit}>
    <${TextField} label=${t('staff.account')} name="account" autocomplete="username" autocapitalize="none" spellcheck=${false}
      value=${account} onInput=${setAccount} readonly=${!!fixed} required />
    <${TextField} label=${t('staff.password')} name="password" type="password" autocomplete="current-password"
      value=${password} onInput=${setPassword} required />
    <${ProblemNotice} problem=${press.problem} />
    <div><${Button} kind="primary" type="submit" busy=${press.busy} class="button-block" keys="Enter">${submitLabel}<//></div>
  </form>`;
}

function SignInPage() {
  return html`<div class="sign-in card">
    <${PageTitle} title=${t('staff.sign-in')} lead=${t('staff.sign-in-lead')} />
    <${Credentials} submitLabel=${t('staff.sign-in')} onDone=${() => {}} />
  </div>`;
}

function ChangePassword({ forced, onDone }) {
  const [form, setForm] = useState({ current: '', next: '', again: '' });
  const press = usePress();
  const set = (field) => (value) => setForm((old) => ({ ...old, [field]: value }));
  const differs = form.again !== '' && form.next !== form.again;
  const fieldError = (field) => (press.problem && press.problem.field === field ? press.problem.detail : '');
  async function submit(event) {
    event.preventDefault();
    if (form.next !== form.again) return;
    // What one may do is only known after the change.
    const done = await press.run(() => put('/me/password', { current: form.current, new: form.next }).then(loadMe));
    if (done) onDone();
  }
  return html`<div class="sign-in card">
    <${PageTitle} title=${t('staff.password-change')} lead=${forced ? t('staff.password-forced') : ''} />
    <form class="stack" onSubmit=${submit}>
      <${TextField} label=${t('staff.password-current')} name="current" type="password" autocomplete="current-password" required
        value=${form.current} onInput=${set('current')} error=${fieldError('current')} />
      <${TextField} label=${t('staff.password-new')} hint=${t('staff.password-rule')} name="new" type="password" autocomplete="new-password" required
        minlength="10" value=${form.next} onInput=${set('next')} error=${fieldError('new')} />
      <${TextField} label=${t('staff.password-again')} name="again" type="password" autocomplete="new-password" required
        value=${form.again} onInput=${set('again')} error=${differs ? t('staff.password-differs') : ''} />
      ${press.problem && !press.problem.field ? html`<${ProblemNotice} problem=${press.problem} />` : null}
      <div class="row">
        <${Button} kind="primary" type="submit" busy=${press.busy}>${t('staff.password-save')}<//>
        ${forced ? null : html`<${Button} onClick=${onDone}>${t('staff.cancel')}<//>`}
      </div>
    </form>
  </div>`;
}

/// Lies over everything, other dialogs too. Its keys stop here, so that nothing under it hears them.
function ExpiredDialog({ account, onSignedIn, onLater }) {
  const box = useRef(null);
  const onKeyDown = (event) => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      onLater();
    }
    if (event.key !== 'Tab') return;
    const stops = [...box.current.querySelectorAll('input, button')];
    const at = stops.indexOf(document.activeElement);
    event.preventDefault();
    stops[(at + (event.shiftKey ? stops.length - 1 : 1)) % stops.length].focus();
  };
  return html`<div class="expired-shade" ref=${box} onKeyDown=${onKeyDown}>
    <div class="expired" role="dialog" aria-modal="true" aria-labelledby="expired-title">
      <h2 id="expired-title">${t('staff.expired')}</h2>
      <p>${t('staff.expired-lead')}</p>
      <${Credentials} account=${account} submitLabel=${t('staff.sign-in-again')} onDone=${onSignedIn} />
      <${Button} kind="quiet" onClick=${onLater} keys="Esc">${t('staff.later')}<//>
    </div>
  </div>`;
}

function StaffTools({ me, onPassword, onLeave, tools, here }) {
  const press = usePress();
  const links = kSections.filter((one) => one.path !== here && may(me, one.needs));
  return html`${tools}
    ${links.map((one) => html`<a key=${one.name} class="tool-link" href=${one.path}>${t(`staff.section.${one.name}`)}</a>`)}
    <button type="button" class="switch" onClick=${onPassword} title=${t('staff.password-change')}>${me.name}</button>
    <button type="button" class="switch" onClick=${() => press.run(onLeave)}>${t('staff.sign-out')}</button>`;
}

/// children: (me) => the page. Somebody whose session ran out, as against somebody who signed out,
/// keeps the page as it is, with all that is typed, and signs in again over it.
export function Gate({ section, here, needs, tools, nav, fluid, children }) {
  useLanguage();
  const current = useStore(meStore);
  const hospital = useStore(hospitalStore);
  const waiting = useStore(expired);
  const [changing, setChanging] = useState(false);
  const [later, setLater] = useState(false);
  const last = useRef(null);
  const leaving = useRef(false);
  const signedIn = current.kind === 'staff' || current.kind === 'operator';
  if (signedIn && !leaving.current) last.current = current;
  useEffect(() => {
    if (signedIn || waiting) setLater(false);
  }, [signedIn, waiting]);

  async function leave() {
    leaving.current = true;
    try {
      await signOut();
      last.current = null;
      meStore.set({ ...meStore.get() });
    } finally {
      leaving.current = false;
    }
  }

  const me = signedIn ? current : last.current;
  const allowed = me && may(me, needs);
  const ribbon = hospital && hospital.demo ? html`<${Ribbon}>${t('staff.demo')}<//>` : null;
  let content;
  if (!me) content = html`<${SignInPage} />`;
  else if (me.mustChangePassword || changing) {
    content = html`<${ChangePassword} forced=${me.mustChangePassword} onDone=${() => setChanging(false)} />`;
  } else if (!allowed) {
    content = html`<div class="sign-in card"><${PageTitle} title=${section} />
      <${Notice} kind="warning">${t('staff.not-allowed', { name: me.name })}<//></div>`;
  } else content = children(me);
  const ready = me && allowed && !me.mustChangePassword && !changing;
  return html`<div class=${`staff ${fluid ? 'staff-fluid' : ''}`}>
    <${Shell} section=${section} homeHref=${here} wide ribbon=${ribbon} nav=${ready && nav ? nav(me) : []}
      tools=${me ? html`<${StaffTools} me=${me} here=${here} tools=${ready ? tools : null} onPassword=${() => setChanging(true)} onLeave=${leave} />` : null}>
      ${content}
    <//>
    ${me && !signedIn && !later
      ? html`<${ExpiredDialog}
          account=${me.account || ''}
          onSignedIn=${() => waiting && waiting.signedIn()}
          onLater=${() => {
            setLater(true);
            if (waiting) waiting.givenUp();
          }}
        />`
      : null}
  </div>`;
}
