// Places that are not simply free: kept by way of booking, kept for a few minutes, resting after a
// cancellation, added with a reason.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { freeDays, must, mustRefuse, newColleague, newName, newPhone, nobody, register, residentNumber, startServer } from './lib.mjs';

const dayAfter = (day, n) => new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10);

describe('places', () => {
  let server;
  let admin;
  let desk;
  let operator;
  let days;
  before(async () => {
    server = await startServer();
    [admin, desk] = [await server.as('admin'), await server.as('desk')];
    operator = await newColleague(server, admin, 'op', ['operator']);
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    // Far enough ahead that quotas are not returned and nothing is within the last hour.
    days = (await freeDays(desk, 400)).filter((day) => day.date > dayAfter(today, 3));
  });
  after(() => server?.stop());

  const sound = async () => assert.deepEqual(must(await operator.get('/api/v1/checks'), 200), { ok: true, problems: [] });

  /** A session nobody has used, narrowed to `places` in each of its first two slots and none after. */
  async function newSession(places) {
    for (;;) {
      const day = days.shift();
      assert.ok(day, 'no more days');
      const { items } = must(await desk.get(`/api/v1/sessions?date=${day.date}&departmentId=${day.department}`), 200);
      const session = items.find((one) => one.state === 'open' && one.taken === 0 && one.slots.length >= 2);
      if (!session) continue;
      for (const [n, slot] of session.slots.entries()) must(await admin.patch(`/api/v1/slots/${slot.id}`, { capacity: n < 2 ? places : 0 }), 200);
      return { ...session, ...day };
    }
  }
  async function shown(client, session) {
    const page = must(await client.get(`/api/v1/departments/${session.department.id ?? session.department}/sessions?date=${session.date}`), 200);
    return page.items.find((one) => one.id === session.id);
  }
  const staffSees = async (session) => must(await desk.get(`/api/v1/sessions?date=${session.date}&departmentId=${session.departmentId}`), 200).items.find((one) => one.id === session.id);
  async function newPatient() {
    const client = await server.patient(newPhone());
    const self = must(await client.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    return Object.assign(client, { self });
  }
  const book = (client, slotId, personId, more = {}) => client.post('/api/v1/appointments', { slotId, personId, ...more });

  test('quotas: what the web can have, what the desk can have, and when the rest is returned', async () => {
    const session = await newSession(3);
    const quotas = [{ pool: 'desk', size: 2 }, { pool: 'partner', size: 1 }];
    const changed = must(await admin.patch(`/api/v1/sessions/${session.id}/quotas`, { quotas }), 200);
    assert.deepEqual(changed.quotas, [{ pool: 'desk', size: 2, taken: 0 }, { pool: 'partner', size: 1, taken: 0 }, { pool: 'common', size: 3, taken: 0 }]);
    assert.equal(changed.free, 5);
    const patient = await newPatient();
    const seen = await shown(patient, session);
    assert.equal(seen.free, 3);
    assert.equal(seen.quotas, undefined, 'not for patients');
    assert.deepEqual(seen.slots.map((one) => one.free), [3, 3]);

    for (let n = 0; n < 3; n += 1) {
      const other = await newPatient();
      must(await book(other, session.slots[n % 2].id, other.self.id), 201);
    }
    const refused = mustRefuse(await book(patient, session.slots[0].id, patient.self.id), 409, 'quota-full');
    assert.equal(refused.params.pool, 'web');
    assert.match(refused.possibleAt, new RegExp(`^${dayAfter(session.date, -1)}T16:00:00`));
    assert.ok(refused.alternatives.length > 0);
    assert.ok(refused.alternatives.every((one) => !session.slots.some((slot) => slot.id === one.slotId)));
    const full = await shown(patient, session);
    assert.deepEqual([full.free, full.waitlist], [0, { open: true, waiting: 0 }]);
    const person = await register(desk);
    const atDesk = must(await book(desk, session.slots[0].id, person.id), 201);
    assert.deepEqual((await staffSees(session)).quotas.find((one) => one.pool === 'desk'), { pool: 'desk', size: 2, taken: 1 });
    await sound();
    must(await desk.post(`/api/v1/appointments/${atDesk.id}/cancellation`, { reason: '录错', cause: 'mistake' }), 200);
    assert.equal((await staffSees(session)).quotas.find((one) => one.pool === 'desk').taken, 0);

    for (const [wrong, code] of [[[{ pool: 'roof', size: 1 }], 'field-invalid'], [[{ pool: 'desk', size: -1 }], 'field-invalid'], [[{ pool: 'desk', size: 7 }], 'quotas-invalid'],
      [[{ pool: 'desk', size: 1 }, { pool: 'desk', size: 1 }], 'quotas-invalid'], [[{ pool: 'common', size: 1 }], 'quotas-invalid'], [['desk'], 'quotas-invalid']]) {
      mustRefuse(await admin.patch(`/api/v1/sessions/${session.id}/quotas`, { quotas: wrong }), 422, code);
    }
    mustRefuse(await admin.patch(`/api/v1/sessions/${session.id}/quotas`, {}), 422, 'field-required');
    mustRefuse(await admin.patch(`/api/v1/sessions/${nobody('ses')}/quotas`, { quotas }), 404, 'not-found');
    must(await admin.patch(`/api/v1/sessions/${session.id}/quotas`, { quotas: [] }), 200);
    assert.equal((await shown(patient, session)).free, 3);
    await sound();
  });

  test('quotas of the timetable: in its rows and in its file', async () => {
    const rows = must(await admin.get('/api/v1/schedules'), 200).items;
    assert.ok(rows.every((one) => Array.isArray(one.quotas)));
    const row = rows.find((one) => one.quotas.length === 0 && one.slotCapacity >= 3);
    const quotas = [{ pool: 'desk', size: 2 }, { pool: 'clinician', size: 1 }];
    const changed = must(await admin.patch(`/api/v1/schedules/${row.id}`, { version: row.version, quotas }), 200);
    assert.deepEqual(changed.quotas, quotas);
    mustRefuse(await admin.patch(`/api/v1/schedules/${row.id}`, { version: changed.version, quotas: [{ pool: 'desk', size: 900 }] }), 422, 'schedule-invalid');
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    const found = [];
    for (let n = 1; n < 15; n += 1) {
      const { items } = must(await desk.get(`/api/v1/sessions?date=${dayAfter(today, n)}&departmentId=${row.departmentId}`), 200);
      found.push(...items.filter((one) => one.quotas.some((quota) => quota.pool === 'clinician')));
    }
    assert.ok(found.length > 0, 'its sessions have them');
    assert.deepEqual(found[0].quotas.map((one) => one.pool), ['desk', 'clinician', 'common']);
    const header = '院区,科室代码,科室,门诊类型,医生工号,医生,职称,星期,时段,开始,结束,每时段号数,诊室,配额';
    const csv = (cell) => admin.request('POST', '/api/v1/timetable-imports?dryRun=true', { type: 'text/csv', raw: `${header}\n本部,9301,配额科,普通,,,,周二,上午,8:00,9:00,4,301,${cell}\n` });
    assert.deepEqual(must(await csv('窗口4；医联体2'), 200).lines, 1);
    const wrong = must(await csv('屋顶4'), 422);
    assert.equal(wrong.errors[0].code, 'quotas-invalid');
    assert.equal(must(await csv('窗口9'), 422).errors[0].code, 'quotas-too-many');
    await sound();
  });

  test('a place is kept for who is booking, and for nobody else', async () => {
    const session = await newSession(1);
    const [slot, other] = session.slots;
    const [mine, theirs] = [await newPatient(), await newPatient()];
    const hold = must(await mine.post('/api/v1/holds', { slotId: slot.id }), 201);
    assert.match(hold.id, /^hol_/);
    assert.equal(hold.slotId, slot.id);
    const refused = mustRefuse(await theirs.post('/api/v1/holds', { slotId: slot.id }), 409, 'slot-full');
    assert.ok(refused.alternatives.length > 0);
    mustRefuse(await book(theirs, slot.id, theirs.self.id), 409, 'slot-full');
    mustRefuse(await theirs.post('/api/v1/appointments', { holdId: hold.id, personId: theirs.self.id }), 409, 'hold-gone');
    mustRefuse(await theirs.delete(`/api/v1/holds/${hold.id}`), 409, 'hold-gone');
    await sound();
    const booked = must(await mine.post('/api/v1/appointments', { holdId: hold.id, personId: mine.self.id }), 201);
    assert.equal(booked.slot.id, slot.id);
    mustRefuse(await mine.delete(`/api/v1/holds/${hold.id}`), 409, 'hold-gone');

    const second = must(await theirs.post('/api/v1/holds', { slotId: other.id }), 201);
    assert.equal((await theirs.delete(`/api/v1/holds/${second.id}`)).status, 204);
    must(await book(theirs, other.id, theirs.self.id), 201);
    mustRefuse(await mine.post('/api/v1/appointments', { personId: mine.self.id }), 422, 'field-required');
    await sound();

    const wide = await newSession(9);
    for (let n = 0; n < 3; n += 1) must(await mine.post('/api/v1/holds', { slotId: wide.slots[0].id }), 201);
    assert.equal(mustRefuse(await mine.post('/api/v1/holds', { slotId: wide.slots[0].id }), 409, 'hold-limit').params.limit, '3');
    await sound();
  });

  test('an extra number comes with a reason and goes without a trace', async () => {
    const session = await newSession(1);
    const [slot] = session.slots;
    must(await book(desk, slot.id, (await register(desk)).id), 201);
    const doctor = await newColleague(server, admin, 'jia.hao', ['clinician']);
    const person = await register(desk);
    const wanted = { slotId: slot.id, personId: person.id, reason: '外地患者，当日返程' };
    const place = `/api/v1/sessions/${session.id}/extra-numbers`;
    mustRefuse(await doctor.post(place, { ...wanted, reason: '' }), 422, 'reason-required');
    mustRefuse(await doctor.post(`/api/v1/sessions/${nobody('ses')}/extra-numbers`, wanted), 404, 'not-found');
    const extra = must(await doctor.post(place, wanted), 201);
    assert.deepEqual([extra.extra, extra.channel, extra.sequence, extra.note], [true, 'clinician', 2, wanted.reason]);
    const wider = (await staffSees(session)).slots.find((one) => one.id === slot.id);
    assert.deepEqual([wider.capacity, wider.taken], [2, 2]);
    mustRefuse(await admin.post(place, wanted), 403, 'forbidden');
    await sound();
    must(await desk.post(`/api/v1/appointments/${extra.id}/cancellation`, {}), 200);
    const back = (await staffSees(session)).slots.find((one) => one.id === slot.id);
    assert.deepEqual([back.capacity, back.taken], [1, 1]);
    await sound();
  });

  test('a place given back in a full session rests before anybody can have it', async () => {
    const session = await newSession(1);
    const booked = [];
    for (const slot of session.slots.slice(0, 2)) booked.push(must(await book(desk, slot.id, (await register(desk)).id), 201));
    must(await desk.post(`/api/v1/appointments/${booked[0].id}/cancellation`, { reason: '不来了' }), 200);
    mustRefuse(await book(desk, session.slots[0].id, (await register(desk)).id), 409, 'slot-full');
    await sound();
    must(await desk.post(`/api/v1/appointments/${booked[1].id}/cancellation`, { cause: 'mistake' }), 200);
    must(await book(desk, session.slots[1].id, (await register(desk)).id), 201);
    await sound();
  });

  test('arrival is recorded on the day itself', async () => {
    const session = await newSession(1);
    const booked = must(await book(desk, session.slots[0].id, (await register(desk)).id), 201);
    assert.equal(mustRefuse(await desk.post(`/api/v1/appointments/${booked.id}/arrival`, {}), 409, 'not-today').params.date, session.date);
  });

  // Last: time passes for all of the above.
  test('what is held, resting or kept by way of booking comes back in its time', async () => {
    const session = await newSession(2);
    must(await admin.patch(`/api/v1/sessions/${session.id}/quotas`, { quotas: [{ pool: 'desk', size: 2 }] }), 200);
    const patient = await newPatient();
    must(await patient.post('/api/v1/holds', { slotId: session.slots[0].id }), 201);
    assert.equal((await shown(patient, session)).free, 1);
    const { now } = must(await desk.get('/api/v1/hospital'), 200);
    const later = new Date(Date.parse(now) + 12 * 60_000).toISOString();
    must(await server.client().post('/api/v1/demo/clock', { now: later }), 200);
    const until = Date.now() + 4000;
    while ((await shown(patient, session)).free !== 2) assert.ok(Date.now() < until, 'the hold is not freed');
    must(await server.client().post('/api/v1/demo/clock', { now: `${dayAfter(session.date, -1)}T16:00:00+08:00` }), 200);
    const visitor = server.client('public');
    assert.equal((await shown(visitor, session)).free, 4, 'the desk has left them to all');
    operator = await server.as('op', operator.password); // signed out by the days that have passed
    await sound();
  });
});
