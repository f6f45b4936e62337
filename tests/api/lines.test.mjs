// The clinic's day from outside: who has arrived is called in the right order, once.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, register, startServer } from './lib.mjs';

const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

describe('waiting lines', () => {
  let server;
  let desk;
  let admin;
  before(async () => {
    server = await startServer();
    [desk, admin] = [await server.as('desk'), await server.as('admin')];
    must(await admin.post('/api/v1/policies', { document: {}, note: 'lines' }), 201);
  });
  after(() => server?.stop());

  async function turn(now) {
    must(await server.client().post('/api/v1/demo/clock', { now }), 200);
    desk = await server.as('desk');
  }

  /** A morning to come with people booked into its slots: [[slot's index, …], …] as asked for. */
  let used = 0;
  async function morning(slots) {
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    for (let ahead = 1; ahead < 12; ahead += 1) {
      const { items } = must(await desk.get(`/api/v1/sessions?date=${plusDays(today, ahead)}`), 200);
      const fit = items.filter((one) => one.state === 'open' && one.part === 'morning' && !one.quotas.length && one.rooms.length > 1
        && one.slots.every((slot) => slot.capacity - slot.taken >= 3));
      const session = fit[used];
      if (!session) continue;
      used += 1;
      const booked = [];
      for (const index of slots) {
        const person = await register(desk);
        booked.push(must(await desk.post('/api/v1/appointments', { slotId: session.slots[index].id, personId: person.id }), 201));
      }
      return { session, booked };
    }
    throw new Error('no morning is free enough');
  }
  const arrive = async (one) => must(await desk.post(`/api/v1/appointments/${one.id}/arrival`, {}), 200);
  const minutesBefore = (at, minutes) => new Date(Date.parse(at) - minutes * 60_000).toISOString();
  const line = async (session) => must(await desk.get(`/api/v1/sessions/${session.id}/line`), 200);
  const callTo = (session, room, body = {}, options = {}) =>
    desk.post(`/api/v1/sessions/${session.id}/calls`, { roomId: session.lineRooms[room].id, ...body }, options);
  const step = (ticket, body) => desk.post(`/api/v1/tickets/${ticket}/steps`, body);

  test('arrive, wait, be called, be seen, go to examinations and come back', async () => {
    const { session, booked } = await morning([0, 0, 1]);
    const empty = await line(session);
    assert.equal(empty.line, null);
    session.lineRooms = empty.rooms;
    await turn(minutesBefore(booked[0].slot.startsAt, 20));
    mustRefuse(await callTo(session, 0), 409, 'nobody-waits');
    for (const one of [booked[2], booked[1], booked[0]]) await arrive(one);

    const waiting = (await line(session)).line;
    assert.deepEqual(waiting.items.map((one) => one.appointmentId), booked.map((one) => one.id));
    assert.deepEqual(waiting.items[0].why.map((one) => one.code), ['due-slot', 'ahead']);
    assert.equal(waiting.items[2].why[1].params.n, '2');
    assert.match(waiting.items[0].person.name, /\*/);

    const again = await desk.get(`/api/v1/sessions/${session.id}/line?after=${waiting.seq}`);
    assert.equal(again.status, 204);
    const auditor = await server.as('auditor');
    const looks = must(await auditor.get('/api/v1/audit-entries?limit=200'), 200).items.filter((one) => one.action === 'line-seen');
    assert.equal(looks.length, 1, 'only what was seen is on record');

    const key = { headers: { 'Idempotency-Key': `call-${Math.random()}` } };
    const first = must(await callTo(session, 0, {}, key), 201);
    assert.equal(first.appointmentId, booked[0].id);
    assert.equal(must(await callTo(session, 0, {}, key), 201).id, first.id);
    mustRefuse(await callTo(session, 0), 409, 'still-called');
    const second = must(await callTo(session, 1), 201);
    assert.equal(second.appointmentId, booked[1].id);

    must(await step(first.id, { step: 'start' }), 200);
    must(await step(first.id, { step: 'send-away' }), 200);
    must(await step(second.id, { step: 'start' }), 200);
    must(await step(second.id, { step: 'finish' }), 200);
    assert.equal(must(await desk.get(`/api/v1/appointments/${booked[1].id}`), 200).state, 'fulfilled');
    must(await step(first.id, { step: 'come-back' }), 200);
    const back = (await line(session)).line.items;
    assert.deepEqual(back.map((one) => [one.appointmentId, one.returner]), [[booked[0].id, true], [booked[2].id, false]]);
    assert.equal(must(await callTo(session, 1), 201).id, first.id);
  });

  test('a call out of turn needs a reason; who does not come is passed over after the calls', async () => {
    const { session, booked } = await morning([0, 1]);
    session.lineRooms = (await line(session)).rooms;
    await turn(minutesBefore(booked[0].slot.startsAt, 15));
    for (const one of booked) await arrive(one);
    const [first, second] = (await line(session)).line.items;
    mustRefuse(await callTo(session, 0, { ticketId: second.id }), 422, 'required');
    must(await callTo(session, 0, { ticketId: second.id, reason: '病情加重' }), 201);
    mustRefuse(await step(second.id, { step: 'miss' }), 409, 'not-called-enough');
    for (let n = 0; n < 2; n += 1) must(await step(second.id, { step: 'recall' }), 200);
    must(await step(second.id, { step: 'miss' }), 200);
    mustRefuse(await step(second.id, { step: 'start' }), 409, 'wrong-state');
    must(await step(second.id, { step: 'come-back' }), 200);
    must(await step(first.id, { step: 'assign', roomId: session.lineRooms[1].id, reason: '指定诊室' }), 200);
    assert.equal(must(await callTo(session, 0), 201).id, second.id);
    const elsewhere = 'roo_0000000000001';
    mustRefuse(await callTo({ ...session, lineRooms: [{ id: elsewhere }] }, 0), 422, 'unknown-reference');
  });

  test('rooms that call at the same moment never get the same patient', async () => {
    const { session, booked } = await morning([0, 0, 0, 1, 1, 1]);
    session.lineRooms = (await line(session)).rooms;
    await turn(minutesBefore(booked[0].slot.startsAt, 15));
    for (const one of booked) await arrive(one);
    const seen = [];
    const room = async (index) => {
      for (;;) {
        const answer = await callTo(session, index);
        if (answer.status === 409) return;
        const ticket = must(answer, 201);
        seen.push(ticket.appointmentId);
        must(await step(ticket.id, { step: 'finish' }), 200);
      }
    };
    await Promise.all([room(0), room(1)]);
    assert.deepEqual([...seen].sort(), booked.map((one) => one.id).sort());
  });

  test('patients and administrators do not see who waits', async () => {
    const { session } = await morning([]);
    admin = await server.as('admin');
    mustRefuse(await admin.get(`/api/v1/sessions/${session.id}/line`), 403, 'forbidden');
  });
});
