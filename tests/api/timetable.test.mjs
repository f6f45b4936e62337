// The hospital's own data and the weekly timetable.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, nobody, register, root, startServer } from './lib.mjs';

const list = async (client, name) => must(await client.get(`/api/v1/${name}`), 200).items;
const weekday = (date) => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

describe('the timetable', () => {
  let server;
  let admin;
  let desk;
  let today;
  let campus;
  before(async () => {
    server = await startServer();
    admin = await server.as('admin');
    desk = await server.as('desk');
    ({ today } = must(await admin.get('/api/v1/hospital'), 200));
    [campus] = await list(admin, 'campuses');
  });
  after(() => server?.stop());

  // [collection, a new thing, a change]
  const collections = [
    ['campuses', () => ({ name: '新院区', nameEn: 'New campus', address: '一号路', addressEn: 'Road One' }), { address: '二号路', addressEn: 'Road Two' }],
    ['buildings', () => ({ campusId: campus.id, name: '科研楼' }), { name: '教学楼' }],
    ['rooms', () => ({ campusId: campus.id, name: '测试诊室', floor: '3' }), { floor: '4' }],
    ['areas', () => ({ campusId: campus.id, name: '测试候诊区', nameEn: 'Test area', showsNames: false, callTimes: 3 }), { callTimes: 1 }],
    ['admin/departments', () => ({ code: 'TEST1', name: '测试科', nameEn: 'Testing', campusId: campus.id, keywords: ['试'], group: '内科', groupEn: 'Internal' }), { keywords: ['试', '验'], groupEn: 'Medicine', active: false }],
    ['practitioners', () => ({ code: 'T-001', name: '测试医生', title: '主任医师' }), { intro: '三十年', titleRank: 4 }],
    ['clinic-kinds', () => ({ code: 'test', name: '测试门诊', fee: 1250 }), { fee: 1300 }],
  ];
  for (const [name, fresh, change] of collections) {
    test(`${name}: added, changed, and not changed over somebody else's change`, async () => {
      const given = fresh();
      const added = must(await admin.post(`/api/v1/${name}`, given), 201);
      for (const [field, value] of Object.entries(given)) assert.deepEqual(added[field], value, field);
      assert.equal(added.version, 1);
      const changed = must(await admin.patch(`/api/v1/${name}/${added.id}`, { ...change, version: added.version }), 200);
      for (const [field, value] of Object.entries({ ...given, ...change })) assert.deepEqual(changed[field], value, field);
      assert.ok(changed.version > added.version);
      mustRefuse(await admin.patch(`/api/v1/${name}/${added.id}`, { ...change, version: added.version }), 409, 'changed-meanwhile');
      assert.deepEqual((await list(admin, name)).find((one) => one.id === added.id), changed);
      const same = given.code ? { ...given, name: '同代码' } : { ...given, ...change };
      const other = mustRefuse(await admin.post(`/api/v1/${name}`, same), 409, given.code ? 'code-taken' : 'name-taken');
      assert.equal(other.field, given.code ? 'code' : 'name');
      assert.equal(mustRefuse(await admin.patch(`/api/v1/${name}/${added.id}`, { name: null, version: changed.version }), 422, 'field-required').field, 'name');
      const unknown = `${added.id.slice(0, 4)}00000000000zz`;
      mustRefuse(await admin.patch(`/api/v1/${name}/${unknown}`, { version: 1 }), 404, 'not-found');
    });
  }

  test('the national list of specialities is there', async () => {
    const specialties = await list(admin, 'specialties');
    assert.ok(specialties.length > 30);
    assert.ok(specialties[0].code && specialties[0].name);
  });

  describe('rows', () => {
    let department;
    let practitioner;
    let kind;
    let room;
    let day;
    let row;
    before(async () => {
      department = must(await admin.post('/api/v1/admin/departments', { code: 'TEST2', name: '验证科', campusId: campus.id }), 201);
      practitioner = must(await admin.post('/api/v1/practitioners', { code: 'T-002', name: '验医生', title: '主治医师' }), 201);
      [kind] = await list(admin, 'clinic-kinds');
      room = must(await admin.post('/api/v1/rooms', { campusId: campus.id, name: '验证诊室' }), 201);
      day = plusDays(today, 3);
      row = {
        departmentId: department.id, practitionerId: practitioner.id, kindId: kind.id, weekday: weekday(day),
        part: 'afternoon', starts: '14:00', ends: '16:00', slotCapacity: 2, roomIds: [room.id],
      };
    });
    const sessions = async (date = day) =>
      must(await desk.get(`/api/v1/sessions?date=${date}&departmentId=${department.id}`), 200).items;

    test('a new row is seen at once; its holidays are its own', async () => {
      mustRefuse(await admin.post('/api/v1/schedules', { ...row, ends: '15:45' }), 422, 'schedule-invalid');
      mustRefuse(await admin.post('/api/v1/schedules', { ...row, roomIds: [] }), 422, 'schedule-invalid');
      mustRefuse(await admin.post('/api/v1/schedules', { ...row, departmentId: nobody('dep') }), 422, 'unknown-reference');
      const added = must(await admin.post('/api/v1/schedules', { ...row, onHolidays: true }), 201);
      row = added;
      assert.deepEqual(added.keptSessions, []);
      assert.equal(added.practitionerId, practitioner.id);
      assert.equal(added.validTo, null);
      const [session] = await sessions();
      assert.equal(session.slots.length, 4);
      assert.equal(session.capacity, 8);
      assert.equal(session.department.id, department.id);
      assert.equal(session.practitioner.id, practitioner.id);
      mustRefuse(await admin.post('/api/v1/schedules', { ...pick(row), starts: '15:00', ends: '17:00' }), 409, 'schedule-overlaps');
      const filtered = await list(admin, `schedules?departmentId=${department.id}&practitionerId=${practitioner.id}`);
      assert.equal(filtered.length, 1);
    });

    test('a day off and the removal of it', async () => {
      const off = must(await admin.post('/api/v1/schedule-exceptions', { date: day, practitionerId: practitioner.id, reason: '学习' }), 201);
      assert.equal(off.scheduleId, null);
      assert.deepEqual(await sessions(), []);
      assert.ok((await list(admin, `schedule-exceptions?from=${day}&to=${day}`)).some((one) => one.id === off.id));
      assert.equal((await admin.delete(`/api/v1/schedule-exceptions/${off.id}`)).status, 204);
      assert.equal((await sessions()).length, 1);
      mustRefuse(await admin.delete(`/api/v1/schedule-exceptions/${off.id}`), 404, 'not-found');
    });

    test('who has an appointment keeps it when the row changes, and the answer says so', async () => {
      const [session] = await sessions();
      const person = await register(desk);
      const booked = must(await desk.post('/api/v1/appointments', { slotId: session.slots[0].id, personId: person.id }), 201);
      const ended = must(await admin.patch(`/api/v1/schedules/${row.id}`, { validTo: plusDays(today, -1), validFrom: plusDays(today, -30), version: row.version }), 200);
      const kept = ended.keptSessions.find((one) => one.sessionId === session.id);
      assert.equal(kept.appointments, 1);
      assert.equal(kept.date, day);
      assert.ok(kept.why);
      assert.equal(must(await desk.get(`/api/v1/appointments/${booked.id}`), 200).state, 'booked');
      mustRefuse(await admin.patch(`/api/v1/schedules/${row.id}`, { slotCapacity: 3, version: row.version }), 409, 'changed-meanwhile');
      const again = must(await admin.patch(`/api/v1/schedules/${row.id}`, { validTo: null, version: ended.version }), 200);
      assert.equal(again.validTo, null);
    });

    test('holidays and make-up workdays', async () => {
      const date = plusDays(today, 400);
      const added = must(await admin.post('/api/v1/calendar-days', { date, kind: 'holiday', name: '院庆', provisional: true }), 201);
      assert.equal(added.id, date);
      mustRefuse(await admin.post('/api/v1/calendar-days', { date, kind: 'holiday', name: '院庆' }), 409, 'day-taken');
      const changed = must(await admin.patch(`/api/v1/calendar-days/${date}`, { kind: 'workday', asWeekday: 1, version: added.version }), 200);
      assert.equal(changed.asWeekday, 1);
      mustRefuse(await admin.patch(`/api/v1/calendar-days/${date}`, { name: 'x', version: added.version }), 409, 'changed-meanwhile');
      mustRefuse(await admin.patch(`/api/v1/calendar-days/${date}`, { asWeekday: 9, version: changed.version }), 422, 'field-invalid');
      assert.equal((await list(admin, `calendar-days?from=${date}&to=${date}`)).length, 1);
      assert.equal((await admin.delete(`/api/v1/calendar-days/${date}`)).status, 204);
      mustRefuse(await admin.delete(`/api/v1/calendar-days/${date}`), 404, 'not-found');
    });
  });

  describe('import', () => {
    let csv;
    before(async () => { csv = await readFile(path.join(root, 'sql/demo/timetable.csv')); });
    const send = (bytes, query = '', client = admin) =>
      client.request('POST', `/api/v1/timetable-imports${query}`, { raw: bytes, type: 'text/csv' });

    test('a dry run tells and changes nothing', async () => {
      const before = await list(admin, 'schedules');
      const told = must(await send(csv, '?dryRun=true'), 200);
      assert.equal(told.dryRun, true);
      assert.equal(told.changed, true, 'the rows added by hand would end');
      assert.ok(told.lines > 800);
      assert.deepEqual(await list(admin, 'schedules'), before);
      mustRefuse(await send(csv, '?dryRun=maybe'), 400, 'query-invalid');
    });

    test('the same file twice changes nothing the second time', async () => {
      const first = must(await send(csv), 201);
      assert.equal(first.dryRun, false);
      const rows = await list(admin, 'schedules');
      const second = must(await send(csv), 201);
      assert.equal(second.changed, false);
      assert.equal(second.added.schedules, 0);
      assert.equal(second.ended, 0);
      assert.ok(second.unchanged > 800);
      assert.deepEqual(await list(admin, 'schedules'), rows);
    });

    test('every wrong line is named, in the reader\'s language, and nothing is done', async () => {
      const lines = csv.toString('utf8').trimEnd().split(/\r?\n/);
      lines[4] = lines[4].replace('周二', '周八');
      lines[9] = lines[9].replace(/08:00|14:00/, '25:00');
      const rows = await list(admin, 'schedules');
      for (const query of ['', '?dryRun=true']) {
        const refused = mustRefuse(await send(lines.join('\n'), query), 422, 'timetable-invalid');
        assert.deepEqual([...new Set(refused.errors.map((one) => one.line))], [5, 10], JSON.stringify(refused.errors));
        for (const error of refused.errors) {
          assert.ok(error.column > 0);
          assert.ok(error.code && error.detail);
          assert.doesNotMatch(error.detail, /[{}]/);
        }
      }
      const chinese = await admin.request('POST', '/api/v1/timetable-imports', { raw: lines.join('\n'), type: 'text/csv', headers: { 'Accept-Language': 'zh-CN' } });
      assert.match(chinese.body.errors[0].detail, /[一-鿿]/);
      assert.deepEqual(await list(admin, 'schedules'), rows);
    });

    test('English groups and addresses of a file reach the patients', async () => {
      const visitor = server.client('public');
      const { campuses } = must(await visitor.get('/api/v1/hospital'), 200);
      assert.ok(campuses.find((one) => one.name === '本部').addressEn.includes('Renmin Road'));
      const { items } = must(await visitor.get('/api/v1/departments'), 200);
      assert.ok(items.every((one) => one.groupEn), JSON.stringify(items.find((one) => !one.groupEn)));
      assert.equal(items.find((one) => one.group === '内科').groupEn, 'Internal Medicine');
    });

    test('a code without its zeros is completed and said, an unclear one refused', async () => {
      const text = csv.toString('utf8');
      const told = must(await send(text.replaceAll(',03.04,', ',3.04,'), '?dryRun=true'), 200);
      const [warning] = told.warnings.filter((one) => one.code === 'specialty-completed');
      assert.match(warning.detail, /"3\.04" is read as 03\.04/);
      assert.ok(warning.line > 1);
      const refused = mustRefuse(await send(text.replaceAll(',03.04,', ',3.1,')), 422, 'timetable-invalid');
      assert.equal(refused.errors[0].code, 'specialty-ambiguous');
      assert.match(refused.errors[0].detail, /03\.01 or 03\.10/);
      assert.ok(refused.errors[0].line > 1);
    });

    test('what is no timetable is refused', async () => {
      for (const bytes of ['', 'hello', '院区,科室\n本部,内科\n', Buffer.from([0xff, 0xfe, 0x00, 0x01])]) {
        assert.equal((await send(bytes)).status, 422, JSON.stringify(bytes));
      }
      mustRefuse(await admin.request('POST', '/api/v1/timetable-imports', { raw: '{}' }), 415, 'unsupported-media-type');
      // Far too much, sent before the answer is read: the answer still arrives.
      mustRefuse(await send(Buffer.alloc(24 * 1024 * 1024, 'x')), 413, 'body-too-large');
    });

    test('reading goes on while a file is imported', async () => {
      const changed = csv.toString('utf8').replaceAll(',8,心内', ',7,心内');
      let done = false;
      const importing = send(changed).then((answer) => { done = true; return answer; });
      let reads = 0;
      while (!done && reads < 10_000) {
        must(await desk.get('/api/v1/departments'), 200);
        reads += 1;
      }
      must(await importing, 201);
      assert.ok(reads > 1, `${reads} reads`);
    });
  });

  /** A row as it may be sent. */
  function pick({ id, version, keptSessions, ...fields }) {
    return fields;
  }
});
