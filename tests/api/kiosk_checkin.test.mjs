// Checking in at kiosks, also those of other vendors: a booking code or a document finds what
// somebody has come for today, one call checks in, and nothing more than needed is told.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, newColleague, nobody, register, startServer } from './lib.mjs';

const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const shifted = (at, minutes) => new Date(Date.parse(at) + minutes * 60_000).toISOString();

describe('checking in at a kiosk', () => {
  let server;
  let desk;
  let kiosk;
  before(async () => {
    server = await startServer();
    desk = await server.as('desk');
    const admin = await server.as('admin');
    must(await admin.post('/api/v1/policies', { document: {}, note: 'kiosk' }), 201);
    const operator = await newColleague(server, admin, 'kiosk.operator', ['operator']);
    const made = must(await operator.post('/api/v1/api-keys', { name: 'hall kiosk', permissions: ['check-in'] }), 201);
    const headers = { Authorization: `Bearer ${made.key}` };
    const client = server.client();
    kiosk = {
      look: (shown) => client.post('/api/v1/kiosk/visits', shown, { headers }),
      arrive: (shown, appointmentId) => client.post('/api/v1/kiosk/arrivals', { ...shown, appointmentId }, { headers }),
      get: (path) => client.get(path, { headers }),
    };
  });
  after(() => server?.stop());

  async function turn(now) {
    must(await server.client().post('/api/v1/demo/clock', { now }), 200);
    desk = await server.as('desk');
  }
  /** Two people booked into the first slot of a morning to come; the clock stands before it. */
  let ahead = 0;
  async function morning(before = -20) {
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    for (ahead += 1; ahead < 13; ahead += 1) {
      const { items } = must(await desk.get(`/api/v1/sessions?date=${plusDays(today, ahead)}`), 200);
      const session = items.find((one) => one.state === 'open' && one.part === 'morning' && !one.quotas.length && one.practitioner
        && one.rooms.length && one.slots.length > 3 && one.slots[0].capacity - one.slots[0].taken >= 2);
      if (!session) continue;
      const booked = [];
      for (let n = 0; n < 2; n += 1) {
        const person = await register(desk);
        const appointment = must(await desk.post('/api/v1/appointments', { slotId: session.slots[0].id, personId: person.id }), 201);
        booked.push({ ...appointment, code: appointment.code.replaceAll(' ', ''), number: person.given.documents[0].number });
      }
      await turn(shifted(session.slots[0].startsAt, before));
      return { session, booked };
    }
    throw new Error('no morning is free enough');
  }

  test('a scanned code shows the visit, masked; one call checks in and gives the slip', async () => {
    const { session, booked: [one, other] } = await morning();
    const shown = { code: one.code, source: 'scan' };
    const { items } = must(await kiosk.look(shown), 200);
    assert.equal(items.length, 1);
    assert.equal(items[0].id, one.id);
    assert.match(items[0].person.name, /\*/);
    assert.equal(items[0].department.name, one.department.name);
    assert.equal(items[0].arrival.next.window, 'open');
    assert.equal(items[0].slip, null);
    assert.doesNotMatch(JSON.stringify(items), /per_|phone|\d{11}/, 'no phone, no id of a person');

    const done = must(await kiosk.arrive(shown, one.id), 200);
    assert.equal(done.state, 'arrived');
    assert.equal(done.slip.ahead, 0);
    assert.deepEqual(done.slip.rooms, session.rooms.map((room) => room.name));
    const seen = must(await desk.get(`/api/v1/appointments/${one.id}`), 200);
    assert.equal(seen.state, 'arrived');

    // Again: told again, and nothing else happens.
    assert.equal(must(await kiosk.arrive(shown, one.id), 200).slip.number, done.slip.number);
    const second = must(await kiosk.arrive({ code: other.code, source: 'scan' }, other.id), 200);
    assert.equal(second.slip.ahead, 1);
  });

  test('whoever types a number is told times only', async () => {
    const { booked: [one] } = await morning();
    const shown = { number: one.number, source: 'typed' };
    const { items } = must(await kiosk.look(shown), 200);
    assert.equal(items[0].id, one.id);
    for (const hidden of ['person', 'department', 'practitioner', 'kind']) assert.equal(items[0][hidden], undefined, hidden);
    const done = must(await kiosk.arrive(shown, one.id), 200);
    assert.equal(done.department, undefined);
    assert.equal(done.slip.state, 'waiting');
    const read = must(await kiosk.look({ number: one.number, source: 'card' }), 200);
    assert.match(read.items[0].person.name, /\*/);
  });

  test('passed over or back from examinations: the same call brings back into line', async () => {
    const { session, booked: [one, other] } = await morning();
    for (const each of [one, other]) must(await kiosk.arrive({ code: each.code, source: 'scan' }, each.id), 200);
    const { rooms } = must(await desk.get(`/api/v1/sessions/${session.id}/line`), 200);
    const ticket = must(await desk.post(`/api/v1/sessions/${session.id}/calls`, { roomId: rooms[0].id }), 201);
    const shown = { code: one.code, source: 'scan' };
    assert.equal(must(await kiosk.look(shown), 200).items[0].slip.room, rooms[0].name);
    for (let n = 0; n < 2; n += 1) must(await desk.post(`/api/v1/tickets/${ticket.id}/steps`, { step: 'recall' }), 200);
    must(await desk.post(`/api/v1/tickets/${ticket.id}/steps`, { step: 'miss' }), 200);
    assert.equal(must(await kiosk.look(shown), 200).items[0].slip.state, 'missed');
    assert.equal(must(await kiosk.arrive(shown, one.id), 200).slip.state, 'waiting');
  });

  test('refused: too early, another one\'s appointment, another day, nobody, nonsense', async () => {
    const { booked: [one, other] } = await morning(-20);
    const shown = { code: one.code, source: 'scan' };
    mustRefuse(await kiosk.arrive(shown, other.id), 404, 'no-visit-today');
    mustRefuse(await kiosk.look({ number: '110101199003070000' }), 404, 'no-visit-today');
    mustRefuse(await kiosk.look({}), 422, 'field-invalid');
    mustRefuse(await kiosk.look({ code: '1', number: '2' }), 422, 'field-invalid');
    mustRefuse(await kiosk.look({ code: one.code, source: 'guess' }), 422, 'field-invalid');
    mustRefuse(await kiosk.arrive(shown, nobody('apt')), 404, 'no-visit-today');
    const { slots } = must(await desk.get(`/api/v1/sessions?date=${plusDays(one.session.date, 2)}`), 200).items.find((each) => each.state === 'open' && each.slots.some((slot) => slot.free > 0) && !each.quotas.length);
    const person = await register(desk);
    const later = must(await desk.post('/api/v1/appointments', { slotId: slots.find((slot) => slot.free > 0).id, personId: person.id }), 201);
    mustRefuse(await kiosk.look({ code: later.code, source: 'scan' }), 404, 'no-visit-today');
    mustRefuse(await kiosk.get('/api/v1/patients?q=1'), 403, 'forbidden');
    mustRefuse(await desk.post('/api/v1/kiosk/visits', shown), 403, 'forbidden');
  });

  test('a document that must be seen is seen by a card reader, not by a scanner', async () => {
    const admin = await server.as('admin');
    must(await admin.post('/api/v1/policies', { document: { arrival: { checkIn: { opensMinutesBefore: 60, closesMinutesBefore: 0 }, late: 'late', documentSeen: true } }, note: 'documents' }), 201);
    const { booked: [one] } = await morning();
    mustRefuse(await kiosk.arrive({ code: one.code, source: 'scan' }, one.id), 409, 'document-not-seen');
    assert.equal(must(await kiosk.arrive({ number: one.number, source: 'card' }, one.id), 200).state, 'arrived');
    // The clock has been turned, and staff are signed out by that.
    must(await (await server.as('admin')).post('/api/v1/policies', { document: {}, note: 'usual' }), 201);
  });

  test('two hundred wrong tries, and the kiosk has to wait', async () => {
    const { booked: [one] } = await morning();
    let refused = 0;
    for (let n = 0; n < 230 && !refused; n += 1) {
      const answer = await kiosk.look({ number: `1101011990030${String(n).padStart(5, '0')}` });
      if (answer.status === 429) refused = n;
      else mustRefuse(answer, 404, 'no-visit-today');
    }
    assert.ok(refused >= 190, `refused after ${refused}`);
    mustRefuse(await kiosk.look({ code: one.code, source: 'scan' }), 429, 'too-many-attempts');
  });
});
