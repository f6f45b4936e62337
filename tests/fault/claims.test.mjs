// Places that are held, offered or resting when the power goes: after the next start they are still
// nobody else's, and they run out on time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoData, freeDays, must, mustBeSound, mustRefuse, newName, newPhone, register, residentNumber, serve, sleep } from './lib.mjs';

const later = (at, minutes) => new Date(Date.parse(at) + minutes * 60_000).toISOString();

async function soon(what, why) {
  for (let i = 0; i < 100; i += 1) {
    const found = await what();
    if (found) return found;
    await sleep(50);
  }
  return assert.fail(why);
}

async function newPatient(server) {
  const client = server.client('public');
  await client.signInByPhone(newPhone());
  const self = must(await client.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
  return Object.assign(client, { self });
}

test('held, offered and resting places survive kill -9 and run out on time afterwards', async () => {
  const data = await demoData();
  let server = await serve(data);
  let admin = await server.as('admin');
  let desk = await server.as('desk');
  const { today } = must(await desk.get('/api/v1/hospital'), 200);
  const days = (await freeDays(desk, 400)).filter((day) => Date.parse(day.date) > Date.parse(today) + 4 * 86_400_000);
  /** An unused session with one place in each of its first two slots. */
  async function newSession() {
    for (;;) {
      const day = days.shift();
      assert.ok(day, 'no more days');
      const { items } = must(await desk.get(`/api/v1/sessions?date=${day.date}&departmentId=${day.department}`), 200);
      const session = items.find((one) => one.state === 'open' && one.taken === 0 && one.slots.length >= 2 && !one.quotas.length);
      if (!session) continue;
      for (const [n, slot] of session.slots.entries()) must(await admin.patch(`/api/v1/slots/${slot.id}`, { capacity: n < 2 ? 1 : 0 }), 200);
      return session;
    }
  }
  const book = async (client, slot) => client.post('/api/v1/appointments', { slotId: slot.id, personId: client.self?.id ?? (await register(desk)).id });

  // Held: for somebody who is about to book.
  const held = await newSession();
  const holder = await newPatient(server);
  const hold = must(await holder.post('/api/v1/holds', { slotId: held.slots[0].id, personId: holder.self.id }), 201);
  // Offered: the first in line of a full session has half an hour to answer.
  const offered = await newSession();
  const leaves = must(await book(desk, offered.slots[0]), 201);
  must(await book(desk, offered.slots[1]), 201);
  const waits = await newPatient(server);
  const entry = must(await waits.post('/api/v1/waitlist-entries', { sessionId: offered.id, personId: waits.self.id }), 201);
  must(await desk.post(`/api/v1/appointments/${leaves.id}/cancellation`, { reason: '不来了' }), 200);
  const offer = must(await waits.get(`/api/v1/waitlist-entries/${entry.id}`), 200);
  assert.equal(offer.state, 'offered');
  // Resting: given back where nothing else was free.
  const resting = await newSession();
  const given = must(await book(desk, resting.slots[0]), 201);
  must(await book(desk, resting.slots[1]), 201);
  must(await desk.post(`/api/v1/appointments/${given.id}/cancellation`, { reason: '不来了' }), 200);

  async function restart() {
    await server.kill();
    await mustBeSound(data);
    server = await serve(data);
    for (const client of [admin, desk]) client.close();
    [admin, desk] = [await server.as('admin'), await server.as('desk')];
    for (const client of [holder, waits]) client.base = new URL(server.public);
  }
  const slotOf = async (session, n) => must(await desk.get(`/api/v1/sessions?date=${session.date}&departmentId=${session.departmentId}`), 200).items.find((one) => one.id === session.id).slots[n];

  for (let round = 0; round < 2; round += 1) {
    await restart();
    for (const session of [held, offered, resting]) {
      mustRefuse(await book(desk, session.slots[0]), 409, 'slot-full');
      assert.equal((await slotOf(session, 0)).taken, 1);
    }
    const still = must(await waits.get(`/api/v1/waitlist-entries/${entry.id}`), 200);
    assert.deepEqual([still.state, still.offer], ['offered', offer.offer]);
  }

  // A moment before its time the hold is still there, a moment after it is not.
  const turn = async (now) => {
    must(await server.client().post('/api/v1/demo/clock', { now }), 200);
    desk = await server.as('desk');
  };
  await turn(new Date(Date.parse(hold.expiresAt) - 5_000).toISOString());
  mustRefuse(await book(desk, held.slots[0]), 409, 'slot-full');
  await turn(hold.expiresAt);
  await soon(async () => (await slotOf(held, 0)).taken === 0, 'the hold is not freed');
  must(await book(desk, held.slots[0]), 201);
  await turn(later(hold.expiresAt, 12));
  await soon(async () => (await slotOf(resting, 0)).taken === 0, 'the resting place is not freed');
  must(await book(desk, resting.slots[0]), 201);
  await turn(later(offer.offer.until, 1));
  const lapsed = await soon(async () => {
    const now = await waits.get(`/api/v1/waitlist-entries/${entry.id}`);
    return now.status === 200 && now.body.state === 'lapsed' && now.body;
  }, 'the offer does not lapse');
  assert.equal(lapsed.state, 'lapsed');
  await soon(async () => (await slotOf(offered, 0)).taken === 0, 'the place offered is not freed');
  await mustBeSound(data);
  for (const client of [admin, desk, holder, waits]) client.close();
  await server.stop();
  await mustBeSound(data);
});
