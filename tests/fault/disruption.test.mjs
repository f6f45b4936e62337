// kill -9 in the middle of a stopped clinic with many patients, which takes over from a smaller change
// under way: after the next start it goes on, and everybody is written down, told and kept a place
// exactly once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all, demoData, must, mustBeSound, register, serve, sleep } from './lib.mjs';

const patients = process.env.YUYUE_LONG ? 200 : 70;

async function fullSession(admin, desk) {
  const { today } = must(await desk.get('/api/v1/hospital'), 200);
  const date = new Date(Date.parse(`${today}T00:00:00Z`) + 4 * 86_400_000).toISOString().slice(0, 10);
  const list = must(await desk.get(`/api/v1/sessions?date=${date}`), 200).items;
  const session = list.find((one) => one.state === 'open' && one.practitioner && one.taken === 0 && !one.quotas.length && one.slots.length >= 6);
  const each = Math.ceil(patients / session.slots.length);
  for (const slot of session.slots) must(await admin.patch(`/api/v1/slots/${slot.id}`, { capacity: each }), 200);
  const booked = [];
  for (let i = 0; i < patients; i += 1) {
    const person = await register(desk);
    const slot = session.slots[i % session.slots.length];
    booked.push({ ...must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: person.id }), 201), person });
  }
  return { session, booked };
}

test('kill -9 while patients are being told, and again while the deadline decides', async (t) => {
  const data = await demoData();
  let server = await serve(data);
  let admin = await server.as('admin');
  let desk = await server.as('desk');
  const { session, booked } = await fullSession(admin, desk);
  const slots = session.slots.slice(0, 3).map((slot) => ({ slotId: slot.id, capacity: 1 }));
  const smaller = must(await admin.post('/api/v1/disruptions', { kind: 'shrink', sessionId: session.id, slots, reason: '诊室维修', answerWithinMinutes: 30 }), 201);
  for (let i = 0; must(await admin.get(`/api/v1/disruptions/${smaller.id}`), 200).counts.open === 0; i += 1) {
    assert.ok(i < 300, 'nobody is asked');
    await sleep(20);
  }
  const made = must(await admin.post('/api/v1/disruptions', { kind: 'stop', sessionId: session.id, reason: '医生生病', answerWithinMinutes: 30 }), 201);

  const again = async (state, kills) => {
    for (let i = 0; ; i += 1) {
      if (i < kills) {
        await sleep(15 + i * 25);
        await server.kill();
        await mustBeSound(data);
        server = await serve(data);
        const cookies = [admin.cookie, desk.cookie];
        admin = server.client('internal', cookies[0]);
        desk = server.client('internal', cookies[1]);
      } else {
        await sleep(100);
      }
      const now = must(await admin.get(`/api/v1/disruptions/${made.id}`), 200);
      if (i < kills) t.diagnostic(`after kill ${i + 1}: ${now.state}, ${now.counts.affected} written down, ${now.counts.open} open`);
      if (now.state === state && i >= kills) return now;
      assert.ok(i < 300, `it does not become ${state}`);
    }
  };
  const open = await again('open', 6);
  assert.equal(open.counts.affected, patients);
  const before = must(await admin.get(`/api/v1/disruptions/${smaller.id}`), 200);
  t.diagnostic(`${before.counts.gone} of the smaller change's patients were taken over`);
  assert.equal(before.state, 'closed');
  assert.equal(before.counts.open, 0);
  assert.ok(before.counts.gone > 0);
  const list = await all(desk, `/api/v1/disruptions/${made.id}/affected`);
  assert.equal(new Set(list.map((one) => one.appointmentId)).size, patients);
  for (let i = 0; i < 100; i += 1) {
    const box = must(await desk.get(`/api/v1/demo/messages?phone=${booked[patients - 1].person.given.phone}`), 200).items;
    if (box.some((one) => /停诊通知|号源调整通知/.test(one.text))) break;
    await sleep(100);
  }
  for (const { person } of booked) {
    const box = must(await desk.get(`/api/v1/demo/messages?phone=${person.given.phone}`), 200).items;
    assert.equal(box.filter((one) => /停诊通知|号源调整通知/.test(one.text)).length, 1, 'told once');
  }
  await mustBeSound(data);

  const { now } = must(await admin.get('/api/v1/demo/clock'), 200);
  must(await admin.post('/api/v1/demo/clock', { now: new Date(Date.parse(now) + 31 * 60_000).toISOString() }), 200);
  await sleep(30);
  await server.kill();
  server = await serve(data);
  admin = server.client('internal', admin.cookie);
  desk = server.client('internal', desk.cookie);
  // The demo's clock is right again after a start: turned once more.
  must(await admin.post('/api/v1/demo/clock', { now: new Date(Date.parse(now) + 31 * 60_000).toISOString() }), 200);
  const closed = await again('closed', 0);
  assert.equal(closed.counts.open, 0);
  assert.equal(closed.counts.moved + closed.counts.cancelled, patients);
  for (const one of await all(desk, `/api/v1/disruptions/${made.id}/affected`)) {
    const is = must(await desk.get(`/api/v1/appointments/${one.appointmentId}`), 200);
    assert.equal(is.state, one.state === 'moved' ? 'booked' : 'cancelled');
    const changes = is.events.filter((event) => event.what !== 'booked');
    assert.equal(changes.length, 1, 'changed once');
  }
  await mustBeSound(data);
  admin.close();
  desk.close();
  await server.stop();
});
