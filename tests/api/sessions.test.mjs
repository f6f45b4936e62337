// Sessions of a day, as staff see and change them; settings.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { freeDays, must, mustRefuse, register, startServer } from './lib.mjs';

describe('sessions and settings', () => {
  let server;
  let admin;
  let desk;
  let day;
  before(async () => {
    server = await startServer();
    admin = await server.as('admin');
    desk = await server.as('desk');
    [day] = await freeDays(desk);
  });
  after(() => server?.stop());
  const sessions = async (query = '') =>
    must(await desk.get(`/api/v1/sessions?date=${day.date}&departmentId=${day.department}${query}`), 200).items;
  const free = async () => (await sessions()).find((one) => one.state === 'open' && one.taken === 0);

  test('staff see counters; a clinician\'s sessions can be picked', async () => {
    const [session] = await sessions();
    for (const field of ['capacity', 'taken', 'appointments', 'version']) assert.equal(typeof session[field], 'number', field);
    assert.equal(session.department.id, day.department);
    assert.ok(session.slots.every((one) => one.capacity >= one.taken));
    const whole = must(await desk.get(`/api/v1/sessions?date=${day.date}`), 200).items;
    assert.ok(whole.length > (await sessions()).length);
    const somebody = whole.find((one) => one.practitioner).practitioner.id;
    const own = must(await desk.get(`/api/v1/sessions?date=${day.date}&practitionerId=${somebody}`), 200).items;
    assert.ok(own.length > 0 && own.every((one) => one.practitioner.id === somebody));
  });

  test('a session is stopped and reopened', async () => {
    const session = await free();
    const change = (fields) => admin.patch(`/api/v1/sessions/${session.id}`, fields);
    mustRefuse(await change({ state: 'stopped', version: session.version }), 422, 'required');
    const stopped = must(await change({ state: 'stopped', reason: '医生出差', version: session.version }), 200);
    assert.equal(stopped.state, 'stopped');
    assert.equal(stopped.stopReason, '医生出差');
    mustRefuse(await change({ state: 'open', version: session.version }), 409, 'changed-meanwhile');
    const person = await register(desk);
    mustRefuse(await desk.post('/api/v1/appointments', { slotId: session.slots[0].id, personId: person.id }), 409, 'session-stopped');
    assert.equal(must(await change({ state: 'open', version: stopped.version }), 200).state, 'open');
    must(await desk.post('/api/v1/appointments', { slotId: session.slots[0].id, personId: person.id }), 201);
    const version = (await sessions()).find((one) => one.id === session.id).version;
    const refused = mustRefuse(await change({ state: 'stopped', reason: 'x', version }), 409, 'session-has-appointments');
    assert.equal(refused.params.count, '1');
  });

  test('a slot\'s capacity never falls below what is taken', async () => {
    const session = await free();
    const [slot] = session.slots;
    const widened = must(await admin.patch(`/api/v1/slots/${slot.id}`, { capacity: 3, reason: '加号' }), 200);
    assert.deepEqual(widened, { id: slot.id, capacity: 3, taken: 0, free: 3 });
    const person = await register(desk);
    must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: person.id }), 201);
    const refused = mustRefuse(await admin.patch(`/api/v1/slots/${slot.id}`, { capacity: 0 }), 409, 'capacity-below-taken');
    assert.equal(refused.params.taken, '1');
    assert.deepEqual(must(await admin.patch(`/api/v1/slots/${slot.id}`, { capacity: 1 }), 200), { id: slot.id, capacity: 1, taken: 1, free: 0 });
    const other = await register(desk);
    const full = mustRefuse(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: other.id }), 409, 'slot-full');
    assert.ok(full.alternatives.length > 0);
  });

  test('settings are read by staff and changed by their version', async () => {
    const settings = must(await desk.get('/api/v1/settings'), 200);
    const changed = must(await admin.patch('/api/v1/settings', { horizonDays: settings.horizonDays + 3, notice: '流感季请戴口罩', familyLimit: 6, version: settings.version }), 200);
    assert.equal(changed.horizonDays, settings.horizonDays + 3);
    assert.equal(changed.familyLimit, 6);
    assert.equal(changed.releaseTime, settings.releaseTime);
    mustRefuse(await admin.patch('/api/v1/settings', { horizonDays: 1, version: settings.version }), 409, 'changed-meanwhile');
    mustRefuse(await admin.patch('/api/v1/settings', { horizonDays: 1000, version: changed.version }), 422, 'field-invalid');
    const hospital = must(await server.client('public').get('/api/v1/hospital'), 200);
    assert.equal(hospital.horizonDays, changed.horizonDays);
    assert.equal(hospital.notice, '流感季请戴口罩');
    const { items } = must(await desk.get(`/api/v1/departments/${day.department}/days`), 200);
    assert.equal(items.length, changed.horizonDays + 1);
  });
});
