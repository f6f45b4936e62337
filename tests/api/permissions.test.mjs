// Who may call what: every endpoint of the table, tried as everybody.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, newColleague, nobody, root, startServer } from './lib.mjs';

const granted = {
  anonymous: ['anyone'],
  patient: ['anyone', 'patient'],
  desk: ['anyone', 'staff', 'patients_find', 'patients_edit', 'book_for_others', 'timetable_read', 'admissions_request', 'admissions_plan', 'referrals', 'add_numbers', 'call_patients', 'serve_windows', 'complaints', 'read_reports', 'order_exams', 'book_exams'],
  clinician: ['anyone', 'staff', 'timetable_read', 'admissions_request', 'referrals', 'add_numbers', 'call_patients', 'read_reports', 'order_exams'],
  administrator: ['anyone', 'staff', 'timetable_read', 'timetable_edit', 'accounts_edit', 'settings_edit', 'fees_read', 'edit_exams'],
  auditor: ['anyone', 'staff', 'audit_read', 'fees_read'],
  operator: ['anyone', 'staff', 'operate', 'metrics_read'],
  partner: ['anyone', 'staff', 'refer'],
  office: ['anyone', 'staff', 'timetable_read', 'decide_cases', 'complaints', 'answer_complaints'],
  technician: ['anyone', 'staff', 'timetable_read', 'perform_exams'],
};
const roles = Object.keys(granted);
const methods = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', del: 'DELETE' };

/** The table as it is written in the source. */
async function readTable() {
  const source = await readFile(path.join(root, 'src/api/routes.cpp'), 'utf8');
  const row = /\{\s*(get|post|put|patch|del),\s*"([^"]+)",\s*(\w+),\s*\{([^}]*)\},\s*&\w+,\s*"[^"]*"(?:\s*"[^"]*")*(?:,\s*"([^"]*)")?/g;
  return [...source.matchAll(row)].map(([, verb, route, doors, permissions, type]) => ({
    method: methods[verb],
    route,
    doors,
    permissions: permissions.split(',').map((one) => one.trim()),
    type: type ?? 'application/json',
  }));
}

const target = (route) =>
  route.replace(/\{\w+:(\w+)\}/g, (_, kind) => (kind === 'day' ? '2031-01-01' : nobody(kind)));
const withBody = (method) => ['POST', 'PUT', 'PATCH'].includes(method);
/** An empty body reaches the handler and is refused there, if at all. */
const call = (client, { method, route, type }) =>
  client.request(method, target(route), withBody(method) ? { raw: type === 'text/csv' ? 'x' : '{}', type } : {});

const table = await readTable();

describe('every endpoint, as everybody', () => {
  let server;
  const who = {};
  before(async () => {
    server = await startServer();
    const admin = await server.as('admin');
    who.anonymous = server.client();
    who.patient = server.client();
    await who.patient.signInByPhone('13900000001');
    for (const role of roles.slice(2)) who[role] = await newColleague(server, admin, `only.${role}`, [role]);
  });
  after(() => server?.stop());

  test('the table is read', () => assert.ok(table.length > 60, `${table.length} rows`));

  test('each role has exactly its permissions', async () => {
    for (const role of roles) {
      const me = must(await who[role].get('/api/v1/me'), 200);
      const names = me.permissions.map((one) => one.replaceAll('-', '_')).filter((one) => one !== 'demo');
      assert.deepEqual(names.sort(), [...granted[role]].sort(), role);
    }
  });

  for (const endpoint of table) {
    // Signing out is tried in its own test: it would end the client's sign-in.
    if (endpoint.route === '/api/v1/sign-ins/current') continue;
    test(`${endpoint.method} ${endpoint.route}`, async () => {
      for (const role of roles) {
        const answer = await call(who[role], endpoint);
        const may = endpoint.permissions.some((one) => granted[role].includes(one));
        if (may) {
          assert.ok(![401, 403].includes(answer.status), `${role}: ${answer.status} ${answer.text}`);
          assert.ok(answer.status < 500, `${role}: ${answer.status} ${answer.text}`);
        } else if (role === 'anonymous') {
          mustRefuse(answer, 401, 'sign-in-needed');
        } else {
          mustRefuse(answer, 403, 'forbidden');
        }
      }
    });
  }

  test('the public door knows nothing of the staff\'s endpoints', async () => {
    const visitor = server.client('public');
    for (const endpoint of table.filter((one) => /staff_side|control_only/.test(one.doors))) {
      const answer = await call(visitor, endpoint);
      assert.ok([404, 405].includes(answer.status), `${endpoint.method} ${endpoint.route}: ${answer.status}`);
    }
  });

  test('a staff cookie means nothing at the public door', async () => {
    const visitor = server.client('public');
    visitor.cookie = who.desk.cookie;
    assert.equal(must(await visitor.get('/api/v1/me'), 200).kind, 'anonymous');
    mustRefuse(await visitor.get('/api/v1/appointments'), 401, 'sign-in-needed');
  });

  test('a request sent by another site\'s page is refused', async () => {
    const answer = await who.desk.post('/api/v1/patients', {}, { headers: { Origin: 'https://evil.example' } });
    mustRefuse(answer, 403, 'cross-site');
    const own = await who.desk.post('/api/v1/patients', {}, { headers: { Origin: `http://${who.desk.base.host}` } });
    assert.notEqual(own.status, 403);
  });

  test('a form of another site cannot speak JSON', async () => {
    const answer = await who.desk.request('POST', '/api/v1/patients', { raw: '{}', type: 'text/plain' });
    mustRefuse(answer, 415, 'unsupported-media-type');
  });

  test('signing out ends the sign-in', async () => {
    const client = await server.as('only.desk', who.desk.password);
    const cookie = client.cookie;
    assert.equal((await client.delete('/api/v1/sign-ins/current')).status, 204);
    client.cookie = cookie;
    mustRefuse(await client.get('/api/v1/patients?q=x'), 401, 'sign-in-needed');
  });
});
