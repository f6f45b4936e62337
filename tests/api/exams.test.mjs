// What there is of examinations: the catalogue that comes with the program, who may change and
// confirm it, what is taken down, devices with their hours, closures and load.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { must, mustRefuse, register, startServer } from './lib.mjs';

let server;
let admin;
let desk;
before(async () => {
  server = await startServer();
  admin = await server.as('admin');
  desk = await server.as('desk');
});
after(() => server?.stop());

const items = async (path, who = admin) => must(await who.get(`/api/v1/${path}`), 200).items;
const find = async (path, code) => (await items(path)).find((one) => one.code === code || one.name === code);

test('42 examinations and 42 rules are there, and none is anybody’s word', async () => {
  const exams = await items('exams', desk);
  const rules = await items('exam-rules', desk);
  assert.equal(exams.length, 42);
  assert.equal(rules.length, 42);
  for (const one of [...exams, ...rules]) {
    assert.equal(one.confirmed, null, one.code);
    assert.match(one.evidence, /[SU]/, one.code);
  }
  const known = new Set(exams.map((one) => one.id));
  for (const rule of rules) assert.ok(known.has(rule.aId) && known.has(rule.bId), rule.code);
  const devices = await items('exam-devices');
  for (const one of exams)
    assert.ok(devices.some((device) => (device.examIds.length ? device.examIds.includes(one.id) : device.modality === one.modality)), `${one.code} has a device`);
  assert.ok(devices.every((one) => one.example && one.hours.length > 0));
  const asked = new Set((await items('exam-questions')).map((one) => one.code));
  for (const one of exams) for (const effect of one.effects) assert.ok(asked.has(effect.question), effect.question);
  assert.deepEqual(must(await admin.post('/api/v1/exam-starting-catalogue', {}), 200), { added: 0 });
});

test('an account confirms an entry as it is; a change takes that away; all of it is in the history', async () => {
  const exam = await find('exams', 'CT-PLN');
  const at = `/api/v1/exams/${exam.id}`;
  mustRefuse(await desk.patch(at, { version: exam.version, minutes: 20 }), 403, 'forbidden');
  mustRefuse(await desk.post(`${at}/confirmation`, { version: exam.version }), 403, 'forbidden');
  const confirmed = must(await admin.post(`${at}/confirmation`, { version: exam.version }), 200);
  assert.ok(confirmed.confirmed.by.name);
  assert.equal((await find('exams', 'CT-PLN')).confirmed.by.id, confirmed.confirmed.by.id);
  mustRefuse(await admin.patch(at, { version: exam.version, minutes: 20 }), 409, 'changed-meanwhile');
  const changed = must(await admin.patch(at, { version: confirmed.version, minutes: 20, deviceMinutes: 20 }), 200);
  assert.equal(changed.confirmed, null);
  assert.deepEqual([changed.minutes, changed.deviceMinutes, changed.name], [20, 20, exam.name]);
  const history = must(await admin.get(`${at}/history`), 200).items;
  assert.deepEqual(history.map((one) => one.action), ['exam-changed', 'exam-confirmed', 'exam-added']);
  assert.deepEqual(history[0].details, { minutes: '15 → 20', deviceMinutes: '15 → 20' });
  mustRefuse(await desk.get(`${at}/history`), 403, 'forbidden');

  const rule = await find('exam-rules', 'R13');
  const there = `/api/v1/exam-rules/${rule.id}`;
  const shorter = must(await admin.patch(there, { version: rule.version, aFirstMinutes: 720, bFirstMinutes: null }), 200);
  assert.deepEqual([shorter.aFirstMinutes, shorter.bFirstMinutes], [720, null]);
  assert.ok(must(await admin.post(`${there}/confirmation`, { version: shorter.version }), 200).confirmed);
});

test('what makes no sense is refused, and says where', async () => {
  const exam = await find('exams', 'US-THY');
  const change = (body) => admin.patch(`/api/v1/exams/${exam.id}`, { version: exam.version, ...body });
  assert.equal(mustRefuse(await change({ deviceMinutes: 16 }), 422, 'field-invalid').field, 'deviceMinutes');
  assert.equal(mustRefuse(await change({ latest: '08:10' }), 422, 'field-invalid').field, 'latest');
  assert.equal(mustRefuse(await change({ needs: [{ examId: exam.id, why: '自己' }] }), 422, 'unknown-reference').field, 'needs');
  assert.equal(mustRefuse(await change({ code: 'CT-ENH' }), 409, 'code-taken').field, 'code');
  const bundle = await find('exam-bundles', 'B-UGI');
  assert.equal(mustRefuse(await admin.patch(`/api/v1/exam-bundles/${bundle.id}`, { version: bundle.version, examIds: [] }), 422, 'required').field, 'examIds');
  const made = must(await admin.post('/api/v1/exam-bundles', { code: 'B-X', name: '甲状腺', examIds: [exam.id] }), 201);
  assert.equal(made.example, false);
  const question = (await items('exam-questions'))[0];
  mustRefuse(await admin.patch(`/api/v1/exam-questions/${question.id}`, { version: question.version, code: 'other' }), 422, 'field-invalid');
  assert.deepEqual([question.code, question.askedOf, question.ageFrom, question.ageTo], ['pregnant', 'female', 10, 60]);
  assert.equal(mustRefuse(await admin.patch(`/api/v1/exam-questions/${question.id}`, { version: question.version, ageTo: 9 }), 422, 'field-invalid').field, 'ageTo');
  const older = must(await admin.patch(`/api/v1/exam-questions/${question.id}`, { version: question.version, ageTo: null }), 200);
  assert.equal(older.ageTo, null);
  assert.equal(must(await admin.get(`/api/v1/exam-bundles/${made.id}/history`), 200).items[0].action, 'exam-bundle-added');
  assert.deepEqual(must(await admin.get(`/api/v1/exam-questions/${question.id}/history`), 200).items[0].details, { ageTo: '60 → ' });
});

test('a device has hours, kept places, closures and a load; ways need not be as long back', async () => {
  const [site, other] = await items('exam-sites');
  const walked = must(await admin.patch(`/api/v1/exam-sites/${site.id}`, { version: site.version, walks: [{ toId: other.id, minutes: 11 }] }), 200);
  assert.deepEqual(walked.walks, [{ toId: other.id, minutes: 11 }]);
  assert.equal(must(await admin.get(`/api/v1/exam-sites/${site.id}/history`), 200).items[0].action, 'exam-site-changed');
  const recognition = must(await admin.get('/api/v1/exam-recognition'), 200);
  const validities = recognition.validities.map(({ exam, days }) => ({ examId: exam.id, days }));
  validities[0].days += 1;
  must(await admin.put('/api/v1/exam-recognition', { version: recognition.version, institutions: recognition.institutions, validities }), 200);
  const [changed] = must(await admin.get('/api/v1/exam-recognition/history'), 200).items;
  assert.deepEqual(changed.details, { [validities[0].examId]: `${validities[0].days - 1} → ${validities[0].days}` });
  const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '08:00', closes: '12:00', capacity: 3 }));
  const body = { name: '新超声', siteId: site.id, modality: 'US', hours, quotas: [{ source: 'ward', places: 2, returnMinutes: 60 }] };
  assert.equal(mustRefuse(await admin.post('/api/v1/exam-devices', { ...body, quotas: [{ source: 'ward', places: 4 }] }), 422, 'field-invalid').field, 'quotas');
  assert.equal(mustRefuse(await admin.post('/api/v1/exam-devices', { ...body, hours: [{ ...hours[0], opens: '08:10' }] }), 422, 'field-invalid').field, 'hours');
  const device = must(await admin.post('/api/v1/exam-devices', body), 201);
  assert.deepEqual(device.quotas, [{ source: 'ward', places: 2, returnMinutes: 60 }]);

  const special = new Set((await items('calendar-days')).map((one) => one.date));
  const day = Array.from({ length: 30 }, (_, n) => new Date(Date.now() + (n + 1) * 86_400_000).toISOString().slice(0, 10)).find((one) => !special.has(one));
  const load = async () => must(await admin.get(`/api/v1/exam-devices/load?day=${day}`), 200).items.find((one) => one.deviceId === device.id);
  assert.equal((await load()).slots.length, 8);
  assert.deepEqual((await load()).slots[0], { start: '08:00', capacity: 3, taken: 0 });
  const table = await admin.get(`/api/v1/exam-devices/load?day=${day}&format=csv`);
  assert.ok(table.text.includes(`${day},08:00,"US","新超声",0,3\r\n`));
  const { modalities } = must(await admin.get('/api/v1/exam-devices/load'), 200);
  assert.ok(modalities.some((one) => one.modality === 'MR' && one.thirdFreeInDays <= 14));
  const closure = must(await admin.post(`/api/v1/exam-devices/${device.id}/closures`, { kind: 'maintenance', from: `${day}T09:00:00+08:00`, to: `${day}T10:00:00+08:00`, reason: '定期保养' }), 201);
  assert.equal(closure.booked, 0);
  assert.deepEqual((await load()).slots.map((one) => one.start), ['08:00', '08:30', '10:00', '10:30', '11:00', '11:30']);
  assert.deepEqual((await items('exam-closures')).map((one) => one.id), [closure.id]);
  must(await admin.delete(`/api/v1/exam-closures/${closure.id}`), 200);
  mustRefuse(await admin.delete(`/api/v1/exam-closures/${closure.id}`), 409, 'closure-over');
  assert.equal((await load()).slots.length, 8);
  mustRefuse(await admin.get('/api/v1/exam-devices/load?day=tomorrow'), 400, 'query-invalid');
  const actions = must(await admin.get(`/api/v1/exam-devices/${device.id}/history`), 200).items.map((one) => one.action);
  assert.deepEqual(actions, ['exam-device-reopened', 'exam-device-closed', 'exam-device-added']);
});

test('a change is tried on taken plans before it takes effect, and changes nothing', async () => {
  const { id } = await register(desk);
  const [abdomen, thyroid] = [await find('exams', 'US-ABD'), await find('exams', 'US-THY')];
  const rule = { code: 'X1', kind: 'not-same-day', aId: abdomen.id, bId: thyroid.id };
  const before = must(await admin.post('/api/v1/exam-rule-trials', rule), 200);
  must(await desk.post('/api/v1/exam-orders', { personId: id, orders: ['US-ABD', 'US-THY'].map((exam) => ({ exam })) }), 201);
  const { choices } = must(await desk.post('/api/v1/exam-plans/previews', { personId: id }), 200);
  const day = choices[0].items[0].date;
  const taken = async () => must(await desk.get(`/api/v1/exam-devices/load?day=${day}`), 200).items.flatMap((one) => one.slots).reduce((sum, slot) => sum + slot.taken, 0);
  const takenBefore = await taken();
  must(await desk.post('/api/v1/exam-plans', { personId: id, items: choices[0].items.map(({ orderId, deviceId, date, start }) => ({ orderId, deviceId, date, start })) }), 201);
  const tried = must(await admin.post('/api/v1/exam-rule-trials', rule), 200);
  assert.equal(tried.plans, before.plans + 1);
  assert.equal(tried.clashes.length, before.clashes.length + 1);
  assert.match(tried.clashes.at(-1).breaks[0], /X1/);
  assert.equal(tried.then.days, tried.now.days + 1);
  const same = must(await admin.post(`/api/v1/exams/${abdomen.id}/trial`, { minutes: 10, deviceMinutes: 10 }), 200);
  assert.deepEqual(same.clashes, []);
  assert.equal(mustRefuse(await admin.post(`/api/v1/exams/${abdomen.id}/trial`, { minutes: 10, deviceMinutes: 11 }), 422, 'field-invalid').field, 'deviceMinutes');
  mustRefuse(await desk.post(`/api/v1/exams/${abdomen.id}/trial`, { minutes: 10 }), 403, 'forbidden');
  assert.deepEqual(await find('exams', 'US-ABD'), abdomen);
  assert.equal(await taken(), takenBefore + 2);
});
