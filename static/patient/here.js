// Whoever has scanned the code posted in a waiting area: today's visits and examinations there, one
// press each to check in; and how far the lines of the devices are.

import { html, useEffect, useRef, useState } from '../shared/preact.js';
import { asProblem, get, Intention, post, useRequest } from '../shared/api.js';
import { announce, Button, Empty, LinkButton, Loaded, Notice, PageTitle, ProblemNotice } from '../shared/components.js';
import { formatTime, slotWindow } from '../shared/dates.js';
import { pick, t } from '../shared/i18n.js';
import { href } from '../shared/router.js';
import { placeWords, seenBy } from './data.js';
import { Earlier } from './exam_day.js';
import { SignedIn } from './sign_in.js';
import { TakeNumber } from './take_number.js';

const nextOf = (visit) => (visit.arrival && visit.arrival.next) || null;

/// Why it cannot be done here and now; empty: it can.
function why(visit) {
  const next = nextOf(visit);
  if (visit.state === 'arrived') return 'done';
  if (!visit.here) return 'elsewhere';
  if (visit.state === 'pending') return 'unpaid';
  if (!next) return 'desk';
  if (next.documentSeen) return 'document';
  return { early: 'early', over: 'over' }[next.window] || '';
}

function whyWords(visit, reason) {
  const areas = visit.areas.map((area) => pick(area, 'name')).join(t('patient.comma'));
  const next = nextOf(visit);
  return t(`patient.here.why.${reason}`, {
    place: areas || placeWords(visit.department, visit.session),
    time: next ? formatTime(reason === 'early' ? next.opensAt : next.closesAt) : '',
  });
}

function Visit({ visit, code, onChange }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const intention = useRef(new Intention());
  const reason = why(visit);
  const next = nextOf(visit);
  const press = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await checkIn(visit, code, intention.current);
      announce(t('patient.here.checked-in', { name: visit.person.name }));
      onChange();
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  return html`<li class="card here-visit">
    <p class="appointment-when"><strong>${slotWindow(visit.slot)}</strong> ${pick(visit.department, 'name')} · ${seenBy(visit.session)}</p>
    <p>${visit.person.name}</p>
    ${reason ? html`<p>${whyWords(visit, reason)}</p>` : html`<p><${Button} kind="primary" busy=${busy} onClick=${press}>${t(`patient.arrival.do.${next.step}`)}<//></p>`}
    <${ProblemNotice} problem=${problem} />
    ${reason === 'done' ? html`<p><${LinkButton} kind="primary" href=${href(`/appointments/${visit.id}`)}>${t('patient.here.see-place')}<//></p>` : null}
  </li>`;
}

/// While they wait at a device: the line moves.
const kLookEveryMs = 20000;
const kToCome = ['booked', 'missed'];

/// An examination of today: one press moves them into its device's line; then where they stand in it.
function Exam({ exam, code, onChange }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const intention = useRef(new Intention());
  const press = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await post('/me/exam-arrivals', { placeId: exam.id, postedCode: code }, { intention: intention.current });
      announce(t('patient.here.checked-in', { name: exam.person.name }));
      onChange();
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  const place = [pick(exam.device, 'name'), pick(exam.device, 'place')].filter(Boolean).join(' · ');
  return html`<li class="card here-visit">
    <p class="appointment-when"><strong>${exam.start}</strong> ${pick(exam.exam, 'name')}</p>
    <p>${exam.person.name} · ${place}</p>
    ${exam.number ? html`<p class="here-number">${t('patient.here.exam.number', { number: exam.number })} · ${exam.ahead === undefined ? t(`patient.here.exam.state.${exam.state}`) : t(exam.ahead ? 'patient.here.exam.ahead' : 'patient.here.exam.next', { n: exam.ahead })}</p>` : null}
    ${exam.state === 'done' && !exam.number ? html`<p>${t('patient.here.exam.state.done')}</p>` : null}
    ${kToCome.includes(exam.state)
      ? exam.here
        ? html`<p><${Button} kind="primary" busy=${busy} onClick=${press}>${t(exam.state === 'missed' ? 'patient.here.exam.back' : 'patient.arrival.do.check-in')}<//></p>`
        : html`<p>${t('patient.here.exam.elsewhere')}</p>`
      : null}
    <${ProblemNotice} problem=${problem} />
  </li>`;
}

/// Where to go, by who waits where now, and sooner if a place is free; nothing while they are in a line.
function NextExam({ person, round, onMoved }) {
  const request = useRequest((signal) => get('/exam-days', { query: { personId: person.id }, signal }), [person.id, round]);
  const day = request.data;
  if (!day || day.at || !day.next.length) return null;
  const [one] = day.next;
  return html`<${Notice} kind="info" title=${t('patient.here.exam.go', { name: person.name, exam: pick(one.exam, 'name') })}>
    <p>${[pick(one.device, 'name'), pick(one.device, 'place')].filter(Boolean).join(' · ')}${one.walkMinutes ? ` · ${t('patient.here.exam.walk', { n: one.walkMinutes })}` : ''}</p>
    <p>${pick(one, 'whyText')}</p>
    <${Earlier} key=${one.placeId} one=${one} onMoved=${onMoved} />
  <//>`;
}

const checkIn = (visit, code, intention) =>
  post(`/appointments/${encodeURIComponent(visit.id)}/arrival`, { step: nextOf(visit).step, postedCode: code }, { intention });

/// All of one's people at once: whoever is refused stays on the list with its own button.
function CheckInAll({ visits, code, onChange }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const press = async () => {
    setBusy(true);
    setProblem(null);
    for (const visit of visits) {
      try {
        await checkIn(visit, code, new Intention());
      } catch (error) {
        setProblem(asProblem(error));
      }
    }
    setBusy(false);
    onChange();
  };
  return html`<div>
    <${Button} kind="primary" class="button-block" busy=${busy} onClick=${press}>${t('patient.here.all', { n: visits.length })}<//>
    <${ProblemNotice} problem=${problem} />
  </div>`;
}

function Visits({ code }) {
  const request = useRequest((signal) => get(`/posted-codes/${encodeURIComponent(code)}`, { signal }), [code], { refresh: true });
  const inLine = Boolean(request.data && request.data.exams.some((exam) => exam.number && exam.state !== 'done'));
  useEffect(() => {
    if (!inLine) return undefined;
    const timer = setInterval(request.reload, kLookEveryMs);
    return () => clearInterval(timer);
  }, [inLine]);
  return html`<${PageTitle} title=${t('patient.here.title')} />
    <${Loaded} request=${request}>
      ${({ area, items, exams }) => {
        const ready = items.filter((visit) => !why(visit));
        return html`<div class="stack stack-wide">
          <${Notice} kind="info"><p>${t('patient.here.area', { area: pick(area, 'name') })}</p><//>
          ${exams.length
            ? html`<section class="stack" aria-labelledby="exams-here"><h2 id="exams-here">${t('patient.here.exams')}</h2>
                ${[...new Map(exams.map((exam) => [exam.person.id, exam.person])).values()].map((person) => html`<${NextExam} key=${person.id} person=${person} round=${exams.map((exam) => `${exam.id}${exam.state}`).join()} onMoved=${request.reload} />`)}
                <ul class="stack">${exams.map((exam) => html`<${Exam} key=${exam.id} exam=${exam} code=${code} onChange=${request.reload} />`)}</ul></section>`
            : null}
          ${items.length || exams.length
            ? html`${ready.length > 1 ? html`<${CheckInAll} visits=${ready} code=${code} onChange=${request.reload} />` : null}
                ${items.length ? html`<ul class="stack">${items.map((visit) => html`<${Visit} key=${visit.id} visit=${visit} code=${code} onChange=${request.reload} />`)}</ul>` : null}`
            : html`<${Empty} title=${t('patient.here.none')}>
                <p>${t('patient.here.none-help')}</p>
                <p><${LinkButton} kind="primary" href="#/appointments">${t('patient.mine.title')}<//></p>
              <//>`}
          <${TakeNumber} code=${code} campus=${area.campusId} />
        </div>`;
      }}
    <//>`;
}

export function Here({ code }) {
  return html`<${SignedIn} lead=${t('patient.here.sign-in')}>${() => html`<${Visits} code=${code} />`}<//>`;
}
