// What a clinic lets those who wait know (it runs late, a room pauses), and whose clinic it is.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, newPhone, register, startServer } from './lib.mjs';

const kClinician = 'Demo-clinic-2026';
const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const minutesAfter = (at, minutes) => new Date(Date.parse(at) + minutes * 60_000).toISOString();

describe('notices of a clinic', () => {
  let server;
  let desk;
  let admin;
  let clinician;
  before(async () => {
    server = await startServer();
    [desk, admin, clinician] = [await server.as('desk'), await server.as('admin'), await server.as('clinician', kClinician)];
    must(await admin.post('/api/v1/policies', { document: {}, note: 'notices' }), 201);
  });
  after(() => server?.stop());

  /** The clock is turned; who was signed in for a shift is not any more. */
  async function turn(now) {
    must(await server.client().post('/api/v1/demo/clock', { now }), 200);
    [desk, admin, clinician] = [await server.as('desk'), await server.as('admin'), await server.as('clinician', kClinician)];
  }
  const free = (one) => one.state === 'open' && !one.remote && one.slots.slice(0, 2).every((slot) => slot.capacity - slot.taken >= 2);

  /** A session to come that fits, each once. */
  const used = new Set();
  async function sessionWhere(fits) {
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    for (let ahead = 1; ahead < 13; ahead += 1) {
      const { items } = must(await desk.get(`/api/v1/sessions?date=${plusDays(today, ahead)}`), 200);
      const found = items.find((one) => free(one) && !one.quotas.length && !used.has(one.id) && fits(one));
      if (found) {
        used.add(found.id);
        return found;
      }
    }
    throw new Error('no session fits');
  }
  async function book(slot) {
    const phone = newPhone();
    const person = await register(desk, { phone });
    const booked = must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: person.id }), 201);
    return { ...booked, phone };
  }
  const arrive = async (one) => must(await desk.post(`/api/v1/appointments/${one.id}/arrival`, { documentSeen: true }), 200);
  const told = async (phone) =>
    must(await desk.get(`/api/v1/demo/messages?phone=${phone}`), 200).items.map((one) => one.text).filter((text) => /晚点约|恢复正常/.test(text));
  const line = async (session, query = '') => must(await desk.get(`/api/v1/sessions/${session.id}/line${query}`), 200);
  const late = (session, minutes, reason = '急诊抢救', client = desk) => client.put(`/api/v1/sessions/${session.id}/delay`, { minutes, reason });

  test('running late is announced to those who wait and those to come, and not again for a little', async () => {
    const session = await sessionWhere((one) => one.slots.length > 2 && one.part === 'morning');
    const [here, seen, coming] = [await book(session.slots[0]), await book(session.slots[0]), await book(session.slots[1])];
    mustRefuse(await late(session, 20), 409, 'clinic-not-today');
    await turn(minutesAfter(session.slots[0].startsAt, -10));
    for (const one of [here, seen]) await arrive(one);
    const [room] = (await line(session)).rooms;
    const called = must(await desk.post(`/api/v1/sessions/${session.id}/calls`, { roomId: room.id }), 201);
    assert.equal(called.appointmentId, here.id);

    mustRefuse(await late(session, 0), 422, 'field-invalid');
    mustRefuse(await late(session, 301), 422, 'field-invalid');
    const { notices } = must(await late(session, 20), 200);
    assert.equal(notices.delay.minutes, 20);
    assert.equal(notices.delay.reason, '急诊抢救');
    assert.deepEqual((await line(session)).notices, notices);
    assert.equal((await told(here.phone)).length, 0, 'whoever is called need not know');
    assert.match((await told(seen.phone))[0], /晚点约 20 分钟（急诊抢救）.*排队位置不变/);
    assert.match((await told(coming.phone))[0], /晚点约 20 分钟.*仍按预约时间/);

    must(await late(session, 25), 200);
    must(await late(session, 25), 200);
    assert.equal((await told(seen.phone)).length, 1);
    must(await late(session, 35), 200);
    assert.equal((await told(seen.phone)).length, 2);
    const on_time = must(await desk.delete(`/api/v1/sessions/${session.id}/delay`), 200);
    assert.equal(on_time.notices.delay, null);
    assert.match((await told(coming.phone))[0], /恢复正常/);
    for (const minutes of [30, 60, 90]) must(await late(session, minutes), 200);
    assert.equal((await told(coming.phone)).length, 4, 'no more than four, however often it changes');

    const trail = must(await (await server.as('auditor')).get('/api/v1/audit-entries?limit=200'), 200).items;
    assert.ok(trail.some((one) => one.action === 'session-late' && one.subject === session.id && one.note === '急诊抢救'));
    assert.ok(trail.some((one) => one.action === 'session-on-time'));
  });

  test('nobody is called into a room that pauses; the line says so, and whoever has seen it is not told twice', async () => {
    const session = await sessionWhere((one) => one.rooms.length > 1 && one.part === 'morning');
    const booked = [await book(session.slots[0]), await book(session.slots[0])];
    await turn(minutesAfter(session.slots[0].startsAt, -10));
    for (const one of booked) await arrive(one);
    const before_it = await line(session);
    const [room, other] = before_it.rooms;
    const pause = `/api/v1/sessions/${session.id}/rooms/${room.id}/pause`;
    const unchanged = `?after=${before_it.line.seq}&notices=${before_it.notices.seq}`;
    assert.equal((await desk.get(`/api/v1/sessions/${session.id}/line${unchanged}`)).status, 204);

    mustRefuse(await desk.put(pause, {}), 422, 'field-required');
    mustRefuse(await desk.put(`/api/v1/sessions/${session.id}/rooms/roo_0000000000001/pause`, { reason: '会诊' }), 422, 'unknown-reference');
    const { notices } = must(await desk.put(pause, { reason: '会诊', minutes: 15 }), 200);
    assert.equal(notices.pauses[0].roomId, room.id);
    assert.equal(Date.parse(notices.pauses[0].until) - Date.parse(notices.pauses[0].since), 15 * 60_000);
    assert.equal((await line(session, unchanged)).notices.pauses.length, 1);
    const call = (to) => desk.post(`/api/v1/sessions/${session.id}/calls`, { roomId: to.id });
    const refused = mustRefuse(await call(room), 409, 'room-paused');
    assert.equal(refused.params.reason, '会诊');
    must(await call(other), 201);
    must(await desk.delete(pause), 200);
    must(await desk.delete(pause), 200);
    must(await call(room), 201);
  });

  test('a clinician finds their own sessions, may call there and in ordinary ones of the department, and nowhere else', async () => {
    const me = must(await clinician.get('/api/v1/me'), 200);
    assert.ok(me.practitioner.id);
    assert.equal(me.practitioner.name, me.name);
    const mine = await sessionWhere((one) => one.practitioner && one.practitioner.id === me.practitioner.id);
    const own = must(await clinician.get(`/api/v1/me/sessions?date=${mine.date}`), 200).items;
    assert.ok(own.some((one) => one.own && one.session.id === mine.id));
    const ordinary = own.find((one) => !one.own && one.session.department.id === mine.department.id);
    assert.ok(ordinary, 'the demo’s clinician works beside ordinary numbers');
    assert.ok(own.every((one) => one.own === (one.session.practitioner?.id === me.practitioner.id)));
    must(await clinician.get(`/api/v1/sessions/${mine.id}/line`), 200);
    must(await clinician.get(`/api/v1/sessions/${ordinary.session.id}/line`), 200);

    const foreign = await sessionWhere((one) => one.part === 'morning' && one.department.id !== mine.department.id);
    const booked = await book(foreign.slots[0]);
    await turn(minutesAfter(foreign.slots[0].startsAt, -10));
    await arrive(booked);
    mustRefuse(await clinician.get(`/api/v1/sessions/${foreign.id}/line`), 403, 'not-your-clinic');
    const { rooms, line: theirs } = await line(foreign);
    mustRefuse(await clinician.post(`/api/v1/sessions/${foreign.id}/calls`, { roomId: rooms[0].id }), 403, 'not-your-clinic');
    mustRefuse(await clinician.post(`/api/v1/tickets/${theirs.items[0].id}/steps`, { step: 'leave', reason: '试' }), 403, 'not-your-clinic');
    mustRefuse(await late(foreign, 30, '', clinician), 403, 'not-your-clinic');
    must(await late(foreign, 30, '', desk), 200);
    assert.deepEqual(must(await desk.get('/api/v1/me/sessions'), 200).items, []);
  });

  test('accounts are tied to clinicians, and set free again', async () => {
    const practitioners = must(await admin.get('/api/v1/practitioners'), 200).items;
    mustRefuse(await admin.post('/api/v1/accounts', { name: 'nobody', displayName: 'x', roles: ['clinician'], practitionerId: 'pra_0000000000001' }), 422, 'unknown-reference');
    const made = must(await admin.post('/api/v1/accounts', { name: 'doctor', displayName: '医生', roles: ['clinician'], practitionerId: practitioners[0].id }), 201);
    assert.equal(made.practitionerId, practitioners[0].id);
    const path = `/api/v1/accounts/${made.id}`;
    const other = must(await admin.patch(path, { practitionerId: practitioners[1].id, version: made.version }), 200);
    assert.equal(other.practitionerId, practitioners[1].id);
    const kept = must(await admin.patch(path, { displayName: '某医生', version: other.version }), 200);
    assert.equal(kept.practitionerId, practitioners[1].id);
    const nobody = must(await admin.patch(path, { practitionerId: null, version: kept.version }), 200);
    assert.equal(nobody.practitionerId, null);
  });

  test('a clinician takes somebody in by their slip, and books their follow-up', async () => {
    const { practitioner } = must(await clinician.get('/api/v1/me'), 200);
    const mine = await sessionWhere((one) => one.practitioner && one.practitioner.id === practitioner.id);
    const elsewhere = await sessionWhere((one) => one.department.id !== mine.department.id && one.date > mine.date);
    const slip = await book(elsewhere.slots[0]);
    await turn(minutesAfter(mine.slots[0].startsAt, -5));
    const path = `/api/v1/sessions/${mine.id}/walk-ins`;
    mustRefuse(await clinician.post(path, { code: '000 000 000' }), 404, 'person-unknown');
    mustRefuse(await clinician.post(path, {}), 422, 'field-invalid');
    const made = must(await clinician.post(path, { code: slip.code, reason: '复诊', documentSeen: true }), 201);
    assert.equal(made.appointment.person.id, slip.person.id);
    const later = await sessionWhere((one) => one.practitioner && one.practitioner.id === practitioner.id && one.date > mine.date && one.date !== slip.session.date);
    const follow = must(await clinician.post('/api/v1/appointments', { slotId: later.slots[0].id, personId: slip.person.id }), 201);
    assert.equal(follow.channel, 'clinician');
  });
});
