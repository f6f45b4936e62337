// Admissions and operations: asked for, put in line, given a date, answered, done.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { freeDays, freeSlots, must, mustRefuse, newColleague, newName, newPhone, nobody, residentNumber, register, startServer } from './lib.mjs';

const addDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

describe('admissions', () => {
  let server;
  let desk;
  let admin;
  let doctor;
  let today;
  before(async () => {
    server = await startServer();
    desk = await server.as('desk');
    admin = await server.as('admin');
    doctor = await newColleague(server, admin, 'ward.doctor', ['clinician']);
    today = must(await desk.get('/api/v1/hospital'), 200).today;
  });
  after(async () => {
    if (!server) return;
    const operator = await newColleague(server, await server.as('admin'), 'checker', ['operator']);
    assert.deepEqual(must(await operator.get('/api/v1/checks'), 200).problems, []);
    await server.stop();
  });

  let lists = 0;
  /** A list with the same number on every day of the week. */
  async function newList(number, fields = {}) {
    lists += 1;
    const list = { code: `T${lists}`, kind: 'ward', name: `测试病区${lists}`, weekly: Array(7).fill(number), onHolidays: true, ...fields };
    return must(await admin.post('/api/v1/admission-lists', list), 201);
  }
  async function request(list, fields = {}) {
    const person = fields.personId ?? (await register(desk)).id;
    const wanted = { listId: list.id, personId: person, kind: 'admission', urgency: 'routine', purpose: '检查', ...fields };
    return must(await doctor.post('/api/v1/admissions', wanted), 201);
  }
  const step = (client, one, name, body = {}) => client.post(`/api/v1/admissions/${one.id}/${name}`, body);
  const put = (client, target, body) => client.put(target, body);
  const messagesTo = async (phone) =>
    must(await server.client('public').get(`/api/v1/demo/messages?phone=${phone}`), 200).items.map((one) => one.text);

  test('a clinician asks, the desk offers, the patient accepts on their own page', async () => {
    const phone = newPhone();
    const patient = await server.patient(phone);
    const person = must(await patient.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    const list = await newList(2);
    const made = await request(list, { personId: person.id, purpose: '冠脉造影', wishFrom: addDays(today, 1) });
    assert.equal(made.state, 'waiting');
    assert.equal(made.place, 1);
    assert.equal(made.waiting, 1);
    assert.equal(made.checklist.length, 2);
    mustRefuse(await doctor.post('/api/v1/admissions', { listId: list.id, personId: person.id, kind: 'admission', urgency: 'routine', purpose: '检查' }), 409, 'already-requested');
    mustRefuse(await step(doctor, made, 'offers', { date: addDays(today, 3) }), 403, 'forbidden');

    const [own] = must(await patient.get('/api/v1/admissions'), 200).items;
    assert.equal(own.id, made.id);
    assert.equal(own.person.name, person.name);
    assert.deepEqual(own.can, ['decline']);
    const stranger = await server.patient(newPhone());
    mustRefuse(await stranger.get(`/api/v1/admissions/${made.id}`), 404, 'not-found');
    mustRefuse(await step(stranger, made, 'refusal'), 404, 'not-found');

    const offered = must(await step(desk, made, 'offers', { date: addDays(today, 3) }), 200);
    assert.equal(offered.date, addDays(today, 3));
    assert.ok(offered.answerBy);
    assert.equal(offered.place, undefined);
    const accepted = must(await step(patient, made, 'acceptance'), 200);
    assert.equal(accepted.state, 'accepted');
    mustRefuse(await step(patient, made, 'acceptance'), 409, 'admission-state');
    const told = await messagesTo(phone);
    for (const word of ['申请已登记', '已为您排到', '已确认']) assert.ok(told.some((text) => text.includes(word)), `${word}: ${told}`);
    assert.ok(told.every((text) => !text.includes('冠脉造影')));

    const { events } = must(await desk.get(`/api/v1/admissions/${made.id}`), 200);
    assert.deepEqual(events.map((one) => one.what), ['requested', 'offered', 'accepted']);
    assert.deepEqual(events.map((one) => one.by), ['staff', 'staff', 'patient']);
  });

  test('the order of the line is kept, or a reason is given', async () => {
    const list = await newList(1);
    const first = await request(list);
    const second = await request(list);
    const urgent = await request(list, { urgency: 'urgent' });
    const { items } = must(await desk.get(`/api/v1/admissions?listId=${list.id}&state=waiting`), 200);
    assert.deepEqual(items.map((one) => one.id), [urgent.id, first.id, second.id]);
    assert.deepEqual(items.map((one) => one.place), [1, 2, 3]);
    const day = addDays(today, 5);
    const refused = mustRefuse(await step(desk, first, 'offers', { date: day }), 409, 'out-of-order');
    assert.equal(refused.params.first, urgent.id);
    must(await step(desk, urgent, 'offers', { date: day, agreed: true }), 200);
    mustRefuse(await step(desk, first, 'offers', { date: day }), 409, 'day-full');
    mustRefuse(await step(desk, first, 'offers', { date: addDays(today, -1) }), 422, 'day-past');
    must(await step(desk, second, 'offers', { date: addDays(day, 1), reason: '前一位来电表示不便' }), 200);
    const history = must(await desk.get(`/api/v1/admissions/${second.id}`), 200).events;
    assert.equal(history.at(-1).note, '前一位来电表示不便');
    const days = must(await desk.get(`/api/v1/admission-lists/${list.id}/days?from=${day}&days=2`), 200).items;
    assert.deepEqual(days.map((one) => one.free), [0, 0]);
  });

  test('many offers at once give no day out twice', async () => {
    const list = await newList(3);
    const day = addDays(today, 7);
    const made = [];
    for (let i = 0; i < 8; i += 1) made.push(await request(list));
    const answers = await Promise.all(made.map((one) => step(desk, one, 'offers', { date: day, reason: '试排' })));
    assert.equal(answers.filter((one) => one.status === 200).length, 3);
    for (const one of answers) if (one.status !== 200) mustRefuse(one, 409, 'day-full');
    const [after] = must(await desk.get(`/api/v1/admission-lists/${list.id}/days?from=${day}&days=1`), 200).items;
    assert.deepEqual([after.capacity, after.taken, after.free], [3, 3, 0]);
  });

  test('another date, a changed one, a refusal, a cancellation', async () => {
    const list = await newList(2);
    const one = await request(list);
    must(await step(desk, one, 'offers', { date: addDays(today, 4) }), 200);
    const again = must(await step(desk, one, 'another-date', { wishFrom: addDays(today, 10), note: '出差' }), 200);
    assert.equal(again.state, 'waiting');
    assert.equal(again.wishFrom, addDays(today, 10));
    assert.equal(again.place, 1);
    mustRefuse(await step(desk, one, 'another-date', { wishFrom: addDays(today, 9), wishTo: addDays(today, 8) }), 422, 'wish-invalid');
    must(await step(desk, one, 'offers', { date: addDays(today, 10), agreed: true }), 200);
    mustRefuse(await step(desk, one, 'offers', { date: addDays(today, 11) }), 422, 'reason-required');
    const moved = must(await step(desk, one, 'offers', { date: addDays(today, 11), reason: '病区调整' }), 200);
    assert.equal(moved.state, 'offered');
    const days = must(await desk.get(`/api/v1/admission-lists/${list.id}/days?from=${addDays(today, 10)}&days=2`), 200).items;
    assert.deepEqual(days.map((day) => day.taken), [0, 1]);
    assert.equal(must(await step(desk, one, 'refusal', { note: '改去外院' }), 200).state, 'declined');
    mustRefuse(await step(desk, one, 'cancellation', { reason: '重复' }), 409, 'admission-state');
    const other = await request(list);
    assert.equal(must(await step(doctor, other, 'cancellation', { reason: '病情变化' }), 200).state, 'cancelled');
    const ended = must(await desk.get(`/api/v1/admissions?listId=${list.id}&state=ended`), 200).items;
    assert.deepEqual(new Set(ended.map((each) => each.id)), new Set([one.id, other.id]));
  });

  test('nobody is admitted with an open checklist; an assessment is booked like any visit', async () => {
    const list = await newList(2, { kind: 'theatre' });
    const { given, ...person } = await register(desk);
    const one = await request(list, { personId: person.id, kind: 'elective-surgery' });
    const [day] = await freeDays(desk);
    const [slot] = await freeSlots(desk, day);
    const visit = must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: person.id }), 201);
    const assessment = one.checklist.find((item) => item.byAppointment);
    const target = (item) => `/api/v1/admissions/${one.id}/checklist/${item.itemId}`;
    const linked = must(await put(doctor, target(assessment), { state: 'open', appointmentId: visit.id }), 200);
    assert.equal(linked.checklist[0].appointment.code, visit.code);
    const strangers = must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: (await register(desk)).id }), 201);
    mustRefuse(await put(doctor, target(assessment), { state: 'open', appointmentId: strangers.id }), 422, 'appointment-not-theirs');
    mustRefuse(await put(doctor, target({ itemId: nobody('chi') }), { state: 'done' }), 404, 'not-found');

    // By the code on the slip, as a clinician asks who does not look people up.
    const wanted = { listId: (await newList(1)).id, kind: 'admission', urgency: 'soon', purpose: '留观' };
    const byCode = must(await doctor.post('/api/v1/admissions', { ...wanted, code: visit.code }), 201);
    assert.equal(byCode.person.id, person.id);
    mustRefuse(await doctor.post('/api/v1/admissions', { ...wanted, code: '000 000 000' }), 404, 'person-unknown');
    mustRefuse(await doctor.post('/api/v1/admissions', { ...wanted, code: visit.code, personId: person.id }), 422, 'field-invalid');
    mustRefuse(await doctor.get('/api/v1/patients?q=x'), 403, 'forbidden');

    must(await step(desk, one, 'offers', { date: today, agreed: true }), 200);
    mustRefuse(await step(desk, one, 'completion'), 409, 'checklist-open');
    for (const item of one.checklist.slice(1)) must(await put(doctor, target(item), { state: 'done' }), 200);
    mustRefuse(await put(doctor, target(assessment), { state: 'waived' }), 422, 'reason-required');
    const ready = must(await put(doctor, target(assessment), { state: 'waived', reason: '局麻', appointmentId: visit.id }), 200);
    assert.equal(ready.checklist[0].reason, '局麻');
    assert.ok(must(await desk.get(`/api/v1/admissions/${one.id}`), 200).can.includes('finish'));
    assert.equal(must(await step(desk, one, 'completion'), 200).state, 'done');
    assert.ok(given);
  });

  test('lists, days and checklist items are data', async () => {
    const list = await newList(2);
    mustRefuse(await admin.post('/api/v1/admission-lists', { code: list.code, kind: 'ward', name: '别的' }), 409, 'code-taken');
    mustRefuse(await admin.post('/api/v1/admission-lists', { code: 'X', kind: 'ward', name: list.name }), 409, 'name-taken');
    mustRefuse(await admin.post('/api/v1/admission-lists', { code: 'X', kind: 'ward', name: '别的', weekly: [1] }), 422, 'field-invalid');
    mustRefuse(await admin.patch(`/api/v1/admission-lists/${list.id}`, { version: list.version + 1, name: '别的' }), 409, 'changed-meanwhile');
    const changed = must(await admin.patch(`/api/v1/admission-lists/${list.id}`, { version: list.version, active: false }), 200);
    assert.equal(changed.active, false);
    mustRefuse(await doctor.post('/api/v1/admissions', { listId: list.id, personId: (await register(desk)).id, kind: 'admission', urgency: 'routine', purpose: '检查' }), 409, 'list-closed');
    const day = `/api/v1/admission-lists/${list.id}/days/${addDays(today, 6)}`;
    assert.equal(must(await put(desk, day, { capacity: 0 }), 200).byHand, true);
    assert.equal(must(await put(desk, day, { capacity: null }), 200).capacity, 2);
    mustRefuse(await put(desk, `/api/v1/admission-lists/${list.id}/days/${addDays(today, -1)}`, { capacity: 1 }), 422, 'day-past');
    const item = must(await admin.post('/api/v1/checklist-items', { kind: 'transfer', name: '床位确认' }), 201);
    must(await admin.patch(`/api/v1/checklist-items/${item.id}`, { version: item.version, active: false }), 200);
    assert.ok(must(await desk.get('/api/v1/checklist-items'), 200).items.some((each) => each.id === item.id));
  });

  // Turning the clock on ends every sign-in, so this comes last.
  test('an offer nobody answers lapses by itself', async () => {
    const list = await newList(2, { answerHours: 24 });
    const one = await request(list);
    must(await step(desk, one, 'offers', { date: addDays(today, 9) }), 200);
    must(await desk.post('/api/v1/demo/clock', { now: `${addDays(today, 1)}T23:59:00+08:00` }), 200);
    const later = await server.as('desk');
    const deadline = Date.now() + 10_000;
    let now;
    do {
      await new Promise((resolve) => setTimeout(resolve, 200));
      now = must(await later.get(`/api/v1/admissions/${one.id}`), 200);
    } while (now.state !== 'waiting' && Date.now() < deadline);
    assert.equal(now.state, 'waiting');
    assert.equal(now.events.at(-1).what, 'lapsed');
  });
});
