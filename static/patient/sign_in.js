// Signing in with a phone and a one-time code, in two steps on one screen. There is no time limit
// on this page: an old code is simply sent again.

import { html, useEffect, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { asProblem, post } from '../shared/api.js';
import { Button, Notice, PageTitle, ProblemNotice, TextField, focusFirstError } from '../shared/components.js';
import { hospitalStore, meStore, signIn } from '../shared/context.js';
import { t } from '../shared/i18n.js';
import { checkPhone } from '../shared/identity.js';
import { remember, remembered, useStore } from '../shared/store.js';

// Kept while the tab is open, so that a reload (phones do that when one looks up the message) loses nothing.
const kKey = 'yuyue.sign-in';

function recall() {
  try {
    return JSON.parse(remembered('sessionStorage', kKey)) || {};
  } catch {
    return {};
  }
}

/// Seconds until `instant` (milliseconds), counted down.
function useSecondsUntil(instant) {
  const [now, setNow] = useState(Date.now());
  const left = Math.max(0, Math.ceil((instant - now) / 1000));
  useEffect(() => {
    setNow(Date.now());
  }, [instant]);
  useEffect(() => {
    if (!left) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), 1000);
    return () => clearTimeout(timer);
  });
  return left;
}

export function SignIn({ lead }) {
  const hospital = useStore(hospitalStore);
  const before = useRef(recall()).current;
  const [phone, setPhone] = useState(before.phone || '');
  const [sentTo, setSentTo] = useState(before.sentTo || '');
  const [againAt, setAgainAt] = useState(before.againAt || 0);
  const [code, setCode] = useState('');
  const [errors, setErrors] = useState({});
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState('');
  const form = useRef(null);
  const wait = useSecondsUntil(againAt);

  // Not after the next paint: the reload may come before it.
  useLayoutEffect(() => {
    remember('sessionStorage', kKey, JSON.stringify({ phone, sentTo, againAt }));
  }, [phone, sentTo, againAt]);

  const fail = (error, field) => {
    const answer = asProblem(error);
    if (['phone', 'code'].includes(answer.field) || answer.code === 'sign-in-failed') setErrors({ [answer.field || field]: answer.detail });
    else setProblem(answer);
    focusFirstError(form.current);
  };

  const sendCode = async () => {
    const checked = checkPhone(phone);
    setProblem(null);
    setErrors(checked.ok ? {} : { phone: t('identity.phone') });
    if (!checked.ok) {
      focusFirstError(form.current);
      return;
    }
    setBusy('send');
    try {
      const answer = await post('/sign-in-codes', { phone: checked.phone });
      setSentTo(checked.phone);
      setAgainAt(Date.now() + answer.retryAfterSeconds * 1000);
      window.setTimeout(() => {
        const field = form.current && form.current.querySelector('[name="code"]');
        if (field) field.focus();
      }, 50);
    } catch (error) {
      fail(error, 'phone');
    }
    setBusy('');
  };

  const enter = async () => {
    const digits = code.replace(/\D/g, '');
    setProblem(null);
    setErrors(digits.length === 6 ? {} : { code: t('patient.sign-in.code-short') });
    if (digits.length !== 6) {
      focusFirstError(form.current);
      return;
    }
    setBusy('enter');
    try {
      await signIn({ provider: 'phone-code', phone: sentTo, code: digits });
      remember('sessionStorage', kKey, null);
    } catch (error) {
      fail(error, 'code');
      setBusy('');
    }
  };

  const submit = (event) => {
    event.preventDefault();
    if (!busy) (sentTo ? enter : sendCode)();
  };

  return html`<${PageTitle} title=${t('patient.sign-in.title')} lead=${lead || t('patient.sign-in.lead')} />
    <form class="card stack narrow" ref=${form} onSubmit=${submit} novalidate>
      <${TextField}
        label=${t('patient.sign-in.phone')}
        error=${errors.phone}
        required
        type="tel"
        inputmode="tel"
        autocomplete="tel"
        name="phone"
        maxlength="20"
        value=${phone}
        readonly=${!!sentTo}
        onInput=${setPhone}
      />
      ${sentTo
        ? html`<${Notice} kind="success" live>
              <p>${t('patient.sign-in.sent', { phone: sentTo })}</p>
            <//>
            ${hospital && hospital.demo
              ? html`<p><a class="inline-target" href="/demo/mailbox.html" target="_blank" rel="noopener">${t('patient.sign-in.demo')}</a></p>`
              : null}
            <${TextField}
              label=${t('patient.sign-in.code')}
              hint=${t('patient.sign-in.code-hint')}
              error=${errors.code}
              required
              type="text"
              inputmode="numeric"
              autocomplete="one-time-code"
              name="code"
              maxlength="8"
              class="input input-code"
              value=${code}
              onInput=${setCode}
            />
            <${ProblemNotice} problem=${problem} />
            <${Button} kind="primary" type="submit" class="button-block" busy=${busy === 'enter'}>${t('patient.sign-in.enter')}<//>
            <div class="row">
              <${Button} busy=${busy === 'send'} disabled=${wait > 0} onClick=${sendCode}>
                ${wait > 0 ? t('patient.sign-in.again-in', { n: wait }) : t('patient.sign-in.again')}
              <//>
              <${Button} kind="quiet" onClick=${() => { setSentTo(''); setCode(''); setErrors({}); setProblem(null); }}>${t('patient.sign-in.other-phone')}<//>
            </div>`
        : html`<${ProblemNotice} problem=${problem} />
            <${Button} kind="primary" type="submit" class="button-block" busy=${busy === 'send'}>${t('patient.sign-in.send')}<//>`}
    </form>`;
}

/// children () => screen, for whoever is signed in as a patient; else the way to sign in.
export function SignedIn({ lead, children }) {
  const me = useStore(meStore);
  if (me.kind === 'patient') return children(me);
  return html`<${SignIn} lead=${lead} />`;
}
