// One department: the days with what is left, and on the chosen day its clinics with their
// 30-minute slots. With query.move it serves changing an appointment instead of making one.

import { html, useEffect, useRef } from '../shared/preact.js';
import { get, useRequest } from '../shared/api.js';
import { Empty, LinkButton, Loaded, Notice, PageTitle, Steps } from '../shared/components.js';
import { formatDay, formatInstant, longDay, monthDay, relativeDay, slotWindow, weekday } from '../shared/dates.js';
import { money, pick, t } from '../shared/i18n.js';
import { href, navigate } from '../shared/router.js';
import { useCare } from '../shared/appearance.js';
import { kindWords, loadDays, loadSessions, roomNames, seenBy, stepNames, whenWords } from './data.js';
import { WaitlistInvitation } from './waitlist.js';

const kParts = ['morning', 'afternoon', 'evening'];

function leftWords(day) {
  if (day.state === 'open') return t('patient.left', { n: day.free });
  return t(`patient.day.${day.state}`);
}

function DayStrip({ days, chosen, onChoose }) {
  const strip = useRef(null);
  useEffect(() => {
    const cell = strip.current && strip.current.querySelector('.is-chosen');
    if (cell) strip.current.scrollLeft = cell.offsetLeft - strip.current.offsetLeft - 40;
  }, [chosen]);
  return html`<fieldset class="days">
    <legend><h2>${t('patient.choose-day')}</h2></legend>
    <div class="days-strip" ref=${strip}>
      ${days.map(
        (day) => html`<label key=${day.date} class=${`day day-${day.state} ${day.date === chosen ? 'is-chosen' : ''}`}>
          <input type="radio" name="day" value=${day.date} checked=${day.date === chosen} onChange=${() => onChoose(day.date)} />
          <span class="day-week">${relativeDay(day.date) || weekday(day.date)}</span>
          <span class="day-date">${monthDay(day.date)}</span>
          <span class="day-left">${leftWords(day)}</span>
          ${day.holiday ? html`<span class="day-holiday">${pick(day, 'holiday')}</span>` : null}
        </label>`,
      )}
    </div>
  </fieldset>`;
}

function SlotLink({ slot, to }) {
  const times = html`<span class="slot-time">${slotWindow(slot)}</span>`;
  if (slot.state !== 'free') {
    return html`<span class="slot is-taken">${times}<span class="slot-left">${t(`patient.slot.${slot.state}`)}</span></span>`;
  }
  return html`<a class="slot" href=${to(slot)}>${times}<span class="slot-left">${t('patient.left', { n: slot.free })}</span></a>`;
}

function ClinicState({ session }) {
  if (session.state !== 'open') return html`<span class="tag tag-muted">${t(`patient.session.${session.state}`)}</span>`;
  if (session.free === 0) return html`<span class="tag tag-muted">${t('patient.day.full')}</span>`;
  return html`<span class="tag">${t('patient.left', { n: session.free })}</span>`;
}

function Clinic({ session, open, onToggle, to, waitAt }) {
  const id = `clinic-${session.id}`;
  const doctor = session.practitioner;
  const usable = session.state === 'open';
  const head = html`<span class="clinic-who">
      <span class="clinic-name">${seenBy(session)}</span>
      <span class="clinic-title">${doctor ? pick(doctor, 'title') : t('patient.any-doctor')}</span>
    </span>
    <span class="clinic-side"><${ClinicState} session=${session} /><span class="clinic-fee">${money(session.fee)}</span></span>`;
  return html`<li class=${`clinic ${open ? 'is-open' : ''}`}>
    <h4>
      ${usable
        ? html`<button type="button" class="clinic-head opens" aria-expanded=${open ? 'true' : 'false'} aria-controls=${id} onClick=${onToggle}>${head}</button>`
        : html`<span class="clinic-head">${head}</span>`}
    </h4>
    <div id=${id} class="clinic-body" hidden=${!open}>
      ${open
        ? html`<p class="hint">
              ${kindWords(session.kind)}${session.remote ? ` · ${t('patient.remote')}` : ''}${roomNames(session) ? ` · ${roomNames(session)}` : ''}
            </p>
            ${doctor && pick(doctor, 'intro') ? html`<p class="clinic-intro">${pick(doctor, 'intro')}</p>` : null}
            ${waitAt ? html`<${WaitlistInvitation} department=${waitAt.department} date=${waitAt.date} session=${session} />` : null}
            <ul class="slots">
              ${session.slots.map((slot) => html`<li key=${slot.id}><${SlotLink} slot=${slot} to=${to} /></li>`)}
            </ul>`
        : null}
    </div>
  </li>`;
}

function Sessions({ sessions, day, shown, onShow, to, waitAt }) {
  if (!sessions.length || day.state === 'closed') {
    return html`<${Empty} title=${t('patient.no-clinic', { day: formatDay(day.date) })}><p>${t('patient.no-clinic-help')}</p><//>`;
  }
  // A single clinic with places needs no choosing.
  const usable = sessions.filter((session) => session.state === 'open' && session.free > 0);
  const open = shown === undefined && usable.length === 1 ? usable[0].id : shown;
  return html`${day.state === 'not-released'
      ? html`<${Notice} kind="info"><p>${day.releasedAt ? t('patient.released-at', { at: formatInstant(day.releasedAt) }) : t('patient.day.not-released')}</p><//>`
      : null}
    ${day.state === 'full' ? html`<${Notice} kind="warning"><p>${t('patient.full-help')}</p><//>` : null}
    ${kParts.map((part) => {
      const here = sessions.filter((session) => session.part === part);
      if (!here.length) return null;
      return html`<section key=${part} class="part">
        <h3>${t(`patient.part.${part}`)}</h3>
        <ul class="clinics">
          ${here.map((session) => html`<${Clinic} key=${session.id} session=${session} open=${open === session.id} onToggle=${() => onShow(open === session.id ? '' : session.id)} to=${to} waitAt=${waitAt} />`)}
        </ul>
      </section>`;
    })}`;
}

function MoveNotice({ appointment }) {
  const request = useRequest((signal) => get(`/appointments/${encodeURIComponent(appointment)}`, { signal }), [appointment]);
  const old = request.data;
  return html`<${Notice} kind="info" title=${t('patient.moving')}>
    ${old ? html`<p>${old.person.name} · ${whenWords(old.session.date, old.slot)} · ${seenBy(old.session)}</p>` : null}
    <p>${t('patient.moving-help')}</p>
    <p><${LinkButton} href=${href(`/appointments/${appointment}`)}>${t('patient.moving-stop')}<//></p>
  <//>`;
}

export function Clinics({ department, query }) {
  const care = useCare();
  const days = useRequest((signal) => loadDays(department, signal), [department], { refresh: true });
  const all = days.data ? days.data.items : [];
  const first = all.find((day) => day.state === 'open') || all[0];
  const day = all.find((candidate) => candidate.date === query.date) || first;
  const date = day ? day.date : '';
  const sessions = useRequest((signal) => (date ? loadSessions(department, date, signal) : null), [department, date], { refresh: true });

  const path = `/departments/${department}`;
  const choose = (next) => navigate(path, { query: { move: query.move, date: next }, replace: true });
  const show = (session) => navigate(path, { query: { move: query.move, date, session: session || 'none' }, replace: true });
  const to = (slot) => href(query.move ? `/move/${query.move}/${department}/${date}/${slot.id}` : `/book/${department}/${date}/${slot.id}`);
  const about = days.data && days.data.department;
  const title = about ? pick(about, 'name') : t('patient.choose-time');

  return html`${query.move ? null : html`<${Steps} items=${stepNames()} current=${1} />`}
    <${PageTitle} title=${title} lead=${about ? [pick(about.campus, 'name'), pick(about, 'location')].filter(Boolean).join(' · ') : ''} />
    <div class="stack stack-wide">
      ${query.move ? html`<${MoveNotice} appointment=${query.move} />` : null}
      <${Loaded} request=${days} lines=${2}>
        ${() =>
          !day
            ? html`<${Empty} title=${t('patient.no-days')} />`
            : html`<${DayStrip} days=${care ? all.filter((d) => d.state !== 'closed' || d.date === date) : all} chosen=${date} onChoose=${choose} />
                <section class="stack" aria-labelledby="clinics-title">
                  <h2 id="clinics-title">${longDay(date)}</h2>
                  <${Loaded} request=${sessions} lines=${4}>
                    ${(data) => (data ? html`<${Sessions} sessions=${data.items} day=${day} shown=${query.session} onShow=${show} to=${to} waitAt=${query.move ? null : { department, date }} />` : null)}
                  <//>
                </section>`}
      <//>
    </div>`;
}
