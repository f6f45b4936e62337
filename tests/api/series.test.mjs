// Courses of appointments: proposed, booked all or none, moved and cancelled together; the link of a
// remote visit.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { freeDays, must, mustRefuse, newColleague, newName, newPhone, nobody, register, residentNumber, startServer } from './lib.mjs';

const addDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

describe('courses', () => {
  let server;
  let desk;
  let admin;
  let today;
  let clinic;
  before(async () => {
    server = await startServer();
    desk = await server.as('desk');
    admin = await server.as('admin');
    today = must(await desk.get('/api/v1/hospital'), 200).today;
    clinic = await ownClinic();
  });
  after(async () => {
    if (!server) return;
    const operator = await newColleague(server, await server.as('admin'), 'checker', ['operator']);
    assert.deepEqual(must(await operator.get('/api/v1/checks'), 200).problems, []);
    await server.stop();
  });

  /** A department of its own, seven mornings a week, two places a slot, in person and remote. */
  async function ownClinic() {
    const [campus] = must(await admin.get('/api/v1/campuses'), 200).items;
    const kinds = must(await admin.get('/api/v1/clinic-kinds'), 200).items;
    const made = [];
    for (const [code, name, remote] of [['9801', '疗程科', false], ['9802', '远程科', true]]) {
      const department = must(await admin.post('/api/v1/admin/departments', { code, name, campusId: campus.id }), 201);
      const room = must(await admin.post('/api/v1/rooms', { name: `${name}一室`, campusId: campus.id }), 201);
      for (let weekday = 1; weekday <= 7; weekday += 1) {
        must(await admin.post('/api/v1/schedules', {
          departmentId: department.id, kindId: kinds[0].id, weekday, part: remote ? 'evening' : 'morning', starts: remote ? '18:00' : '08:00',
          ends: remote ? '23:30' : '11:00', slotCapacity: 2, roomIds: remote ? [] : [room.id], remote, onHolidays: true,
        }), 201);
      }
      made.push(department.id);
    }
    const deadline = Date.now() + 15_000;
    for (;;) {
      const { items } = must(await desk.get(`/api/v1/departments/${made[1]}/days`), 200);
      if (items.some((day) => day.free > 0)) return { department: made[0], remote: made[1] };
      assert.ok(Date.now() < deadline, 'no sessions were made');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  const pattern = (person, fields = {}) => ({ personId: person.id, departmentId: clinic.department, count: 3, everyDays: 2, at: '09:00', from: addDays(today, 1), ...fields });
  const propose = async (client, wanted) => must(await client.post('/api/v1/series/proposals', wanted), 200).items;
  const slotsOf = (items) => items.map((one) => one.slot.slotId);

  test('proposed, booked, moved, cancelled by the patient', async () => {
    const phone = newPhone();
    const patient = await server.patient(phone);
    const person = must(await patient.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    const items = await propose(patient, pattern(person));
    assert.deepEqual(items.map((one) => one.slot.date), [1, 3, 5].map((days) => addDays(today, days)));
    assert.ok(items.every((one) => one.slot.start === '09:00'));
    const made = must(await patient.post('/api/v1/series', { personId: person.id, title: '康复训练', slotIds: slotsOf(items) }), 201);
    assert.equal(made.visits.length, 3);
    assert.ok(made.visits.every((visit) => visit.state === 'booked'));
    const texts = must(await patient.get(`/api/v1/demo/messages?phone=${phone}`), 200).items.map((one) => one.text).filter((text) => !text.includes('验证码'));
    assert.equal(texts.length, 1, 'one message for all visits');
    for (const visit of made.visits) assert.ok(texts[0].includes(visit.code));
    const later = must(await patient.post(`/api/v1/series/${made.id}/shift`, { days: 1, at: '10:00' }), 200);
    assert.deepEqual(later.visits.map((visit) => [visit.date, visit.start]), [2, 4, 6].map((days) => [addDays(today, days), '10:00']));
    assert.deepEqual(later.visits.map((visit) => visit.code), made.visits.map((visit) => visit.code));
    must(await patient.post(`/api/v1/appointments/${made.visits[0].appointmentId}/cancellation`, {}), 200);
    const [listed] = must(await patient.get('/api/v1/series'), 200).items;
    assert.deepEqual(listed.visits.map((visit) => visit.state), ['cancelled', 'booked', 'booked']);
    const stranger = await server.patient(newPhone());
    mustRefuse(await stranger.get(`/api/v1/series/${made.id}`), 404, 'not-found');
    mustRefuse(await stranger.post(`/api/v1/series/${made.id}/cancellation`, {}), 404, 'not-found');
    mustRefuse(await stranger.post('/api/v1/series/proposals', pattern(person)), 404, 'not-your-person');
    const over = must(await patient.post(`/api/v1/series/${made.id}/cancellation`, { reason: '好转' }), 200);
    assert.ok(over.visits.every((visit) => visit.state === 'cancelled'));
    mustRefuse(await patient.post(`/api/v1/series/${made.id}/cancellation`, {}), 409, 'nothing-to-come');
  });

  test('all or none, and it says which', async () => {
    const person = await register(desk);
    const items = await propose(desk, pattern(person, { at: '08:00' }));
    for (let i = 0; i < 2; i += 1) {
      must(await desk.post('/api/v1/appointments', { slotId: items[1].slot.slotId, personId: (await register(desk)).id }), 201);
    }
    const refused = mustRefuse(await desk.post('/api/v1/series', { personId: person.id, title: '换药', slotIds: slotsOf(items) }), 409, 'slot-full');
    assert.equal(refused.params.visit, '2');
    assert.deepEqual(must(await desk.get(`/api/v1/appointments?personId=${person.id}`), 200).items, []);
    const again = await propose(desk, pattern(person, { at: '08:00' }));
    assert.notEqual(again[1].slot.start, '08:00');
    must(await desk.post('/api/v1/series', { personId: person.id, title: '换药', slotIds: slotsOf(again) }), 201);
  });

  test('where there is nothing, it says why', async () => {
    const person = await register(desk);
    const items = await propose(desk, pattern(person, { count: 3, everyDays: 10 }));
    assert.equal(items[0].why, undefined);
    assert.equal(items[2].why, 'not-released');
    mustRefuse(await desk.post('/api/v1/series/proposals', { ...pattern(person), weekdays: [1] }), 422, 'pattern-invalid');
    mustRefuse(await desk.post('/api/v1/series/proposals', pattern(person, { departmentId: nobody('dep') })), 422, 'unknown-reference');
    mustRefuse(await desk.post('/api/v1/series', { personId: person.id, title: '', slotIds: slotsOf(items.slice(0, 1)) }), 422, 'required');
    mustRefuse(await desk.get('/api/v1/series'), 400, 'query-too-wide');
    const [day] = await freeDays(desk);
    assert.ok(day);
  });

  // Turning the clock on ends every sign-in, so this comes last.
  test('a remote visit has a link from a quarter of an hour before it', async () => {
    const settings = must(await admin.get('/api/v1/settings'), 200);
    must(await admin.patch('/api/v1/settings', { version: settings.version, remoteLink: 'https://meet.example.org/{token}' }), 200);
    const person = await register(desk);
    const [item] = await propose(desk, pattern(person, { departmentId: clinic.remote, count: 1, at: '20:00' }));
    const booked = must(await desk.post('/api/v1/appointments', { slotId: item.slot.slotId, personId: person.id }), 201);
    assert.equal(booked.session.remote, true);
    assert.equal(booked.joinUrl, undefined);
    const at = async (time) => {
      must(await desk.post('/api/v1/demo/clock', { now: `${item.slot.date}T${time}:00+08:00` }), 200);
      const client = await server.as('desk');
      return must(await client.get(`/api/v1/appointments/${booked.id}`), 200).joinUrl;
    };
    assert.equal(await at('19:44'), undefined);
    const link = await at('19:45');
    assert.match(link, /^https:\/\/meet\.example\.org\/[0-9a-f]{32}$/);
    assert.equal(await at('20:10'), link);
  });
});
