// Four hospitals' published rules, loaded through the API, with the clock turned to their edges.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, newName, newPhone, register, residentNumber, root, startServer } from './lib.mjs';

const hospital = async (name) => JSON.parse(await readFile(path.join(root, `tests/data/policies/${name}.json`), 'utf8'));
const moment = (date, time) => `${date}T${time}:00+08:00`;
const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const weekday = (date) => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

describe('policies', () => {
  let server;
  let admin;
  let desk;
  let today; // a Monday far enough from the last one that nothing of an earlier test is in its way

  before(async () => {
    server = await startServer();
    await signInStaff();
    today = must(await admin.get('/api/v1/demo/clock'), 200).now.slice(0, 10);
  });
  after(() => server?.stop());

  async function signInStaff() {
    [admin, desk] = [await server.as('admin'), await server.as('desk')];
  }
  /** Staff sign in again: their sign-ins do not last over hours of doing nothing. */
  async function turn(date, time) {
    must(await server.client().post('/api/v1/demo/clock', { now: moment(date, time) }), 200);
    await signInStaff();
  }
  const specialDays = async () => new Map(must(await admin.get(`/api/v1/calendar-days?from=${today}&to=${plusDays(today, 365)}`), 200).items.map((one) => [one.date, one.kind]));
  async function workingDayBefore(date) {
    const special = await specialDays();
    const works = (day) => (special.get(day) ?? (weekday(day) < 6 ? 'workday' : 'holiday')) === 'workday';
    let day = plusDays(date, -1);
    while (!works(day)) day = plusDays(day, -1);
    return day;
  }
  async function madeUntil(date) {
    for (let tries = 0; (await sessionsOn(date)).length === 0; tries += 1) {
      assert.ok(tries < 60, 'no sessions are made');
      await new Promise((resolve) => { setTimeout(resolve, 500); });
    }
  }
  /** The next Monday whose days of interest are ordinary ones, at noon; its sessions are there. */
  async function nextMonday(horizon = 14) {
    const special = await specialDays();
    const ordinaryDays = () => [0, 1, 2, 3, 4, 7, horizon, horizon + 1].every((n) => !special.has(plusDays(today, n)));
    do today = plusDays(today, 1); while (weekday(today) !== 1 || !ordinaryDays());
    await turn(today, '12:00');
    await madeUntil(plusDays(today, horizon));
    return today;
  }
  const load = async (name, more = {}) => must(await admin.post('/api/v1/policies', { document: { ...await hospital(name), ...more }, note: `hospital ${name}` }), 201);
  const sessionsOn = async (date) => must(await desk.get(`/api/v1/sessions?date=${date}`), 200).items;
  const isFree = (slot) => slot.capacity > slot.taken;

  /** A slot with room of that day that `fits` (session, slot). */
  async function slotOn(date, fits = () => true) {
    for (const session of await sessionsOn(date)) {
      if (session.state === 'stopped' || session.state === 'withdrawn' || session.quotas?.length) continue;
      for (const slot of session.slots) if (isFree(slot) && fits(session, slot)) return { ...slot, session, date };
    }
    return assert.fail(`no such slot on ${date}`);
  }
  const ordinary = (session) => session.kind.code === 'ordinary';
  const expert = (session) => session.kind.code === 'expert';

  async function newPatient(document = { type: 'resident-card', number: residentNumber() }) {
    const client = await server.patient(newPhone());
    const self = must(await client.post('/api/v1/me/people', { name: newName(), document, relation: 'self', ...(document.type === 'passport' ? { birthDate: '1980-05-17', sex: 'female' } : {}) }), 201);
    return Object.assign(client, { self });
  }
  const book = (client, slot, more = {}, person = client.self) => client.post('/api/v1/appointments', { slotId: slot.id, personId: person.id, ...more });
  const cancel = (client, appointment) => client.post(`/api/v1/appointments/${appointment.id}/cancellation`, {});

  test('a policy is read, added and refused by the place of its mistake', async () => {
    const fresh = must(await admin.get('/api/v1/policies/current'), 200);
    assert.equal(fresh.rules.opening.toDays, 14);
    assert.equal(fresh.rules.limits.active, 8);
    const wrong = mustRefuse(await admin.post('/api/v1/policies', { document: { opening: { toDay: 3 } } }), 422, 'field-unknown');
    assert.equal(wrong.pointer, '/document/opening/toDay');
    mustRefuse(await admin.post('/api/v1/policies', { document: {}, effectiveFrom: '2020-01-01T00:00:00Z' }), 422, 'effective-in-the-past');
    for (const ask of [() => desk.get('/api/v1/policies'), () => desk.post('/api/v1/policies', { document: {} })]) mustRefuse(await ask(), 403, 'forbidden');

    const added = await load('a');
    assert.equal(added.state, 'current');
    assert.match(added.meaning[0].sentences.join(''), /每天 06:00 放出第 28 天的号/);
    assert.match(added.meaningEn[1].heading, /expert/);
    const later = must(await admin.post('/api/v1/policies', { document: await hospital('b'), effectiveFrom: moment(plusDays(today, 300), '00:00'), note: 'next year' }), 201);
    assert.equal(later.state, 'coming');
    const list = must(await admin.get('/api/v1/policies'), 200).items;
    assert.deepEqual(list.slice(0, 2).map((one) => one.state), ['coming', 'current']);
    assert.equal(must(await admin.get('/api/v1/policies/current'), 200).effectiveUntil, later.effectiveFrom);
    const seen = must(await admin.get('/api/v1/hospital'), 200);
    assert.equal(seen.releaseTime, '06:00');
    assert.equal(seen.horizonDays, 28);
  });

  test('the old settings change the rules, and make a version', async () => {
    const settings = must(await admin.get('/api/v1/settings'), 200);
    const changed = must(await admin.patch('/api/v1/settings', { version: settings.version, horizonDays: 21, onePerDepartmentAndDay: false, maxActivePerPerson: 5 }), 200);
    assert.equal(changed.horizonDays, 21);
    assert.equal(changed.onePerDepartmentAndDay, false);
    const { rules } = must(await admin.get('/api/v1/policies/current'), 200);
    assert.equal(rules.opening.toDays, 21);
    assert.equal(rules.limits.active, 5);
    assert.deepEqual(rules.oncePerDay, []);
    assert.equal(rules.opening.releaseTime, '06:00', 'what was not named stays');
    mustRefuse(await admin.patch('/api/v1/settings', { version: settings.version, horizonDays: 20 }), 409, 'changed-meanwhile');
  });

  test('hospital A: released at 06:00 for 28 days; same day until 10:30; half an hour before the slot', async () => {
    await load('a');
    const monday = await nextMonday(28);
    const patient = await newPatient();
    const tomorrow = plusDays(monday, 1);
    await turn(tomorrow, '05:59');
    await madeUntil(plusDays(monday, 29));
    const far = await slotOn(plusDays(monday, 29), ordinary);
    const early = mustRefuse(await book(patient, far), 409, 'not-released-yet');
    assert.equal(Date.parse(early.possibleAt), Date.parse(moment(tomorrow, '06:00')));
    await turn(tomorrow, '06:00');
    must(await book(patient, far), 201);
    const again = await slotOn(far.date, (session, slot) => session.department?.id === far.session.department?.id && slot.start !== far.start);
    mustRefuse(await book(patient, again), 409, 'already-booked');

    const late = await slotOn(tomorrow, (session, slot) => ordinary(session) && session.part === 'morning' && slot.start >= '11:00');
    await turn(tomorrow, '10:30');
    mustRefuse(await book(await newPatient(), late), 409, 'same-day-closed');
    must(await desk.post('/api/v1/appointments', { slotId: late.id, personId: (await register(desk)).id }), 201);
    await turn(tomorrow, '10:29');
    const holder = await newPatient();
    const held = must(await book(holder, late), 201);
    assert.equal(Date.parse(held.cancelUntil), Date.parse(held.slot.startsAt) - 30 * 60_000);
    const page = must(await holder.get(`/api/v1/departments/${held.department.id}/sessions?date=${tomorrow}`), 200);
    const shown = () => page.items.flatMap((session) => session.slots).find((slot) => slot.id === late.id);
    assert.ok(['free', 'full'].includes(shown().state));
    await turn(tomorrow, '10:30');
    const closed = must(await holder.get(`/api/v1/departments/${held.department.id}/sessions?date=${tomorrow}`), 200);
    assert.equal(closed.items.flatMap((session) => session.slots).find((slot) => slot.id === late.id).state, 'past', 'the kept page has changed by itself');

    const soon = plusDays(monday, 3);
    const patientOf = async (fits) => {
      const one = await newPatient();
      return Object.assign(one, { has: must(await book(one, await slotOn(soon, fits)), 201) });
    };
    const general = await patientOf((session, slot) => ordinary(session) && slot.start >= '09:00');
    const special = await patientOf((session) => expert(session) && session.part === 'morning');
    const [hour, minute] = general.has.slot.start.split(':').map(Number);
    const at = (before_) => {
      const minutes = hour * 60 + minute - before_;
      return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    };
    // Experts: half a day before the session, not the slot.
    const begins = special.has.cancelUntil;
    const session = (await sessionsOn(soon)).find((one) => one.id === special.has.session.id);
    assert.equal(Date.parse(begins), Date.parse(session.startsAt) - 12 * 3_600_000);
    await turn(soon, at(30));
    mustRefuse(await cancel(general, general.has), 409, 'too-late-to-cancel');
    mustRefuse(await cancel(special, special.has), 409, 'too-late-to-cancel');
    await turn(soon, at(31));
    must(await cancel(general, general.has), 200);
  });

  test('hospital A: three cancellations in a month bar for the rest of it; the desk lifts', async () => {
    await load('a');
    const monday = await nextMonday(7);
    const patient = await newPatient();
    const barDay = plusDays(monday, 3);
    for (let i = 0; i < 3; i += 1) {
      const booked = must(await book(patient, await slotOn(barDay, ordinary)), 201);
      must(await cancel(patient, booked), 200);
    }
    const slot = await slotOn(barDay, ordinary);
    const refused = mustRefuse(await book(patient, slot), 409, 'barred');
    const [year, month] = monday.split('-').map(Number);
    const until = new Date(Date.UTC(year, month, 1) - 8 * 3_600_000);
    assert.equal(Date.parse(refused.possibleAt), until.getTime());
    assert.match(refused.detail, /cancellations/);

    const own = must(await patient.get(`/api/v1/me/people/${patient.self.id}/conduct`), 200);
    assert.equal(own.items.length, 3);
    assert.equal(own.bars[0].state, 'in-force');
    const seen = must(await desk.get(`/api/v1/patients/${patient.self.id}/conduct`), 200);
    assert.deepEqual(seen.bars, own.bars);
    // Today's walk-in stays possible, tomorrow's booking at the desk too: it is not a barred channel.
    must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: patient.self.id }), 201);

    const bar = seen.bars[0].id;
    mustRefuse(await patient.post(`/api/v1/bars/${bar}/lifting`, { reason: 'please' }), 404, 'not-found');
    const lifted = must(await desk.post(`/api/v1/bars/${bar}/lifting`, { reason: '住院，无法就诊' }), 200);
    assert.equal(lifted.state, 'lifted');
    mustRefuse(await desk.post(`/api/v1/bars/${bar}/lifting`, { reason: 'again' }), 409, 'bar-over');
    must(await book(patient, await slotOn(plusDays(monday, 4), ordinary)), 201);
    const audit = must(await (await server.as('auditor')).get(`/api/v1/audit-entries?subject=${bar}`), 200).items;
    assert.deepEqual(audit.map((entry) => entry.action), ['bar-lifted', 'bar-added']);
  });

  test('nothing counts in an outage, and what the hospital excuses', async () => {
    await load('a');
    const monday = await nextMonday(7);
    const day = plusDays(monday, 3);
    const patients = [await newPatient(), await newPatient()];
    for (const patient of patients) {
      for (let i = 0; i < 3; i += 1) must(await cancel(patient, must(await book(patient, await slotOn(day, ordinary)), 201)), 200);
      mustRefuse(await book(patient, await slotOn(day, ordinary)), 409, 'barred');
    }
    const { items } = must(await desk.get(`/api/v1/patients/${patients[0].self.id}/conduct`), 200);
    assert.equal((await desk.post(`/api/v1/conduct/${items[0].id}/excuse`, { reason: 'seen after all' })).status, 204);
    mustRefuse(await desk.post(`/api/v1/conduct/${items[0].id}/excuse`, { reason: 'twice' }), 409, 'record-excused');
    must(await book(patients[0], await slotOn(day, ordinary)), 201);
    mustRefuse(await book(patients[1], await slotOn(day, ordinary)), 409, 'barred');
    mustRefuse(await admin.post('/api/v1/outages', { from: moment(monday, '13:00'), to: moment(monday, '11:00'), reason: 'x' }), 422, 'period-invalid');
    must(await admin.post('/api/v1/outages', { from: moment(monday, '11:00'), to: moment(monday, '13:00'), reason: '停电' }), 201);
    assert.equal(must(await admin.get('/api/v1/outages'), 200).items.length, 1);
    must(await book(patients[1], await slotOn(day, ordinary)), 201);
    const after_ = must(await desk.get(`/api/v1/patients/${patients[1].self.id}/conduct`), 200);
    assert.equal(after_.bars[0].liftedBecause, 'outage');
    assert.ok(after_.items.every((entry) => !entry.counts && entry.excused === 'outage'));
  });

  test('hospital B: the next day until 17:00; cancelling later is a no-show', async () => {
    await load('b');
    const monday = await nextMonday(7);
    const tomorrow = plusDays(monday, 1);
    const slot = await slotOn(tomorrow, (session, one) => ordinary(session) && one.start >= '10:00');
    await turn(monday, '16:59');
    const patient = await newPatient();
    const booked = must(await book(patient, slot), 201);
    assert.equal(booked.cancelUntil, moment(monday, '17:00'));
    assert.equal(booked.cancelIsNoShow, false);
    const next = await slotOn(tomorrow, (session, one) => ordinary(session) && one.start >= '10:00');
    await turn(monday, '17:00');
    const refused = mustRefuse(await book(await newPatient(), next), 409, 'next-day-closed');
    assert.equal(Date.parse(refused.possibleAt), Date.parse(moment(tomorrow, '00:00')));
    const late = must(await patient.get(`/api/v1/appointments/${booked.id}`), 200);
    assert.equal(late.canCancel && late.cancelIsNoShow, true);
    assert.equal(late.canReschedule, false);
    must(await cancel(patient, booked), 200);
    const { items } = must(await patient.get(`/api/v1/me/people/${patient.self.id}/conduct`), 200);
    assert.deepEqual(items.map((entry) => entry.kind), ['no-show']);
    await turn(tomorrow, '00:00');
    must(await book(await newPatient(), next), 201);
  });

  test('hospital C: not at night, not the same day; first visits with a resident card only, from 14', async () => {
    await load('c');
    const monday = await nextMonday(14);
    const tomorrow = plusDays(monday, 1);
    const slot = await slotOn(plusDays(monday, 3), ordinary);
    await turn(tomorrow, '06:29');
    const patient = await newPatient();
    const night = mustRefuse(await book(patient, slot), 409, 'booking-hours-closed');
    assert.equal(Date.parse(night.possibleAt), Date.parse(moment(tomorrow, '06:30')));
    await turn(tomorrow, '06:30');
    mustRefuse(await book(patient, await slotOn(tomorrow, ordinary)), 409, 'same-day-not-bookable');
    const has = must(await book(patient, slot), 201);
    assert.equal(has.cancelUntil, moment(slot.date, '00:00'));
    const foreigner = await newPatient({ type: 'passport', number: 'E12345678' });
    const refused = mustRefuse(await book(foreigner, slot), 409, 'first-visit-document');
    assert.match(refused.detail, /resident identity card/);
    const child = must(await patient.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber(plusDays(slot.date, -365 * 10)) }, relation: 'child', guardian: true }), 201);
    mustRefuse(await book(patient, slot, {}, child), 409, 'too-young');
    must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: child.id }), 201);
  });

  test('hospital D: fever goes elsewhere; cancel until 15:00 of the working day before', async () => {
    await load('d');
    const monday = await nextMonday(14);
    const nextWeek = plusDays(monday, 7);
    const slot = await slotOn(nextWeek, ordinary);
    const patient = await newPatient();
    const rules = must(await patient.get(`/api/v1/sessions/${slot.session.id}/rules`), 200);
    assert.equal(rules.questions[0].code, 'fever');
    const end = rules.slots.find((one) => one.id === slot.id);
    assert.deepEqual([end.cancelUntil.slice(11), end.canCancel], ['15:00:00+08:00', true]);
    const open = mustRefuse(await book(patient, slot), 409, 'question-open');
    assert.match(open.detail, /fever/);
    assert.match(mustRefuse(await book(patient, slot, { answers: { fever: true } }), 409, 'goes-elsewhere').detail, /fever clinic/);
    mustRefuse(await book(patient, slot, { answers: { fever: 'no' } }), 422, 'field-invalid');
    const booked = must(await book(patient, slot, { answers: { fever: false } }), 201);
    const friday = await workingDayBefore(nextWeek);
    assert.equal(booked.cancelUntil, moment(friday, '15:00'));
    await turn(friday, '15:00');
    mustRefuse(await cancel(patient, booked), 409, 'too-late-to-cancel');
    await turn(friday, '14:59');
    must(await cancel(patient, booked), 200);
  });

  test('two records of one person bring their conduct along', async () => {
    must(await admin.post('/api/v1/policies', { document: { conduct: [{ counts: 'cancellation', count: 2, penalty: { length: 'days', count: 7 } }] } }), 201);
    const monday = await nextMonday(7);
    const people = [await register(desk), await register(desk)];
    for (const person of people) {
      const slot = await slotOn(plusDays(monday, 3), ordinary);
      must(await cancel(desk, must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: person.id }), 201)), 200);
      assert.equal(must(await desk.get(`/api/v1/patients/${person.id}/conduct`), 200).bars.length, 0);
    }
    must(await desk.post(`/api/v1/patients/${people[0].id}/merge`, { intoId: people[1].id, reason: '同一人' }), 200);
    const { items, bars } = must(await desk.get(`/api/v1/patients/${people[1].id}/conduct`), 200);
    assert.equal(items.length, 2);
    assert.equal(bars[0].state, 'in-force');
  });

  test('rules are tried on what was booked before they take effect', async () => {
    const trial = must(await admin.post('/api/v1/policies/trial', { document: { opening: { fromDays: 2 }, cancellation: { until: { before: 48, unit: 'hours' } }, conduct: [{ counts: 'cancellation', count: 1, penalty: { length: 'days', count: 7 } }] }, from: plusDays(today, -40), to: plusDays(today, 20) }), 200);
    assert.ok(trial.bookings.tried > 5);
    assert.ok(trial.bookings.refused > 0);
    assert.ok(trial.refusals['too-soon-to-book'] > 0 || trial.refusals['same-day-not-bookable'] > 0);
    assert.ok(trial.cancellations.tried > 0);
    assert.ok(trial.peopleBarred > 0);
    assert.ok(trial.examples.length > 0);
    assert.ok(trial.examplesInAll >= trial.examples.length);
    assert.deepEqual(trial.notTried, ['accounts', 'holds']);
    const of = { from: plusDays(today, -40), to: plusDays(today, 20) };
    const few = must(await admin.post('/api/v1/policies/trial', { document: { opening: { fromDays: 2 } }, examples: 2, ...of }), 200);
    assert.equal(few.examples.length, Math.min(2, few.examplesInAll));
    mustRefuse(await admin.post('/api/v1/policies/trial', { document: {}, examples: 201 }), 422, 'field-invalid');
    // Nobody here is that old: what was booked by the web would have been refused, by age.
    const old = must(await admin.post('/api/v1/policies/trial', { document: { ages: { min: 120 } }, ...of }), 200);
    assert.ok(old.refusals['too-young'] > 0);
    assert.deepEqual(must(await admin.post('/api/v1/policies/trial', { document: await hospital('d'), ...of }), 200).notTried, ['questions', 'accounts', 'holds', 'arrival']);
    assert.match(trial.meaningEn[0].sentences.join(' '), /48 hours before/);
    mustRefuse(await admin.post('/api/v1/policies/trial', { document: {}, from: '2026-01-01', to: '2026-12-01' }), 422, 'period-invalid');
    const nothing = mustRefuse(await admin.post('/api/v1/policies/trial', { document: { nonsense: 1 } }), 422, 'field-unknown');
    assert.equal(nothing.pointer, '/document/nonsense');
  });
});
