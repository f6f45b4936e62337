// Bodies that are not what they should be: one list, one loop.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { all, mustRefuse, nobody, residentNumber, startServer } from './lib.mjs';

const person = { name: '测试人', documents: [{ type: 'resident-card', number: residentNumber() }], phone: '13911110000' };
const row = {
  departmentId: nobody('dep'), kindId: nobody('kin'), weekday: 1, part: 'morning',
  starts: '08:00', ends: '12:00', slotCapacity: 4, roomIds: [],
};

// [as whom, method, target, body, status, code, field]
const cases = [
  ['desk', 'POST', '/api/v1/patients', '', 400, 'body-invalid'],
  ['desk', 'POST', '/api/v1/patients', '{', 400, 'body-invalid'],
  ['desk', 'POST', '/api/v1/patients', '[]', 400, 'body-invalid'],
  ['desk', 'POST', '/api/v1/patients', 'null', 400, 'body-invalid'],
  ['desk', 'POST', '/api/v1/patients', '"text"', 400, 'body-invalid'],
  ['desk', 'POST', '/api/v1/patients', '{"name":"\u0000"', 400, 'body-invalid'],
  ['desk', 'POST', '/api/v1/patients', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 400, 'body-invalid'],
  ['desk', 'POST', '/api/v1/patients', '['.repeat(20_000), 400, 'body-invalid'],
  ['desk', 'POST', '/api/v1/patients', `{"documents":[${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}]}`, 400, 'body-invalid'],
  ['desk', 'POST', '/api/v1/patients', `{"documents":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, 400, 'body-invalid'],
  ['desk', 'POST', '/api/v1/patients', {}, 422, 'field-required', 'name'],
  ['desk', 'POST', '/api/v1/patients', { ...person, name: null }, 422, 'field-required', 'name'],
  ['desk', 'POST', '/api/v1/patients', { ...person, name: 17 }, 422, 'field-invalid', 'name'],
  ['desk', 'POST', '/api/v1/patients', { ...person, name: 'x'.repeat(2000) }, 422, 'field-invalid', 'name'],
  ['desk', 'POST', '/api/v1/patients', { ...person, name: '   ' }, 422, 'name-invalid', 'name'],
  ['desk', 'POST', '/api/v1/patients', { ...person, nmae: 'x' }, 422, 'field-unknown', 'nmae'],
  ['desk', 'POST', '/api/v1/patients', { ...person, documents: {} }, 422, 'field-invalid', 'documents'],
  ['desk', 'POST', '/api/v1/patients', { ...person, documents: ['x'] }, 422, 'field-invalid', 'documents'],
  ['desk', 'POST', '/api/v1/patients', { ...person, documents: [{ type: 'library-card', number: '1' }] }, 422, 'field-invalid', 'documents'],
  ['desk', 'POST', '/api/v1/patients', { ...person, documents: [{ type: 'resident-card', number: '110105194912310021' }] }, 422, 'document-number-invalid', 'documents'],
  ['desk', 'POST', '/api/v1/patients', { ...person, phone: '123' }, 422, 'phone-invalid', 'phone'],
  ['desk', 'POST', '/api/v1/patients', { ...person, birthDate: '1980-02-30' }, 422, 'field-invalid', 'birthDate'],
  ['desk', 'POST', '/api/v1/patients', { ...person, sex: 'robot' }, 422, 'field-invalid', 'sex'],
  ['desk', 'POST', '/api/v1/patients', { ...person, needs: 'wheelchair' }, 422, 'field-invalid', 'needs'],
  ['desk', 'POST', '/api/v1/patients', { ...person, needs: [1] }, 422, 'field-invalid', 'needs'],
  ['desk', 'POST', '/api/v1/patients', { ...person, needs: ['a golden bed'] }, 422, 'need-unknown', 'needs'],
  ['desk', 'POST', '/api/v1/patients', { ...person, guardianId: 'per_short' }, 422, 'field-invalid', 'guardianId'],
  ['desk', 'POST', '/api/v1/patients', { ...person, guardianId: nobody('acc') }, 422, 'field-invalid', 'guardianId'],
  ['desk', 'POST', '/api/v1/patients', { ...person, newborn: 'yes' }, 422, 'field-invalid', 'newborn'],
  ['desk', 'GET', '/api/v1/patients?q=', undefined, 400, 'query-invalid'],
  ['desk', 'PATCH', `/api/v1/patients/${nobody('per')}`, { phone: '13911110000' }, 422, 'field-required', 'version'],
  ['desk', 'PATCH', `/api/v1/patients/${nobody('per')}`, { version: '1' }, 422, 'field-invalid', 'version'],
  ['desk', 'PATCH', `/api/v1/patients/${nobody('per')}`, { version: 1.5 }, 422, 'field-invalid', 'version'],
  ['desk', 'PATCH', `/api/v1/patients/${nobody('per')}`, { version: 1 }, 404, 'person-unknown'],
  ['desk', 'POST', `/api/v1/patients/${nobody('per')}/reveal`, {}, 422, 'field-required', 'reason'],
  ['desk', 'POST', `/api/v1/patients/${nobody('per')}/reveal`, { reason: ' ' }, 422, 'reason-required', 'reason'],
  ['desk', 'POST', `/api/v1/patients/${nobody('per')}/merge`, { reason: 'x' }, 422, 'field-required', 'intoId'],
  ['desk', 'POST', '/api/v1/appointments', { slotId: nobody('slo') }, 422, 'field-required', 'personId'],
  ['desk', 'POST', '/api/v1/appointments', { slotId: 'x', personId: nobody('per') }, 422, 'field-invalid', 'slotId'],
  ['admin', 'POST', '/api/v1/admin/departments', { name: 'X' }, 422, 'field-required', 'code'],
  ['admin', 'POST', '/api/v1/admin/departments', { code: 'X', name: 'X', campusId: nobody('cam') }, 422, 'unknown-reference', 'campusId'],
  ['admin', 'POST', '/api/v1/clinic-kinds', { code: 'x', name: 'x', fee: -1 }, 422, 'field-invalid', 'fee'],
  ['admin', 'POST', '/api/v1/clinic-kinds', { code: 'x', name: 'x', fee: 1e30 }, 422, 'field-invalid', 'fee'],
  ['admin', 'POST', '/api/v1/schedules', { ...row, weekday: 8 }, 422, 'field-invalid', 'weekday'],
  ['admin', 'POST', '/api/v1/schedules', { ...row, part: 'night' }, 422, 'field-invalid', 'part'],
  ['admin', 'POST', '/api/v1/schedules', { ...row, starts: '8 am' }, 422, 'field-invalid', 'starts'],
  ['admin', 'POST', '/api/v1/schedules', { ...row, slotCapacity: 100 }, 422, 'field-invalid', 'slotCapacity'],
  ['admin', 'POST', '/api/v1/schedules', { ...row, validFrom: 'soon' }, 422, 'field-invalid', 'validFrom'],
  ['admin', 'POST', '/api/v1/schedules', { ...row, roomIds: ['x'] }, 422, 'field-invalid', 'roomIds'],
  ['admin', 'POST', '/api/v1/schedule-exceptions', { date: '2031-01-01', reason: 'x' }, 422, 'exception-invalid'],
  ['admin', 'POST', '/api/v1/calendar-days', { date: '2031-01-01', kind: 'birthday', name: 'x' }, 422, 'field-invalid', 'kind'],
  ['admin', 'POST', '/api/v1/accounts', { name: 'Ä', displayName: 'x', roles: ['desk'] }, 422, 'account-name-invalid', 'name'],
  ['admin', 'POST', '/api/v1/accounts', { name: 'somebody', displayName: 'x', roles: [] }, 422, 'roles-required', 'roles'],
  ['admin', 'POST', '/api/v1/accounts', { name: 'somebody', displayName: 'x', roles: ['king'] }, 422, 'field-invalid', 'roles'],
  ['admin', 'PATCH', `/api/v1/accounts/${nobody('acc')}`, { version: 1 }, 404, 'account-unknown'],
  ['admin', 'PATCH', `/api/v1/sessions/${nobody('ses')}`, { state: 'withdrawn', version: 1 }, 422, 'field-invalid', 'state'],
  ['admin', 'PATCH', `/api/v1/sessions/${nobody('ses')}`, { state: 'open', version: 1 }, 404, 'not-found'],
  ['admin', 'PATCH', `/api/v1/slots/${nobody('slo')}`, { capacity: 100 }, 422, 'field-invalid', 'capacity'],
  ['admin', 'GET', '/api/v1/sessions?date=tomorrow', undefined, 400, 'query-invalid'],
  ['admin', 'GET', '/api/v1/schedules?departmentId=7', undefined, 400, 'query-invalid'],
  ['auditor', 'GET', '/api/v1/audit-entries?from=never', undefined, 400, 'query-invalid'],
  ['auditor', 'GET', '/api/v1/audit-entries?limit=0', undefined, 400, 'query-invalid'],
  ['auditor', 'GET', '/api/v1/audit-entries?subject=somebody', undefined, 400, 'query-invalid'],
];

describe('bad bodies and queries', () => {
  const who = {};
  let server;
  before(async () => {
    server = await startServer();
    for (const account of ['desk', 'admin', 'auditor']) who[account] = await server.as(account);
  });
  after(() => server?.stop());

  for (const [account, method, target, body, status, code, field] of cases) {
    const shown = body === undefined ? '' : (Buffer.isBuffer(body) || typeof body === 'string' ? body.toString('latin1') : JSON.stringify(body)).slice(0, 70);
    test(`${method} ${target} ${shown} → ${code}${field ? ` (${field})` : ''}`, async () => {
      const plain = typeof body === 'string' || Buffer.isBuffer(body);
      const options = body === undefined ? {} : plain ? { raw: body } : { body };
      const problem = mustRefuse(await who[account].request(method, target, options), status, code);
      if (field) assert.equal(problem.field, field);
      assert.ok(problem.requestId);
    });
  }

  test('nothing of all this left a trace', async () => {
    assert.equal((await all(who.admin, '/api/v1/accounts')).filter((one) => one.name === 'somebody').length, 0);
    const found = await who.desk.get(`/api/v1/patients?q=${encodeURIComponent('测试人')}`);
    assert.equal(found.body.items.length, 0);
  });

  test('problems speak the reader\'s language', async () => {
    const chinese = await who.desk.request('POST', '/api/v1/patients', { body: {}, headers: { 'Accept-Language': 'zh-CN' } });
    assert.match(chinese.body.detail, /请填写/);
    const english = await who.desk.request('POST', '/api/v1/patients', { body: {}, headers: { 'Accept-Language': 'en-GB' } });
    assert.match(english.body.detail, /Please fill in/);
  });
});
