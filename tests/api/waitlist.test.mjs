// 候补: joining a full session, offers in order, answers, time running out, the list closing.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { freeDays, must, mustRefuse, newColleague, newName, newPhone, nobody, register, residentNumber, startServer } from './lib.mjs';

const dayAfter = (day, n) => new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10);

describe('waiting lists', () => {
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
    // By day, so that an offer's time runs at once.
    await turn(`${dayAfter(today, 1)}T10:00:00+08:00`);
    days = (await freeDays(desk, 400)).filter((day) => day.date > dayAfter(today, 4));
  });
  after(() => server?.stop());

  /** Staff are signed out by the time that passes. */
  async function turn(now) {
    must(await server.client().post('/api/v1/demo/clock', { now }), 200);
    [admin, desk] = [await server.as('admin'), await server.as('desk')];
    operator = Object.assign(await server.as('op', operator.password), { password: operator.password });
  }
  const sound = async () => assert.deepEqual(must(await operator.get('/api/v1/checks'), 200), { ok: true, problems: [] });
  async function newPatient() {
    const phone = newPhone();
    const client = await server.patient(phone);
    const self = must(await client.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    return Object.assign(client, { self, phone });
  }
  /** A session with one place, which is taken. */
  async function fullSession() {
    for (;;) {
      const day = days.shift();
      assert.ok(day, 'no more days');
      const { items } = must(await desk.get(`/api/v1/sessions?date=${day.date}&departmentId=${day.department}`), 200);
      const session = items.find((one) => one.state === 'open' && one.taken === 0);
      if (!session) continue;
      for (const [n, slot] of session.slots.entries()) must(await admin.patch(`/api/v1/slots/${slot.id}`, { capacity: n === 0 ? 1 : 0 }), 200);
      const holder = await newPatient();
      const booked = must(await holder.post('/api/v1/appointments', { slotId: session.slots[0].id, personId: holder.self.id }), 201);
      const cancel = () => holder.post(`/api/v1/appointments/${booked.id}/cancellation`, {}).then((answer) => must(answer, 200));
      return { ...session, slot: session.slots[0].id, booked, cancel };
    }
  }
  const join = (client, session) => client.post('/api/v1/waitlist-entries', { sessionId: session.id, personId: client.self.id });
  const place = (entry, what = '') => `/api/v1/waitlist-entries/${entry.id}${what}`;
  const now = async () => Date.parse(must(await server.client().get('/api/v1/hospital'), 200).now);
  /** The server needs a moment to see what the clock has done. */
  async function soon(what) {
    const until = Date.now() + 5000;
    for (;;) {
      const found = await what();
      if (found) return found;
      assert.ok(Date.now() < until, 'did not come about');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const told = async (client, words) => must(await client.get(`/api/v1/demo/messages?phone=${client.phone}`), 200).items.filter((one) => words.test(one.text));

  test('the first in line is offered the place, and takes it', async () => {
    const session = await fullSession();
    const [first, second] = [await newPatient(), await newPatient()];
    const one = must(await join(first, session), 201);
    assert.deepEqual([one.state, one.place, one.session.id, one.session.date, one.person], ['waiting', 1, session.id, session.date, { id: first.self.id, name: first.self.name }]);
    assert.equal(Date.parse(one.closesAt), Date.parse(session.startsAt) - 2 * 3_600_000);
    const two = must(await join(second, session), 201);
    assert.equal(two.place, 2);
    mustRefuse(await join(first, session), 409, 'already-waiting');
    mustRefuse(await first.post(place(one, '/acceptance'), {}), 409, 'no-offer');
    mustRefuse(await second.get(place(one)), 404, 'not-found');
    mustRefuse(await second.post('/api/v1/waitlist-entries', { sessionId: session.id, personId: first.self.id }), 404, 'not-your-person');
    mustRefuse(await first.post('/api/v1/waitlist-entries', { sessionId: nobody('ses'), personId: first.self.id }), 404, 'not-found');
    const page = must(await first.get(`/api/v1/departments/${session.departmentId}/sessions?date=${session.date}`), 200).items.find((item) => item.id === session.id);
    assert.deepEqual(page.waitlist, { open: true, waiting: 2 });

    await session.cancel();
    const offered = must(await first.get(place(one)), 200);
    assert.equal(offered.state, 'offered');
    assert.equal(offered.offer.slotId, session.slot);
    const minutes = (Date.parse(offered.offer.until) - (await now())) / 60_000;
    assert.ok(minutes > 28 && minutes <= 30, `${minutes}`);
    assert.equal((await told(first, /候补.*有号了.*已为您保留/)).length, 1);
    assert.equal(must(await second.get(place(two)), 200).place, 1);
    mustRefuse(await second.post('/api/v1/appointments', { slotId: session.slot, personId: second.self.id }), 409, 'slot-full');
    await sound();
    const booked = must(await first.post(place(one, '/acceptance'), {}), 201);
    assert.deepEqual([booked.state, booked.slot.id], ['booked', session.slot]);
    const done = must(await first.get(place(one)), 200);
    assert.deepEqual([done.state, done.appointmentId], ['accepted', booked.id]);
    assert.deepEqual(done.events.map((event) => event.what), ['joined', 'offered', 'accepted']);
    assert.deepEqual(must(await desk.get(`/api/v1/waitlist-entries?sessionId=${session.id}`), 200).items.map((item) => item.state), ['accepted', 'waiting']);
    mustRefuse(await desk.get('/api/v1/waitlist-entries'), 400, 'query-too-wide');
    await sound();
  });

  test('refused, left, not answered: the next, and the next', async () => {
    const session = await fullSession();
    const people = [await newPatient(), await newPatient(), await newPatient(), await newPatient()];
    const entries = [];
    for (const one of people) entries.push(must(await join(one, session), 201));
    await session.cancel();
    const refused = must(await people[0].post(place(entries[0], '/refusal'), {}), 200);
    assert.equal(refused.state, 'declined');
    assert.equal((await people[2].delete(place(entries[2]))).status, 204);
    const { offer } = must(await people[1].get(place(entries[1])), 200);
    assert.equal(offer.slotId, session.slot);
    await turn(new Date(Date.parse(offer.until)).toISOString());
    const lapsed = await soon(async () => {
      const { body } = await people[1].get(place(entries[1]));
      return body.state === 'lapsed' && body;
    });
    assert.ok(Array.isArray(lapsed.alternatives));
    mustRefuse(await people[1].post(place(entries[1], '/acceptance'), {}), 409, 'no-offer');
    assert.equal(must(await people[3].get(place(entries[3])), 200).state, 'offered');
    assert.equal((await told(people[1], /已转给下一位/)).length, 1);
    // Who leaves while a place is kept for them lets it go; nobody is left, so it is free.
    assert.equal((await people[3].delete(place(entries[3]))).status, 204);
    must(await people[2].post('/api/v1/appointments', { slotId: session.slot, personId: people[2].self.id }), 201);
    await sound();
  });

  test('who cannot have it is passed over with the reason', async () => {
    const session = await fullSession();
    const [first, second] = [await newPatient(), await newPatient()];
    const one = must(await join(first, session), 201);
    const two = must(await join(second, session), 201);
    // Something else at the same time.
    const start = session.slots[0].startsAt;
    let other;
    for (const department of must(await desk.get('/api/v1/departments'), 200).items.filter((item) => item.id !== session.departmentId)) {
      const { items } = must(await desk.get(`/api/v1/departments/${department.id}/sessions?date=${session.date}`), 200);
      other = items.flatMap((item) => item.slots).find((slot) => slot.startsAt === start && slot.free > 0);
      if (other) break;
    }
    must(await first.post('/api/v1/appointments', { slotId: other.id, personId: first.self.id }), 201);
    await session.cancel();
    const passed = must(await first.get(place(one)), 200);
    assert.deepEqual([passed.state, passed.place], ['waiting', 1]);
    assert.deepEqual(passed.events.map(({ what, why }) => [what, why]), [['joined', undefined], ['passed-over', 'collides']]);
    assert.equal(must(await second.get(place(two)), 200).state, 'offered');
    await sound();
  });

  test('only full sessions, only so many lists, only who does not have a place', async () => {
    const patient = await newPatient();
    const free = days.pop();
    const { items } = must(await desk.get(`/api/v1/sessions?date=${free.date}&departmentId=${free.department}`), 200);
    mustRefuse(await join(patient, items.find((one) => one.free > 0)), 409, 'not-full');
    for (let n = 0; n < 3; n += 1) must(await join(patient, await fullSession()), 201);
    const fourth = await fullSession();
    assert.equal(mustRefuse(await join(patient, fourth), 409, 'waitlist-limit').params.limit, '3');
    const holder = await register(desk);
    await fourth.cancel();
    await turn(new Date((await now()) + 11 * 60_000).toISOString()); // the place has rested
    await soon(async () => (await desk.post('/api/v1/appointments', { slotId: fourth.slot, personId: holder.id })).status === 201);
    mustRefuse(await desk.post('/api/v1/waitlist-entries', { sessionId: fourth.id, personId: holder.id }), 409, 'already-booked');
    await sound();
  });

  // Last: days pass.
  test('two hours before the session the list closes, and who got nothing is told', async () => {
    const session = await fullSession();
    const patient = await newPatient();
    const entry = must(await join(patient, session), 201);
    await turn(new Date(Date.parse(session.startsAt) - 2 * 3_600_000).toISOString());
    const again = server.client('public');
    const signedIn = await again.signInByPhone(patient.phone).then(() => again);
    const closed = await soon(async () => {
      const { body } = await signedIn.get(place(entry));
      return body.state === 'closed' && body;
    });
    assert.ok(Array.isArray(closed.alternatives));
    assert.equal((await told(patient, /候补未成功/)).length, 1);
    Object.assign(signedIn, { self: patient.self });
    mustRefuse(await join(signedIn, session), 409, 'waitlist-closed');
    await sound();
  });
});
