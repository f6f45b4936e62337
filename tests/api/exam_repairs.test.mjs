// One examination does not go as planned at its device: the rest of the patient's plan is made to
// keep the rules again, taken and told; or it is said what is not right.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, newColleague, newPhone, register, root, startServer } from './lib.mjs';

const Ajv = createRequire(import.meta.url)('ajv/dist/2020.js').default;
const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

describe('what becomes of the rest', () => {
  let server;
  let desk;
  let admin;
  let technician;
  let password;
  let date; // of all plans
  let ajv;

  before(async () => {
    server = await startServer();
    [desk, admin] = [await server.as('desk'), await server.as('admin')];
    ({ password } = await newColleague(server, admin, 'technician.nine', ['technician']));
    const document = JSON.parse(await readFile(path.join(root, 'static/openapi.json'), 'utf8'));
    ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addSchema(document, 'api');
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    for (let n = 2; !date && n < 14; n += 1) if (new Date(plusDays(today, n)).getUTCDay() === 2) date = plusDays(today, n);
    await clock(`${date}T07:00:00+08:00`);
  });
  after(() => server?.stop());

  async function clock(now) {
    must(await admin.post('/api/v1/demo/clock', { now }), 200);
    [desk, admin] = [await server.as('desk'), await server.as('admin')];
    technician = await server.as('technician.nine', password);
  }
  function shaped(name, value) {
    const validate = ajv.getSchema(`api#/components/schemas/${name}`);
    assert.ok(validate(value), `${name}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value).slice(0, 1500)}`);
    return value;
  }
  const taken = (items) => items.map(({ orderId, deviceId, date: day, start }) => ({ orderId, deviceId, date: day, start }));
  const at = (items, code) => items.find((one) => one.exam.code === code);
  /** Ordered, everything answered so that it may be done, the best plan taken. */
  async function planned(orders, wishes, fasted = false) {
    const phone = newPhone();
    const person = await register(desk, { phone });
    must(await desk.post('/api/v1/exam-orders', { personId: person.id, orders }), 201);
    const { questions } = must(await desk.get(`/api/v1/exam-orders?personId=${person.id}`), 200);
    const answers = Object.fromEntries(questions.map((one) => [one.code, one.kind === 'number' ? 90 : one.code === 'companion']));
    must(await desk.put('/api/v1/exam-questionnaire', { personId: person.id, answers }), 200);
    const { choices } = must(await desk.post('/api/v1/exam-plans/previews', { personId: person.id, wishes, fasted }), 200);
    const plan = shaped('ExamPlan', must(await desk.post('/api/v1/exam-plans', { personId: person.id, items: taken(choices[0].items) }), 201));
    assert.deepEqual(plan.conflicts, []);
    return { person, phone, plan };
  }
  /** At the device, called out of turn, and the step. */
  async function at_device(plan, code, step) {
    const item = at(plan.items, code);
    const works = must(await technician.get(`/api/v1/exam-devices/${item.deviceId}/worklist?day=${item.date}`), 200).items;
    const { id } = works.find((one) => one.orderId === item.orderId);
    must(await desk.post(`/api/v1/exam-places/${id}/arrival`, {}), 201);
    must(await technician.post(`/api/v1/exam-devices/${item.deviceId}/calls`, { placeId: id, reason: '试' }), 201);
    if (step.step === 'finish') must(await technician.post(`/api/v1/exam-places/${id}/steps`, { step: 'start' }), 200);
    return shaped('ExamWorkDone', must(await technician.post(`/api/v1/exam-places/${id}/steps`, step), 200));
  }
  const shown = async (plan) => shaped('ExamPlan', must(await desk.get(`/api/v1/exam-plans/${plan.id}`), 200));
  const orderOf = async (plan, code) => at(must(await desk.get(`/api/v1/exam-orders?personId=${plan.personId}&state=all`), 200).items, code);
  const repairs = async () => shaped('ExamRepairList', must(await desk.get('/api/v1/exam-repairs'), 200)).items;
  const messages = async (phone) => must(await admin.get(`/api/v1/demo/messages?phone=${phone}`), 200).items.map((one) => one.text);

  test('not prepared: a new time at once, and what depends on it goes after it; taken, told, put down', async () => {
    const { plan, phone } = await planned([{ exam: 'ECG-12L' }, { exam: 'ECG-TMT' }, { exam: 'US-THY' }], { dates: [date] });
    const { replanned } = await at_device(plan, 'ECG-12L', { step: 'unprepared', reason: '不能平卧' });
    assert.equal(replanned.state, 'taken');
    assert.deepEqual(replanned.conflicts, []);
    assert.deepEqual(replanned.items.map((one) => one.exam.code).sort(), ['ECG-12L', 'ECG-TMT']);
    const now = await shown(plan);
    assert.deepEqual(now.conflicts, []);
    assert.ok(now.version > plan.version);
    assert.ok(at(now.items, 'ECG-12L').startsAt < at(now.items, 'ECG-TMT').startsAt);
    assert.ok(at(now.items, 'ECG-12L').date > date);
    assert.deepEqual(at(now.items, 'US-THY'), at(plan.items, 'US-THY'));
    const order = await orderOf(plan, 'ECG-12L');
    assert.equal(order.state, 'planned');
    assert.ok(order.events.some((event) => event.what === 'failed-preparation'));
    const told = (await messages(phone)).at(-1);
    assert.ok(told.includes(at(now.items, 'ECG-TMT').start) && told.includes('没能按原计划做'), told);
    const auditor = await server.as('auditor');
    const history = must(await auditor.get(`/api/v1/audit-entries?subject=${plan.id}`), 200).items;
    assert.ok(history.some((one) => one.action === 'exam-plan-changed' && one.details.how === 'repair'), JSON.stringify(history));
    assert.deepEqual(await repairs(), []);
  });

  test('gone home: what nothing depends on waits, as ever', async () => {
    const { plan } = await planned([{ exam: 'US-THY' }, { exam: 'LAB-CBC' }], { dates: [date] });
    assert.equal((await at_device(plan, 'US-THY', { step: 'leave', reason: '先走了' })).replanned, null);
    assert.equal((await orderOf(plan, 'US-THY')).state, 'ordered');
    assert.deepEqual((await shown(plan)).items, [at(plan.items, 'LAB-CBC')].map((one) => one));
    assert.deepEqual(await repairs(), []);
  });

  test('no plan keeps the rules: nothing moves, and it is said in the plan, to the patient and in a list', async () => {
    const { plan, phone } = await planned([{ exam: 'ECG-12L', neededBy: date }, { exam: 'ECG-TMT', neededBy: date }], { dates: [date] });
    const { replanned } = await at_device(plan, 'ECG-12L', { step: 'leave', reason: '不舒服' });
    assert.equal(replanned.state, 'none');
    assert.deepEqual(replanned.items, []);
    const now = await shown(plan);
    assert.deepEqual(now.items.map((one) => one.exam.code), ['ECG-TMT']);
    const [conflict] = now.conflicts;
    assert.deepEqual([conflict.exam.code, conflict.rule, conflict.with.what, conflict.with.exam.code], ['ECG-TMT', 'R29', 'waiting', 'ECG-12L']);
    assert.ok(conflict.note && conflict.noteEn);
    assert.deepEqual(replanned.conflicts, now.conflicts);
    const listed = must(await desk.get(`/api/v1/exam-plans?personId=${plan.personId}`), 200).items;
    assert.deepEqual(listed[0].conflicts, now.conflicts);
    assert.ok((await messages(phone)).at(-1).includes('联系'));
    const [open] = await repairs();
    assert.deepEqual([open.exam.code, open.cause, open.tried, open.planId], ['ECG-12L', 'left', true, plan.id]);
    assert.match(open.person.name, /\*/);
    mustRefuse(await (await server.as('auditor')).get('/api/v1/exam-repairs'), 403, 'forbidden');

    // Planned by hand as it can be, it is off the list and out of the plan.
    const waits = await orderOf(plan, 'ECG-12L');
    must(await desk.post(`/api/v1/exam-orders/${waits.id}/cancellation`, { reason: '不做了' }), 200);
    assert.deepEqual((await shown(plan)).conflicts, []);
    assert.deepEqual(await repairs(), []);
  });

  test('done too early for another: that one moves', async () => {
    // A meal before the fasting one, though it was planned after it.
    const { plan } = await planned([{ exam: 'UBT-C13' }, { exam: 'ECG-12L' }], { dates: [date], notBefore: '09:00' }, true);
    const exams = must(await admin.get('/api/v1/exams'), 200).items;
    const ecg = exams.find((one) => one.code === 'ECG-12L');
    assert.ok(must(await admin.patch(`/api/v1/exams/${ecg.id}`, { version: ecg.version, breaksFast: true }), 200).breaksFast);
    const before_it = at(plan.items, 'ECG-12L').startsAt < at(plan.items, 'UBT-C13').startsAt;
    const { replanned } = await at_device(plan, 'ECG-12L', { step: 'finish' });
    assert.equal(replanned.state, 'taken', `${before_it}`);
    assert.deepEqual(replanned.items.map((one) => one.exam.code), ['UBT-C13']);
    assert.ok(Date.parse(replanned.items[0].startsAt) >= Date.parse(`${date}T07:00:00+08:00`) + 6 * 3_600_000);
    assert.deepEqual((await shown(plan)).conflicts, []);
  });
});
