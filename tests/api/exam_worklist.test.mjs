// What technicians do at a device: who has come, who is called, what was done; and what becomes of
// the orders.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { listen } from './events.mjs';
import { must, mustRefuse, newColleague, nobody, register, startServer } from './lib.mjs';

const kExam = 'US-THY'; // no preparation, so that any half hour will do

describe('the list of work of a device', () => {
  let server;
  let admin;
  let desk;
  let technician;
  let password;
  let plans; // of three people, for one device and day
  let laterDays; // on which the demo's patients have nothing
  let counted; // what was planned before
  let device;
  let date;

  let people;

  before(async () => {
    server = await startServer();
    await signIn();
    ({ password } = await colleague());
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    laterDays = [10, 11, 12, 13].map((n) => new Date(Date.parse(`${today}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10));
    counted = must(await admin.get('/api/v1/exam-statistics'), 200);
    [plans, people] = [[], []];
    for (let i = 0; i < 3; i += 1) {
      people.push(await register(desk));
      plans.push(await planned(people[i]));
    }
    ({ deviceId: device, date } = plans[0].items[0]);
    must(await admin.post('/api/v1/demo/clock', { now: `${date}T07:30:00+08:00` }), 200);
    await signIn();
  });
  after(() => server?.stop());

  async function colleague() {
    technician = await newColleague(server, admin, 'technician.one', ['technician']);
    return { password: technician.password };
  }
  async function signIn() {
    [desk, admin] = [await server.as('desk'), await server.as('admin')];
    if (password) technician = await server.as('technician.one', password);
  }
  /** A plan of one examination: the best for the first person, half an hour later for each after. */
  async function planned(person) {
    must(await desk.post('/api/v1/exam-orders', { personId: person.id, orders: [{ exam: kExam }] }), 201);
    const { choices } = must(await desk.post('/api/v1/exam-plans/previews', { personId: person.id, wishes: { dates: laterDays } }), 200);
    const [{ orderId, deviceId, date: day, start }] = choices[0].items;
    const first = plans.length ? plans[0].items[0] : { deviceId, date: day, start };
    const minute = Number(first.start.slice(0, 2)) * 60 + Number(first.start.slice(3)) + 30 * plans.length;
    const at = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    return must(await desk.post('/api/v1/exam-plans', { personId: person.id, items: [{ orderId, deviceId: first.deviceId, date: first.date, start: at }] }), 201);
  }
  const worklist = async (query = '') => must(await technician.get(`/api/v1/exam-devices/${device}/worklist${query}`), 200);
  const placeOf = async (plan) => (await worklist()).items.find((one) => one.planId === plan.id);
  const arrive = async (plan) => must(await desk.post(`/api/v1/exam-places/${(await placeOf(plan)).id}/arrival`, {}), 201);
  const step = (work, body) => technician.post(`/api/v1/exam-places/${work.id}/steps`, body);
  const callNext = (body = {}) => technician.post(`/api/v1/exam-devices/${device}/calls`, body);

  test('everybody who is booked is there, in order of time; whoever comes gets a number, once', async () => {
    const day = await worklist();
    assert.equal(day.day, date);
    assert.deepEqual(day.items.map((one) => one.state), ['booked', 'booked', 'booked']);
    assert.deepEqual(day.items.map((one) => one.start), [...day.items.map((one) => one.start)].sort());
    assert.equal(day.items[0].exam.code, kExam);
    assert.match(day.items[0].person.name, /\*/);
    mustRefuse(await callNext(), 409, 'nobody-waits');
    const later = await arrive(plans[1]);
    assert.equal(later.state, 'waiting');
    assert.equal(later.ticket.number, '01');
    assert.equal((await arrive(plans[1])).ticket.number, '01');
    assert.equal((await arrive(plans[0])).ticket.number, '02');
    const seen = await worklist();
    assert.equal(seen.order.length, 2);
    assert.equal((await technician.get(`/api/v1/exam-devices/${device}/worklist?after=${seen.seq}`)).status, 204);
  });

  test('called in the order of their half hours, examined, done; the order is done', async () => {
    const { items: devices } = must(await admin.get('/api/v1/exam-devices'), 200);
    const { siteId } = devices.find((one) => one.id === device);
    mustRefuse(await technician.get('/api/v1/exam-board/stream'), 400, 'query-invalid');
    const board = listen(technician, `/exam-board/stream?siteId=${siteId}`);
    const on = (seen) => seen.windows.find((one) => one.id === device);
    assert.deepEqual(on(await board.next('snapshot')).next, ['02', '01']);
    const first = must(await callNext(), 201);
    const call = await board.next('call', (one) => one.number === first.ticket.number);
    assert.equal(call.name, null);
    assert.equal(on(await board.next('board', (one) => on(one).now)).now.number, first.ticket.number);
    board.close();
    // Whoever was away for a moment hears the call that they have missed.
    const later = listen(technician, `/exam-board/stream?siteId=${siteId}`, board.lastId);
    assert.equal(first.planId, plans[0].id);
    assert.equal(first.state, 'called');
    const told = must(await server.client('public').get(`/api/v1/demo/messages?phone=${people[1].given.phone}`), 200).items.map((one) => one.text);
    assert.ok(told.some((text) => /^【等候提醒】.* 01 号：下一位就是您，请/.test(text)), JSON.stringify(told));
    mustRefuse(await callNext(), 409, 'still-called');
    must(await step(first, { step: 'recall' }), 200);
    assert.equal((await later.next('call')).number, first.ticket.number);
    later.close();
    must(await step(first, { step: 'start' }), 200);
    mustRefuse(await step(first, { step: 'miss' }), 409, 'wrong-state');
    assert.equal(must(await step(first, { step: 'finish' }), 200).state, 'done');
    const { items } = must(await desk.get(`/api/v1/exam-orders?personId=${plans[0].personId}&state=all`), 200);
    assert.equal(items[0].state, 'done');
    mustRefuse(await desk.post(`/api/v1/exam-places/${first.id}/arrival`, {}), 409, 'wrong-state');
  });

  test('who is not prepared gives the place back, and gets a new time at once', async () => {
    const second = must(await callNext(), 201);
    assert.equal(second.planId, plans[1].id);
    mustRefuse(await step(second, { step: 'unprepared' }), 422, 'required');
    const { replanned } = must(await step(second, { step: 'unprepared', reason: '吃过东西' }), 200);
    assert.equal(replanned.state, 'taken');
    assert.ok(replanned.items[0].date > date);
    assert.equal((await worklist()).items.length, 2);
    const { items } = must(await desk.get(`/api/v1/exam-orders?personId=${plans[1].personId}`), 200);
    assert.equal(items[0].state, 'planned');
    const { choices } = must(await desk.post('/api/v1/exam-plans/previews', { personId: plans[1].personId }), 200);
    assert.deepEqual(choices, []);
  });

  test('what nobody came for waits for a new place the next day', async () => {
    const left = await placeOf(plans[2]);
    const next = new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    must(await admin.post('/api/v1/demo/clock', { now: `${next}T08:00:00+08:00` }), 200);
    await signIn();
    let state;
    for (const end = Date.now() + 20_000; state !== 'ordered'; ) {
      assert.ok(Date.now() < end, `the order is still ${state}`);
      state = must(await desk.get(`/api/v1/exam-orders?personId=${plans[2].personId}&state=all`), 200).items[0].state;
    }
    assert.equal((await worklist(`?day=${date}`)).items.length, 1);
    mustRefuse(await desk.post(`/api/v1/exam-places/${left.id}/arrival`, {}), 409, 'wrong-state');
    mustRefuse(await desk.post(`/api/v1/exam-places/${nobody('exi')}/arrival`, {}), 404, 'not-found');
    mustRefuse(await desk.post(`/api/v1/exam-devices/${device}/calls`, {}), 403, 'forbidden');
  });

  test('visits are counted, planned and as first fit would have had them', async () => {
    const sum = must(await admin.get(`/api/v1/exam-statistics?from=2020-01-01&to=2020-02-01`), 200);
    assert.equal(sum.plans, 0);
    const since = counted.from;
    const now = must(await admin.get(`/api/v1/exam-statistics?from=${since}`), 200);
    const numbers = ({ plans: taken, inOneVisit, visits, firstFit }) => [taken, inOneVisit, visits, firstFit.inOneVisit, firstFit.visits, firstFit.visitsPlanned, firstFit.deadEnds];
    assert.deepEqual(numbers(now).map((n, i) => n - numbers(counted)[i]), [3, 3, 3, 3, 3, 3, 0]);
    mustRefuse(await admin.get('/api/v1/exam-statistics?from=2026-02-02&to=2026-02-01'), 400, 'query-invalid');
  });

  test('the hospital says whose results count, and for how long', async () => {
    const before = must(await admin.get('/api/v1/exam-recognition'), 200);
    assert.ok(before.institutions.length > 0 && before.validities.length > 0);
    const change = (more) => admin.put('/api/v1/exam-recognition', {
      version: before.version,
      institutions: before.institutions.slice(1).concat({ code: 'county', name: '邻县人民医院' }),
      validities: [{ examId: before.validities[0].exam.id, days: 21 }],
      ...more,
    });
    mustRefuse(await change({ validities: [{ examId: nobody('exm'), days: 3 }] }), 422, 'unknown-reference');
    mustRefuse(await change({ institutions: [{ code: 'x', name: '甲' }, { code: 'x', name: '乙' }] }), 409, 'code-taken');
    const after = must(await change({}), 200);
    assert.deepEqual(after.validities.map((one) => one.days), [21]);
    assert.deepEqual(after.institutions.filter((one) => one.active).map((one) => one.code).sort(), before.institutions.slice(1).map((one) => one.code).concat('county').sort());
    mustRefuse(await change({}), 409, 'changed-meanwhile');
    mustRefuse(await desk.put('/api/v1/exam-recognition', { version: 1, institutions: [], validities: [] }), 403, 'forbidden');
  });
});
