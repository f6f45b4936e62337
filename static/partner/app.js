// One screen, as at the hospital's desk: on the left who it is about, on the right what is done. What
// is on the right is `view`. With nobody chosen it shows what waits and who has an appointment.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { ProblemNotice } from '../shared/components.js';
import { remember, remembered } from '../shared/store.js';
import { get, useRequest } from '../staff/api.js';
import { KeyHint, useShortcuts } from '../staff/keys.js';
import { Count, countReferrals, Referrals, useReferralCounts, useReferralWatch } from '../staff/referrals.js';
import { Search } from '../staff/search.js';
import { SlipView } from '../staff/slip.js';
import { Button, Dialog } from '../staff/ui.js';
import { Booked, Booking } from './booking.js';
import { Bookings } from './bookings.js';
import { Letter } from './letter.js';
import { Overview } from './overview.js';
import { Patient, PatientRecord } from './patient.js';
import { Register } from './register.js';

const kHelp = [
  ['F2', 'search'],
  ['Enter', 'enter'],
  ['↑ ↓ ← →', 'arrows'],
  ['Alt+N', 'register'],
  ['Alt+B', 'book'],
  ['Alt+W', 'letter'],
  ['Alt+A', 'record'],
  ['Alt+L', 'bookings'],
  ['Alt+T', 'referrals'],
  ['Alt+P', 'print'],
  ['1 – 5', 'alternatives'],
  ['Esc', 'back'],
  ['?', 'help'],
];
const kFirstLookBack = 3 * 86400000;

const find = (q) => get('/partner/patients', { query: { q } });
/// Referrals down are ours to answer, those up are answered by the hospital.
const viewsOf = (counts) => [
  { name: 'down', label: t('partner.rfl.down'), query: { direction: 'down', state: 'open' }, n: counts.toAnswer },
  { name: 'up', label: t('partner.rfl.up'), query: { direction: 'up', state: 'open' }, n: counts.questions + counts.toBook },
  { name: 'ended', label: t('staff.rfl.ended'), query: { state: 'ended' }, n: counts.replies },
];

function Help({ onClose }) {
  return html`<${Dialog} title=${t('partner.help.title')} onClose=${onClose}>
    <table class="table"><caption class="visually-hidden">${t('partner.help.title')}</caption><tbody>
      ${kHelp.map(([keys, name]) => html`<tr key=${name}><th scope="row"><kbd class="key">${keys}</kbd></th><td>${t(`partner.help.${name}`)}</td></tr>`)}
    </tbody></table>
    <div class="row"><${Button} kind="primary" onClick=${onClose} keys="Esc" data-autofocus>${t('staff.close')}<//></div>
  <//>`;
}

/// When this account last read the hospital's answers, on this device.
function useLastRead(account) {
  const key = `yuyue.partner.read.${account}`;
  const start = remembered('localStorage', key) || new Date(Date.now() - kFirstLookBack).toISOString();
  const [at, setAt] = useState(start);
  const read = () => {
    const now = new Date().toISOString();
    remember('localStorage', key, now);
    setAt(now);
    countReferrals(now);
  };
  return [at, read];
}

export function Partner({ me, actions }) {
  const [person, setPerson] = useState(null);
  const [view, setView] = useState({ name: 'home' });
  const [searching, setSearching] = useState(false);
  const [help, setHelp] = useState(false);
  const [lastRead, read] = useLastRead(me.account);
  const search = useRef(null);
  const departments = useRequest(() => get('/departments'), []);
  const counts = useReferralCounts();
  useReferralWatch(lastRead);
  const list = departments.state === 'ready' ? departments.data.items : [];

  const focusSearch = () => {
    search.current.focus();
    search.current.select();
  };
  useLayoutEffect(() => {
    document.title = t('partner.title');
    focusSearch();
  }, []);

  const show = (name, more) => {
    setSearching(false);
    setView({ name, key: Date.now(), ...more });
  };
  const open = (next, name = 'record') => {
    setPerson(next);
    show(name);
  };
  const next = () => {
    setPerson(null);
    show('home');
    focusSearch();
  };
  const forPerson = (name, more) => (person ? show(name, more) : false);
  const home = () => show(person ? 'record' : 'home');
  const back = () => {
    if (searching && person) setSearching(false);
    else if (view.name === 'home' || view.name === 'record') next();
    else home();
  };
  const register = (prefill) => show('register', { prefill });
  const print = (appointment) => show('slip', { appointment, from: view });
  const move = (appointment) => {
    setPerson(appointment.person);
    show('move', { appointment });
  };
  /// In the quota, for a referral that was accepted.
  const bookReferral = (referral) => {
    setPerson(referral.person);
    show('book', { referral });
  };
  const booked = (appointment, moved) => {
    countReferrals();
    show('booked', { appointment, moved });
  };

  useShortcuts({
    F2: focusSearch,
    'Alt+N': () => register(),
    'Alt+B': () => forPerson('book'),
    'Alt+W': () => forPerson('letter'),
    'Alt+A': () => (view.name === 'record' ? false : forPerson('record')),
    'Alt+L': () => show('bookings'),
    'Alt+T': () => show('referrals'),
    '?': () => setHelp(true),
    Escape: back,
  });
  Object.assign(actions, { register, bookings: () => show('bookings'), referrals: () => show('referrals'), help: () => setHelp(true) });

  const referrals = { departments: list, onOpen: open, onBook: bookReferral };
  const bookings = { onOpen: open, onPrint: print, onMove: move };
  const views = {
    home: () => html`<${Overview} counts=${counts} onReferrals=${(start) => show('referrals', { start })} onAll=${() => show('bookings')} ...${bookings} />`,
    register: () => html`<${Register} key=${view.key} prefill=${view.prefill} onDone=${(made) => open(made, 'book')} onCancel=${home} />`,
    record: () => html`<${PatientRecord} key=${person.id} person=${person} onBook=${() => show('book')} referrals=${referrals} bookings=${bookings} />`,
    book: () => html`<${Booking} key=${view.key} person=${person} referral=${view.referral} departments=${list} onBooked=${booked} onCancel=${home} />`,
    move: () => html`<${Booking} key=${view.key} person=${view.appointment.person} moving=${view.appointment} departments=${list} onBooked=${booked} onCancel=${home} />`,
    booked: () => html`<${Booked} appointment=${view.appointment} moved=${view.moved} onPrint=${print} onNext=${next} onCancelled=${home} />`,
    slip: () => html`<${SlipView} appointment=${view.appointment} onNext=${next} onBack=${() => setView(view.from)} />`,
    letter: () => html`<${Letter} key=${view.key} person=${person} departments=${list} onSent=${() => show('record')} onCancel=${home} />`,
    bookings: () => html`<${Bookings} onBack=${home} ...${bookings} />`,
    referrals: () => html`<${Referrals} key=${view.key} views=${viewsOf(counts)} start=${view.start} onBack=${home} onSeen=${(name) => name === 'ended' && read()} ...${referrals} />`,
  };
  return html`<div class=${`counter counter-${view.name}`}>
    <div class="counter-side no-print">
      <${Search} inputRef=${search} find=${find} hint=${t('partner.search.hint')} onOpen=${open} onRegister=${register} hidden=${!searching && !!person} onShown=${() => setSearching(true)} />
      ${person && !searching && view.name !== 'register'
        ? html`<${Patient} person=${person} view=${view.name} onBook=${() => show('book')} onLetter=${() => show('letter')} onRecord=${() => show('record')} onClose=${next} />`
        : null}
    </div>
    <div class="counter-work">
      ${departments.state === 'error' ? html`<${ProblemNotice} problem=${departments.problem} onRetry=${departments.reload} />` : null}
      ${views[view.name]()}
    </div>
    ${help ? html`<${Help} onClose=${() => setHelp(false)} />` : null}
  </div>`;
}

export function PartnerTools({ actions }) {
  const { toAnswer, questions, toBook, replies } = useReferralCounts();
  return html`
    <${Button} class="tool" onClick=${() => actions.register()} keys="Alt+N">${t('partner.tool.register')}<//>
    <${Button} class="tool" onClick=${() => actions.bookings()} keys="Alt+L">${t('partner.tool.bookings')}<//>
    <${Button} class="tool" onClick=${() => actions.referrals()} keys="Alt+T">${t('partner.tool.referrals')}<${Count} n=${toAnswer + questions + toBook + replies} label=${t('staff.rfl.new')} /><//>
    <button type="button" class="switch" onClick=${() => actions.help()} aria-keyshortcuts="?">${t('partner.tool.help')} <${KeyHint} keys="?" /></button>`;
}
