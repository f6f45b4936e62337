// Taking the number and checking in, under the four hospitals' rules, by kiosk, desk and phone.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, newColleague, newName, newPhone, nobody, register, residentNumber, root, startServer } from './lib.mjs';

const hospital = async (name) => JSON.parse(await readFile(path.join(root, `tests/data/policies/${name}.json`), 'utf8'));
const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const plus = (at, minutes) => new Date(Date.parse(at) + minutes * 60_000).toISOString();
const same = (a, b) => assert.equal(new Date(a).toISOString(), new Date(b).toISOString());

describe('arrivals', () => {
  let server;
  let admin;
  let desk;
  let kiosk;
  let days;
  before(async () => {
    server = await startServer();
    await signInStaff();
    const operator = await newColleague(server, admin, 'op', ['operator']);
    const { key } = must(await operator.post('/api/v1/api-keys', { name: '自助机 1', permissions: ['timetable-read', 'book-for-others'] }), 201);
    const machine = server.client();
    const headers = { Authorization: `Bearer ${key}` };
    kiosk = { post: (target, body) => machine.post(target, body, { headers }) };
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    days = Array.from({ length: 12 }, (_, n) => plusDays(today, n + 1));
  });
  after(() => server?.stop());

  async function signInStaff() {
    [admin, desk] = [await server.as('admin'), await server.as('desk')];
  }
  async function turn(now) {
    must(await server.client().post('/api/v1/demo/clock', { now }), 200);
    await signInStaff();
  }
  const rules = async (document) => must(await admin.post('/api/v1/policies', { document, note: 'arrivals' }), 201);

  /** So many appointments at one time of a morning to come, each somebody else's. */
  async function morning(count) {
    await rules({});
    for (;;) {
      const date = days.shift();
      assert.ok(date, 'no more days');
      const { items } = must(await desk.get(`/api/v1/sessions?date=${date}`), 200);
      const slot = items.filter((one) => one.state === 'open' && one.part === 'morning' && !one.quotas.length && one.kind.code === 'ordinary')
        .flatMap((one) => one.slots).find((one) => one.start >= '08:30' && one.capacity - one.taken >= count);
      if (!slot) continue;
      const booked = [];
      for (let n = 0; n < count; n += 1) booked.push(must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: (await register(desk)).id }), 201));
      return { date, starts: slot.startsAt, booked };
    }
  }
  const arrive = (client, one, body = {}) => client.post(`/api/v1/appointments/${one.id}/arrival`, body);
  const history = async (one) => must(await desk.get(`/api/v1/appointments/${one.id}`), 200).events.filter((event) => event.details).map((event) => `${event.what}: ${event.details}`);

  test('A: one step, early, in time and late', async () => {
    const { starts, booked: [first, second, third] } = await morning(3);
    await rules(await hospital('a'));
    const waits = mustRefuse(await arrive(desk, first), 409, 'not-today');
    same(waits.possibleAt, plus(starts, -30));
    await turn(plus(starts, -31));
    for (const client of [kiosk, desk]) {
      const early = mustRefuse(await arrive(client, first), 409, 'too-early');
      same(early.possibleAt, plus(starts, -30));
      assert.match(early.detail, /collect the number/);
    }
    mustRefuse(await arrive(kiosk, { id: nobody('apt') }), 404, 'not-found');
    mustRefuse(await arrive(kiosk, first, { step: 'check-in' }), 409, 'no-such-step');
    mustRefuse(await arrive(kiosk, first, { step: 'jump' }), 422, 'field-invalid');
    await turn(plus(starts, -30));
    const came = must(await arrive(kiosk, first), 200);
    assert.deepEqual([came.state, came.arrival.arrivedHow, came.arrival.next], ['arrived', 'on-time', undefined]);
    mustRefuse(await arrive(kiosk, first), 409, 'not-active');
    const next = must(await desk.get(`/api/v1/appointments/${second.id}`), 200).arrival.next;
    assert.deepEqual([next.step, next.last, next.window, next.online], ['collect', true, 'open', false]);
    same(next.closesAt, plus(starts, -15));
    await turn(plus(starts, -14));
    const late = must(await arrive(desk, second), 200);
    assert.deepEqual([late.state, late.arrival.arrivedHow], ['arrived', 'late']);
    assert.equal(must(await arrive(kiosk, third, { step: 'collect' }), 200).arrival.arrivedHow, 'late');
    assert.deepEqual(await history(first), ['arrived: collect on-time']);
    assert.deepEqual(await history(second), ['arrived: collect late']);
  });

  test('B: two steps, each recorded, the second not before the first; lost after their times', async () => {
    const { date, booked: [first, second, third] } = await morning(3);
    await rules(await hospital('b'));
    const at = (time) => turn(`${date}T${time}:00+08:00`);
    await at('08:00');
    mustRefuse(await arrive(kiosk, first, { step: 'check-in' }), 409, 'number-not-collected');
    const collected = must(await arrive(kiosk, first), 200);
    assert.deepEqual([collected.state, collected.arrival.collectedHow, collected.arrival.next.step, collected.arrivedAt], ['booked', 'on-time', 'check-in', undefined]);
    mustRefuse(await arrive(kiosk, first, { step: 'collect' }), 409, 'already-collected');
    assert.equal(must(await arrive(desk, first), 200).state, 'arrived');
    assert.deepEqual(await history(first), ['collected: collect on-time', 'arrived: check-in on-time']);
    must(await arrive(kiosk, third), 200);

    await at('11:21');
    const lost = mustRefuse(await arrive(kiosk, second), 409, 'counted-as-no-show');
    assert.deepEqual([lost.params.step, lost.params.until, lost.params.admit], ['collect', '11:20', 'yes']);
    assert.ok(Array.isArray(lost.alternatives));
    mustRefuse(await arrive(kiosk, second, { reason: '堵车' }), 422, 'field-invalid');
    const taken = must(await arrive(desk, second, { reason: '堵车，医生同意' }), 200);
    assert.deepEqual([taken.state, taken.arrival.collectedHow], ['booked', 'admitted']);
    await at('11:31');
    mustRefuse(await arrive(kiosk, third), 409, 'counted-as-no-show');
    assert.equal(must(await arrive(kiosk, second), 200).arrival.arrivedHow, 'admitted');
    assert.deepEqual(await history(second), ['collected: collect admitted', 'arrived: check-in admitted']);
  });

  test('C says nothing: late is late', async () => {
    const { date, starts, booked: [first, second] } = await morning(2);
    await rules(await hospital('c'));
    await turn(`${date}T00:00:00+08:00`);
    mustRefuse(await arrive(kiosk, first, { step: 'collect' }), 409, 'no-such-step');
    assert.equal(must(await arrive(kiosk, first), 200).arrival.arrivedHow, 'on-time');
    await turn(plus(starts, 31));
    assert.equal(must(await arrive(desk, second), 200).arrival.arrivedHow, 'late');
  });

  test('D: with the document; then the number is void, and staff may take somebody in if the rules let them', async () => {
    const { starts, booked: [first, second, third] } = await morning(3);
    await rules(await hospital('d'));
    await turn(plus(starts, -20));
    mustRefuse(await arrive(kiosk, first), 409, 'document-not-seen');
    assert.equal(must(await arrive(kiosk, first, { documentSeen: true }), 200).state, 'arrived');
    await turn(plus(starts, 1));
    const lost = mustRefuse(await arrive(desk, second, { documentSeen: true }), 409, 'number-void');
    assert.match(lost.detail, /without an appointment/);
    await rules({ ...await hospital('d'), arrival: { ...(await hospital('d')).arrival, admitLate: false } });
    assert.equal(mustRefuse(await arrive(desk, second, { documentSeen: true, reason: '腿脚不便' }), 409, 'number-void').params.admit, 'no');
    await rules(await hospital('d'));
    assert.equal(must(await arrive(desk, second, { documentSeen: true, reason: '腿脚不便' }), 200).arrival.arrivedHow, 'admitted');
    mustRefuse(await arrive(kiosk, third, { documentSeen: true }), 409, 'number-void');
  });

  test('by one’s own phone only where the rules let patients', async () => {
    const { date } = await morning(1);
    const client = await server.patient(newPhone());
    const self = must(await client.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    const { items } = must(await desk.get(`/api/v1/sessions?date=${date}`), 200);
    const slot = items.filter((one) => one.state === 'open' && one.part === 'afternoon' && !one.quotas.length).flatMap((one) => one.slots).find((one) => one.taken < one.capacity);
    const mine = must(await client.post('/api/v1/appointments', { slotId: slot.id, personId: self.id }), 201);
    await turn(`${date}T09:00:00+08:00`);
    mustRefuse(await arrive(client, mine), 409, 'arrive-on-site');
    const stranger = await server.patient(newPhone());
    mustRefuse(await arrive(stranger, mine), 404, 'not-found');
    await rules({ arrival: { online: true, checkIn: { opensMinutesBefore: 60 } } });
    const early = mustRefuse(await arrive(client, mine), 409, 'too-early');
    same(early.possibleAt, plus(slot.startsAt, -60));
    await turn(plus(slot.startsAt, -60));
    assert.equal(must(await arrive(client, mine), 200).state, 'arrived');
    mustRefuse(await arrive(client, mine, { reason: 'late' }), 422, 'field-invalid');
  });
});
