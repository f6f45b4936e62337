// No oversell, ever: 64 connections fight for the last places of several slots, mixed with
// cancellations and changes; then the file is asked whether all agrees.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { all, freeDays, must, mustRefuse, newColleague, newPhone, register, residentNumber, startServer } from './lib.mjs';

const connections = 64;
const rounds = Number(process.env.YUYUE_RACE_ROUNDS || 12);
const expected = new Set(['slot-full', 'already-booked', 'collides', 'same-slot', 'not-active', 'too-many-bookings']);

/** Repeatable choices: a failing run can be run again. */
function chooser(seed) {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

describe('many at once', () => {
  let server;
  let desk;
  let operator;
  let people;
  let slots;
  before(async () => {
    server = await startServer();
    desk = await server.as('desk');
    const admin = await server.as('admin');
    operator = await newColleague(server, admin, 'op', ['operator']);
    people = [];
    for (let n = 0; n < connections; n += 1) people.push((await register(desk)).id);
    // One slot each of several departments' days, with two places left.
    slots = [];
    for (const day of (await freeDays(desk, 40))) {
      const page = must(await desk.get(`/api/v1/sessions?date=${day.date}&departmentId=${day.department}`), 200);
      const session = page.items.find((one) => one.state === 'open' && one.slots.some((slot) => slot.free > 0));
      const slot = session.slots.find((one) => one.free > 0);
      must(await admin.patch(`/api/v1/slots/${slot.id}`, { capacity: slot.taken + 2 }), 200);
      slots.push({ id: slot.id, capacity: slot.taken + 2, date: day.date, department: day.department });
      if (slots.length === 8) break;
    }
  });
  after(() => server?.stop());

  /** One connection's life: books, changes and cancels what it has. */
  async function fight(person, seed, ledger) {
    const client = server.client();
    client.cookie = desk.cookie;
    const choose = chooser(seed);
    const held = [];
    for (let round = 0; round < rounds; round += 1) {
      const slot = slots[choose(slots.length)].id;
      const what = held.length === 0 ? 0 : choose(4);
      let answer;
      if (what <= 1) answer = await client.post('/api/v1/appointments', { slotId: slot, personId: person });
      else if (what === 2) answer = await client.post(`/api/v1/appointments/${held[0]}/rescheduling`, { slotId: slot });
      else answer = await client.post(`/api/v1/appointments/${held[0]}/cancellation`, { reason: '测试' });
      if (answer.status >= 400) {
        assert.ok(expected.has(answer.body?.code), `${answer.status} ${answer.text}`);
        ledger.refused += 1;
      } else if (what <= 1) {
        assert.equal(answer.status, 201);
        held.push(answer.body.id);
        ledger.held.set(answer.body.id, { slot, person, code: answer.body.code });
      } else if (what === 2) {
        ledger.held.get(held[0]).slot = slot;
      } else {
        ledger.held.delete(held.shift());
        ledger.cancelled += 1;
      }
    }
    client.close();
  }

  test('64 connections for the last places', async () => {
    const ledger = { held: new Map(), refused: 0, cancelled: 0 };
    await Promise.all(people.map((person, n) => fight(person, n + 1, ledger)));
    assert.ok(ledger.refused > 0, 'nobody was refused: no race');
    assert.ok(ledger.held.size > 0 && ledger.cancelled > 0);

    // The file agrees with itself …
    assert.deepEqual(must(await operator.get('/api/v1/checks'), 200), { ok: true, problems: [] });
    // … and with what was answered: every accepted booking once, and nothing else.
    const found = new Map();
    for (const slot of slots) {
      const items = await all(desk, `/api/v1/appointments?date=${slot.date}&departmentId=${slot.department}&limit=200`);
      const here = items.filter((one) => one.slot.id === slot.id && one.state === 'booked');
      assert.ok(here.length <= slot.capacity, `${here.length} in ${slot.capacity} places`);
      const numbers = here.map((one) => one.sequence);
      assert.equal(new Set(numbers).size, numbers.length, 'two have one number');
      for (const one of here) {
        if (!people.includes(one.person.id)) continue;
        assert.ok(!found.has(one.id));
        found.set(one.id, { slot: slot.id, person: one.person.id, code: one.code });
      }
    }
    assert.deepEqual([...found].sort(), [...ledger.held].sort());
    const codes = [...found.values()].map((one) => one.code);
    assert.equal(new Set(codes).size, codes.length);
  });

  test('quotas, holds, resting places, extra numbers and waiting lists, all at once', async () => {
    const admin = await server.as('admin');
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    const soon = new Date(Date.parse(today) + 3 * 86_400_000).toISOString().slice(0, 10);
    const sessions = [];
    for (const day of (await freeDays(desk, 400)).filter((one) => one.date > soon)) {
      const { items } = must(await desk.get(`/api/v1/sessions?date=${day.date}&departmentId=${day.department}`), 200);
      const session = items.find((one) => one.state === 'open' && one.taken === 0 && one.slots.length >= 2);
      if (!session) continue;
      for (const [n, slot] of session.slots.entries()) must(await admin.patch(`/api/v1/slots/${slot.id}`, { capacity: n < 2 ? 2 : 0 }), 200);
      // Every other one has quotas: one place for the desk, one for partners, two for whoever comes.
      if (sessions.length % 2) must(await admin.patch(`/api/v1/sessions/${session.id}/quotas`, { quotas: [{ pool: 'desk', size: 1 }, { pool: 'partner', size: 1 }] }), 200);
      sessions.push({ ...session, day, slots: session.slots.slice(0, 2).map((one) => one.id) });
      if (sessions.length === 4) break;
    }
    const fighters = [];
    for (let n = 0; n < 24; n += 1) {
      if (n % 2) {
        const client = server.client();
        client.cookie = desk.cookie;
        fighters.push({ client, person: (await register(desk)).id, staff: true });
      } else {
        const client = await server.patient(newPhone());
        const self = must(await client.post('/api/v1/me/people', { name: '独孤求', document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
        fighters.push({ client, person: self.id, staff: false });
      }
    }
    const allowed = new Set([...expected, 'quota-full', 'hold-gone', 'hold-limit', 'too-many-today', 'not-full', 'already-waiting', 'waitlist-limit', 'no-offer', 'not-waiting', 'capacity-invalid']);
    const counts = {};
    async function live({ client, person, staff }, seed) {
      const choose = chooser(seed);
      const [booked, holds, entries] = [[], [], []];
      const take = async (promise, keep) => {
        const answer = await promise;
        if (answer.status >= 400) assert.ok(allowed.has(answer.body?.code), `${answer.status} ${answer.text}`);
        else if (keep) keep.push(answer.body.id);
        const what = answer.status >= 400 ? answer.body.code : 'done';
        counts[what] = (counts[what] ?? 0) + 1;
        return answer.status < 400;
      };
      for (let round = 0; round < rounds * 3; round += 1) {
        const session = sessions[choose(sessions.length)];
        const slotId = session.slots[choose(2)];
        const what = choose(10);
        if (what <= 2) await take(client.post('/api/v1/appointments', { slotId, personId: person }), booked);
        else if (what === 3) await take(client.post('/api/v1/holds', { slotId }), holds);
        else if (what === 4 && holds.length) await take(client.post('/api/v1/appointments', { holdId: holds.shift(), personId: person }), booked);
        else if (what === 5 && holds.length) await take(client.delete(`/api/v1/holds/${holds.shift()}`).then((answer) => (answer.status === 204 ? { status: 204 } : answer)));
        else if (what === 6 && booked.length) await take(client.post(`/api/v1/appointments/${booked.shift()}/cancellation`, {}));
        else if (what === 7) await take(client.post('/api/v1/waitlist-entries', { sessionId: session.id, personId: person }), entries);
        else if (what === 8 && entries.length) {
          const entry = entries[choose(entries.length)];
          if (choose(3)) await take(client.post(`/api/v1/waitlist-entries/${entry}/acceptance`, {}), booked);
          else await take(client.post(`/api/v1/waitlist-entries/${entry}/refusal`, {}));
        } else if (what === 9 && staff && choose(4) === 0) await take(client.post(`/api/v1/sessions/${session.id}/extra-numbers`, { slotId, personId: person, reason: '加号' }), booked);
        else if (booked.length) await take(client.post(`/api/v1/appointments/${booked[0]}/rescheduling`, { slotId }));
      }
    }
    // The counters agree with the rows at any moment, not only in the end.
    let fighting = true;
    const watching = (async () => {
      let looks = 0;
      for (; fighting; looks += 1) assert.deepEqual(must(await operator.get('/api/v1/checks'), 200).problems, []);
      return looks;
    })();
    await Promise.all(fighters.map((one, n) => live(one, n + 101))).finally(() => { fighting = false; });
    assert.ok((await watching) > 0);
    assert.deepEqual(must(await operator.get('/api/v1/checks'), 200), { ok: true, problems: [] });
    for (const code of ['done', 'slot-full', 'quota-full', 'no-offer']) assert.ok(counts[code] > 0, `${code} never happened: ${JSON.stringify(counts)}`);
    for (const session of sessions) {
      const { items } = must(await desk.get(`/api/v1/sessions?date=${session.day.date}&departmentId=${session.day.department}`), 200);
      const seen = items.find((one) => one.id === session.id);
      for (const slot of seen.slots) assert.ok(slot.taken <= slot.capacity);
      for (const pool of seen.quotas) assert.ok(pool.taken <= pool.size, JSON.stringify(seen.quotas));
    }
    for (const { client } of fighters) client.close();
  });

  test('the same request sent many times at once books once and answers the same', async () => {
    const [day] = await freeDays(desk);
    const page = must(await desk.get(`/api/v1/departments/${day.department}/sessions?date=${day.date}`), 200);
    const slot = page.items.flatMap((one) => one.slots).find((one) => one.free > 0);
    const person = await register(desk);
    const body = { slotId: slot.id, personId: person.id };
    const headers = { 'Idempotency-Key': 'the-same-0001' };
    const answers = await Promise.all(Array.from({ length: 16 }, () => desk.post('/api/v1/appointments', body, { headers })));
    assert.deepEqual(new Set(answers.map((one) => one.status)), new Set([201]));
    assert.equal(new Set(answers.map((one) => one.text)).size, 1);
    const booked = must(await desk.get(`/api/v1/appointments?personId=${person.id}&state=all`), 200).items;
    assert.equal(booked.length, 1);
    // Another key, or none, is another request.
    mustRefuse(await desk.post('/api/v1/appointments', body), 409, 'already-booked');
    mustRefuse(await desk.post('/api/v1/appointments', { ...body, note: 'x' }, { headers }), 422, 'idempotency-mismatch');
  });

  test('one person wanting one slot on many connections gets it once', async () => {
    const visitor = await server.patient(newPhone());
    const self = must(await visitor.post('/api/v1/me/people', { name: '独孤求', document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    const [day] = await freeDays(visitor);
    const page = must(await visitor.get(`/api/v1/departments/${day.department}/sessions?date=${day.date}`), 200);
    const slot = page.items.flatMap((one) => one.slots).find((one) => one.free > 0);
    const answers = await Promise.all(Array.from({ length: 24 }, () => visitor.post('/api/v1/appointments', { slotId: slot.id, personId: self.id })));
    const accepted = answers.filter((one) => one.status === 201);
    assert.equal(accepted.length, 1);
    for (const one of answers) if (one.status !== 201) mustRefuse(one, 409, 'already-booked');
    assert.deepEqual(must(await operator.get('/api/v1/checks'), 200).problems, []);
  });
});
