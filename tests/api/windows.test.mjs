// The service centre's queue from outside: numbers, windows that call, and what becomes of errands.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import test, { after, before, describe } from 'node:test';
import { binary, Client, demoAccounts, must, mustRefuse, newColleague, nobody, register, root, whenReady } from './lib.mjs';

const Ajv = createRequire(import.meta.url)('ajv/dist/2020.js').default;
const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const shifted = (at, minutes) => new Date(Date.parse(at) + minutes * 60_000).toISOString();

let ajv;
/** Requires that an answer is as the API's description has it. */
function shaped(name, value) {
  const validate = ajv.getSchema(`api#/components/schemas/${name}`);
  assert.ok(validate(value), `${name}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value).slice(0, 1500)}`);
  return value;
}

describe('the windows of the service centre', () => {
  let dir;
  let child;
  let doors;
  let now;
  let admin;
  let desk; // sits at the first window
  let other; // at the second
  let kiosk;
  const clients = [];
  const services = {};
  const windows = {};

  async function start() {
    child = spawn(binary, ['--config', 'none', 'serve', '--demo', '--data', dir, '--public', '127.0.0.1:0', '--internal', '127.0.0.1:0', '--access-log', 'off'],
      { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (bytes) => { errors = (errors + bytes).slice(-20_000); });
    child.log = () => errors;
    doors = await whenReady(child, child.log);
  }
  async function stop() {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    assert.equal(await ended, 0, child.log());
  }
  const client = (door = 'internal') => {
    const one = new Client(doors[door]);
    clients.push(one);
    return one;
  };
  async function as(account, password = demoAccounts[account]) {
    const one = client();
    await one.signIn(account, password);
    return one;
  }
  let colleague;
  let kioskKey;
  async function signIn() {
    [desk, admin] = [await as('desk'), await as('admin')];
    if (colleague) other = await as('second.window', colleague);
    const headers = { Authorization: `Bearer ${kioskKey}` };
    const bare = client();
    kiosk = { take: (body) => bare.post('/api/v1/visits', body, { headers }), request: (method, to, body) => bare.request(method, to, { body, headers }) };
  }
  async function turn(to) {
    now = to;
    must(await client().post('/api/v1/demo/clock', { now }), 200);
    await signIn();
  }
  const later = (minutes) => turn(shifted(now, minutes));
  /** The next day on which the centre is open, at nine. */
  async function openDay(from) {
    for (let day = plusDays(from, 1); ; day = plusDays(day, 1)) {
      await turn(`${day}T09:00:00+08:00`);
      const answer = await kiosk.take({ serviceIds: [services.copy] });
      if (answer.status === 201) return { day, first: answer.body };
      mustRefuse(answer, 409, 'centre-closed');
    }
  }

  const take = async (...which) => shaped('Visit', must(await kiosk.take({ serviceIds: which.map((one) => services[one]) }), 201));
  const call = (who, window, body = {}, options = {}) => who.post(`/api/v1/service-windows/${windows[window]}/calls`, body, options);
  const step = (who, visit, body) => who.post(`/api/v1/visits/${visit.id}/steps`, body);
  const finish = async (who, visit, outcome) => shaped('Visit', must(await step(who, visit, { step: 'finish', outcome }), 200));
  const undo = (who, visit) => who.post(`/api/v1/visits/${visit.id}/undo`, {});
  const look = async (window) => shaped('WindowDesk', must(await desk.get(`/api/v1/service-windows/${windows[window]}/desk`), 200));
  /** Calls and finishes until nobody waits at any window. */
  async function empty() {
    for (const [who, window] of [[desk, 'first'], [other, 'second'], [desk, 'helper']]) {
      const seen = await look(window);
      for (const one of seen.here) must(await step(who, one, { step: 'leave' }), 200);
      for (const one of seen.out) must(await step(who, one, { step: 'leave' }), 200);
      for (const line of seen.lines) for (const one of line.waiting) must(await step(who, one, { step: 'leave' }), 200);
    }
  }

  before(async () => {
    const document = JSON.parse(await readFile(path.join(root, 'static/openapi.json'), 'utf8'));
    ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    ajv.addSchema(document, 'api');
    dir = await mkdtemp(path.join(os.tmpdir(), 'yuyue-windows-'));
    await start();
    admin = await as('admin');
    const operator = await newColleague({ client }, admin, 'window.operator', ['operator']);
    kioskKey = must(await operator.post('/api/v1/api-keys', { name: 'hall', permissions: ['check-in'] }), 201).key;
    other = await newColleague({ client }, admin, 'second.window', ['desk']);
    colleague = other.password;

    const { items: groups } = must(await admin.get('/api/v1/service-groups'), 200);
    const free = [...'ZYXWVUT'].filter((letter) => !groups.some((one) => one.letter === letter));
    const group = async (letter, name) => must(await admin.post('/api/v1/service-groups', { letter, name }), 201).id;
    const [copies, stamps] = [await group(free[0], '测试复印'), await group(free[1], '测试盖章')];
    const service = async (name, groupId) => {
      services[name] = must(await admin.post('/api/v1/services', { code: `t-${name}`, groupId, name: `测试 ${name}`, minutes: 5 }), 201).id;
    };
    await service('copy', copies);
    await service('stamp', stamps);
    await service('review', stamps);
    const campusId = must(await admin.get('/api/v1/campuses'), 200).items[0].id;
    const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '08:00', closes: '17:00' }));
    const window = async (name, duties) => {
      const serves = duties.map((one) => ({ ...one, serviceId: services[one.serviceId] }));
      windows[name] = must(await admin.post('/api/v1/service-windows', { campusId, name: `测试 ${name}`, duties: serves, hours }), 201).id;
    };
    await window('first', [{ serviceId: 'copy' }, { serviceId: 'review' }]);
    await window('second', [{ serviceId: 'copy' }, { serviceId: 'stamp' }]);
    await window('helper', [{ serviceId: 'stamp', helpAfterMinutes: 20, helpWhenIdle: false }]);
    const { today } = must(await admin.get('/api/v1/hospital'), 200);
    await openDay(today);
    await empty();
  });
  after(async () => {
    clients.forEach((one) => one.close());
    if (child && child.exitCode === null) child.kill('SIGKILL');
    await rm(dir, { recursive: true, force: true });
    await rm(`${dir}.key`, { force: true });
  });

  test('numbers run on under a letter, never twice, also when many take one at once', async () => {
    const taken = await Promise.all(Array.from({ length: 12 }, () => take('copy')));
    const numbers = taken.map((one) => one.number).sort();
    assert.equal(new Set(numbers).size, 12);
    const [letter] = numbers[0];
    const counted = numbers.map((one) => Number(one.slice(1)));
    assert.deepEqual(counted, counted.map((_, i) => counted[0] + i));
    assert.notEqual((await take('stamp')).number[0], letter);
    const found = must(await desk.get(`/api/v1/visits?number=${numbers[3]}`), 200).items;
    assert.deepEqual(found.map((one) => one.number), [numbers[3]]);
    await empty();
  });

  test('a kiosk takes a number, but chooses neither person nor class; the desk says what it has seen', async () => {
    const person = await register(desk);
    mustRefuse(await kiosk.take({ serviceIds: [services.copy], personId: person.id }), 403, 'desk-only');
    mustRefuse(await kiosk.take({ serviceIds: [services.copy], priority: 'elderly', proof: '身份证' }), 403, 'desk-only');
    mustRefuse(await kiosk.take({ serviceIds: [] }), 422, 'required');
    mustRefuse(await kiosk.take({ serviceIds: [services.copy, services.copy] }), 422, 'field-invalid');
    mustRefuse(await kiosk.take({ serviceIds: [nobody('svc')] }), 404, 'not-found');
    mustRefuse(await kiosk.request('GET', '/api/v1/visits'), 403, 'desk-only');
    mustRefuse(await kiosk.request('POST', `/api/v1/service-windows/${windows.first}/calls`, {}), 403, 'forbidden');

    const at = (body) => desk.post('/api/v1/visits', { serviceIds: [services.copy], ...body });
    const usual = must(await at({}), 201);
    const [first] = (await look('first')).priorities;
    assert.ok(first.code && first.name, 'the demo has classes that go first');
    mustRefuse(await at({ priority: 'nothing-of-ours', proof: '证件' }), 422, 'unknown-reference');
    mustRefuse(await at({ priority: first.code }), 422, 'required');
    const sooner = shaped('Visit', must(await at({ personId: person.id, priority: first.code, proof: '老年人优待证' }), 201));
    assert.equal(sooner.priority, first.code);
    assert.equal(sooner.proof, '老年人优待证');
    assert.match(sooner.person.name, /\*/);
    assert.equal(sooner.how, 'desk');
    const { lines: [line], next } = await look('first');
    assert.deepEqual(line.waiting.map((one) => one.id), [sooner.id, usual.id]);
    assert.deepEqual(line.waiting.map((one) => one.ticket.why[0].code), ['due-priority', 'due-walk-in']);
    assert.equal(next.id, sooner.id);
    const old = await register(desk, { birthDate: '1930-05-17' });
    const onRecord = must(await at({ personId: old.id }), 201);
    assert.deepEqual([onRecord.priority, onRecord.proof], ['elderly', 'on-record'], 'the document says their age');
    await empty();
  });

  test('two windows never call the same number', async () => {
    const taken = await Promise.all(Array.from({ length: 10 }, () => take('copy')));
    const seen = [];
    const work = async (who, window) => {
      for (;;) {
        const answer = await call(who, window);
        if (answer.status === 409) return mustRefuse(answer, 409, 'nobody-waits');
        seen.push(must(answer, 201).id);
        await finish(who, answer.body);
      }
    };
    await Promise.all([work(desk, 'first'), work(other, 'second')]);
    assert.deepEqual([...seen].sort(), taken.map((one) => one.id).sort());
  });

  test('a repeated call is one call; nobody else is called before that one came or was missed', async () => {
    const [one, , two] = [await take('copy'), await take('copy'), await take('copy')];
    const key = { headers: { 'Idempotency-Key': `call-${Math.random()}` } };
    const called = shaped('Visit', must(await call(desk, 'first', {}, key), 201));
    assert.equal(called.id, one.id);
    assert.equal(called.ticket.window.id, windows.first);
    assert.equal(must(await call(desk, 'first', {}, key), 201).id, one.id);
    assert.equal(must(await desk.get(`/api/v1/visits/${one.id}`), 200).ticket.calls, 1);
    assert.equal(mustRefuse(await call(desk, 'first'), 409, 'still-called').params.number, one.number);
    mustRefuse(await call(desk, 'first', { visitId: two.id, reason: '急用' }), 409, 'still-called');
    mustRefuse(await call(other, 'second', { visitId: two.id }), 422, 'required');
    assert.equal(must(await call(other, 'second', { visitId: two.id, reason: '赶火车' }), 201).id, two.id);
    mustRefuse(await step(desk, one, { step: 'miss' }), 409, 'not-called-enough');
    for (let n = 0; n < 2; n += 1) must(await step(desk, one, { step: 'recall' }), 200);
    must(await step(desk, one, { step: 'miss' }), 200);
    assert.deepEqual((await look('first')).out.map((item) => [item.number, item.ticket.state]), [[one.number, 'missed']]);
    must(await step(desk, one, { step: 'come-back' }), 200);
    assert.equal(must(await call(desk, 'first'), 201).id, one.id);
    await empty();
  });

  test('a window that only helps does so when somebody has waited long enough', async () => {
    const one = await take('stamp');
    mustRefuse(await call(desk, 'helper'), 409, 'nobody-waits');
    const before = await look('helper');
    assert.equal(before.next, null);
    assert.equal(before.lines[0].helpsOnly, true);
    await later(21);
    const seen = await desk.get(`/api/v1/service-windows/${windows.helper}/desk?after=${before.seq}`);
    assert.equal(must(seen, 200).next.id, one.id, 'time alone brings something new');
    assert.equal(must(await call(desk, 'helper'), 201).id, one.id);
    await finish(desk, one);
    mustRefuse(await call(desk, 'helper', { visitId: (await take('copy')).id, reason: '帮忙' }), 409, 'not-served-here');
    await empty();
  });

  test('who looks is on record once for what they saw', async () => {
    await take('copy');
    const looks = async () => must(await (await as('auditor')).get('/api/v1/audit-entries?limit=200'), 200).items.filter((one) => one.action === 'window-seen').length;
    const { seq } = await look('first');
    const before = await looks();
    assert.ok(before > 0);
    const again = await desk.get(`/api/v1/service-windows/${windows.first}/desk?after=${seq}`);
    assert.equal(again.status, 204);
    assert.equal(again.text, '');
    assert.equal(await looks(), before);
    must(await desk.put(`/api/v1/service-windows/${windows.first}/pause`, { reason: '取件' }), 200);
    must(await desk.get(`/api/v1/service-windows/${windows.first}/desk?after=${seq}`), 200);
    must(await desk.delete(`/api/v1/service-windows/${windows.first}/pause`), 200);
    mustRefuse(await desk.get(`/api/v1/service-windows/${nobody('win')}/desk`), 404, 'not-found');
    await empty();
  });

  test('who sits where; a pause with its reason', async () => {
    const post = (window) => `/api/v1/service-windows/${windows[window]}/post`;
    const sat = shaped('WindowPost', must(await desk.put(post('first'), { callsNext: true }), 200));
    assert.equal(sat.callsNext, true);
    mustRefuse(await other.put(post('first'), { callsNext: false }), 409, 'window-taken');
    must(await desk.put(post('second'), { callsNext: false }), 200);
    assert.equal((await look('first')).post.account, null, 'nobody sits at two windows');
    must(await other.put(post('first'), { callsNext: false }), 200);
    assert.equal((await other.delete(post('first'))).status, 204);
    assert.equal((await desk.delete(post('second'))).status, 204);

    const one = await take('copy');
    const pause = `/api/v1/service-windows/${windows.first}/pause`;
    mustRefuse(await desk.put(pause, { reason: '' }), 422, 'required');
    const paused = shaped('WindowPost', must(await desk.put(pause, { reason: '用餐', minutes: 30 }), 200));
    assert.equal(Date.parse(paused.pause.until) - Date.parse(paused.pause.since), 30 * 60_000);
    assert.equal(mustRefuse(await call(desk, 'first'), 409, 'window-paused').params.reason, '用餐');
    assert.equal((await look('first')).next.id, one.id, 'it still says whom it would call');
    assert.equal(shaped('WindowPost', must(await desk.delete(pause), 200)).pause, null);
    must(await call(desk, 'first'), 201);
    await empty();
  });

  test('several errands with one number, each with its outcome', async () => {
    const taken = await take('copy', 'stamp');
    assert.deepEqual(taken.errands.map((one) => one.state), ['now', 'to-do']);
    must(await call(desk, 'first'), 201);
    must(await step(desk, taken, { step: 'start' }), 200);
    const next = await finish(desk, taken, '已复印 12 页');
    assert.deepEqual(next.errands.map((one) => [one.state, one.outcome]), [['done', '已复印 12 页'], ['now', '']]);
    assert.equal(next.state, 'open');
    assert.equal(must(await call(other, 'second'), 201).id, taken.id);
    const done = await finish(other, taken, '');
    assert.equal(done.state, 'done');
    mustRefuse(await step(desk, taken, { step: 'finish' }), 409, 'wrong-state');
    mustRefuse(await step(desk, taken, { step: 'come-back' }), 409, 'wrong-state');
  });

  test('to another service with a reason; the number and the place stay', async () => {
    const taken = await take('copy');
    const to = (serviceId, reason) => desk.post(`/api/v1/visits/${taken.id}/transfer`, { serviceId, reason });
    must(await call(desk, 'first'), 201);
    mustRefuse(await to(services.stamp), 422, 'required');
    mustRefuse(await to(services.copy, '同一项'), 409, 'same-line');
    mustRefuse(await to(nobody('svc'), '没有'), 404, 'not-found');
    const moved = shaped('Visit', must(await to(services.stamp, '应先盖章'), 200));
    assert.equal(moved.number, taken.number);
    assert.equal(moved.ticket.due, taken.ticket.due);
    assert.deepEqual(moved.errands.map((one) => one.service.id), [services.stamp]);
    assert.equal(must(await call(other, 'second'), 201).id, taken.id);
    await empty();
  });

  test('parked with a reason, and back to the same window', async () => {
    const taken = await take('copy');
    must(await call(desk, 'first'), 201);
    mustRefuse(await step(desk, taken, { step: 'park' }), 422, 'required');
    must(await step(desk, taken, { step: 'park', reason: '去复印身份证' }), 200);
    assert.deepEqual((await look('first')).out.map((one) => one.ticket.state), ['away']);
    const later1 = await take('copy');
    must(await call(desk, 'first'), 201);
    await finish(desk, later1);
    const back = must(await step(desk, taken, { step: 'come-back' }), 200);
    assert.equal(back.ticket.assignedWindow.id, windows.first);
    mustRefuse(await call(other, 'second'), 409, 'nobody-waits');
    assert.equal(must(await call(desk, 'first'), 201).id, taken.id);
    await empty();
  });

  test('one’s own last slip is taken back, for two minutes', async () => {
    const taken = await take('copy', 'stamp');
    must(await call(desk, 'first'), 201);
    mustRefuse(await undo(other, taken), 409, 'nothing-to-undo');
    assert.equal(must(await undo(desk, taken), 200).ticket.state, 'waiting');
    must(await call(desk, 'first'), 201);
    must(await step(desk, taken, { step: 'start' }), 200);
    assert.equal(must(await undo(desk, taken), 200).ticket.state, 'called');
    must(await step(desk, taken, { step: 'start' }), 200);
    await finish(desk, taken, '办好了');
    const again = shaped('Visit', must(await undo(desk, taken), 200));
    assert.equal(again.ticket.state, 'serving');
    assert.deepEqual(again.errands.map((one) => [one.state, one.outcome]), [['now', ''], ['to-do', '']]);
    await finish(desk, taken, '办好了');
    must(await call(other, 'second'), 201);
    mustRefuse(await undo(desk, taken), 409, 'nothing-to-undo');
    await finish(other, taken);
    await later(3);
    mustRefuse(await undo(other, taken), 409, 'nothing-to-undo');

    // Whatever else a window does: as it was before, and not twice.
    const one = await take('copy', 'stamp');
    must(await call(desk, 'first'), 201);
    const asItWas = (visit) => ({ ...visit, wait: null });
    for (const act of [
      () => step(desk, one, { step: 'recall' }),
      () => step(desk, one, { step: 'park', reason: '去复印' }),
      () => desk.post(`/api/v1/visits/${one.id}/transfer`, { serviceId: services.stamp, reason: '取错了号' }),
      () => step(desk, one, { step: 'leave' }),
    ]) {
      const before = must(await desk.get(`/api/v1/visits/${one.id}`), 200);
      must(await act(), 200);
      assert.deepEqual(asItWas(shaped('Visit', must(await undo(desk, one), 200))), asItWas(before));
      mustRefuse(await undo(desk, one), 409, 'nothing-to-undo');
    }
    must(await step(desk, one, { step: 'park', reason: '去复印' }), 200);
    must(await step(desk, one, { step: 'come-back' }), 200);
    assert.equal(must(await undo(desk, one), 200).ticket.state, 'away', 'it was somebody else who came back');
    must(await step(desk, one, { step: 'leave' }), 200);

    // The window has called another one from another line.
    const [missed, next] = [await take('copy'), await take('review')];
    must(await call(desk, 'first', { visitId: missed.id, reason: '试' }), 201);
    for (let n = 0; n < 2; n += 1) must(await step(desk, missed, { step: 'recall' }), 200);
    must(await step(desk, missed, { step: 'miss' }), 200);
    must(await call(desk, 'first', { visitId: next.id, reason: '试' }), 201);
    mustRefuse(await undo(desk, missed), 409, 'still-called');
    await empty();
  });

  test('how long it takes: all windows played forward, what changes counts at once, errands in the best order', async () => {
    const copyNow = async () => {
      const { groups } = must(await client('public').get('/api/v1/centre'), 200);
      return shaped('CentreService', groups.flatMap((one) => one.services).find((one) => one.id === services.copy));
    };
    assert.equal((await copyNow()).wait.toMinutes, 0, 'nobody waits, two windows are free');
    const [first, ...others] = [await take('copy'), await take('copy'), await take('copy'), await take('copy'), await take('copy'), await take('copy'), await take('copy'), await take('copy')];
    const last = shaped('Visit', must(await desk.get(`/api/v1/visits/${others[6].id}`), 200));
    assert.equal(last.wait.ahead, 7);
    assert.ok(last.wait.toMinutes > 5 && last.wait.toMinutes < 60, JSON.stringify(last.wait));
    assert.ok(last.wait.fromMinutes <= last.wait.toMinutes);
    assert.equal((await look('first')).lines[0].waiting[7].wait.ahead, 7);
    const usual = (await copyNow()).wait;
    assert.ok(usual.toMinutes >= last.wait.fromMinutes, 'whoever comes now is called after them');

    const pause = (window) => `/api/v1/service-windows/${windows[window]}/pause`;
    for (const window of ['first', 'second']) must(await desk.put(pause(window), { reason: '停电', minutes: 60 }), 200);
    assert.ok((await copyNow()).wait.fromMinutes >= 60, 'nobody serves for an hour');
    for (const window of ['first', 'second']) must(await desk.delete(pause(window)), 200);
    assert.ok((await copyNow()).wait.toMinutes <= usual.toMinutes + 5);

    must(await call(desk, 'first'), 201);
    assert.equal(must(await desk.get(`/api/v1/visits/${first.id}`), 200).wait, null, 'called: no wait any more');
    await empty();

    for (let n = 0; n < 6; n += 1) await take('review');
    const best = await take('review', 'stamp');
    assert.deepEqual(best.errands.map((one) => one.service.id), [services.stamp, services.review], 'nobody waits for a stamp');
    const kept = must(await kiosk.take({ serviceIds: [services.review, services.stamp], keepOrder: true }), 201);
    assert.deepEqual(kept.errands.map((one) => one.service.id), [services.review, services.stamp]);
    await empty();
  });

  test('a line that would outlast the hours takes nobody more', async () => {
    const morning = now;
    await turn(`${now.slice(0, 10)}T16:35:00+08:00`);
    let refused;
    for (let n = 0; n < 40 && !refused; n += 1) {
      const answer = await kiosk.take({ serviceIds: [services.copy] });
      if (answer.status !== 201) refused = mustRefuse(answer, 409, 'line-too-long');
    }
    assert.equal(refused.params.until, '17:00');
    assert.deepEqual(refused.appointments, [], 'no department takes appointments for it');
    const { items } = must(await desk.get('/api/v1/visits'), 200);
    assert.ok(items.length > 4 && items.length < 20, `${items.length} in 25 minutes at two windows`);
    await empty();
    await turn(morning);
  });

  test('where no number is given, what can be booked instead is said; a slip is counted as it is printed', async () => {
    const morning = now;
    const inCentre = async (code) => {
      const { groups } = must(await client('public').get('/api/v1/centre'), 200);
      return shaped('CentreService', groups.flatMap((one) => one.services).find((one) => one.code === code));
    };
    const copies = await inCentre('A04');
    assert.ok(copies.departmentId && copies.walkIn, 'the demo has one that can be booked');
    assert.equal((await client('public').get(copies.forms[0].address)).status, 200, 'its form is there');
    const refusedWith = async (code) => {
      const { appointments: [one, ...none] } = mustRefuse(await kiosk.take({ serviceIds: [copies.id] }), 409, code);
      assert.equal(none.length, 0);
      assert.deepEqual([one.serviceId, one.departmentId], [copies.id, copies.departmentId]);
      assert.equal(one.offers.length, 5);
      assert.ok(one.offers.every((offer) => shaped('SlotOffer', offer).startsAt > now), JSON.stringify(one.offers));
      return one.offers;
    };
    const { version } = must(await admin.get('/api/v1/services'), 200).items.find((one) => one.id === copies.id);
    const changed = must(await admin.patch(`/api/v1/services/${copies.id}`, { version, walkIn: false }), 200);
    const [offer] = await refusedWith('no-walk-in');
    must(await admin.patch(`/api/v1/services/${copies.id}`, { version: changed.version, walkIn: true }), 200);
    const person = await register(desk);
    const booked = must(await desk.post('/api/v1/appointments', { slotId: offer.slotId, personId: person.id }), 201);
    assert.equal(booked.department.id, copies.departmentId);
    await turn(`${now.slice(0, 10)}T18:00:00+08:00`);
    const closed = await inCentre('A04');
    assert.equal(closed.open, undefined);
    assert.ok(closed.opensNext > now && closed.opensNext.slice(11, 16) === '08:00', closed.opensNext);
    await refusedWith('centre-closed');
    await turn(morning);

    const one = await take('copy');
    const print = () => desk.post(`/api/v1/visits/${one.id}/prints`, {});
    assert.deepEqual(must(await print(), 201), { copy: 1, reprint: false });
    assert.deepEqual(must(await print(), 201), { copy: 2, reprint: true });
    mustRefuse(await desk.post(`/api/v1/visits/${nobody('vis')}/prints`, {}), 404, 'not-found');
    mustRefuse(await kiosk.request('POST', `/api/v1/visits/${one.id}/prints`, {}), 403, 'forbidden');
    await empty();
  });

  test('whoever has few ahead gets a message, once; and whom no voice reaches, of the call', async () => {
    const told = async (person) => must(await client('public').get(`/api/v1/demo/messages?phone=${person.given.phone}`), 200).items.map((one) => one.text);
    const people = [];
    for (let n = 0; n < 6; n += 1) {
      const person = await register(desk, n === 0 ? { needs: ['hearing'] } : {});
      people.push(person);
      must(await desk.post('/api/v1/visits', { serviceIds: [services.copy], personId: person.id }), 201);
    }
    assert.deepEqual(await Promise.all(people.map(told)), people.map(() => []), 'nobody is called yet');
    must(await call(desk, 'first'), 201);
    const said = await Promise.all(people.map(told));
    assert.deepEqual(said.map((list) => list.length), [1, 1, 1, 1, 1, 0], JSON.stringify(said));
    assert.match(said[0][0], /^【叫号】服务中心 [A-Z]\d+ 号：请现在到 测试 first。$/);
    assert.match(said[1][0], /^【等候提醒】服务中心 [A-Z]\d+ 号：下一位就是您，请到测试 first、测试 second附近等候呼叫。$/);
    assert.match(said[4][0], /前面还有 3 位/);
    must(await call(other, 'second'), 201);
    assert.equal((await told(people[2])).length, 1, 'not twice');
    assert.equal((await told(people[5])).length, 1);
    await empty();
  });

  test('forecasts are kept and scored', async () => {
    const called = async () => {
      const { services: list } = shaped('WaitForecasts', must(await admin.get('/api/v1/wait-forecasts'), 200));
      return list.filter((one) => one.service.id === services.copy).reduce((sum, one) => sum + one.called, 0);
    };
    const before = await called();
    for (const deadline = Date.now() + 20_000; (await called()) === before;) {
      assert.ok(Date.now() < deadline, 'a forecast is kept within a second and scored when they are called');
      const one = await take('copy');
      await new Promise((resolve) => { setTimeout(resolve, 1100); });
      must(await call(desk, 'first'), 201);
      await finish(desk, one, '');
    }
  });

  test('a restart in the middle changes nothing', async () => {
    const [one, two] = [await take('copy'), await take('copy')];
    must(await call(desk, 'first'), 201);
    must(await step(desk, one, { step: 'start' }), 200);
    must(await desk.put(`/api/v1/service-windows/${windows.first}/post`, { callsNext: true }), 200);
    await stop();
    await start();
    await turn(shifted(now, 1));
    const seen = await look('first');
    assert.deepEqual(seen.here.map((item) => [item.number, item.ticket.state]), [[one.number, 'serving']]);
    assert.equal(seen.next.id, two.id);
    assert.equal(seen.post.callsNext, true);
    const third = await take('copy');
    assert.equal(Number(third.number.slice(1)), Number(two.number.slice(1)) + 1);
    await finish(desk, one);
    assert.equal(must(await call(desk, 'first'), 201).id, two.id);
  });

  test('only windows’ people serve; patients and auditors do not see who waits', async () => {
    const auditor = await as('auditor');
    for (const refused of [
      await auditor.get(`/api/v1/service-windows/${windows.first}/desk`),
      await auditor.get('/api/v1/visits'),
      await admin.post(`/api/v1/service-windows/${windows.first}/calls`, {}),
      await admin.put(`/api/v1/service-windows/${windows.first}/post`, { callsNext: false }),
      await desk.post('/api/v1/service-windows', {}),
    ]) mustRefuse(refused, 403, 'forbidden');
    assert.equal((await client('public').get(`/api/v1/service-windows/${windows.first}/desk`)).status, 404);
  });

  test('numbers restart the next day; whoever was left over has gone, and nobody’s seat is kept', async () => {
    const { items: left } = must(await desk.get('/api/v1/visits'), 200);
    assert.ok(left.length > 0, 'somebody is still there');
    const { first } = await openDay(now.slice(0, 10));
    assert.match(first.number, /^[A-Z]001$/);
    for (const deadline = Date.now() + 60_000; ;) {
      const { state } = must(await desk.get(`/api/v1/visits/${left[0].id}`), 200);
      if (state === 'left') break;
      assert.ok(Date.now() < deadline, 'the day before is settled');
      await new Promise((resolve) => { setTimeout(resolve, 200); });
    }
    must(await other.put(`/api/v1/service-windows/${windows.first}/post`, { callsNext: false }), 200);
    assert.equal(must(await call(other, 'first'), 201).id, first.id);
    assert.doesNotMatch(child.log(), /housekeeping:/);
  });

  test('the file is sound at the end', async () => {
    await stop();
    const { stdout } = await promisify(execFile)(binary, ['--config', 'none', 'check', '--data', dir], { cwd: root });
    assert.match(stdout, /./);
  });
});
