// What the clock alone changes: a day is released to the second, a slot begins and is past. The
// demo's clock is turned; every step goes forward, as time does.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { freeSlots, must, mustRefuse, newName, newPhone, register, residentNumber, startServer } from './lib.mjs';

const dayMs = 86_400_000;
const dayAfter = (day, n) => new Date(Date.parse(day) + n * dayMs).toISOString().slice(0, 10);

describe('the clock', () => {
  let server;
  let desk;
  let patient;
  let self;
  let department;
  before(async () => {
    server = await startServer();
    desk = await server.as('desk');
    patient = await server.patient(newPhone());
    self = must(await patient.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    // One that has sessions every day, so that any day will do.
    for (const one of must(await patient.get('/api/v1/departments'), 200).items) {
      const { items } = must(await patient.get(`/api/v1/departments/${one.id}/days`), 200);
      const released = items.filter((day) => day.state !== 'not-released'); // before seven the last is not
      if (released.slice(1).every((day) => day.state === 'open')) { department = one.id; break; }
    }
    assert.ok(department);
  });
  after(() => server?.stop());

  const turn = async (now) => {
    // Staff are signed out by the hours that pass: the clock itself asks for nobody.
    const answer = must(await server.client().post('/api/v1/demo/clock', { now }), 200);
    const off = Date.parse(answer.now) - Date.parse(now);
    assert.ok(off > -1000 && off < 30_000, `${now}: ${answer.now}`);
  };
  const hospital = async () => must(await patient.get('/api/v1/hospital'), 200);
  const strip = async () => must(await patient.get(`/api/v1/departments/${department}/days`), 200).items;
  const sessions = async (date) => must(await patient.get(`/api/v1/departments/${department}/sessions?date=${date}`), 200).items;
  const slotState = async (date, id) => (await sessions(date)).flatMap((one) => one.slots).find((one) => one.id === id).state;

  test('a day is released at seven, the horizon ahead: not a second before', async () => {
    const { today, horizonDays, releaseTime } = await hospital();
    assert.equal(releaseTime, '07:00');
    const releaseDay = dayAfter(today, 1);
    const target = dayAfter(releaseDay, horizonDays);

    await turn(`${releaseDay}T06:59:50+08:00`);
    const waiting = (await strip()).at(-1);
    assert.deepEqual([waiting.date, waiting.state, waiting.free], [target, 'not-released', 0]);
    assert.equal(waiting.releasedAt, `${releaseDay}T07:00:00+08:00`);
    const session = (await sessions(target))[0];
    assert.equal(session.state, 'not-released');
    const [slot] = session.slots;
    assert.deepEqual([slot.state, slot.free], ['not-released', 0]);
    const refused = mustRefuse(await patient.post('/api/v1/appointments', { slotId: slot.id, personId: self.id }), 409, 'not-released-yet');
    assert.equal(refused.possibleAt, `${releaseDay}T07:00:00+08:00`);
    assert.ok(refused.alternatives.length > 0, 'earlier days are offered');

    await turn(`${releaseDay}T06:59:59+08:00`);
    const early = await patient.post('/api/v1/appointments', { slotId: slot.id, personId: self.id });
    // A slow machine may have needed the second; then there is nothing to see.
    if ((await hospital()).now < `${releaseDay}T07:00:00+08:00`) mustRefuse(early, 409, 'not-released-yet');
    else if (early.status === 201) must(await patient.post(`/api/v1/appointments/${early.body.id}/cancellation`, {}), 200);

    await turn(`${releaseDay}T07:00:00+08:00`);
    const released = (await strip()).at(-1);
    assert.deepEqual([released.date, released.state, released.releasedAt], [target, 'open', undefined]);
    assert.equal(await slotState(target, slot.id), 'free');
    const booked = must(await patient.post('/api/v1/appointments', { slotId: slot.id, personId: self.id }), 201);
    must(await patient.post(`/api/v1/appointments/${booked.id}/cancellation`, {}), 200);
  });

  test('pages kept in memory change at the release by themselves', async () => {
    const { today, horizonDays } = await hospital();
    const releaseDay = dayAfter(today, 1);
    const target = dayAfter(releaseDay, horizonDays);
    await turn(`${releaseDay}T06:59:57+08:00`);
    const before_ = await patient.get(`/api/v1/departments/${department}/days`);
    assert.equal(before_.body.items.at(-1).state, 'not-released');
    const deadline = Date.now() + 20_000;
    let now;
    do {
      await new Promise((resolve) => { setTimeout(resolve, 100); });
      now = await patient.get(`/api/v1/departments/${department}/days`, { headers: { 'If-None-Match': before_.headers.etag } });
    } while (now.status === 304 && Date.now() < deadline);
    assert.equal(now.status, 200);
    assert.deepEqual([now.body.items.at(-1).date, now.body.items.at(-1).state], [target, 'open']);
    assert.ok((await hospital()).now >= `${releaseDay}T07:00:00+08:00`);
  });

  test('when a slot begins, patients can no longer book, move or cancel it; the desk still can', async () => {
    const { today } = await hospital();
    const day = { department, date: dayAfter(today, 1) };
    await turn(`${day.date}T07:30:00+08:00`);
    const slots = await freeSlots(patient, day);
    const [slot] = slots;
    const later = slots.at(-1);
    const booked = must(await patient.post('/api/v1/appointments', { slotId: slot.id, personId: self.id }), 201);
    const place = `/api/v1/appointments/${booked.id}`;
    const starts = Date.parse(slot.startsAt);

    await turn(new Date(starts - 5000).toISOString());
    assert.equal(await slotState(day.date, slot.id), slot.free > 1 ? 'free' : 'full');
    assert.equal(must(await patient.get(place), 200).canCancel, true);

    await turn(new Date(starts).toISOString());
    assert.equal(await slotState(day.date, slot.id), 'past');
    const other = await server.patient(newPhone());
    const second = must(await other.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    const refused = mustRefuse(await other.post('/api/v1/appointments', { slotId: slot.id, personId: second.id }), 409, 'past-slot');
    assert.ok(refused.alternatives.every((one) => Date.parse(one.startsAt) > starts));
    const shown = must(await patient.get(place), 200);
    assert.equal(shown.canCancel || shown.canReschedule, false);
    mustRefuse(await patient.post(`${place}/cancellation`, {}), 409, 'too-late-to-cancel');
    mustRefuse(await patient.post(`${place}/rescheduling`, { slotId: later.id }), 409, 'too-late-to-reschedule');
    const upcoming = must(await patient.get('/api/v1/appointments?state=upcoming'), 200).items;
    assert.deepEqual(upcoming.map((one) => one.id), [booked.id], 'until it is over');

    desk = await server.as('desk');
    const third = await register(desk);
    must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: third.id }), 201);

    await turn(new Date(starts + 30 * 60_000).toISOString());
    assert.deepEqual(must(await patient.get('/api/v1/appointments?state=upcoming'), 200).items, []);
    assert.deepEqual(must(await patient.get('/api/v1/appointments?state=past'), 200).items.map((one) => one.id), [booked.id]);
    const fourth = await register(desk);
    mustRefuse(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: fourth.id }), 409, 'past-slot');
    mustRefuse(await desk.post(`${place}/cancellation`, {}), 409, 'too-late-to-cancel');
  });

  test('a new day begins at midnight, and there are sessions for it', async () => {
    const { today, horizonDays } = await hospital();
    const next = dayAfter(today, 1);
    await turn(`${next}T00:00:00+08:00`);
    const days = await strip();
    assert.equal(days[0].date, next);
    assert.equal(days.at(-1).date, dayAfter(next, horizonDays));
    assert.equal((await hospital()).today, next);
    assert.ok((await sessions(days.at(-2).date)).length > 0);
  });

  test('weeks later there are still sessions to book', async () => {
    const { today } = await hospital();
    await turn(`${dayAfter(today, 40)}T09:00:00+08:00`);
    const days = await strip();
    assert.ok(days.slice(1, 8).some((one) => one.state === 'open'), JSON.stringify(days));
  });
});
