// The line's rules from outside: walk-ins, classes, needs, the place before the room, handing over
// and closing.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, register, startServer } from './lib.mjs';

const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const minutesBefore = (at, minutes) => new Date(Date.parse(at) - minutes * 60_000).toISOString();

describe('the rules of waiting lines', () => {
  let server;
  let desk;
  /** A morning session of a department, and another one of it that day. */
  let session;
  let other;
  before(async () => {
    server = await startServer();
    const admin = await server.as('admin');
    must(await admin.post('/api/v1/policies', {
      document: { oncePerDay: [], limits: { active: null, perDay: null }, line: { nearRoom: 1, callsBeforeMissed: 1 } },
      note: 'lines',
    }), 201);
    desk = await server.as('desk');
    [session, other] = await twoSessions();
    must(await server.client().post('/api/v1/demo/clock', { now: minutesBefore(session.slots[0].startsAt, 30) }), 200);
    desk = await server.as('desk');
    session.rooms = (await line(session)).rooms;
    other.rooms = (await line(other)).rooms;
  });
  after(() => server?.stop());

  async function twoSessions() {
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    for (let ahead = 1; ahead < 12; ahead += 1) {
      const { items } = must(await desk.get(`/api/v1/sessions?date=${plusDays(today, ahead)}`), 200);
      const free = items.filter((one) => one.state === 'open' && !one.quotas.length && !one.remote && one.slots.every((slot) => slot.capacity - slot.taken >= 2));
      for (const first of free.filter((one) => one.part === 'morning' && one.rooms.length > 1)) {
        const second = free.find((one) => one.id !== first.id && one.department.id === first.department.id);
        if (second) return [first, second];
      }
    }
    throw new Error('no department has two sessions that are free enough');
  }
  const line = async (one) => must(await desk.get(`/api/v1/sessions/${one.id}/line`), 200);
  const call = (one, room = 0, body = {}) => desk.post(`/api/v1/sessions/${one.id}/calls`, { roomId: one.rooms[room].id, ...body });
  const beckon = (one, room = 0) => desk.post(`/api/v1/sessions/${one.id}/beckonings`, { roomId: one.rooms[room].id });
  const step = (ticket, body) => desk.post(`/api/v1/tickets/${ticket}/steps`, body);
  const walkIn = (one, person, body = {}, options = {}) => desk.post(`/api/v1/sessions/${one.id}/walk-ins`, { personId: person.id, ...body }, options);
  async function here(one, slot, fields = {}) {
    const person = await register(desk, fields);
    const booked = must(await desk.post('/api/v1/appointments', { slotId: one.slots[slot].id, personId: person.id }), 201);
    must(await desk.post(`/api/v1/appointments/${booked.id}/arrival`, {}), 200);
    return booked;
  }
  const ticketOf = async (one, booked) => (await line(one)).line.items.find((item) => item.appointmentId === booked.id);

  test('whoever comes without an appointment stands in line by the class they belong to', async () => {
    const person = await register(desk);
    const key = { headers: { 'Idempotency-Key': `walk-${Math.random()}` } };
    const made = must(await walkIn(session, person, {}, key), 201);
    assert.equal(made.appointment.state, 'arrived');
    assert.equal(made.appointment.walkIn, true);
    assert.match(made.ticket.number, /^W\d+$/);
    assert.equal(made.ticket.walkIn, true);
    assert.equal(made.ticket.priority, null);
    assert.equal(must(await walkIn(session, person, {}, key), 201).ticket.id, made.ticket.id);
    mustRefuse(await walkIn(session, person), 409, 'already-booked');

    const old = must(await walkIn(session, await register(desk, { birthDate: '1938-03-04' })), 201).ticket;
    assert.equal(old.priority.code, 'elderly');
    assert.equal(old.priority.nameEn, 'Old age');
    const shown = must(await walkIn(session, await register(desk), { priority: 'service-member' }), 201).ticket;
    mustRefuse(await walkIn(session, await register(desk), { priority: 'king' }), 422, 'unknown-reference');
    const { items } = (await line(session)).line;
    assert.deepEqual(items.map((one) => one.id), [shown.id, old.id, made.ticket.id]);
    assert.deepEqual(items[1].why[0].code, 'due-priority');
    assert.equal(items[1].why[0].params.class, '高龄老人');
    assert.equal(items[1].why[0].params.classEn, 'Old age');

    const booked = await here(session, 0, { birthDate: '1938-03-04' });
    const due = await ticketOf(session, booked);
    assert.equal(due.due, due.slotStart);
    assert.ok(due.why.some((one) => one.code === 'class'));
    for (const ticket of [shown, old, made.ticket]) must(await step(ticket.id, { step: 'leave' }), 200);
    assert.equal((await line(session)).line.notSeen, 3);
    assert.equal(must(await desk.get(`/api/v1/appointments/${made.appointment.id}`), 200).notSeen, 'went-home');
    must(await step(due.id, { step: 'leave' }), 200);
  });

  test('needs change how one is called, also when they are marked later', async () => {
    const booked = await here(session, 1, { needs: ['hearing'] });
    const ticket = await ticketOf(session, booked);
    assert.equal(ticket.calling.fetch, true);
    assert.equal(must(await call(session), 201).id, ticket.id);
    const refused = mustRefuse(await step(ticket.id, { step: 'miss' }), 409, 'not-called-enough');
    assert.equal(refused.params.needed, '2');
    must(await step(ticket.id, { step: 'recall' }), 200);
    must(await step(ticket.id, { step: 'miss' }), 200);
    const person = must(await desk.get(`/api/v1/patients/${booked.person.id}`), 200);
    must(await desk.patch(`/api/v1/patients/${booked.person.id}`, { needs: ['language'], version: person.version }), 200);
    const now = await ticketOf(session, booked);
    assert.deepEqual([now.calling.english, now.calling.fetch], [true, false]);
    must(await step(ticket.id, { step: 'leave' }), 200);
  });

  test('one waits before each room, and is called from there', async () => {
    mustRefuse(await beckon(session), 409, 'nobody-waits');
    const [first, second, third] = [await here(session, 0), await here(session, 0), await here(session, 2)];
    const near = must(await beckon(session), 201);
    assert.equal(near.appointmentId, first.id);
    assert.equal(near.state, 'near');
    mustRefuse(await beckon(session), 409, 'near-full');
    assert.equal((await ticketOf(session, first)).why.at(-1).code, 'near');
    assert.equal(must(await beckon(session, 1), 201).appointmentId, second.id);
    assert.equal(must(await call(session), 201).appointmentId, first.id);
    const missed = must(await step((await ticketOf(session, second)).id, { step: 'miss' }), 200);
    assert.equal(missed.state, 'missed');
    assert.equal(must(await call(session, 1), 201).appointmentId, third.id);
    for (const one of [first, third]) must(await step((await ticketOf(session, one)).id, { step: 'finish' }), 200);
    must(await step(missed.id, { step: 'leave' }), 200);
  });

  test('two rooms that hand over the same patient at once move them once', async () => {
    const booked = await here(session, 1);
    const ticket = await ticketOf(session, booked);
    const { takingOver } = await line(session);
    assert.ok(takingOver.some((one) => one.id === other.id));
    const move = () => desk.post(`/api/v1/tickets/${ticket.id}/transfer`, { sessionId: other.id, reason: '医生临时手术' });
    mustRefuse(await desk.post(`/api/v1/tickets/${ticket.id}/transfer`, { sessionId: other.id }), 422, 'required');
    const answers = await Promise.all([move(), move()]);
    assert.deepEqual(answers.map((one) => one.status).sort(), [201, 409]);
    const there = answers.find((one) => one.status === 201).body;
    assert.equal(there.sessionId, other.id);
    assert.equal(there.due, ticket.due);
    assert.equal(there.transferred, true);
    assert.equal(await ticketOf(session, booked), undefined);
    const waiting = await ticketOf(other, booked);
    assert.ok(waiting.why.some((one) => one.code === 'transferred'));
    const called = must(await call(other), 201);
    assert.equal(called.appointmentId, booked.id);
    assert.equal(called.room.id, other.rooms[0].id);
    must(await step(called.id, { step: 'finish' }), 200);
    const done = must(await desk.get(`/api/v1/appointments/${booked.id}`), 200);
    assert.equal(done.state, 'fulfilled');
    assert.ok(done.events.some((one) => one.what === 'transferred'));
  });

  test('a line that closes sends whoever comes elsewhere, and ends when each is settled', async () => {
    const [carried, home, anew] = [await here(session, 2), await here(session, 2), await here(session, 3)];
    const late = await register(desk);
    const coming = must(await desk.post('/api/v1/appointments', { slotId: session.slots[3].id, personId: late.id }), 201);
    mustRefuse(await desk.delete(`/api/v1/sessions/${session.id}/closing`), 409, 'line-open');
    const closing = must(await desk.post(`/api/v1/sessions/${session.id}/closing`, { reason: '医生身体不适' }), 200);
    assert.equal(closing.line.state, 'closing');
    assert.equal(closing.line.items.length, 3);
    const refused = mustRefuse(await desk.post(`/api/v1/appointments/${coming.id}/arrival`, {}), 409, 'line-closing');
    assert.ok(refused.alternatives.length > 0);
    mustRefuse(await walkIn(session, await register(desk)), 409, 'line-closing');

    must(await desk.post(`/api/v1/tickets/${(await ticketOf(session, carried)).id}/transfer`, { sessionId: other.id, reason: '提前结束' }), 201);
    must(await step((await ticketOf(session, home)).id, { step: 'leave' }), 200);
    const ticket = await ticketOf(session, anew);
    const { date } = session;
    let slot;
    for (let ahead = 1; ahead < 8 && !slot; ahead += 1) {
      const { items } = must(await desk.get(`/api/v1/sessions?date=${plusDays(date, ahead)}&departmentId=${session.department.id}`), 200);
      slot = items.filter((one) => one.state === 'open' && !one.quotas.length).flatMap((one) => one.slots).find((one) => one.state === 'free' && one.capacity > one.taken);
    }
    mustRefuse(await desk.post(`/api/v1/tickets/${ticket.id}/rebooking`, { slotId: slot.id }), 422, 'required');
    const moved = must(await desk.post(`/api/v1/tickets/${ticket.id}/rebooking`, { slotId: slot.id, reason: '提前结束' }), 200);
    assert.deepEqual([moved.id, moved.state, moved.slot.id], [anew.id, 'booked', slot.id]);
    assert.equal((await line(session)).line.state, 'closed');

    must(await desk.delete(`/api/v1/sessions/${session.id}/closing`), 200);
    must(await desk.post(`/api/v1/appointments/${coming.id}/arrival`, {}), 200);
    assert.equal((await line(session)).line.state, 'open');
  });

  test('the day after, who was left is on record as not seen, and nothing counts against them', async () => {
    const left = (await line(session)).line.items[0];
    must(await server.client().post('/api/v1/demo/clock', { now: new Date(Date.parse(`${session.date}T21:30:00Z`)).toISOString() }), 200);
    desk = await server.as('desk');
    let shown;
    for (let tries = 0; tries < 60; tries += 1) {
      shown = must(await desk.get(`/api/v1/appointments/${left.appointmentId}`), 200);
      if (shown.notSeen) break;
      await new Promise((done) => setTimeout(done, 500));
    }
    assert.deepEqual([shown.state, shown.notSeen], ['arrived', 'day-over']);
    const conduct = must(await desk.get(`/api/v1/patients/${left.person.id}/conduct`), 200);
    assert.equal(conduct.items.length, 0);
    const now = await line(session);
    assert.equal(now.line.state, 'closed');
    mustRefuse(await desk.post(`/api/v1/sessions/${session.id}/closing`, {}), 409, 'clinic-not-today');
  });

  test('settings that would break the promise are refused by name', async () => {
    const admin = await server.as('admin');
    const refused = mustRefuse(await admin.post('/api/v1/policies', { document: { line: { lateMinutes: 31 } }, note: 'x' }), 422, 'field-invalid');
    assert.equal(refused.params.name, '/document/line/lateMinutes');
    const current = must(await admin.get('/api/v1/policies/current'), 200);
    assert.match(current.meaning[0].sentences.join(''), /军人现场挂号的，按到达时间排队。/);
    assert.match(current.meaningEn[0].sentences.join(' '), /Without an appointment one is due 30 minutes after arriving/);
  });
});
