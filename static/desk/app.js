// One screen: on the left who it is about, on the right what is done. What is on the right is
// `view`; everything else follows from the chosen person.

import { html, useLayoutEffect, useRef, useState } from '../shared/preact.js';
import { t } from '../shared/i18n.js';
import { can } from '../shared/context.js';
import { ProblemNotice } from '../shared/components.js';
import { get, useRequest } from '../staff/api.js';
import { KeyHint, useShortcuts } from '../staff/keys.js';
import { Button, Dialog } from '../staff/ui.js';
import { Again } from './again.js';
import { AdmissionForm } from './admission_form.js';
import { Admissions } from './admissions.js';
import { Appointments, Booked } from './appointments.js';
import { Booking } from './booking.js';
import { Calls } from './calls.js';
import { Courses } from './courses.js';
import { Exams } from './exams.js';
import { GuideDay } from './guides.js';
import { Lists } from './lists.js';
import { Patient } from './patient.js';
import { ExamRepairs, RepairsHint } from '../staff/exam_repairs.js';
import { Count, Referrals, useReferralCounts, useReferralWatch } from '../staff/referrals.js';
import { ReferralForm } from './referral_form.js';
import { Register } from '../staff/register.js';
import { Search } from '../staff/search.js';
import { SlipView } from '../staff/slip.js';
import { TeamForm, Teams } from './teams.js';

const kHelp = [
  ['F2', 'search'],
  ['Enter', 'enter'],
  ['↑ ↓ ← →', 'arrows'],
  ['Alt+N', 'register'],
  ['Alt+B', 'book'],
  ['Alt+A', 'appointments'],
  ['Alt+J', 'exams'],
  ['Alt+L', 'lists'],
  ['Alt+H', 'admissions'],
  ['Alt+T', 'referrals'],
  ['Alt+C', 'calls'],
  ['Alt+G', 'guides'],
  ['Alt+M', 'teams'],
  ['Alt+P', 'print'],
  ['Alt+R', 'reveal'],
  ['Alt+U', 'edit'],
  ['Alt+I', 'identifiers'],
  ['Alt+W', 'conduct'],
  ['Alt+K', 'duplicates'],
  ['1 – 9', 'alternatives'],
  ['Esc', 'back'],
  ['?', 'help'],
];

function Help({ onClose }) {
  return html`<${Dialog} title=${t('desk.help.title')} onClose=${onClose}>
    <table class="table"><caption class="visually-hidden">${t('desk.help.title')}</caption><tbody>
      ${kHelp.map(([keys, name]) => html`<tr key=${name}><th scope="row"><kbd class="key">${keys}</kbd></th><td>${t(`desk.help.${name}`)}</td></tr>`)}
    </tbody></table>
    <div class="row"><${Button} kind="primary" onClick=${onClose} keys="Esc" data-autofocus>${t('staff.close')}<//></div>
  <//>`;
}

/// To the hospital, waiting and under way, from it, and those that are over.
const referralViews = (counts) => [
  { name: 'waiting', label: t('desk.rfl.waiting'), query: { direction: 'up', state: 'waiting' }, n: counts.toAnswer },
  { name: 'up', label: t('desk.rfl.up'), query: { direction: 'up', state: 'open' } },
  { name: 'down', label: t('desk.rfl.down'), query: { direction: 'down', state: 'open' }, n: counts.questions },
  { name: 'ended', label: t('staff.rfl.ended'), query: { state: 'ended' } },
];

const find = (q) => get('/patients', { query: { q } });

/// onExams: to whom the examinations need a new plan; none: nobody here may arrange them.
function Welcome({ onExams }) {
  const steps = ['find', 'book', 'print'];
  return html`<div class="welcome">
    <h1>${t('desk.welcome.title')}</h1>
    <p class="lead">${t('desk.welcome.lead')}</p>
    <ol class="welcome-steps">
      ${steps.map((step, i) => html`<li key=${step}><span class="welcome-number" aria-hidden="true">${i + 1}</span>${t(`desk.welcome.${step}`)}</li>`)}
    </ol>
    ${onExams ? html`<${RepairsHint} keys="Alt+J" onOpen=${onExams} />` : null}
  </div>`;
}

/// Opened from the page's header too, so the screen's actions are held here and not in the header.
export function Desk({ me, actions }) {
  const [person, setPerson] = useState(null);
  const [view, setView] = useState({ name: 'home' });
  const [searching, setSearching] = useState(false);
  const [help, setHelp] = useState(false);
  const [round, setRound] = useState(0);
  const search = useRef(null);
  const departments = useRequest(() => get('/departments'), []);
  const counts = useReferralCounts();
  useReferralWatch();

  const focusSearch = () => {
    search.current.focus();
    search.current.select();
  };
  useLayoutEffect(() => {
    document.title = t('desk.title');
    focusSearch();
  }, []);

  function open(next) {
    setSearching(false);
    setPerson(next);
    setView({ name: 'appointments' });
    setRound((n) => n + 1);
  }
  function nextPatient() {
    setPerson(null);
    setView({ name: 'home' });
    focusSearch();
  }
  const show = (name, more) => {
    setSearching(false);
    setView({ name, ...more });
  };
  const examRepairs = can(me, 'book-exams') ? () => show('exam-repairs') : null;
  const exams = () => {
    if (person) return show('exams');
    return examRepairs ? examRepairs() : false;
  };
  const book = () => (person ? show('book', { key: Date.now() }) : false);
  const register = (prefill, guardian) => show('register', { prefill, guardian, key: Date.now() });
  const home = () => show(person ? 'appointments' : 'home');

  function back() {
    if (searching && person) {
      setSearching(false);
      return;
    }
    if (view.name === 'home' || (view.name === 'appointments' && person)) nextPatient();
    else home();
  }

  useShortcuts({
    F2: focusSearch,
    'Alt+N': () => register(),
    'Alt+B': book,
    'Alt+A': () => (person && view.name !== 'appointments' ? show('appointments') : false),
    'Alt+J': exams,
    'Alt+L': () => show('lists'),
    'Alt+H': () => show('admissions'),
    'Alt+T': () => show('referrals'),
    'Alt+C': () => show('calls'),
    'Alt+G': () => show('guides'),
    'Alt+M': () => show('teams'),
    '?': () => setHelp(true),
    Escape: back,
  });
  Object.assign(actions, { register, lists: () => show('lists'), admissions: () => show('admissions'), referrals: () => show('referrals'), calls: () => show('calls'), guides: () => show('guides'), teams: () => show('teams'), help: () => setHelp(true) });

  const print = (appointment) => show('slip', { appointment, from: view });
  const list = departments.state === 'ready' ? departments.data.items : [];
  const views = {
    home: () => html`<${Welcome} onExams=${examRepairs} />`,
    register: () => html`<${Register} saveLabel=${t('desk.register.save')} key=${view.key} prefill=${view.prefill} guardian=${view.guardian} onDone=${(made) => {
      open(made);
      setView({ name: 'book', key: made.id });
    }} onOpen=${open} onCancel=${home} />`,
    appointments: () => html`<${Appointments} key=${`${person.id}-${round}`} person=${person} onPrint=${print} onBook=${book}
      onMove=${(appointment) => show('move', { appointment })} onAgain=${(appointment) => show('again', { appointment })} onChanged=${() => setRound((n) => n + 1)} />`,
    book: () => html`<${Booking} key=${view.key} person=${person} departments=${list} onCancel=${home} onBooked=${booked} />`,
    move: () => html`<${Booking} key=${view.appointment.id} person=${person} moving=${view.appointment} departments=${list} onCancel=${home} onBooked=${booked} />`,
    booked: () => html`<${Booked} appointment=${view.appointment} moved=${view.moved} onPrint=${print} onBook=${book} onNext=${nextPatient}
      onUndo=${() => {
        setRound((n) => n + 1);
        home();
      }} />`,
    slip: () => html`<${SlipView} appointment=${view.appointment} onNext=${nextPatient} onBack=${() => setView(view.from)} />`,
    calls: () => html`<${Calls} onOpen=${open} onBack=${home} />`,
    admissions: () => html`<${Admissions} key=${view.start ? view.start.id : ''} me=${me} start=${view.start} onOpen=${open} onBack=${home} />`,
    'admission-request': () => html`<${AdmissionForm} key=${person.id} person=${person} onDone=${(made) => show('admissions', { start: made })} onCancel=${home} />`,
    courses: () => html`<${Courses} key=${person.id} person=${person} departments=${list} onBack=${home} />`,
    exams: () => html`<${Exams} key=${person.id} person=${person} onBack=${home} />`,
    'exam-repairs': () => html`<${ExamRepairs} onBack=${home} onOpen=${(one) => {
      open(one);
      setView({ name: 'exams' });
    }} />`,
    again: () => html`<${Again} key=${view.appointment.id} person=${person} appointment=${view.appointment} onBook=${book} onBooked=${booked} onBack=${home} />`,
    guides: () => html`<${GuideDay} onOpen=${open} onBack=${home} />`,
    teams: () => html`<${Teams} key=${view.start || ''} start=${view.start} canBook=${!!person} onBook=${() => show('team-form')} onOpen=${open} onBack=${home} />`,
    'team-form': () => html`<${TeamForm} key=${person.id} person=${person} departments=${list} onBooked=${(made) => show('teams', { start: made.date })} onCancel=${() => show('teams')} />`,
    referrals: () => html`<${Referrals} views=${referralViews(counts)} departments=${list} onOpen=${open} onBack=${home} />`,
    'referral-down': () => html`<${ReferralForm} key=${person.id} person=${person} departments=${list} onDone=${() => show('referrals')} onCancel=${home} />`,
    lists: () => html`<${Lists} departments=${list} onOpen=${open} onBack=${home} />`,
  };
  function booked(appointment, moved) {
    setRound((n) => n + 1);
    setView({ name: 'booked', appointment, moved });
  }

  const mode = view.name === 'move' ? 'book' : view.name;
  return html`<div class=${`counter counter-${view.name}`}>
    <div class="counter-side no-print">
      <${Search} inputRef=${search} find=${find} hint=${t('desk.search.hint')} onOpen=${open} onRegister=${register} hidden=${!searching && !!person} onShown=${() => setSearching(true)} />
      ${person && !searching
        ? html`<${Patient} key=${`${person.id}-${round}`} id=${person.id} mode=${mode} onBook=${book} onOpen=${open} onClose=${nextPatient}
            onAppointments=${() => show('appointments')} onAdmission=${() => show('admission-request')} onReferral=${() => show('referral-down')} onExams=${() => show('exams')} onCourses=${() => show('courses')} onTeam=${() => show('team-form')} onRegisterNewborn=${(guardian) => register({}, guardian)}
            onLoaded=${setPerson} />`
        : null}
    </div>
    <div class="counter-work">
      ${departments.state === 'error' ? html`<${ProblemNotice} problem=${departments.problem} onRetry=${departments.reload} />` : null}
      ${views[view.name]()}
    </div>
    ${help ? html`<${Help} onClose=${() => setHelp(false)} />` : null}
  </div>`;
}

export function DeskTools({ actions }) {
  const { toAnswer, questions } = useReferralCounts();
  return html`
    <${Button} class="tool" onClick=${() => actions.register()} keys="Alt+N">${t('desk.tool.register')}<//>
    <${Button} class="tool" onClick=${() => actions.lists()} keys="Alt+L">${t('desk.tool.lists')}<//>
    <${Button} class="tool" onClick=${() => actions.admissions()} keys="Alt+H">${t('desk.tool.admissions')}<//>
    <${Button} class="tool" onClick=${() => actions.referrals()} keys="Alt+T">${t('desk.tool.referrals')}<${Count} n=${toAnswer + questions} label=${t('staff.rfl.new')} /><//>
    <${Button} class="tool" onClick=${() => actions.calls()} keys="Alt+C">${t('desk.tool.calls')}<//>
    <${Button} class="tool" onClick=${() => actions.guides()} keys="Alt+G">${t('desk.tool.guides')}<//>
    <${Button} class="tool" onClick=${() => actions.teams()} keys="Alt+M">${t('desk.tool.teams')}<//>
    <button type="button" class="switch" onClick=${() => actions.help()} aria-keyshortcuts="?">${t('desk.tool.help')} <${KeyHint} keys="?" /></button>`;
}
