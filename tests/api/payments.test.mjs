// Fees from outside: the server and a payment provider (tests/lib/sandbox_pay.mjs), each a process or
// server of its own, and every way in which money can come, not come, come twice, or come too late.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { SandboxPay } from '../lib/sandbox_pay.mjs';
import { binary, Client, freeDays, must, mustRefuse, newColleague, newPhone, register, residentNumber, root, startServer, whenReady } from './lib.mjs';

const secret = 'a-secret-of-the-sandbox-for-tests-only';
const minute = 60_000;
const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Waits for what housekeeping or a call-back brings about. */
async function until(what, look, within = 5000) {
  const end = Date.now() + within;
  for (;;) {
    const found = await look();
    if (found) return found;
    assert.ok(Date.now() < end, `${what}: not within ${within} ms`);
    await sleep(50);
  }
}

/** A server with a sandbox beside it; web bookings are prepaid. */
async function startPaying() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'yuyue-pay-'));
  const key = path.join(folder, 'pay.key');
  await writeFile(key, `${secret}\n`, { mode: 0o600 });
  const sandbox = new SandboxPay({ secret });
  await sandbox.listen();
  const args = ['--payment-provider', 'sandbox', '--payment-url', sandbox.url, '--payment-key-file', key];
  const server = await startServer({ args });
  sandbox.callbackUrl = `${server.public}/api/v1/payment-callbacks/sandbox`;
  const stop = server.stop;
  server.stop = async () => {
    await stop();
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { server, sandbox, args };
}

async function prepay(admin, change = { prepayChannels: ['web'], provider: 'sandbox' }) {
  const { version } = must(await admin.get('/api/v1/fee-settings'), 200);
  return must(await admin.patch('/api/v1/fee-settings', { version, ...change }), 200);
}

/** Slots with a fee, one of each department's day, so that bookings do not get in each other's way. */
async function slotsWithFee(client) {
  const found = [];
  for (const day of await freeDays(client, 80)) {
    const page = must(await client.get(`/api/v1/departments/${day.department}/sessions?date=${day.date}`), 200);
    const session = page.items.find((one) => one.fee > 0 && one.slots.some((slot) => slot.free > 1));
    if (session) found.push({ slotId: session.slots.find((slot) => slot.free > 1).id, fee: session.fee, ...day });
  }
  return found;
}

describe('paying', () => {
  let server;
  let sandbox;
  let admin;
  let desk;
  let auditor;
  let operator;
  let slots;
  before(async () => {
    ({ server, sandbox } = await startPaying());
    admin = await server.as('admin');
    desk = await server.as('desk');
    auditor = await server.as('auditor');
    operator = await newColleague(server, admin, 'op', ['operator']);
    await prepay(admin);
    slots = await slotsWithFee(desk);
    assert.ok(slots.length > 10, `${slots.length} slots with a fee`);
  });
  after(() => server?.stop());

  /** A patient of their own, with one person. */
  async function newPatient() {
    const phone = newPhone();
    const client = await server.patient(phone);
    const person = must(await client.post('/api/v1/me/people', { name: '陈付费', document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    return Object.assign(client, { phone, person: person.id });
  }
  /** …who holds a place. */
  async function holding() {
    const client = await newPatient();
    const slot = slots.shift();
    slots.push(slot);
    const held = must(await client.post('/api/v1/appointments', { slotId: slot.slotId, personId: client.person }), 201);
    assert.equal(held.state, 'pending');
    return { client, slot, place: `/api/v1/appointments/${held.id}`, held };
  }
  const order = async ({ client, place }) => must(await client.post(`${place}/payment`, {}), 201);
  const shown = async ({ client, place }) => must(await client.get(place), 200);
  const account = async ({ client, place }) => must(await client.get(`${place}/payment`), 200);
  const told = async (phone) => must(await desk.get(`/api/v1/demo/messages?phone=${phone}`), 200).items.map((one) => one.text);
  const metric = async (name) => {
    const text = (await operator.get('/metrics')).text;
    return Number(text.split('\n').find((line) => line.startsWith(name))?.split(' ').pop());
  };
  const callbackUrl = () => sandbox.callbackUrl;
  const notice = (ordered, over = {}) => ({ order: ordered.id, transaction: `t-${Math.random()}`, amount: ordered.amount, outcome: 'paid', at: new Date().toISOString(), ...over });
  const clock = async () => Date.parse(must(await desk.get('/api/v1/demo/clock'), 200).now);
  /** Turns the server's clock and the sandbox's together. */
  const turn = async (ms) => {
    must(await desk.post('/api/v1/demo/clock', { now: new Date((await clock()) + ms).toISOString() }), 200);
    sandbox.clockOffset += ms;
  };
  const sound = async () => assert.deepEqual(must(await operator.get('/api/v1/checks'), 200), { ok: true, problems: [] });

  test('held, paid, booked', async () => {
    const mine = await holding();
    assert.equal(mine.held.payment.state, 'pending');
    assert.equal(mine.held.payment.due, mine.slot.fee);
    const left = Date.parse(mine.held.payment.payUntil) - await clock();
    assert.ok(left > 14 * minute && left <= 15 * minute, `${left} ms to pay`);
    const ordered = await order(mine);
    assert.equal(ordered.amount, mine.slot.fee);
    assert.ok(ordered.payUrl.startsWith(sandbox.url));
    assert.deepEqual(await order(mine), ordered, 'asked again: the same order');
    const qr = await mine.client.get(`${mine.place}/payment/qr.svg`);
    assert.equal(qr.status, 200);
    assert.match(qr.headers['content-type'], /^image\/svg/);
    assert.equal((await account(mine)).order.id, ordered.id);

    await sandbox.act(ordered.id, 'pay');
    const booked = await shown(mine);
    assert.equal(booked.state, 'booked');
    assert.equal(booked.payment.state, 'paid');
    assert.equal(booked.payment.method, 'online');
    assert.deepEqual(booked.events.map((one) => one.what), ['held', 'confirmed']);
    mustRefuse(await mine.client.post(`${mine.place}/payment`, {}), 409, 'nothing-due');
    await sound();
  });

  test('told again, it does nothing again', async () => {
    const mine = await holding();
    const ordered = await order(mine);
    const [paid] = await sandbox.act(ordered.id, 'pay');
    const repeated = { order: ordered.id, transaction: paid.transaction, amount: paid.amount, outcome: 'paid', at: new Date(paid.at).toISOString() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => sandbox.callBack(callbackUrl(), repeated)));
    assert.deepEqual(answers, [200, 200, 200, 200, 200]);
    const { payment, refunds } = await account(mine);
    assert.equal(payment.paid, mine.slot.fee);
    assert.deepEqual(refunds, []);
    assert.equal((await shown(mine)).events.length, 2);
  });

  test('not paid in time: given up within two seconds, and paid later: sent back', async () => {
    const mine = await holding();
    const ordered = await order(mine);
    await turn(16 * minute);
    const gone = await until('given up', async () => {
      const now = await shown(mine);
      return now.state === 'cancelled' && now;
    }, 2500);
    assert.equal(gone.cancelCause, 'unpaid');
    assert.equal(gone.payment, undefined);
    mustRefuse(await mine.client.post(`${mine.place}/payment`, {}), 409, 'not-active');

    await sandbox.act(ordered.id, 'late');
    const after = await until('refunded', async () => {
      const now = await shown(mine);
      return now.payment?.state === 'refunded' && now;
    });
    assert.equal(after.state, 'cancelled');
    assert.equal(after.payment.refunded, mine.slot.fee);
    const texts = await until('both messages', async () => {
      const all = await told(mine.client.phone);
      return all.some((text) => /已超过时限/.test(text)) && all.some((text) => /已原路退款/.test(text)) && all;
    });
    assert.ok(texts.some((text) => /未在时限内付款/.test(text)));
    assert.ok([...sandbox.refunds.values()].some((one) => one.order === ordered.id && one.amount === mine.slot.fee));
    await sound();
  });

  test('paid twice: one goes back', async () => {
    const mine = await holding();
    const ordered = await order(mine);
    await sandbox.act(ordered.id, 'twice');
    const now = await until('the second refunded', async () => {
      const state = await account(mine);
      return state.payment.refunded === mine.slot.fee && state;
    });
    assert.equal(now.payment.state, 'paid');
    assert.equal(now.payment.paid, 2 * mine.slot.fee);
    assert.deepEqual(now.refunds.map((one) => one.reason), ['twice']);
    assert.equal((await shown(mine)).state, 'booked');
  });

  test('a wrong amount confirms nothing and goes back; the right one still counts', async () => {
    const mine = await holding();
    const ordered = await order(mine);
    const [wrong] = await sandbox.act(ordered.id, 'wrong-amount');
    const held = await shown(mine);
    assert.equal(held.state, 'pending');
    assert.equal(held.payment.state, 'failed');
    await until('sent back', async () => (await account(mine)).payment.refunded === wrong.amount);
    const again = await order(mine);
    assert.notEqual(again.id, ordered.id);
    await sandbox.act(again.id, 'pay');
    assert.equal((await shown(mine)).state, 'booked');
    const list = must(await auditor.get('/api/v1/reconciliations'), 200);
    const line = list.lines.find((one) => one.reference === wrong.transaction);
    assert.equal(line.verdict, 'amounts-differ');
    assert.equal(line.expected, mine.slot.fee);
    assert.equal(line.theirs, wrong.amount);
    assert.equal(line.use, 'wrong-amount');
  });

  test('a payment that fails can be tried again', async () => {
    const mine = await holding();
    const ordered = await order(mine);
    await sandbox.act(ordered.id, 'fail');
    assert.equal((await shown(mine)).payment.state, 'failed');
    await sandbox.act((await order(mine)).id, 'pay');
    assert.equal((await shown(mine)).payment.state, 'paid');
  });

  test('forged, stale, senseless and unknown call-backs', async () => {
    const mine = await holding();
    const ordered = await order(mine);
    const before = await metric('yuyue_payment_callbacks_total{outcome="forged"}');
    const good = notice(ordered);
    const now = String(Math.floor(Date.now() / 1000));
    const old = String(Math.floor(Date.now() / 1000) - 301);
    const send = (body, over) => sandbox.callBack(callbackUrl(), body, over);
    for (let n = 0; n < 20; n += 1) assert.equal(await send(good, { signature: 'f'.repeat(64) }), 401);
    assert.equal(await send(good, { signature: '' }), 401);
    assert.equal(await send(good, { signedBody: JSON.stringify({ ...good, amount: 1 }) }), 401);
    assert.equal(await send(good, { timestamp: old }), 401, 'stale');
    assert.equal(await send(good, { timestamp: now, signature: sandbox.signature(old, 'callback', JSON.stringify(good)) }), 401, 'an old signature with a new time');
    assert.equal(await send(null, { body: 'no json' }), 400);
    assert.equal(await send({ ...good, amount: -1 }), 400);
    assert.equal(await send({ ...good, amount: '100' }), 400);
    assert.equal(await send({ ...good, order: 'pay_0000000000000' }), 404);
    assert.equal(await send({ ...good, order: mine.held.id, transaction: 'elsewhere' }), 404, 'an id of something else');
    assert.equal((await shown(mine)).state, 'pending');
    const client = server.client('public');
    mustRefuse(await client.post('/api/v1/payment-callbacks/sandbox', good), 401, 'callback-forged');
    mustRefuse(await client.post('/api/v1/payment-callbacks/nobody', good), 404, 'not-found');

    assert.ok(await metric('yuyue_payment_callbacks_total{outcome="forged"}') >= before + 23);
    assert.ok(await metric('yuyue_payment_callbacks_total{outcome="stale"}') >= 1);
    assert.ok(await metric('yuyue_payment_callbacks_total{outcome="unknown"}') >= 2);
    const entries = must(await auditor.get('/api/v1/audit-entries?limit=200'), 200).items.filter((one) => one.action === 'payment-callback-refused');
    assert.ok(entries.length >= 1 && entries.length <= 3, `${entries.length} entries: no flood`);
    const list = must(await auditor.get('/api/v1/reconciliations'), 200);
    assert.ok(!list.lines.some((one) => one.reference === 'elsewhere' && one.ours !== undefined), 'not our money');
    await sound();
  });

  test('cancelled by the patient: all goes back, even when the provider is away at first', async () => {
    const mine = await holding();
    await sandbox.act((await order(mine)).id, 'pay');
    sandbox.behaviour.down = true;
    const cancelled = must(await mine.client.post(`${mine.place}/cancellation`, { reason: '临时有事' }), 200);
    assert.equal(cancelled.payment.state, 'refunding');
    await until('asked in vain', async () => (await metric('yuyue_payment_errands_unanswered_total')) >= 1);
    assert.equal((await shown(mine)).payment.state, 'refunding');
    sandbox.behaviour.down = false;
    await until('refunded', async () => (await shown(mine)).payment.state === 'refunded', 15_000);
    const [refund] = [...sandbox.refunds.values()].filter((one) => one.amount === mine.slot.fee).slice(-1);
    assert.equal(refund.state, 'done');
    await sound();
  });

  test('a refund that the provider refuses is settled at the desk', async () => {
    const mine = await holding();
    const ordered = await order(mine);
    await sandbox.act(ordered.id, 'pay');
    sandbox.behaviour.refunds = 'refused';
    must(await desk.post(`${mine.place}/cancellation`, { cause: 'hospital', reason: '停诊' }), 200);
    const stuck = await until('refused', async () => {
      const now = await shown(mine);
      return now.payment.state === 'failed' && now;
    });
    sandbox.behaviour.refunds = 'done';
    assert.equal(stuck.payment.needsStaff, true);
    const open = must(await admin.get('/api/v1/reconciliations'), 200).openRefunds;
    assert.ok(open.some((one) => one.paymentId === ordered.id && one.state === 'failed'));
    mustRefuse(await desk.post(`/api/v1/payments/${ordered.id}/reversal`, {}), 422, 'field-required');
    const settled = must(await desk.post(`/api/v1/payments/${ordered.id}/reversal`, { reason: '现金退还' }), 200);
    assert.equal(settled.givenBack, mine.slot.fee);
    assert.equal(settled.payment.state, 'refunded');
    mustRefuse(await desk.post(`/api/v1/payments/${ordered.id}/reversal`, { reason: '再来' }), 409, 'nothing-to-give-back');
    await sound();
  });

  test('at the desk: due, taken, taken back, paid for a held place', async () => {
    const person = await register(desk);
    const slot = slots[0];
    const booked = must(await desk.post('/api/v1/appointments', { slotId: slot.slotId, personId: person.id }), 201);
    assert.equal(booked.state, 'booked');
    assert.deepEqual([booked.payment.state, booked.payment.due], ['due', slot.fee]);
    const place = `/api/v1/appointments/${booked.id}`;
    mustRefuse(await desk.post(`${place}/desk-payment`, { method: 'cash', amount: slot.fee - 1 }), 409, 'amount-differs');
    mustRefuse(await desk.post(`${place}/desk-payment`, { method: 'online', amount: slot.fee }), 422, 'field-invalid');
    const key = { headers: { 'Idempotency-Key': `desk-${booked.id}` } };
    const taken = must(await desk.post(`${place}/desk-payment`, { method: 'cash', amount: slot.fee }, key), 201);
    assert.deepEqual(must(await desk.post(`${place}/desk-payment`, { method: 'cash', amount: slot.fee }, key), 201), taken);
    assert.deepEqual([taken.payment.state, taken.payment.method], ['paid', 'cash']);
    mustRefuse(await desk.post(`${place}/desk-payment`, { method: 'card', amount: slot.fee }), 409, 'nothing-due');
    const back = must(await desk.post(`/api/v1/payments/${taken.payments[0].id}/reversal`, { reason: '收错' }), 200);
    assert.equal(back.payment.state, 'due');
    const card = must(await desk.post(`${place}/desk-payment`, { method: 'card', amount: slot.fee }), 201);
    must(await desk.post(`${place}/cancellation`, {}), 200);
    const waits = must(await desk.get(`${place}/payment`), 200);
    assert.equal(waits.payment.state, 'refunding');
    const done = must(await desk.post(`/api/v1/payments/${card.payments.at(-1).id}/reversal`, { reason: '退号' }), 200);
    assert.equal(done.payment.state, 'refunded');

    const mine = await holding();
    const ordered = await order(mine);
    must(await desk.post(`${mine.place}/desk-payment`, { method: 'cash', amount: mine.slot.fee }), 201);
    assert.equal((await shown(mine)).state, 'booked');
    // Paid online all the same: that goes back.
    await sandbox.act(ordered.id, 'pay');
    await until('sent back', async () => (await account(mine)).payment.refunded === mine.slot.fee);
    assert.equal((await shown(mine)).payment.state, 'paid');
    await sound();
  });

  test('an emergency is not made to wait for money', async () => {
    const mine = await holding();
    mustRefuse(await mine.client.post(`${mine.place}/pay-later`, { reason: '我' }), 404, 'not-found');
    must(await desk.post(`${mine.place}/pay-later`, { reason: '胸痛绿色通道' }), 200);
    const now = await shown(mine);
    assert.deepEqual([now.state, now.payment.state], ['booked', 'due']);
    mustRefuse(await desk.post(`${mine.place}/pay-later`, { reason: '又' }), 409, 'not-pending');
    await sandbox.act((await order(mine)).id, 'pay');
    assert.equal((await shown(mine)).payment.state, 'paid');

    // At a kiosk nothing is paid: it is held, and says until when.
    const { key } = must(await operator.post('/api/v1/api-keys', { name: '自助机', permissions: ['check-in'] }), 201);
    const kiosk = (path, body) => server.client().post(`/api/v1/kiosk/${path}`, body, { headers: { Authorization: `Bearer ${key}` } });
    await prepay(admin, { prepayChannels: ['web', 'kiosk'] });
    const visitor = await register(desk);
    const { pass } = must(await kiosk('identifications', { number: visitor.given.documents[0].number, source: 'card' }), 201);
    const kept = must(await kiosk('appointments', { pass, slotId: slots[2].slotId }), 201);
    assert.deepEqual([kept.state, kept.payment.state, kept.payUntil === kept.payment.payUntil, kept.qr], ['pending', 'pending', true, undefined]);

    await prepay(admin, { prepayChannels: ['web', 'desk'] });
    const [one, two] = [await register(desk), await register(desk)];
    const slot = slots[1];
    const held = must(await desk.post('/api/v1/appointments', { slotId: slot.slotId, personId: one.id }), 201);
    const urgent = must(await desk.post('/api/v1/appointments', { slotId: slot.slotId, personId: two.id, payLater: '急诊' }), 201);
    await prepay(admin, { prepayChannels: ['web'] });
    assert.deepEqual([held.state, urgent.state], ['pending', 'booked']);
    const patient = await newPatient();
    mustRefuse(await patient.post('/api/v1/appointments', { slotId: slot.slotId, personId: patient.person, payLater: '急' }), 422, 'field-invalid');
    const why = must(await auditor.get('/api/v1/audit-entries?limit=200'), 200).items.filter((entry) => entry.action === 'payment-deferred');
    assert.ok(why.some((entry) => entry.note === '急诊'));
  });

  test('moved to another fee: the difference goes back, or is due', async () => {
    const byFee = new Map();
    for (const slot of slots) byFee.set(slot.fee, slot);
    const fees = [...byFee.keys()].sort((a, b) => a - b);
    assert.ok(fees.length > 1, 'the demo has several fees');
    const [cheap, dear] = [byFee.get(fees[0]), byFee.get(fees.at(-1))];
    const client = await newPatient();
    const held = must(await client.post('/api/v1/appointments', { slotId: dear.slotId, personId: client.person }), 201);
    const mine = { client, place: `/api/v1/appointments/${held.id}` };
    mustRefuse(await client.post(`${mine.place}/rescheduling`, { slotId: cheap.slotId }), 409, 'payment-pending');
    await sandbox.act((await order(mine)).id, 'pay');
    const moved = must(await client.post(`${mine.place}/rescheduling`, { slotId: cheap.slotId }), 200);
    assert.equal(moved.fee, cheap.fee);
    assert.equal(moved.payment.state, 'paid');
    await until('the difference', async () => (await account(mine)).payment.refunded === dear.fee - cheap.fee);
    const back = must(await client.post(`${mine.place}/rescheduling`, { slotId: dear.slotId }), 200);
    assert.deepEqual([back.state, back.payment.state, back.payment.due], ['booked', 'due', dear.fee - cheap.fee]);
    await sandbox.act((await order(mine)).id, 'pay');
    assert.equal((await shown(mine)).payment.state, 'paid');
    await sound();
  });

  test('a provider that does not answer stops nobody but who pays', async () => {
    const mine = await holding();
    sandbox.behaviour.down = true;
    mustRefuse(await mine.client.post(`${mine.place}/payment`, {}), 503, 'payment-provider-unavailable');
    mustRefuse(await admin.get('/api/v1/reconciliations'), 503, 'payment-provider-unavailable');
    must(await mine.client.get('/api/v1/departments'), 200);
    sandbox.behaviour.down = false;
    await sandbox.act((await order(mine)).id, 'pay');
    assert.equal((await shown(mine)).state, 'booked');
  });

  test('a lost call-back is found by asking', async () => {
    const mine = await holding();
    sandbox.behaviour.callbacks = false;
    const ordered = await order(mine);
    await sandbox.act(ordered.id, 'pay');
    assert.equal((await shown(mine)).state, 'pending');
    await turn(minute);
    await until('found', async () => (await shown(mine)).state === 'booked');
    sandbox.behaviour.callbacks = true;
  });

  test('the day\'s end: what each has alone, and as a spreadsheet', async () => {
    const mine = await holding();
    const ordered = await order(mine);
    const [paid] = await sandbox.act(ordered.id, 'pay');
    const gone = sandbox.transactions.get(paid.transaction);
    sandbox.transactions.delete(paid.transaction);
    sandbox.transactions.set('theirs-alone', { order: 'pay_00000000000zz', transaction: 'theirs-alone', amount: 4200, at: sandbox.now() });
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    const list = must(await auditor.get(`/api/v1/reconciliations?date=${today}`), 200);
    const verdict = (reference) => list.lines.find((one) => one.reference === reference)?.verdict;
    assert.equal(verdict(paid.transaction), 'only-ours');
    assert.equal(verdict('theirs-alone'), 'only-theirs');
    assert.ok(list.lines.some((one) => one.verdict === 'agrees' && one.kind === 'refund'));
    assert.equal(list.lines[0].verdict !== 'agrees', true, 'what differs comes first');
    assert.ok(list.desk.cash > 0 && list.desk.cashBack > 0 && list.desk.cardBack > 0);
    const csv = await auditor.get(`/api/v1/reconciliations?date=${today}&format=csv`);
    assert.equal(csv.status, 200);
    assert.match(csv.headers['content-type'], /^text\/csv/);
    assert.match(csv.headers['content-disposition'], /reconciliation-\d{4}-\d\d-\d\d\.csv/);
    assert.ok(csv.text.split('\r\n').some((row) => row.startsWith('"only-theirs","payment","theirs-alone"')));
    assert.doesNotMatch(csv.text, /陈付费|199\d{8}/, 'references only');
    mustRefuse(await auditor.get('/api/v1/reconciliations?date=x'), 400, 'query-invalid');
    mustRefuse(await auditor.get('/api/v1/reconciliations?format=xml'), 400, 'query-invalid');
    sandbox.transactions.set(paid.transaction, gone);
    sandbox.transactions.delete('theirs-alone');
  });

  test('other people\'s payments are not to be seen', async () => {
    const mine = await holding();
    await order(mine);
    const other = await newPatient();
    for (const [method, target] of [['GET', 'payment'], ['GET', 'payment/qr.svg']]) mustRefuse(await other.request(method, `${mine.place}/${target}`), 404, 'not-found');
    mustRefuse(await other.post(`${mine.place}/payment`, {}), 404, 'not-found');
    mustRefuse(await server.client('public').post(`${mine.place}/payment`, {}), 401, 'sign-in-needed');
  });

  test('settings that cannot be are refused', async () => {
    const { version } = must(await admin.get('/api/v1/fee-settings'), 200);
    const change = (body) => admin.patch('/api/v1/fee-settings', { version, ...body });
    mustRefuse(await change({ provider: 'paypal' }), 422, 'payment-provider-unknown');
    mustRefuse(await change({ provider: '' }), 422, 'setting-invalid');
    mustRefuse(await change({ payWithinMinutes: 0 }), 422, 'field-invalid');
    mustRefuse(await change({ prepayChannels: ['pigeon'] }), 422, 'field-invalid');
    mustRefuse(await admin.patch('/api/v1/fee-settings', { version: version + 1, payWithinMinutes: 20 }), 409, 'changed-meanwhile');
    mustRefuse(await desk.patch('/api/v1/fee-settings', { version, payWithinMinutes: 20 }), 403, 'forbidden');
  });
});

/** A server on a folder, with the sandbox's key, that may be killed. */
async function serveOn(data, args) {
  const child = spawn(binary, ['--config', 'none', 'serve', '--demo', '--data', data, '--public', '127.0.0.1:0', '--internal', '127.0.0.1:0', '--access-log', 'off', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (bytes) => { errors = (errors + bytes).slice(-20_000); });
  const ended = new Promise((resolve) => { child.once('exit', (code, signal) => resolve({ code, signal })); });
  const { public: open, internal } = await whenReady(child, () => errors);
  return { child, ended, public: open, internal, log: () => errors, kill: () => { child.kill('SIGKILL'); return ended; } };
}

describe('kill -9 between paying and confirming', () => {
  test('nothing is lost and nothing is done twice', async (t) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'yuyue-pay-'));
    const key = path.join(folder, 'pay.key');
    await writeFile(key, secret, { mode: 0o600 });
    const data = path.join(folder, 'data');
    const sandbox = new SandboxPay({ secret });
    await sandbox.listen();
    const args = ['--payment-provider', 'sandbox', '--payment-url', sandbox.url, '--payment-key-file', key];
    const clients = [];
    const client = (base, cookie = '') => {
      const made = Object.assign(new Client(base), { cookie });
      clients.push(made);
      return made;
    };
    let server = await serveOn(data, args);
    t.after(async () => {
      for (const one of clients) one.close();
      server.child.kill('SIGKILL');
      await server.ended;
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    });
    const setCallbacks = () => { sandbox.callbackUrl = `${server.public}/api/v1/payment-callbacks/sandbox`; };
    setCallbacks();
    const admin = client(server.internal);
    await admin.signIn('admin', 'Demo-admin-2026');
    await prepay(admin);
    const patient = client(server.public);
    await patient.signInByPhone(newPhone());
    const places = [];
    const slots = await slotsWithFee(patient);
    for (let n = 0; n < 3; n += 1) {
      const person = must(await patient.post('/api/v1/me/people', { name: '林重启', document: { type: 'resident-card', number: residentNumber() }, relation: n ? 'other' : 'self' }), 201);
      const held = must(await patient.post('/api/v1/appointments', { slotId: slots[n].slotId, personId: person.id }), 201);
      const place = `/api/v1/appointments/${held.id}`;
      places.push({ place, fee: slots[n].fee, order: must(await patient.post(`${place}/payment`, {}), 201) });
    }

    // Paid while the server is dead: the call-back finds nobody at first.
    await server.kill();
    await Promise.all(places.slice(0, 2).map(({ order }) => sandbox.act(order.id, 'pay')));
    // Each server has another port: from now on orders' call-backs go to the new one.
    server = await serveOn(data, args);
    setCallbacks();
    const again = client(server.public, patient.cookie);
    for (const { place } of places.slice(0, 2)) {
      await until('confirmed after the restart', async () => {
        const { state } = must(await again.get(place), 200);
        return state === 'booked';
      }, 40_000);
    }

    // Killed while call-backs come in: told again, each counts once.
    const paying = places.slice(2).map(({ order }) => sandbox.act(order.id, 'pay'));
    await server.kill();
    await Promise.all(paying);
    server = await serveOn(data, args);
    setCallbacks();
    const third = client(server.public, patient.cookie);
    for (const { place } of places.slice(2)) await until('confirmed', async () => must(await third.get(place), 200).state === 'booked', 40_000);

    // Paid in time, but the server was away until that was over: the place is theirs all the same.
    const early = client(server.internal, admin.cookie);
    const { now } = must(await early.get('/api/v1/demo/clock'), 200);
    must(await early.post('/api/v1/demo/clock', { now: new Date(Date.parse(now) - 60 * minute).toISOString() }), 200);
    const [paid, unpaid] = await Promise.all(slots.slice(6, 8).map(async (slot, n) => {
      const person = must(await third.post('/api/v1/me/people', { name: n ? '林不付' : '林已付', document: { type: 'resident-card', number: residentNumber() }, relation: 'other' }), 201);
      const held = must(await third.post('/api/v1/appointments', { slotId: slot.slotId, personId: person.id }), 201);
      const place = `/api/v1/appointments/${held.id}`;
      return { place, fee: slot.fee, order: must(await third.post(`${place}/payment`, {}), 201) };
    }));
    await server.kill();
    await sandbox.act(paid.order.id, 'late');
    server = await serveOn(data, args);
    setCallbacks();
    const fourth = client(server.public, patient.cookie);
    await until('the unpaid one given up', async () => must(await fourth.get(unpaid.place), 200).state === 'cancelled');
    assert.equal(must(await fourth.get(paid.place), 200).state, 'booked');
    places.push(paid);

    // Killed while refunds are under way: each is made once.
    sandbox.behaviour.slowMs = 300;
    for (const { place } of places) must(await fourth.post(`${place}/cancellation`, {}), 200);
    await sleep(400);
    await server.kill();
    sandbox.behaviour.slowMs = 0;
    server = await serveOn(data, args);
    const last = client(server.public, patient.cookie);
    for (const { place } of places) await until('refunded', async () => must(await last.get(place), 200).payment.state === 'refunded', 20_000);
    assert.equal(sandbox.refunds.size, places.length, 'each refund once');
    assert.equal([...sandbox.refunds.values()].reduce((sum, one) => sum + one.amount, 0), places.reduce((sum, one) => sum + one.fee, 0));
    const boss = client(server.internal, admin.cookie);
    const list = must(await boss.get('/api/v1/reconciliations'), 200);
    assert.deepEqual([...new Set(list.lines.map((one) => one.verdict))], ['agrees']);
    assert.deepEqual(list.openRefunds, []);
    assert.deepEqual(list.ours, list.theirs);
    for (const one of clients) one.close();
    server.child.kill('SIGTERM');
    assert.deepEqual(await server.ended, { code: 0, signal: null }, server.log());
  });
});
