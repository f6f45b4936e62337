// What people do themselves at a kiosk, also one of another vendor: a document that was read opens
// booking, examinations and papers for its holder, for some minutes; a typed number opens nothing.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { freeDays, must, mustRefuse, newColleague, newName, newPhone, nobody, register, residentNumber, root, startServer } from './lib.mjs';

const Ajv = createRequire(import.meta.url)('ajv/dist/2020.js').default;
const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const shifted = (at, minutes) => new Date(Date.parse(at) + minutes * 60_000).toISOString();
const kExam = 'US-THY'; // no preparation, so that any half hour will do

describe('at a kiosk, with a document', () => {
  let server;
  let admin;
  let desk;
  let technician;
  let password = '';
  let kiosk;
  let other;
  let ajv;
  before(async () => {
    ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    ajv.addSchema(JSON.parse(await readFile(path.join(root, 'static/openapi.json'), 'utf8')), 'api');
    server = await startServer();
    await signIn();
    must(await admin.post('/api/v1/policies', { document: {}, note: 'kiosk' }), 201);
    const operator = await newColleague(server, admin, 'kiosk.operator', ['operator']);
    kiosk = await machine(operator, 'hall kiosk');
    other = await machine(operator, 'other kiosk');
    technician = await newColleague(server, admin, 'technician.one', ['technician']);
    ({ password } = technician);
  });
  after(() => server?.stop());

  async function signIn() {
    [admin, desk] = [await server.as('admin'), await server.as('desk')];
    if (password) technician = await server.as('technician.one', password);
  }
  async function turn(now) {
    must(await server.client().post('/api/v1/demo/clock', { now }), 200);
    await signIn();
  }
  async function machine(operator, name) {
    const { key } = must(await operator.post('/api/v1/api-keys', { name, permissions: ['check-in'] }), 201);
    const client = server.client();
    const headers = { Authorization: `Bearer ${key}` };
    return {
      post: (target, body, more = {}) => client.post(`/api/v1/kiosk/${target}`, body, { headers: { ...headers, ...more } }),
      get: (target) => client.get(`/api/v1/kiosk/${target}`, { headers }),
      any: (method, target, body) => client.request(method, `/api/v1/${target}`, { headers, body }),
    };
  }
  function shaped(name, value) {
    const validate = ajv.getSchema(`api#/components/schemas/${name}`);
    assert.ok(validate(value), `${name}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value).slice(0, 1500)}`);
    return value;
  }
  async function somebody() {
    const person = await register(desk);
    const { number } = person.given.documents[0];
    const holder = shaped('KioskHolder', must(await kiosk.post('identifications', { number, source: 'scan' }), 201));
    return { ...person, number, pass: holder.pass, shown: holder.person };
  }
  /** A clinic of a day to come that nobody keeps places in. */
  const used = new Set();
  async function freeSession(more = () => true) {
    for (const day of await freeDays(desk, 300)) {
      if (used.has(`${day.department}${day.date}`)) continue;
      const { items } = shaped('KioskSessions', must(await kiosk.get(`departments/${day.department}/sessions?date=${day.date}`), 200));
      const session = items.find((one) => one.state === 'open' && one.free > 2 && one.rooms.length && one.slots.length > 2 && more(one, day));
      if (!session) continue;
      used.add(`${day.department}${day.date}`);
      return { ...session, day, slot: session.slots.find((one) => one.free > 1) };
    }
    throw new Error('nothing is free enough');
  }

  test('a document that was read names its holder, masked; nothing else does', async () => {
    const person = await somebody();
    assert.match(person.shown.name, /\*/);
    assert.doesNotMatch(JSON.stringify(person.shown), /per_|\d{6}/);
    const number = person.number;
    mustRefuse(await kiosk.post('identifications', { number, source: 'typed' }), 403, 'kiosk-document-needed');
    mustRefuse(await kiosk.post('identifications', { number }), 403, 'kiosk-document-needed');
    mustRefuse(await kiosk.post('identifications', { code: '493018275', source: 'scan' }), 403, 'kiosk-document-needed');
    mustRefuse(await kiosk.post('identifications', { number: residentNumber(), source: 'card' }), 404, 'kiosk-person-unknown');
    mustRefuse(await desk.post('/api/v1/kiosk/identifications', { number, source: 'card' }), 403, 'forbidden');
    // A pass is worth nothing elsewhere, altered, or made up.
    mustRefuse(await kiosk.post('exam-plans/previews', { pass: 'made-up', fasted: true }), 403, 'kiosk-pass-over');
    mustRefuse(await kiosk.post('exam-plans/previews', { fasted: true }), 422, 'field-required');
    for (const pass of [person.pass.slice(0, -2), `${person.pass}AA`, 'made-up', 'x'.repeat(300)]) mustRefuse(await kiosk.post('records', { pass }), 403, 'kiosk-pass-over');
    mustRefuse(await other.post('records', { pass: person.pass }), 403, 'kiosk-pass-over');
    mustRefuse(await kiosk.post('records', {}), 422, 'field-required');
    mustRefuse(await kiosk.any('GET', `exam-orders?personId=${person.id}`), 403, 'forbidden');
    mustRefuse(await kiosk.any('POST', 'appointments', { slotId: nobody('slo'), personId: person.id }), 403, 'forbidden');
  });

  test('booked once however often it is asked; refused with what can be had; listed, printed, cancelled', async () => {
    const person = await somebody();
    const { items: departments } = shaped('KioskDepartmentList', must(await kiosk.get('departments'), 200));
    assert.ok(departments.some((one) => one.keywords.length && one.keywordInitials.length === one.keywords.length));
    const session = await freeSession();
    shaped('KioskDays', must(await kiosk.get(`departments/${session.day.department}/days`), 200));
    const body = { pass: person.pass, slotId: session.slot.id };
    const once = { 'Idempotency-Key': 'touch-1' };
    const [a, b] = await Promise.all([kiosk.post('appointments', body, once), kiosk.post('appointments', body, once)]);
    const booked = shaped('KioskAppointment', must(a, 201));
    assert.equal(must(b, 201).id, booked.id);
    assert.equal(booked.channel, 'kiosk');
    assert.match(booked.person.name, /\*/);
    assert.match(booked.qr, /^<svg /);
    const again = mustRefuse(await kiosk.post('appointments', body), 409, 'already-booked');
    assert.ok(again.alternatives.length > 0);
    must(await kiosk.post('prints', { appointmentId: booked.id }), 201);
    assert.deepEqual(must(await kiosk.post('prints', { appointmentId: booked.id }), 201), { copy: 2, reprint: true });
    assert.equal(must(await kiosk.post('prints', { recordOf: booked.id }), 201).copy, 1, 'another paper');

    const records = shaped('KioskRecords', must(await kiosk.post('records', { pass: person.pass }), 200));
    assert.deepEqual(records.appointments.map((one) => one.id), [booked.id]);
    const stranger = await somebody();
    mustRefuse(await kiosk.post(`appointments/${booked.id}/cancellation`, { pass: stranger.pass }), 404, 'not-found');
    const cancelled = must(await kiosk.post(`appointments/${booked.id}/cancellation`, { pass: person.pass }), 200);
    assert.equal(cancelled.state, 'cancelled');
    assert.equal(cancelled.qr, undefined);
    const seen = must(await desk.get(`/api/v1/appointments/${booked.id}`), 200);
    assert.deepEqual(seen.events.map((one) => [one.what, one.by, one.channel]), [['booked', 'key', 'kiosk'], ['cancelled', 'key', 'kiosk']]);
    assert.deepEqual(must(await kiosk.post('records', { pass: person.pass }), 200).appointments, []);
  });

  test('the places that are kept for kiosks, and no others', async () => {
    // Far enough ahead that unused quotas are not returned yet.
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    const session = await freeSession((one, day) => day.date > plusDays(today, 2));
    const staff = must(await desk.get(`/api/v1/sessions?date=${session.day.date}&departmentId=${session.day.department}`), 200).items.find((one) => one.id === session.id);
    for (const slot of staff.slots) must(await admin.patch(`/api/v1/slots/${slot.id}`, { capacity: Math.max(slot.taken, slot.id === session.slot.id ? slot.taken + 2 : slot.taken) }), 200);
    must(await admin.patch(`/api/v1/sessions/${session.id}/quotas`, { quotas: [{ pool: 'kiosk', size: 1 }, { pool: 'desk', size: 1 }] }), 200);
    const at = `departments/${session.day.department}/sessions?date=${session.day.date}`;
    const shown = async () => must(await kiosk.get(at), 200).items.find((one) => one.id === session.id);
    assert.equal((await shown()).free, 1);
    const web = must(await desk.get(`/api/v1/${at}`), 200).items.find((one) => one.id === session.id);
    assert.equal(web.free, 0);
    const [one, two] = [await somebody(), await somebody()];
    must(await kiosk.post('appointments', { pass: one.pass, slotId: session.slot.id }), 201);
    assert.deepEqual([(await shown()).free, (await shown()).slots.find((slot) => slot.id === session.slot.id).state], [0, 'full']);
    mustRefuse(await kiosk.post('appointments', { pass: two.pass, slotId: session.slot.id }), 409, 'quota-full');
  });

  let planned;
  test('examinations: ordered, chosen, taken; somebody else\'s pass takes none of them', async () => {
    const person = await somebody();
    must(await desk.post('/api/v1/exam-orders', { personId: person.id, orders: [{ exam: kExam }] }), 201);
    const all = shaped('KioskExams', must(await kiosk.post('exams', { pass: person.pass }), 200));
    assert.deepEqual([all.items.map((one) => one.exam.code), all.plans, all.today], [[kExam], [], []]);
    shaped('KioskExams', must(await kiosk.post('exam-answers', { pass: person.pass, answers: {} }), 200));
    const log = must(await (await server.as('auditor')).get(`/api/v1/audit-entries?subject=${person.id}`), 200).items;
    assert.equal(log.filter((one) => one.action === 'kiosk-exams-seen').length, 2, 'also where nothing is answered');
    // Not today: the next test turns to the morning of the day.
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    const dates = Array.from({ length: 13 }, (_, n) => plusDays(today, n + 1));
    const { choices } = shaped('ExamPlanPreview', must(await kiosk.post('exam-plans/previews', { pass: person.pass, wishes: { dates }, fasted: true }), 200));
    const items = choices[0].items.map(({ orderId, deviceId, date, start }) => ({ orderId, deviceId, date, start }));
    const stranger = await somebody();
    assert.notEqual((await kiosk.post('exam-plans', { pass: stranger.pass, items })).status, 201);
    const once = { 'Idempotency-Key': 'plan-1' };
    const plan = shaped('ExamPlan', must(await kiosk.post('exam-plans', { pass: person.pass, items, fasted: true }, once), 201));
    assert.equal(must(await kiosk.post('exam-plans', { pass: person.pass, items, fasted: true }, once), 201).id, plan.id);
    assert.deepEqual(must(await kiosk.post('exams', { pass: person.pass }), 200).plans.map((one) => one.id), [plan.id]);
    assert.equal(must(await kiosk.post('prints', { planId: plan.id }), 201).copy, 1);
    planned = { person, item: plan.items[0] };
  });

  test('on its day: into the device\'s line by kiosk and by phone, and how many are ahead', async () => {
    const { item, person } = planned;
    const phone = newPhone();
    const patient = await server.patient(phone);
    const self = must(await patient.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    must(await desk.post('/api/v1/exam-orders', { personId: self.id, orders: [{ exam: kExam }] }), 201);
    const { items: [{ id: orderId }] } = must(await patient.get(`/api/v1/exam-orders?personId=${self.id}`), 200);
    const minute = Number(item.start.slice(0, 2)) * 60 + Number(item.start.slice(3)) + 30;
    const start = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    must(await desk.post('/api/v1/exam-plans', { personId: self.id, items: [{ orderId, deviceId: item.deviceId, date: item.date, start }] }), 201);
    await turn(`${item.date}T07:30:00+08:00`);

    const shown = { number: person.number, source: 'typed' };
    const typed = shaped('KioskVisits', must(await kiosk.post('visits', shown), 200));
    assert.deepEqual([typed.items, typed.exams.map((one) => [one.state, one.exam, one.device])], [[], [['booked', undefined, undefined]]]);
    assert.equal(typed.nextExam, null);
    const { exams: [seen], nextExam } = shaped('KioskVisits', must(await kiosk.post('visits', { ...shown, source: 'scan' }), 200));
    assert.equal(nextExam.placeId, seen.id);
    assert.equal(seen.exam.name, item.exam.name);
    mustRefuse(await kiosk.post('exam-arrivals', { number: residentNumber(), source: 'scan', placeId: seen.id }), 404, 'no-visit-today');
    const come = shaped('ExamToday', must(await kiosk.post('exam-arrivals', { ...shown, placeId: seen.id }), 200));
    assert.deepEqual([come.state, come.number, come.ahead, come.exam, come.device.name], ['waiting', '01', 0, undefined, item.device.name]);
    assert.equal(must(await kiosk.post('exam-arrivals', { ...shown, placeId: seen.id }), 200).number, '01');

    const areas = must(await admin.get('/api/v1/areas'), 200).items;
    const area = areas.find((one) => one.campusId === item.device.campusId);
    const here = await server.patient(phone);
    const posted = shaped('PostedCode', must(await here.get(`/api/v1/posted-codes/${area.postedCode}`), 200));
    const [own] = posted.exams;
    assert.deepEqual([own.here, own.state, own.person.id], [true, 'booked', self.id]);
    mustRefuse(await here.post('/api/v1/me/exam-arrivals', { placeId: own.id, postedCode: 'made-up' }), 404, 'posted-code-unknown');
    mustRefuse(await here.post('/api/v1/me/exam-arrivals', { placeId: seen.id, postedCode: area.postedCode }), 404, 'not-found');
    const elsewhere = areas.find((one) => one.campusId !== item.device.campusId);
    if (elsewhere) mustRefuse(await here.post('/api/v1/me/exam-arrivals', { placeId: own.id, postedCode: elsewhere.postedCode }), 409, 'posted-elsewhere');
    const second = shaped('ExamToday', must(await here.post('/api/v1/me/exam-arrivals', { placeId: own.id, postedCode: area.postedCode }), 200));
    assert.deepEqual([second.number, second.ahead], ['02', 1]);

    // Called and not there: the same touch brings back into line.
    const step = async (what) => must(await technician.post(`/api/v1/exam-places/${seen.id}/steps`, { step: what }), 200);
    must(await technician.post(`/api/v1/exam-devices/${item.deviceId}/calls`, {}), 201);
    for (const what of ['recall', 'recall', 'miss']) await step(what);
    assert.equal(must(await kiosk.post('visits', shown), 200).exams[0].state, 'missed');
    assert.equal(must(await kiosk.post('exam-arrivals', { ...shown, placeId: seen.id }), 200).state, 'waiting');
  });

  test('on its day: an earlier place that is free, for its holder alone, once however often it is asked', async () => {
    const person = await somebody();
    must(await desk.post('/api/v1/exam-orders', { personId: person.id, orders: [{ exam: kExam }] }), 201);
    const late = must(await desk.post('/api/v1/exam-plans/previews', { personId: person.id, wishes: { notBefore: '10:30' } }), 200).choices[0].items;
    must(await desk.post('/api/v1/exam-plans', { personId: person.id, items: late.map(({ orderId, deviceId, date, start }) => ({ orderId, deviceId, date, start })) }), 201);
    await turn(`${late[0].date}T07:30:00+08:00`);

    const shown = { number: person.number, source: 'scan' };
    const { nextExam } = shaped('KioskVisits', must(await kiosk.post('visits', shown), 200));
    assert.ok(nextExam.earlier.start < late[0].start, JSON.stringify(nextExam));
    assert.equal(must(await kiosk.post('visits', { ...shown, source: 'typed' }), 200).nextExam, null);
    const { pass } = must(await kiosk.post('identifications', shown), 201);
    const stranger = await somebody();
    const path = `exam-places/${nextExam.placeId}/earlier`;
    const to = { deviceId: nextExam.earlier.deviceId, start: nextExam.earlier.start };
    const once = { 'Idempotency-Key': 'earlier-1' };
    mustRefuse(await kiosk.post(path, { ...to, pass: stranger.pass }), 404, 'not-found');
    mustRefuse(await other.post(path, { ...to, pass }), 403, 'kiosk-pass-over');
    mustRefuse(await kiosk.post(path, to), 422, 'field-required');
    mustRefuse(await kiosk.post(path, { ...to, pass, start: late[0].start }), 409, 'exam-place-gone');
    const moved = shaped('ExamDay', must(await kiosk.post(path, { ...to, pass }, once), 200));
    assert.deepEqual(moved.exams.map((one) => one.start), [to.start]);
    assert.deepEqual(must(await kiosk.post(path, { ...to, pass }, once), 200), moved, 'the answer that was lost');
    mustRefuse(await kiosk.post(path, { ...to, pass, start: late[0].start }, once), 422, 'idempotency-mismatch');
    mustRefuse(await kiosk.post(path, { ...to, pass }), 409, 'exam-not-planned');
  });

  test('the record of a visit that is over; a pass ends after minutes', async () => {
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    let session;
    for (let ahead = 1; ahead < 10 && !session; ahead += 1) {
      const { items } = must(await desk.get(`/api/v1/sessions?date=${plusDays(today, ahead)}`), 200);
      session = items.find((one) => one.state === 'open' && one.part === 'morning' && !one.quotas.length && one.rooms.length && one.slots[0].capacity > one.slots[0].taken);
    }
    const person = await somebody();
    const booked = must(await kiosk.post('appointments', { pass: person.pass, slotId: session.slots[0].id }), 201);
    await turn(shifted(session.slots[0].startsAt, -10));
    mustRefuse(await kiosk.post('records', { pass: person.pass }), 403, 'kiosk-pass-over');
    const shown = { number: person.number, source: 'card' };
    must(await kiosk.post('arrivals', { ...shown, appointmentId: booked.id }), 200);
    const { rooms } = must(await desk.get(`/api/v1/sessions/${session.id}/line`), 200);
    const ticket = must(await desk.post(`/api/v1/sessions/${session.id}/calls`, { roomId: rooms[0].id }), 201);
    for (const what of ['start', 'finish']) must(await desk.post(`/api/v1/tickets/${ticket.id}/steps`, { step: what }), 200);
    const { pass } = must(await kiosk.post('identifications', shown), 201);
    const { records, appointments } = shaped('KioskRecords', must(await kiosk.post('records', { pass }), 200));
    assert.deepEqual([appointments, records.map((one) => [one.id, one.state])], [[], [[booked.id, 'fulfilled']]]);
    assert.ok(records[0].endedAt && records[0].arrivedAt);
    const auditor = await server.as('auditor');
    const { items } = must(await auditor.get(`/api/v1/audit-entries?subject=${person.id}`), 200);
    for (const action of ['kiosk-identified', 'kiosk-records-seen']) assert.ok(items.some((one) => one.action === action), action);
  });
});
