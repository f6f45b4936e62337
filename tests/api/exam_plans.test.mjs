// Examinations ordered and planned, from outside: orders with what they need, answers that bar,
// recognised results, plans taken whole, 32 at once for the last places, changes.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { freeDays, freeSlots, must, mustRefuse, newColleague, newPhone, register, root, startServer } from './lib.mjs';

const Ajv = createRequire(import.meta.url)('ajv/dist/2020.js').default;
const planners = 32;
const taken = (choice) => choice.items.map(({ orderId, deviceId, date, start }) => ({ orderId, deviceId, date, start }));
const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

describe('examinations in one go', () => {
  let server;
  let desk;
  let operator;
  let today;
  let ajv;
  before(async () => {
    server = await startServer();
    desk = await server.as('desk');
    operator = await newColleague(server, await server.as('admin'), 'op', ['operator']);
    today = must(await desk.get('/api/v1/hospital'), 200).today;
    const document = JSON.parse(await readFile(path.join(root, 'static/openapi.json'), 'utf8'));
    ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addSchema(document, 'api');
  });
  after(() => server?.stop());

  /** Requires that an answer is as the API's description has it. */
  function shaped(name, value) {
    const validate = ajv.getSchema(`api#/components/schemas/${name}`);
    assert.ok(validate(value), `${name}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value).slice(0, 1500)}`);
    return value;
  }
  const order = async (personId, orders) => shaped('ExamOrderList', must(await desk.post('/api/v1/exam-orders', { personId, orders: orders.map((exam) => (typeof exam === 'string' ? { exam } : exam)) }), 201));
  const preview = async (personId, wishes, who = desk) => shaped('ExamPlanPreview', must(await who.post('/api/v1/exam-plans/previews', { personId, ...(wishes && { wishes }) }), 200));
  const take = (personId, choice, who = desk) => who.post('/api/v1/exam-plans', { personId, items: taken(choice) });
  const answers = (personId, given) => desk.put('/api/v1/exam-questionnaire', { personId, answers: given });
  const sound = async () => assert.deepEqual(must(await operator.get('/api/v1/checks'), 200), { ok: true, problems: [] });
  /** A day on which everything can be had in the morning. */
  let openDay;
  async function findOpenDay() {
    const { id } = await register(desk);
    await order(id, ['PFT-STD']);
    for (let n = 1; n < 14; n += 1) {
      const found = await preview(id, { dates: [plusDays(today, n)], notAfter: '12:00' });
      if (found.choices.length > 0) return plusDays(today, n);
    }
    throw new Error('the demo has no open day');
  }

  test('what an examination needs is added with its reason, and answers bar, delay and add', async () => {
    const { id } = await register(desk);
    const { items } = await order(id, ['END-GAP']);
    const added = items.filter((one) => one.source === 'added');
    assert.ok(added.some((one) => one.exam.code === 'ANE-ASS') && added.some((one) => one.exam.code === 'ECG-12L'), JSON.stringify(items.map((one) => one.exam.code)));
    for (const one of added) assert.ok(one.addedFor.why.length > 0);
    mustRefuse(await desk.post('/api/v1/exam-orders', { personId: id, orders: [{ exam: 'END-GAP' }] }), 409, 'exam-already-ordered');

    // Not planned before it is known who comes along.
    const before = must(await desk.get(`/api/v1/exam-orders?personId=${id}`), 200);
    const asked = before.questions.map((one) => one.code);
    assert.ok(asked.length > 0);
    assert.ok((await preview(id)).blocked.some((one) => one.exam.code === 'END-GAP' && one.unanswered.length > 0));
    const all = Object.fromEntries(before.questions.map((one) => [one.code, one.kind === 'number' ? 90 : false]));
    const barred = shaped('ExamOrderList', must(await answers(id, all), 200));
    assert.ok(barred.items.some((one) => one.exam.code === 'END-GAP' && one.bars.length > 0), JSON.stringify(barred.items));
    const companion = barred.items.find((one) => one.exam.code === 'END-GAP').bars[0].question;
    must(await answers(id, { ...all, [companion]: true }), 200);
    const found = await preview(id);
    assert.deepEqual(found.blocked, []);
    const best = found.choices[0];
    assert.equal(best.kind, 'best');
    assert.ok(best.proven);
    const at = Object.fromEntries(best.items.map((one) => [one.exam.code, one.startsAt]));
    assert.ok(at['ECG-12L'] < at['ANE-ASS'] && at['ANE-ASS'] < at['END-GAP']);
    assert.ok(best.timeline.some((one) => one.what === 'last-meal') && best.timeline.some((one) => one.what === 'companion'));

    for (const choice of found.choices) if (choice.proven) assert.deepEqual(choice.bound, choice.objective);

    // What is only said does not keep anybody from it.
    const warned = must(await answers(id, { ...all, [companion]: true, 'blood-thinner': true }), 200);
    const warning = warned.items.find((one) => one.exam.code === 'END-GAP').warnings;
    assert.deepEqual(warning.map((one) => one.question), ['blood-thinner']);
    assert.ok(warning[0].why && warning[0].whyEn);
    assert.deepEqual((await preview(id)).blocked, []);

    const plan = shaped('ExamPlan', must(await take(id, best), 201));
    assert.equal(plan.items.length, best.items.length);
    assert.ok((await desk.get(`/api/v1/exam-orders?personId=${id}`)).body.items.every((one) => one.state === 'planned'));
    mustRefuse(await take(id, best), 422, 'exam-plan-invalid');
    const calendar = await desk.get(`/api/v1/exam-plans/${plan.id}/calendar.ics`);
    assert.equal(calendar.status, 200);
    // All ring but what is only to be known.
    const entries = calendar.text.split('BEGIN:VEVENT').slice(1);
    const notes = new Set(plan.timeline.filter((one) => ['note', 'late'].includes(one.what)).map((one) => one.at));
    assert.equal(entries.filter((one) => !one.includes('BEGIN:VALARM')).length, notes.size);
    assert.ok(entries.length > notes.size + plan.items.length);
    const auditor = await server.as('auditor');
    const seen = async () => must(await auditor.get(`/api/v1/audit-entries?subject=${id}`), 200).items.filter((one) => one.action === 'exam-plans-seen').length;
    const before_it = await seen();
    assert.equal((await desk.get(`/api/v1/exam-plans/${plan.id}/calendar.ics`)).status, 200);
    assert.equal(await seen(), before_it + 1, 'staff have read whose calendar it is');

    // Moved by hand against a rule: refused, whoever made it.
    const first = best.items.find((one) => one.exam.code === 'ECG-12L');
    const wrong = taken(best).map((one) => (one.orderId === first.orderId ? { ...one, date: plusDays(one.date, 1) } : one));
    mustRefuse(await desk.post(`/api/v1/exam-plans/${plan.id}/changes`, { what: 'move', orderId: first.orderId, version: plan.version, items: wrong }), 422, 'exam-plan-invalid');

    // The patient has eaten: later, with as few moves as can be.
    const target = plan.items.find((one) => one.exam.code === 'END-GAP').orderId;
    const change = { what: 'not-prepared', orderId: target };
    const again = shaped('ExamPlanChangePreview', must(await desk.post(`/api/v1/exam-plans/${plan.id}/changes/previews`, change), 200));
    assert.ok(again.fewestMoves.moved.includes(target));
    assert.ok(again.fewestMoves.proven && again.fewestMoves.bound.days >= 1);
    const changed = shaped('ExamPlan', must(await desk.post(`/api/v1/exam-plans/${plan.id}/changes`, { ...change, version: plan.version, reason: '已进食', items: taken(again.fewestMoves) }), 200));
    assert.equal(changed.items.length, plan.items.length);
    mustRefuse(await desk.post(`/api/v1/exam-plans/${plan.id}/changes`, { ...change, version: plan.version, items: taken(again.fewestMoves) }), 409, 'changed-meanwhile');

    // Given up: its place is free, and what is left may be tighter.
    const gone = { what: 'cancel', orderId: target };
    const rest = must(await desk.post(`/api/v1/exam-plans/${plan.id}/changes/previews`, gone), 200);
    assert.equal(rest.fewestMoves.moved.length, 0);
    const left = must(await desk.post(`/api/v1/exam-plans/${plan.id}/changes`, { ...gone, version: changed.version, items: taken(rest.fewestMoves) }), 200);
    assert.equal(left.items.length, plan.items.length - 1);
    await sound();
  });

  test('the preparation is one row of advice: each thing once, medicines from their own day on', async () => {
    const { id } = await register(desk);
    await order(id, ['UBT-C13', 'US-ABD', 'END-GAS']);
    const { questions } = must(await desk.get(`/api/v1/exam-orders?personId=${id}`), 200);
    must(await answers(id, Object.fromEntries(questions.map((one) => [one.code, one.kind === 'number' ? 90 : one.code === 'blood-thinner']))), 200);
    const found = shaped('ExamPlanPreview', await preview(id));
    const { timeline } = found.choices[0];
    const said = (what) => timeline.filter((one) => one.what === what).map((one) => one.text).join('\n');
    // Too near for four weeks without antibiotics: whoever plans reads it.
    assert.match(said('late'), /停用抗生素4周，请先问医生（应从 \d+月\d+日 开始，已来不及）/);
    assert.equal(said('note').match(/不要自行停药/g).length, 1, said('note'));
    const plan = must(await take(id, found.choices[0]), 201);
    for (const day of new Set(plan.items.map((one) => one.date))) assert.ok(plan.timeline.filter((one) => one.what === 'last-meal' && one.exams.some((code) => plan.items.some((item) => item.date === day && item.exam.code === code))).length <= 1);
    assert.ok(!/禁食|禁水/.test(said('prepare')), said('prepare'));
    const { text } = await desk.get(`/api/v1/exam-plans/${plan.id}/calendar.ics`, { headers: { 'Accept-Language': 'zh' } });
    const unfolded = text.replace(/\r?\n[ \t]/g, '');
    assert.match(unfolded, /DESCRIPTION:[^\r\n]*普通胃镜[^\r\n]*不要自行停药/);
    // Nobody is reminded at night.
    const events = unfolded.split('BEGIN:VEVENT').filter((one) => one.includes('TRIGGER'));
    assert.ok(events.length >= plan.items.length);
    for (const event of events) {
      const [, hour, minute] = /DTSTART[^:]*:\d{8}T(\d\d)(\d\d)/.exec(event);
      const ahead = /TRIGGER[^:]*:-?P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?/.exec(event).slice(1).map((n) => Number(n || 0));
      const local = (Number(hour) * 60 + Number(minute) + 8 * 60 - ahead[0] * 1440 - ahead[1] * 60 - ahead[2] + 4 * 1440) % 1440;
      if (local < 6 * 60 || local > 21 * 60 + 30) assert.fail(`reminds at minute ${local}: ${event}`);
    }
  });

  test('a recognised result covers an order; leaving it out is a decision with a reason, and counted', async () => {
    const { id } = await register(desk);
    const { items } = await order(id, [{ exam: 'CT-PLN', bodyPart: '胸部' }]);
    const leave = (reason) => desk.post(`/api/v1/exam-orders/${items[0].id}/leaving-out`, { reason });
    mustRefuse(await leave('外院已做'), 409, 'exam-not-covered');
    const result = { personId: id, exam: 'CT-PLN', institution: 'province', number: 'P-77', takenAt: `${plusDays(today, -3)}T09:00:00+08:00` };
    shaped('PastExam', must(await desk.post('/api/v1/exam-history', result), 201));
    mustRefuse(await desk.post('/api/v1/exam-history', { ...result, institution: 'unknown' }), 422, 'unknown-reference');
    // A number that is somebody else's already answers with nothing of theirs.
    const { id: stranger } = await register(desk);
    mustRefuse(await desk.post('/api/v1/exam-history', { ...result, personId: stranger }), 422, 'field-invalid');
    const numbered = { orders: [{ exam: 'US-VAS', externalNumber: 'HIS-OWN-1' }] };
    const [own] = must(await desk.post('/api/v1/exam-orders', { personId: id, ...numbered }), 201).items;
    assert.equal(must(await desk.post('/api/v1/exam-orders', { personId: id, ...numbered }), 201).items[0].id, own.id);
    assert.equal(mustRefuse(await desk.post('/api/v1/exam-orders', { personId: stranger, ...numbered }), 422, 'field-invalid').field, 'externalNumber');
    must(await desk.post(`/api/v1/exam-orders/${own.id}/cancellation`, { reason: '重复' }), 200);
    const shown = must(await desk.get(`/api/v1/exam-orders?personId=${id}`), 200).items[0];
    assert.equal(shown.coveredBy.institution, '示例省人民医院');
    // What somebody has had, what it covers and what it holds back.
    await order(id, ['US-ABD']);
    const barium = must(await desk.post('/api/v1/exam-history', { personId: id, exam: 'XR-GIB', takenAt: `${plusDays(today, -1)}T09:00:00+08:00` }), 201);
    const past = async () => shaped('PastExamList', must(await desk.get(`/api/v1/exam-history?personId=${id}`), 200)).items;
    const [meal, scan] = await past();
    assert.deepEqual([meal.exam.code, meal.affects.map((one) => one.exam.code)], ['XR-GIB', ['US-ABD']]);
    assert.deepEqual([scan.exam.code, scan.covers.map((one) => one.orderId)], ['CT-PLN', [items[0].id]]);
    mustRefuse(await desk.post(`/api/v1/exam-history/${barium.id}/removal`, { reason: '' }), 422, 'required');
    must(await desk.post(`/api/v1/exam-history/${barium.id}/removal`, { reason: '登记错了人' }), 200);
    mustRefuse(await desk.post(`/api/v1/exam-history/${barium.id}/removal`, { reason: '登记错了人' }), 404, 'not-found');
    mustRefuse(await leave(''), 422, 'required');
    assert.equal(must(await leave('外院三天前已做，结果互认'), 200).state, 'left-out');
    mustRefuse(await desk.post(`/api/v1/exam-history/${scan.id}/removal`, { reason: '登记错了人' }), 409, 'exam-result-used');
    assert.deepEqual((await past())[0].covers, []);
    assert.ok(shaped('ExamSavings', must(await desk.get('/api/v1/exam-savings'), 200)).total >= 1);
    assert.match((await desk.get('/api/v1/exam-savings?format=csv')).text, /"CT-PLN","CT平扫",\d+/);
    mustRefuse(await desk.get('/api/v1/exam-savings?format=pdf'), 400, 'query-invalid');
  });

  test('why there is no plan, in words; a wish is told apart from a rule', async () => {
    const { id } = await register(desk);
    must(await desk.post('/api/v1/exam-history', { personId: id, exam: 'XR-GIB', takenAt: `${plusDays(today, -1)}T09:00:00+08:00` }), 201);
    must(await desk.post('/api/v1/exam-orders', { personId: id, orders: [{ exam: 'US-ABD', neededBy: plusDays(today, 1) }] }), 201);
    const none = (await preview(id)).none;
    assert.equal(none.because, 'conflict');
    assert.deepEqual(none.exams.map((one) => one.exam.code), ['US-ABD']);
    assert.deepEqual(none.standing.map((one) => one.exam.code), ['XR-GIB']);
    assert.ok(none.rules[0].note.length > 0);

    const other = await register(desk);
    await order(other.id, ['ECG-12L']);
    assert.equal((await preview(other.id, { notBefore: '22:00' })).none.because, 'wishes');

    // On the day of an appointment, after it.
    const day = (await freeDays(desk, 3)).pop();
    const slot = (await freeSlots(desk, day))[0];
    const appointment = must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: other.id }), 201);
    const same = await preview(other.id, { afterAppointmentId: appointment.id });
    if (same.choices.length === 0) assert.equal(same.none.because, 'wishes');
    for (const one of same.choices.flatMap((choice) => choice.items)) assert.ok(one.date === day.date && one.start >= slot.end, JSON.stringify(one));

    // Two records of one person: the orders move along, and what is done stays done.
    const plan = must(await take(other.id, (await preview(other.id)).choices[0]), 201);
    assert.equal(must(await desk.post(`/api/v1/exam-orders/${plan.items[0].orderId}/completion`, {}), 200).state, 'done');
    mustRefuse(await desk.post(`/api/v1/exam-orders/${plan.items[0].orderId}/completion`, {}), 409, 'exam-not-planned');
    const twin = await register(desk);
    must(await desk.post(`/api/v1/patients/${other.id}/merge`, { intoId: twin.id, reason: '重复建档' }), 200);
    assert.deepEqual(must(await desk.get(`/api/v1/exam-plans?personId=${twin.id}`), 200).items[0].doneOrderIds, [plan.items[0].orderId]);
    await sound();
  });

  test('which part of the body: said with the order, at every door, or with the bundle', async () => {
    const admin = await server.as('admin');
    const { id } = await register(desk);
    const add = (body, who = desk) => who.post('/api/v1/exam-orders', { personId: id, ...body });
    const refused = async (body, who) => {
      const problem = mustRefuse(await add(body, who), 422, 'exam-body-part-needed');
      assert.deepEqual([problem.field, problem.params.code], ['bodyPart', 'MR-PLN']);
      assert.ok(problem.detail.includes('磁共振平扫'), problem.detail);
    };
    await refused({ orders: [{ exam: 'US-THY' }, { exam: 'MR-PLN' }] });
    await refused({ orders: [{ exam: 'MR-PLN', bodyPart: ' ' }] });
    await refused({ orders: [{ exam: 'MR-PLN' }] }, await newColleague(server, admin, 'clinician.parts', ['clinician']));
    assert.deepEqual(must(await desk.get(`/api/v1/exam-orders?personId=${id}`), 200).items, []);
    const { items } = must(await admin.get('/api/v1/exams'), 200);
    const mri = items.find((one) => one.code === 'MR-PLN');
    assert.ok(mri.bodyParts.includes('头颅') && items.find((one) => one.code === 'US-THY').bodyParts.length === 0);
    const change = (body) => admin.patch(`/api/v1/exams/${mri.id}`, { version: mri.version, ...body });
    mustRefuse(await change({ bodyParts: ['膝', '膝'] }), 422, 'field-invalid');
    assert.deepEqual(shaped('Exam', must(await change({ bodyParts: ['膝关节', '头颅'] }), 200)).bodyParts, ['膝关节', '头颅']);

    const bundle = must(await admin.post('/api/v1/exam-bundles', { code: 'B-MR', name: '磁共振和甲状腺', examIds: [mri.id, items.find((one) => one.code === 'US-THY').id] }), 201);
    assert.deepEqual(bundle.bodyParts, []);
    await refused({ bundle: 'B-MR' });
    const named = shaped('ExamOrderList', must(await add({ bundle: 'B-MR', orders: [{ exam: 'MR-PLN', bodyPart: '其他部位' }] }), 201));
    assert.deepEqual(named.items.map((one) => [one.exam.code, one.bodyPart]), [['MR-PLN', '其他部位'], ['US-THY', '']]);
    const parts = [{ examId: mri.id, bodyPart: '头颅' }];
    mustRefuse(await admin.patch(`/api/v1/exam-bundles/${bundle.id}`, { version: bundle.version, bodyParts: [{ examId: items[0].id, bodyPart: '头颅' }] }), 422, 'field-invalid');
    assert.deepEqual(must(await admin.patch(`/api/v1/exam-bundles/${bundle.id}`, { version: bundle.version, bodyParts: parts }), 200).bodyParts, parts);
    const { id: other } = await register(desk);
    const ordered = must(await desk.post('/api/v1/exam-orders', { personId: other, bundle: 'B-MR' }), 201).items;
    assert.equal(ordered.find((one) => one.exam.code === 'MR-PLN').bodyPart, '头颅');
    const chest = must(await desk.post('/api/v1/exam-orders', { personId: other, bundle: 'B-CHEST' }), 201).items;
    assert.equal(chest.find((one) => one.exam.code === 'CT-PLN').bodyPart, '胸部');
  });

  test('wishes: a campus, and certain days', async () => {
    const { id } = await register(desk);
    await order(id, ['US-THY', 'LAB-CBC']);
    const { items: devices } = must(await desk.get('/api/v1/exam-devices'), 200);
    const { items: sites } = must(await desk.get('/api/v1/exam-sites'), 200);
    const campuses = [...new Set(sites.map((one) => one.campusId))];
    const campusOf = ({ deviceId }) => sites.find((site) => site.id === devices.find((device) => device.id === deviceId).siteId).campusId;
    let planned = 0;
    for (const campusId of campuses) {
      const { choices, none } = await preview(id, { campusId });
      planned += choices.length;
      for (const choice of choices) for (const one of choice.items) assert.equal(campusOf(one), campusId);
      if (!choices.length) assert.equal(none.because, 'wishes');
    }
    assert.ok(campuses.length > 1 && planned > 0);
    const tuesdays = [...Array(14).keys()].map((n) => plusDays(today, n + 1)).filter((date) => new Date(`${date}T00:00:00Z`).getUTCDay() === 2);
    const { choices } = await preview(id, { dates: tuesdays });
    assert.ok(choices.length > 0);
    for (const choice of choices) for (const one of choice.items) assert.ok(tuesdays.includes(one.date), one.date);
    const past = await preview(id, { dates: [plusDays(today, -1)] });
    assert.deepEqual([past.choices, past.none.because], [[], 'wishes']);
  });

  test(`${planners} for the last places: all or nothing, and whoever loses gets a new plan at once`, async () => {
    openDay = await findOpenDay();
    const people = [];
    for (let n = 0; n < planners; n += 1) {
      const { id } = await register(desk);
      await order(id, ['PFT-STD', 'ECG-12L']);
      people.push(id);
    }
    const wishes = { dates: [openDay], notAfter: '12:00' };
    let lost = 0;
    const fight = async (personId) => {
      const client = server.client();
      client.cookie = desk.cookie;
      let offered = await preview(personId, wishes, client);
      while (offered.choices.length > 0) {
        const answer = await client.post('/api/v1/exam-plans', { personId, items: taken(offered.choices[0]), wishes });
        if (answer.status === 201) return answer.body;
        offered = mustRefuse(answer, 409, 'exam-place-gone').preview;
        shaped('ExamPlanPreview', offered);
        lost += 1;
      }
      assert.equal(offered.none.because, 'wishes');
      return null;
    };
    const plans = (await Promise.all(people.map(fight))).filter(Boolean);
    assert.ok(lost > 0, 'nobody lost: no race');
    assert.ok(plans.length >= 2 && plans.length < planners, `${plans.length}`);
    for (const plan of plans) assert.equal(plan.items.length, 2);
    const starts = plans.map((plan) => plan.items.find((one) => one.exam.code === 'PFT-STD')).map((one) => `${one.deviceId} ${one.start}`);
    assert.equal(new Set(starts).size, starts.length, 'one device at one time twice');
    // Whoever has no plan has nothing half: both orders still wait.
    for (const id of people) {
      const states = must(await desk.get(`/api/v1/exam-orders?personId=${id}`), 200).items.map((one) => one.state);
      assert.equal(new Set(states).size, 1, states.join());
    }
    await sound();
  });

  test('a device that breaks down: whoever is hit is planned anew, the most urgent first, and told', async () => {
    const admin = await server.as('admin');
    const made = [];
    for (const urgency of ['routine', 'urgent']) {
      const phone = newPhone();
      const { id } = await register(desk, { phone });
      must(await desk.post('/api/v1/exam-orders', { personId: id, orders: [{ exam: 'PFT-STD', urgency }, { exam: 'ECG-12L' }] }), 201);
      const found = await preview(id, { dates: [openDay], notBefore: '13:00' });
      made.push({ phone, plan: must(await take(id, found.choices[0]), 201) });
    }
    const spirometry = ({ items }) => items.find((one) => one.exam.code === 'PFT-STD');
    const { deviceId } = spirometry(made[0].plan);
    must(await admin.post(`/api/v1/exam-devices/${deviceId}/closures`, { kind: 'broken', from: `${openDay}T00:00:00+08:00`, to: `${plusDays(openDay, 1)}T00:00:00+08:00`, reason: '故障' }), 201);
    const show = async ({ plan }) => must(await desk.get(`/api/v1/exam-plans/${plan.id}`), 200);
    const until = Date.now() + 30_000;
    let now;
    do now = await Promise.all(made.map(show)); while (now.some((one) => one.version === 1) && Date.now() < until);
    for (const plan of now) {
      assert.equal(plan.items.length, 2);
      assert.ok(spirometry(plan).date !== openDay, 'still on the device that is closed');
    }
    assert.ok(spirometry(now[1]).startsAt <= spirometry(now[0]).startsAt, 'the urgent one comes first');
    const box = must(await desk.get(`/api/v1/demo/messages?phone=${made[1].phone}`), 200).items;
    assert.ok(box.some((one) => one.text.includes('设备停用')), JSON.stringify(box));
    await sound();
  });

  test('a patient plans for their own people, and for nobody else', async () => {
    const phone = newPhone();
    const mine = await register(desk, { phone });
    const other = await register(desk);
    await order(mine.id, ['US-THY']);
    const patient = await server.patient(phone);
    const me = { name: mine.given.name, document: mine.given.documents[0], relation: 'self' };
    must(await patient.post('/api/v1/me/people', me), 201);
    assert.equal(must(await patient.get(`/api/v1/exam-orders?personId=${mine.id}`), 200).items.length, 1);
    mustRefuse(await patient.get(`/api/v1/exam-orders?personId=${other.id}`), 404, 'not-your-person');
    const found = await preview(mine.id, undefined, patient);
    const plan = must(await take(mine.id, found.choices[0], patient), 201);
    assert.equal(must(await patient.get(`/api/v1/exam-plans/${plan.id}`), 200).items.length, 1);
    const stranger = await server.patient(newPhone());
    mustRefuse(await stranger.get(`/api/v1/exam-plans/${plan.id}`), 404, 'not-found');
    mustRefuse(await stranger.post(`/api/v1/exam-plans/${plan.id}/cancellation`, { version: plan.version }), 404, 'not-found');

    // What is early enough the patient changes; all of it is given up, and planned again.
    const [item] = plan.items;
    const gone = must(await patient.post(`/api/v1/exam-plans/${plan.id}/cancellation`, { version: plan.version }), 200);
    assert.deepEqual(gone.items, []);
    mustRefuse(await patient.post(`/api/v1/exam-plans/${plan.id}/cancellation`, { version: gone.version }), 409, 'exam-not-planned');
    assert.equal(must(await patient.get(`/api/v1/exam-orders?personId=${mine.id}`), 200).items[0].state, 'ordered');
    const next = must(await take(mine.id, (await preview(mine.id, { dates: [1, 2, 3, 4, 5, 6, 7].map((n) => plusDays(today, n)) }, patient)).choices[0], patient), 201);
    const kept = shaped('ExamPlan', next).items[0];
    assert.ok(kept.canChange && kept.changeUntil <= kept.startsAt, JSON.stringify(kept));
    // Once it has begun it is too late, whatever the patient wants of it.
    const change = { what: 'move', orderId: item.orderId };
    const now = must(await desk.get('/api/v1/hospital'), 200).now;
    must(await server.client().post('/api/v1/demo/clock', { now: kept.startsAt }), 200);
    try {
      const late = await server.patient(phone);
      assert.equal(must(await late.get(`/api/v1/exam-plans/${next.id}`), 200).items[0].canChange, false);
      mustRefuse(await late.post(`/api/v1/exam-plans/${next.id}/changes/previews`, change), 409, 'exam-change-too-late');
      mustRefuse(await late.post(`/api/v1/exam-plans/${next.id}/changes/previews`, { ...change, what: 'not-prepared' }), 409, 'exam-change-too-late');
      mustRefuse(await late.post(`/api/v1/exam-plans/${next.id}/cancellation`, { version: next.version }), 409, 'exam-not-planned');
    } finally {
      must(await server.client().post('/api/v1/demo/clock', { now }), 200);
    }
    assert.equal((await patient.post('/api/v1/exam-orders', { personId: mine.id, orders: [{ exam: 'CT-PLN' }] })).status, 405);
  });
});
