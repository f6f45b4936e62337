// kill -9 while numbers are given and called at the service centre, and while plans of examinations
// are taken and given up: no number twice, no half plan, and an answer given again is the same.

import assert from 'node:assert/strict';
import test from 'node:test';
import { demoData, must, mustBeSound, register, serve, sleep } from './lib.mjs';

const rounds = process.env.YUYUE_LONG ? 12 : 3;
const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '00:00', closes: '24:00' }));
const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const taken = (choice) => choice.items.map(({ orderId, deviceId, date, start }) => ({ orderId, deviceId, date, start }));

let keys = 0;
/** Sends and writes down: {target, body, key, answer?}; false: the server is gone. */
async function send(client, ledger, target, body) {
  const entry = { target, body, key: `crash-${process.pid}-${(keys += 1)}` };
  ledger.push(entry);
  try {
    entry.answer = await client.post(target, body, { headers: { 'Idempotency-Key': entry.key } });
    return entry.answer;
  } catch {
    return null;
  }
}

/** Again with its key: what was answered is answered the same; what was not, now or never twice. */
async function resend(client, ledger) {
  for (const entry of ledger.filter((one) => !one.answer || one.answer.status === 201)) {
    const again = await client.post(entry.target, entry.body, { headers: { 'Idempotency-Key': entry.key } });
    if (entry.answer) {
      assert.equal(again.status, 201, again.text);
      assert.deepEqual(again.body, entry.answer.body, 'the same key gave another answer');
    } else if (again.status === 201) {
      entry.answer = again;
    }
  }
}

/** Numbers at a desk and windows that call, start and finish them, until the server is gone. */
async function serveNumbers(server, cookie, { service, windows }, ledger) {
  const giving = async () => {
    const client = server.client('internal', cookie);
    while (await send(client, ledger, '/api/v1/visits', { serviceIds: [service] }));
    client.close();
  };
  const calling = async (window) => {
    const client = server.client('internal', cookie);
    try {
      for (;;) {
        const called = await client.post(`/api/v1/service-windows/${window}/calls`, {});
        if (called.status >= 400) continue;
        for (const step of ['start', 'finish']) await client.post(`/api/v1/visits/${called.body.id}/steps`, { step });
      }
    } catch {
      client.close();
    }
  };
  await Promise.all([...Array.from({ length: 8 }, giving), ...windows.map(calling)]);
}

/** Everybody takes the plan they were shown, or gives it up again, until the server is gone. */
async function takePlans(server, cookie, people, ledger) {
  const one = async (person) => {
    const client = server.client('internal', cookie);
    for (;;) {
      const answer = await send(client, ledger, '/api/v1/exam-plans', { personId: person.id, items: taken(person.choice) });
      if (!answer) break;
      if (answer.status !== 201) continue;
      const gone = { version: answer.body.version, reason: '测试' };
      if (!(await client.post(`/api/v1/exam-plans/${answer.body.id}/cancellation`, gone).catch(() => null))) break;
    }
    client.close();
  };
  await Promise.all(people.map(one));
}

test(`${rounds} times kill -9 while numbers are given and examinations planned`, async (t) => {
  const data = await demoData();
  let server = await serve(data);
  const now = `${plusDays(must(await server.client().get('/api/v1/hospital'), 200).today, 1)}T09:00:00+08:00`;
  const turn = async () => must(await server.client().post('/api/v1/demo/clock', { now }), 200);
  await turn();
  const admin = await server.as('admin');
  const letters = must(await admin.get('/api/v1/service-groups'), 200).items.map((one) => one.letter);
  const letter = [...'ZYXWVUT'].find((one) => !letters.includes(one));
  const groupId = must(await admin.post('/api/v1/service-groups', { letter, name: '测试' }), 201).id;
  const service = must(await admin.post('/api/v1/services', { code: 'crash', groupId, name: '测试', minutes: 1 }), 201).id;
  const campusId = must(await admin.get('/api/v1/campuses'), 200).items[0].id;
  const windows = [];
  for (const name of ['甲', '乙', '丙']) {
    const wanted = { campusId, name: `测试 ${name}`, duties: [{ serviceId: service }], hours: everyDay };
    windows.push(must(await admin.post('/api/v1/service-windows', wanted), 201).id);
  }
  const desk = await server.as('desk');
  const people = [];
  for (let n = 0; n < 12; n += 1) {
    const { id } = await register(desk);
    must(await desk.post('/api/v1/exam-orders', { personId: id, orders: ['PFT-STD', 'ECG-12L', 'US-ABD'].map((exam) => ({ exam })) }), 201);
    people.push({ id });
  }
  // Days of their own, so that they do not only refuse each other; some have two for one place.
  for (const [n, person] of people.entries()) {
    const wishes = { dates: [plusDays(now.slice(0, 10), 1 + Math.floor((n * 2) / 3))] };
    const found = must(await desk.post('/api/v1/exam-plans/previews', { personId: person.id, wishes }), 200);
    [person.choice] = found.choices;
  }
  const planning = people.filter((one) => one.choice);
  assert.ok(planning.length >= 4, 'the demo has places');
  const { cookie } = desk;
  const numbers = [];
  const plans = [];
  const answered = (ledger, from) => ledger.slice(from).filter((one) => one.answer?.status === 201).length;
  for (let round = 0; round < rounds; round += 1) {
    const [given, planned] = [numbers.length, plans.length];
    const working = [serveNumbers(server, cookie, { service, windows }, numbers), takePlans(server, cookie, planning, plans)];
    const busy = () => answered(numbers, given) >= 12 + (round % 4) && answered(plans, planned) >= 6 + (round % 4);
    for (let waited = 0; !busy() && waited < 40_000; waited += 5) await sleep(5);
    assert.ok(busy(), `${answered(numbers, given)} numbers and ${answered(plans, planned)} plans: no storm`);
    await server.kill();
    await Promise.all(working);

    server = await serve(data);
    await turn();
    const client = server.client('internal', cookie);
    await resend(client, numbers.slice(given));
    await resend(client, plans.slice(planned));
    const ours = numbers.filter((one) => one.answer?.status === 201).map((one) => one.answer.body);
    assert.equal(new Set(ours.map((one) => one.number)).size, ours.length, 'a number was given twice');
    for (const one of ours) assert.equal(must(await client.get(`/api/v1/visits/${one.id}`), 200).number, one.number);
    const open = must(await client.get('/api/v1/visits'), 200).items.filter((one) => one.number[0] === letter);
    const asked = new Set(ours.map((one) => one.id));
    for (const one of open) assert.ok(asked.has(one.id), `nobody asked for ${one.number}`);
    for (const person of planning) {
      const { items } = must(await client.get(`/api/v1/exam-plans?personId=${person.id}`), 200);
      const live = items.filter((one) => one.items.length > 0);
      assert.ok(live.length <= 1, 'one plan at a time');
      const whole = person.choice.items.length;
      for (const plan of live) assert.equal(plan.items.length, whole, 'a half plan');
      const orders = must(await client.get(`/api/v1/exam-orders?personId=${person.id}`), 200).items;
      assert.equal(orders.filter((one) => one.state === 'planned').length, live.length * whole, 'orders know of their plan');
      for (const plan of live) must(await client.post(`/api/v1/exam-plans/${plan.id}/cancellation`, { version: plan.version, reason: '测试' }), 200);
    }
    const unanswered = [...numbers.slice(given), ...plans.slice(planned)].filter((one) => !one.answer).length;
    t.diagnostic(`round ${round + 1}: ${ours.length} numbers and ${plans.filter((one) => one.answer?.status === 201).length} plans taken so far, ${unanswered} came to nothing`);
    client.close();
    await mustBeSound(data);
  }
  await server.stop();
  await mustBeSound(data);
});
