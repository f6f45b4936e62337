// Waiting times from outside: what patients are told, being called later by one's own wish, messages
// when few are ahead, how forecasts held, and checking in by the code posted where one waits.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, newName, newPhone, register, residentNumber, startServer } from './lib.mjs';

const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const plus = (at, minutes) => new Date(Date.parse(at) + minutes * 60_000).toISOString();

describe('waiting times', () => {
  let server;
  let desk;
  let admin;
  before(async () => {
    server = await startServer();
    await signInStaff();
    must(await admin.post('/api/v1/policies', { document: {}, note: 'waits' }), 201);
  });
  after(() => server?.stop());

  async function signInStaff() {
    [desk, admin] = [await server.as('desk'), await server.as('admin')];
  }
  async function turn(now) {
    must(await server.client().post('/api/v1/demo/clock', { now }), 200);
    await signInStaff();
  }

  /** A morning's session of days to come in which so many can be booked in each of two slots. */
  let used = 0;
  async function morning(count) {
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    for (let ahead = 1; ahead < 12; ahead += 1) {
      const { items } = must(await desk.get(`/api/v1/sessions?date=${plusDays(today, ahead)}`), 200);
      const fit = items.filter((one) => one.state === 'open' && one.part === 'morning' && !one.quotas.length && one.rooms.length > 0
        && one.slots.slice(0, 2).every((slot) => slot.capacity - slot.taken >= count));
      if (!fit[used]) continue;
      const session = fit[used];
      used += 1;
      session.room = must(await desk.get(`/api/v1/sessions/${session.id}/line`), 200).rooms[0];
      return session;
    }
    throw new Error('no morning is free enough');
  }
  async function bookAtDesk(session, slot, person = {}) {
    const made = await register(desk, person);
    const booked = must(await desk.post('/api/v1/appointments', { slotId: session.slots[slot].id, personId: made.id }), 201);
    return { ...booked, phone: made.given.phone };
  }
  const arrive = (client, one, body = {}) => client.post(`/api/v1/appointments/${one.id}/arrival`, body);
  const call = async (session) => must(await desk.post(`/api/v1/sessions/${session.id}/calls`, { roomId: session.room.id }), 201);
  const step = async (ticket, name) => must(await desk.post(`/api/v1/tickets/${ticket.id}/steps`, { step: name }), 200);
  async function visit(session) {
    const called = await call(session);
    await step(called, 'start');
    await step(called, 'finish');
    return called;
  }
  const messages = async (phone) => must(await desk.get(`/api/v1/demo/messages?phone=${phone}`), 200).items.map((one) => one.text);

  /** A patient with a phone, and somebody of their own with a place in this slot. */
  async function patientWith(session, slot) {
    const client = await server.patient(newPhone());
    const person = must(await client.post('/api/v1/me/people', {
      name: newName(), relation: 'self', document: { type: 'resident-card', number: residentNumber() },
    }), 201);
    const booked = must(await client.post('/api/v1/appointments', { slotId: session.slots[slot].id, personId: person.id }), 201);
    return { client, person, booked };
  }

  test('few ahead: told once, when a room calls; who does not hear is told of the call, too', async () => {
    const session = await morning(4);
    const booked = [];
    for (let n = 0; n < 3; n += 1) booked.push(await bookAtDesk(session, 0, n === 1 ? { needs: ['hearing'] } : {}));
    for (let n = 0; n < 3; n += 1) booked.push(await bookAtDesk(session, 1));
    await turn(plus(booked[0].slot.startsAt, -10));
    for (const one of booked) must(await arrive(desk, one), 200);
    const told = async (one, word) => (await messages(one.phone)).filter((text) => text.includes(word)).length;
    assert.equal(await told(booked[1], '候诊提醒'), 0, 'nobody is called yet');

    await visit(session);
    await visit(session);
    const few = [];
    for (const one of booked) few.push(await told(one, '候诊提醒'));
    assert.deepEqual(few, [0, 1, 1, 1, 1, 1]);
    assert.match((await messages(booked[4].phone)).find((text) => text.includes('候诊提醒')), /前面还有 3 位/);
    assert.equal(await told(booked[1], '叫号'), 1);
    assert.equal(await told(booked[0], '叫号'), 0);

    const settings = must(await admin.get('/api/v1/settings'), 200);
    assert.equal(settings.tellAhead, 3);
    mustRefuse(await admin.patch('/api/v1/settings', { tellAhead: 21, version: settings.version }), 422, 'field-invalid');
    must(await admin.patch('/api/v1/settings', { tellAhead: 0, version: settings.version }), 200);
  });

  test('called later by their own wish: shown first, twice at most', async () => {
    const session = await morning(4);
    const { client, booked } = await patientWith(session, 0);
    const others = [];
    for (let n = 0; n < 3; n += 1) others.push(await bookAtDesk(session, 0));
    others.push(await bookAtDesk(session, 1));
    const target = `/api/v1/appointments/${booked.id}/postponement`;
    mustRefuse(await client.get(target), 409, 'not-in-line');
    await turn(plus(booked.slot.startsAt, -10));
    for (const one of [booked, ...others]) must(await arrive(desk, one), 200);

    const shown = must(await client.get(target), 200);
    assert.equal(shown.left, 2);
    assert.equal(shown.now.ahead, 0);
    assert.deepEqual(shown.choices.map((one) => one.minutes), [10, 20, 30]);
    assert.equal(shown.choices[0].ahead, 3);
    assert.ok(shown.choices[0].forecast.half.from < shown.choices[0].forecast.half.to);
    assert.ok(shown.choices[2].forecast.middle >= shown.now.forecast.middle);

    mustRefuse(await client.post(target, { minutes: 15 }), 422, 'field-invalid');
    const stranger = await server.patient(newPhone());
    mustRefuse(await stranger.get(target), 404, 'not-found');
    mustRefuse(await stranger.post(target, { minutes: 10 }), 404, 'not-found');
    assert.deepEqual(must(await client.post(target, { minutes: 10 }), 200), { left: 1, ahead: 3 });
    assert.deepEqual(must(await client.post(target, { minutes: 30 }), 200), { left: 0, ahead: 4 });
    mustRefuse(await client.post(target, { minutes: 10 }), 409, 'postponed-enough');
    assert.equal(must(await client.get(target), 200).left, 0);
    for (let n = 0; n < 4; n += 1) await visit(session);
    const called = await call(session);
    assert.equal(called.appointmentId, booked.id);
    mustRefuse(await client.post(target, { minutes: 10 }), 409, 'wrong-state');
  });

  test('forecasts made on joining are scored on calling; who asked to be later is counted apart', async () => {
    const session = await morning(4);
    const booked = [];
    for (let n = 0; n < 4; n += 1) booked.push(await bookAtDesk(session, 0));
    await turn(plus(booked[0].slot.startsAt, -10));
    for (const one of booked) must(await arrive(desk, one), 200);
    // They are made beside the writing of the arrival, within a second or two.
    await pause(3000);
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    const scores = async () => must(await admin.get(`/api/v1/wait-forecasts?from=${today}&to=${today}`), 200)
      .items.find((one) => one.department.id === booked[0].department.id);
    const before = (await scores()) ?? { called: 0, setAside: 0 };
    await turn(plus(booked[0].slot.startsAt, 1));
    const first = await visit(session);
    assert.equal(first.appointmentId, booked[0].id);
    const one = await scores();
    assert.equal(one.called - before.called, 1);
    assert.equal(one.department.name, booked[0].department.name);
    assert.ok(one.withinHalf <= one.withinMost && one.withinMost <= one.called);
    const line = must(await desk.get(`/api/v1/sessions/${session.id}/line`), 200).line.items;
    must(await desk.post(`/api/v1/tickets/${line[0].id}/steps`, { step: 'postpone', minutes: 5 }), 200);
    const two = await scores();
    assert.deepEqual([two.called, two.setAside], [one.called, one.setAside + 1]);

    mustRefuse(await desk.get('/api/v1/wait-forecasts'), 403, 'forbidden');
    mustRefuse(await admin.get('/api/v1/wait-forecasts?from=2026-01-01&to=2026-12-31'), 400, 'query-invalid');
    mustRefuse(await admin.get('/api/v1/wait-forecasts?from=x'), 400, 'query-invalid');
  });

  test('checking in by the code posted where one waits, and nowhere else', async () => {
    const session = await morning(2);
    const { client, booked } = await patientWith(session, 0);
    const areas = must(await admin.get('/api/v1/areas'), 200).items;
    const here = areas.find((one) => one.roomIds.includes(session.room.id));
    const elsewhere = areas.find((one) => one.id !== here.id && !one.roomIds.some((id) => session.rooms.some((room) => room.id === id)));
    await turn(plus(booked.slot.startsAt, -20));

    const seen = must(await client.get(`/api/v1/posted-codes/${here.postedCode}`), 200);
    assert.equal(seen.area.name, here.name);
    assert.deepEqual(seen.items.map((one) => [one.id, one.here]), [[booked.id, true]]);
    const from = must(await client.get(`/api/v1/posted-codes/${elsewhere.postedCode}`), 200).items[0];
    assert.equal(from.here, false);
    assert.equal(from.areas[0].name, here.name);
    mustRefuse(await client.get('/api/v1/posted-codes/AAAAAAAAAAAAAAAAAAAAAA'), 404, 'posted-code-unknown');
    mustRefuse(await server.client('public').get(`/api/v1/posted-codes/${here.postedCode}`), 401, 'sign-in-needed');

    mustRefuse(await arrive(client, booked), 409, 'arrive-on-site');
    mustRefuse(await arrive(client, booked, { postedCode: 'AAAAAAAAAAAAAAAAAAAAAA' }), 404, 'posted-code-unknown');
    const away = mustRefuse(await arrive(client, booked, { postedCode: elsewhere.postedCode }), 409, 'posted-elsewhere');
    assert.ok(away.detail.includes(here.name) && away.detail.includes(elsewhere.name));
    const came = must(await arrive(client, booked, { postedCode: here.postedCode }), 200);
    assert.equal(came.state, 'arrived');

    const renewed = must(await admin.post(`/api/v1/areas/${here.id}/posted-code`, {}), 200);
    assert.notEqual(renewed.postedCode, here.postedCode);
    mustRefuse(await client.get(`/api/v1/posted-codes/${here.postedCode}`), 404, 'posted-code-unknown');
  });

  test('a code on the wall does not stand for a document that has to be seen', async () => {
    const session = await morning(2);
    const { client, booked } = await patientWith(session, 0);
    const here = must(await admin.get('/api/v1/areas'), 200).items.find((one) => one.roomIds.includes(session.room.id));
    must(await admin.post('/api/v1/policies', { document: { arrival: { documentSeen: true } }, note: 'documents' }), 201);
    await turn(plus(booked.slot.startsAt, -20));
    mustRefuse(await arrive(client, booked, { postedCode: here.postedCode }), 409, 'document-not-seen');
  });
});
