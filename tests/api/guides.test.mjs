// Guides with any appointment, and several clinicians with a room at one time.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, newColleague, newName, newPhone, nobody, register, residentNumber, startServer } from './lib.mjs';

const addDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

describe('guides and teams', () => {
  let server;
  let desk;
  let admin;
  let day;
  let clinics;
  let room;
  before(async () => {
    server = await startServer();
    desk = await server.as('desk');
    admin = await server.as('admin');
    day = addDays(must(await desk.get('/api/v1/hospital'), 200).today, 2);
    await makeClinics();
  });
  after(async () => {
    if (!server) return;
    const operator = await newColleague(server, admin, 'checker', ['operator']);
    assert.deepEqual(must(await operator.get('/api/v1/checks'), 200).problems, []);
    await server.stop();
  });

  /** Three departments with one place a slot, all mornings; and a room that nobody uses. */
  async function makeClinics() {
    const [campus] = must(await admin.get('/api/v1/campuses'), 200).items;
    const kind = must(await admin.get('/api/v1/clinic-kinds'), 200).items[0].id;
    const made = [];
    for (let i = 1; i <= 3; i += 1) {
      const department = must(await admin.post('/api/v1/admin/departments', { code: `970${i}`, name: `会诊科${i}`, campusId: campus.id }), 201);
      const own = must(await admin.post('/api/v1/rooms', { name: `会诊科${i}诊室`, campusId: campus.id }), 201);
      for (let weekday = 1; weekday <= 7; weekday += 1) {
        must(await admin.post('/api/v1/schedules', { departmentId: department.id, kindId: kind, weekday, part: 'morning', starts: '08:00', ends: '10:00', slotCapacity: 1, roomIds: [own.id], onHolidays: true }), 201);
      }
      made.push({ department: department.id, room: own.id });
    }
    room = must(await admin.post('/api/v1/rooms', { name: '多学科会诊室', campusId: campus.id }), 201).id;
    const deadline = Date.now() + 15_000;
    while (!(await slotsOf(made[2].department)).length) {
      assert.ok(Date.now() < deadline, 'no sessions were made');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    clinics = made;
  }
  const slotsOf = async (department) =>
    must(await desk.get(`/api/v1/departments/${department}/sessions?date=${day}`), 200).items.flatMap((session) => session.slots);
  const slot = async (which, n) => (await slotsOf(clinics[which].department))[n].id;

  test('a patient asks for a guide; who waits is next', async () => {
    const patient = await server.patient(newPhone());
    const person = must(await patient.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    const booked = must(await patient.post('/api/v1/appointments', { slotId: await slot(0, 0), personId: person.id }), 201);
    const waiting = must(await patient.post(`/api/v1/appointments/${booked.id}/guide`, {}), 201);
    assert.equal(waiting.state, 'waiting');
    const guide = must(await admin.post('/api/v1/guides', { name: '导医小张', weekdays: [1, 2, 3, 4, 5, 6, 7], starts: '07:30', ends: '12:00' }), 201);
    mustRefuse(await admin.post('/api/v1/guides', { name: '导医小张', weekdays: [1], starts: '07:30', ends: '12:00' }), 409, 'name-taken');
    mustRefuse(await admin.post('/api/v1/guides', { name: '导医小李', weekdays: [8], starts: '07:30', ends: '12:00' }), 422, 'field-invalid');

    const visits = must(await desk.get(`/api/v1/guide-visits?date=${day}`), 200).items;
    assert.deepEqual(visits.map((one) => [one.id, one.state]), [[waiting.id, 'waiting']]);
    const assigned = must(await desk.post(`/api/v1/guide-visits/${waiting.id}/assignment`, { guideId: guide.id }), 200);
    assert.equal(assigned.guide.name, '导医小张');
    assert.equal(must(await patient.get(`/api/v1/appointments/${booked.id}`), 200).guide.guide.name, '导医小张');
    // The same half hour elsewhere: the guide is taken, until the first one needs none.
    const other = must(await desk.post('/api/v1/appointments', { slotId: await slot(1, 0), personId: (await register(desk)).id }), 201);
    const second = must(await desk.post(`/api/v1/appointments/${other.id}/guide`, {}), 201);
    assert.equal(second.state, 'waiting');
    mustRefuse(await desk.post(`/api/v1/guide-visits/${second.id}/assignment`, { guideId: guide.id }), 409, 'guide-busy');
    must(await patient.post(`/api/v1/appointments/${booked.id}/cancellation`, {}), 200);
    const [now] = must(await desk.get(`/api/v1/guide-visits?date=${day}`), 200).items;
    assert.equal(now.id, second.id);
    assert.equal(now.state, 'assigned');
    mustRefuse(await desk.post(`/api/v1/guide-visits/${now.id}/progress`, { progress: 'met' }), 409, 'not-today');
    mustRefuse(await desk.post(`/api/v1/guide-visits/${now.id}/progress`, { progress: 'lost' }), 422, 'field-invalid');
    mustRefuse(await desk.post(`/api/v1/guide-visits/${nobody('gvi')}/progress`, { progress: 'met' }), 404, 'not-found');
    mustRefuse(await patient.post(`/api/v1/guide-visits/${now.id}/progress`, { progress: 'met' }), 404, 'not-found');
    must(await desk.delete(`/api/v1/appointments/${other.id}/guide`), 204);
    mustRefuse(await desk.delete(`/api/v1/appointments/${other.id}/guide`), 404, 'not-found');
    mustRefuse(await desk.post(`/api/v1/appointments/${nobody('apt')}/guide`, {}), 404, 'not-found');
    const stranger = await server.patient(newPhone());
    mustRefuse(await stranger.post(`/api/v1/appointments/${other.id}/guide`, {}), 404, 'not-found');
  });

  test('several clinicians and a room, all or none', async () => {
    const person = await register(desk);
    const together = async (n) => [await slot(0, n), await slot(1, n), await slot(2, n)];
    mustRefuse(await desk.post('/api/v1/team-visits', { personId: person.id, slotIds: [await slot(0, 1), await slot(1, 2)] }), 422, 'team-times-differ');
    mustRefuse(await desk.post('/api/v1/team-visits', { personId: person.id, slotIds: await together(1), roomId: nobody('roo') }), 422, 'unknown-reference');
    const blocker = must(await desk.post('/api/v1/appointments', { slotId: await slot(2, 1), personId: (await register(desk)).id }), 201);
    const refused = mustRefuse(await desk.post('/api/v1/team-visits', { personId: person.id, slotIds: await together(1), roomId: room }), 409, 'slot-full');
    assert.equal(refused.params.visit, '3');
    assert.deepEqual(must(await desk.get(`/api/v1/appointments?personId=${person.id}`), 200).items, []);
    assert.ok(blocker.id);

    const made = must(await desk.post('/api/v1/team-visits', { personId: person.id, slotIds: await together(2), roomId: room, note: '多学科讨论' }), 201);
    assert.deepEqual(made.clinicians.map((one) => one.departmentName), ['会诊科1', '会诊科2', '会诊科3']);
    assert.equal(made.room.name, '多学科会诊室');
    for (const which of [0, 1, 2]) assert.equal((await slotsOf(clinics[which].department))[2].free, 0);
    mustRefuse(await desk.post('/api/v1/appointments', { slotId: await slot(1, 2), personId: (await register(desk)).id }), 409, 'slot-full');
    const [listed] = must(await desk.get(`/api/v1/team-visits?date=${day}`), 200).items;
    assert.equal(listed.id, made.id);
    // A clinic's own room is that clinic's while it lasts.
    mustRefuse(await desk.post('/api/v1/team-visits', { personId: (await register(desk)).id, slotIds: [await slot(0, 3), await slot(1, 3)], roomId: clinics[2].room }), 409, 'room-taken');

    const over = must(await desk.post(`/api/v1/team-visits/${made.id}/cancellation`, { reason: '改期' }), 200);
    assert.equal(over.state, 'released');
    assert.equal(over.appointment.state, 'cancelled');
    mustRefuse(await desk.post(`/api/v1/team-visits/${made.id}/cancellation`, {}), 409, 'not-active');
    assert.deepEqual(must(await desk.get(`/api/v1/team-visits?date=${day}`), 200).items, []);
    mustRefuse(await desk.get(`/api/v1/team-visits/${nobody('tmv')}`), 404, 'not-found');
  });

  test('a colleague is away: patient and lead are told, and the team comes along to another time', async () => {
    const sessionsOf = async (which) => must(await desk.get(`/api/v1/sessions?date=${day}&departmentId=${clinics[which].department}`), 200).items[0];
    const [first, second] = [await sessionsOf(0), await sessionsOf(1)];
    const times = must(await desk.get(`/api/v1/team-times?sessionIds=${first.id},${second.id}`), 200).items;
    const last = times[times.length - 1];
    assert.ok(last.rooms.some((one) => one.id === room));
    assert.ok(!last.rooms.some((one) => one.id === clinics[2].room), 'that clinic is in it');
    mustRefuse(await desk.get(`/api/v1/team-times?sessionIds=${first.id}`), 422, 'team-times-differ');
    mustRefuse(await desk.get('/api/v1/team-times?sessionIds=tomorrow'), 400, 'query-invalid');
    const person = await register(desk);
    const lead = newPhone();
    mustRefuse(await desk.post('/api/v1/team-visits', { personId: person.id, slotIds: last.slotIds, leadPhone: '12' }), 422, 'phone-invalid');
    const made = must(await desk.post('/api/v1/team-visits', { personId: person.id, slotIds: last.slotIds, roomId: room, leadPhone: lead }), 201);
    assert.notEqual(made.leadPhone, lead, 'masked');

    const stop = must(await admin.post('/api/v1/disruptions', { kind: 'stop', sessionId: second.id, reason: '医生外出' }), 201);
    const deadline = Date.now() + 15_000;
    while (must(await admin.get(`/api/v1/disruptions/${stop.id}`), 200).state !== 'open') {
      assert.ok(Date.now() < deadline);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const affected = must(await desk.get(`/api/v1/disruptions/${stop.id}/affected`), 200).items.find((one) => one.appointmentId === made.appointment.id);
    assert.ok(affected.proposals[0].kept);
    assert.ok(must(await desk.get(`/api/v1/team-visits/${made.id}`), 200).question.answerUntil);
    const texts = async (phone) => must(await desk.get(`/api/v1/demo/messages?phone=${phone}`), 200).items.map((one) => one.text);
    assert.ok((await texts(person.given.phone)).some((text) => text.includes('多学科会诊')));
    assert.ok((await texts(lead)).some((text) => text.includes('已请患者在')));
    must(await desk.post(`/api/v1/disruptions/${stop.id}/affected/${affected.appointmentId}`, { choice: 'move' }), 200);
    const now = must(await desk.get(`/api/v1/team-visits/${made.id}`), 200);
    assert.equal(now.state, 'booked');
    assert.notEqual(now.date, made.date);
    assert.equal(now.clinicians.length, 2);
    assert.equal(now.room.id, room);
    assert.ok((await texts(lead)).some((text) => text.includes('已改到')));
  });

  // Turning the clock on ends every sign-in, so this comes last.
  test('on the day the guide meets the patient and brings them there', async () => {
    const booked = must(await desk.post('/api/v1/appointments', { slotId: (await slotsOf(clinics[2].department)).find((one) => one.free > 0).id, personId: (await register(desk)).id }), 201);
    const asked = must(await desk.post(`/api/v1/appointments/${booked.id}/guide`, {}), 201);
    must(await desk.post('/api/v1/demo/clock', { now: `${day}T07:20:00+08:00` }), 200);
    desk = await server.as('desk');
    admin = await server.as('admin');
    const step = async (progress) => must(await desk.post(`/api/v1/guide-visits/${asked.id}/progress`, { progress }), 200);
    assert.ok((await step('met')).metAt.startsWith(`${day}T07:20`));
    const done = await step('done');
    assert.ok(done.metAt && done.doneAt);
    assert.equal((await step('none')).metAt, undefined);
    await step('done');
    const listed = must(await desk.get(`/api/v1/guide-visits?date=${day}`), 200).items.find((one) => one.id === asked.id);
    assert.ok(listed.doneAt);
    assert.equal(listed.code, booked.code);
  });
});
