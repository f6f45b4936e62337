// The service centre's catalogue: what everybody sees of it, how many wait, and who may change it.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { must, mustRefuse, nobody, startServer } from './lib.mjs';

let server;
let admin;
let desk;
let workday;
let holiday;
before(async () => {
  server = await startServer();
  admin = await server.as('admin');
  const special = must(await admin.get('/api/v1/calendar-days'), 200).items;
  const today = new Date();
  const days = Array.from({ length: 60 }, (_, n) => new Date(today.getTime() + (n + 1) * 86_400_000).toISOString().slice(0, 10));
  workday = days.find((day) => [1, 2, 3, 4, 5].includes(new Date(day).getUTCDay()) && !special.some((one) => one.date === day));
  holiday = special.find((one) => one.kind === 'holiday' && one.date > days[0]).date;
  await turn('10:00');
  admin = await server.as('admin');
  desk = await server.as('desk');
});
after(() => server?.stop());

const turn = async (time, day = workday) =>
  must(await server.client().post('/api/v1/demo/clock', { now: `${day}T${time}:00+08:00` }), 200);
const look = async (door = 'public') => must(await server.client(door).get('/api/v1/centre'), 200);
const service = (centre, code) => centre.groups.flatMap((group) => group.services).find((one) => one.code === code);
const find = async (code) => must(await admin.get('/api/v1/services'), 200).items.find((one) => one.code === code);
const window = async (name) => must(await admin.get('/api/v1/service-windows'), 200).items.find((one) => one.name === name);

test('everybody sees what the centre does, with papers and their conditions, and where', async () => {
  const centre = await look();
  assert.deepEqual(centre.groups.map((one) => one.letter), ['A', 'B', 'C', 'D', 'E']);
  const names = centre.groups.flatMap((group) => group.services).map((one) => one.name);
  for (const name of ['诊疗信息咨询', '检验检查报告查询打印', '患者信息建档与修改', '疾病诊断证明审核盖章', '医保定点医院证明', '专病用药审核', '规定病种审核', '外伤病人医保审核', '商业保险证明', '财务票据复印', '医保资料审核', '转院审核', '慢性病资料审核'])
    assert.ok(names.includes(name), name);
  for (const one of centre.groups.flatMap((group) => group.services)) {
    assert.ok(one.example, `${one.name} is an example`);
    assert.ok(one.nameEn && one.aboutEn && one.audienceEn, `${one.name} in English`);
    assert.ok(one.windowIds.length > 0, `${one.name} has a window`);
    assert.ok(one.papers.every((paper) => paper.textEn && !paper.when === !paper.whenEn), `${one.name}'s papers in English`);
  }
  const stamp = service(centre, 'B01');
  assert.ok(stamp.keywords.includes('报销要盖章'));
  assert.ok(stamp.papers.some((paper) => paper.when === '他人代办时'));
  assert.equal(stamp.waiting, 0);
  assert.equal(stamp.initials, 'jbzdzmshgz');
  assert.deepEqual(centre, await look('internal'));
  const own = centre.windows.find((one) => stamp.windowIds.includes(one.id) && one.name === '3 号窗口');
  assert.equal(own.open, true);
  assert.equal(own.campus.name, '本部');
  assert.ok(own.place && own.placeEn);
});

test('today’s hours follow breaks, closing and the holiday calendar', async () => {
  const morning = service(await look(), 'B04');
  assert.deepEqual(morning.hours, [{ opens: '08:00', closes: '12:00' }, { opens: '13:00', closes: '17:00' }]);
  assert.equal(morning.open.opensAt, `${workday}T08:00:00+08:00`);
  assert.equal(morning.open.closesAt, `${workday}T17:00:00+08:00`);
  await turn('12:30');
  const noon = await look();
  assert.equal(service(noon, 'B04').open.opensAt, `${workday}T13:00:00+08:00`);
  assert.equal(noon.windows.find((one) => one.name === '3 号窗口').open, false);
  await turn('17:00');
  assert.equal(service(await look(), 'B04').open, undefined);
  await turn('10:00', holiday);
  const closed = await look();
  assert.deepEqual(service(closed, 'E01').hours, []);
  assert.equal(service(closed, 'E01').open, undefined);
  assert.ok(closed.windows.every((one) => !one.open));
  await turn('10:00');
});

test('an answer is asked for again by its ETag, and how many wait changes it', async () => {
  const client = server.client('public');
  const first = await client.get('/api/v1/centre');
  assert.ok(first.headers.etag);
  const again = await client.get('/api/v1/centre', { headers: { 'If-None-Match': first.headers.etag } });
  assert.equal(again.status, 304);
  const visit = must(await desk.post('/api/v1/visits', { serviceIds: [service(first.body, 'A04').id] }), 201);
  const then = await client.get('/api/v1/centre', { headers: { 'If-None-Match': first.headers.etag } });
  assert.equal(then.status, 200);
  assert.equal(service(then.body, 'A04').waiting, 1);
  must(await desk.post(`/api/v1/visits/${visit.id}/steps`, { step: 'leave', reason: '改日再来' }), 200);
  assert.equal(service(await look(), 'A04').waiting, 0);
});

test('a window that pauses says so', async () => {
  const six = await window('6 号窗口');
  must(await desk.put(`/api/v1/service-windows/${six.id}/pause`, { reason: '取文件', minutes: 10 }), 200);
  const paused = (await look()).windows.find((one) => one.id === six.id);
  assert.equal(paused.paused.reason, '取文件');
  assert.ok(paused.paused.until);
  assert.ok([200, 204].includes((await desk.delete(`/api/v1/service-windows/${six.id}/pause`)).status));
  assert.equal((await look()).windows.find((one) => one.id === six.id).paused, undefined);
});

test('what the administrator changes shows at once', async () => {
  const before = await find('B02');
  const papers = [{ text: '身份证', when: '' }, { text: '委托书', textEn: 'Authorisation', when: '他人代办时', whenEn: 'When somebody else comes' }];
  const forms = [{ name: '申请表', nameEn: 'Application', address: '/forms/application.pdf' }];
  const changed = must(await admin.patch(`/api/v1/services/${before.id}`, { version: before.version, example: false, papers, forms, fee: '每份 1 元' }), 200);
  assert.equal(changed.example, false);
  const seen = service(await look(), 'B02');
  assert.equal(seen.example, false);
  assert.equal(seen.fee, '每份 1 元');
  assert.deepEqual(seen.papers.map((one) => [one.text, one.when]), [['身份证', ''], ['委托书', '他人代办时']]);
  assert.deepEqual(seen.forms, forms);
  mustRefuse(await admin.patch(`/api/v1/services/${before.id}`, { version: before.version, fee: '' }), 409, 'changed-meanwhile');
  for (const address of ['javascript:alert(1)', '//elsewhere.example/x', 'form.pdf'])
    mustRefuse(await admin.patch(`/api/v1/services/${before.id}`, { version: changed.version, forms: [{ name: '表', address }] }), 422, 'field-invalid');

  must(await admin.patch(`/api/v1/services/${before.id}`, { version: changed.version, active: false }), 200);
  assert.equal(service(await look(), 'B02'), undefined);

  const three = await window('3 号窗口');
  const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '06:00', closes: '22:00' }));
  must(await admin.patch(`/api/v1/service-windows/${three.id}`, { version: three.version, hours }), 200);
  assert.deepEqual(service(await look(), 'B04').hours, [{ opens: '06:00', closes: '22:00' }]);
});

test('a group, a service and a window are added, and what is wrong is said', async () => {
  mustRefuse(await admin.post('/api/v1/service-groups', { letter: 'A', name: '重复' }), 409, 'letter-taken');
  const group = must(await admin.post('/api/v1/service-groups', { letter: 'F', name: '便民', nameEn: 'Small things', position: 9 }), 201);
  mustRefuse(await admin.post('/api/v1/services', { code: 'A01', groupId: group.id, name: '雨伞' }), 409, 'code-taken');
  mustRefuse(await admin.post('/api/v1/services', { code: 'F01', groupId: nobody('sgr'), name: '雨伞' }), 422, 'unknown-reference');
  const umbrella = must(await admin.post('/api/v1/services', { code: 'F01', groupId: group.id, name: '借雨伞', keywords: ['下雨了'] }), 201);
  assert.equal(umbrella.example, false);
  assert.equal(umbrella.initials, 'jys');
  assert.deepEqual(service(await look(), 'F01').windowIds, []);
  const { campusId } = await window('1 号窗口');
  const overlapping = [{ weekday: 1, opens: '08:00', closes: '12:00' }, { weekday: 1, opens: '11:00', closes: '17:00' }];
  mustRefuse(await admin.post('/api/v1/service-windows', { campusId, name: '7 号窗口', hours: overlapping }), 422, 'field-invalid');
  mustRefuse(await admin.post('/api/v1/service-windows', { campusId, name: '6 号窗口' }), 409, 'name-taken');
  const seven = must(await admin.post('/api/v1/service-windows', { campusId, name: '7 号窗口', duties: [{ serviceId: umbrella.id }] }), 201);
  assert.deepEqual(service(await look(), 'F01').windowIds, [seven.id]);
  const written = must(await (await server.as('auditor')).get(`/api/v1/audit-entries?subject=${seven.id}`), 200).items;
  assert.ok(written.length > 0, 'it is in the audit log');
});

test('who may not change it', async () => {
  const a01 = await find('A01');
  mustRefuse(await desk.patch(`/api/v1/services/${a01.id}`, { version: a01.version, name: '咨询' }), 403, 'forbidden');
  mustRefuse(await desk.post('/api/v1/service-groups', { letter: 'Z', name: '不行' }), 403, 'forbidden');
  must(await desk.get('/api/v1/services'), 200);
  assert.equal((await server.client().get('/api/v1/services')).status, 401);
  assert.equal((await server.client('public').get('/api/v1/services')).status, 404);
  mustRefuse(await admin.patch(`/api/v1/services/${nobody('svc')}`, { version: 1, name: '没有' }), 404, 'not-found');
});
