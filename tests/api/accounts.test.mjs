// Staff accounts, API keys, the audit log, backups.

import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { all, must, mustRefuse, newColleague, nobody, register, startServer } from './lib.mjs';

describe('running the place', () => {
  let server;
  let admin;
  let auditor;
  let operator;
  before(async () => {
    server = await startServer();
    admin = await server.as('admin');
    auditor = await server.as('auditor');
    operator = await newColleague(server, admin, 'op', ['operator']);
  });
  after(() => server?.stop());

  test('a new account has a one-time password, good for nothing but changing it', async () => {
    const made = must(await admin.post('/api/v1/accounts', { name: 'Nurse.Wang', displayName: '王护士', roles: ['desk'] }), 201);
    assert.equal(made.name, 'nurse.wang');
    assert.equal(made.mustChangePassword, true);
    assert.equal(made.lastSignInAt, null);
    assert.ok(made.oneTimePassword.length >= 16);
    const nurse = server.client();
    assert.equal((await nurse.signIn('nurse.wang', made.oneTimePassword)).mustChangePassword, true);
    mustRefuse(await nurse.get('/api/v1/patients?q=x'), 403, 'must-change-password');
    const change = (current, next) => nurse.put('/api/v1/me/password', { current, new: next });
    assert.equal(mustRefuse(await change('wrong', 'A-good-one-2026'), 422, 'password-wrong').field, 'current');
    assert.equal(mustRefuse(await change(made.oneTimePassword, 'short'), 422, 'password-too-short').field, 'new');
    mustRefuse(await change(made.oneTimePassword, 'my-nurse.wang-1'), 422, 'password-contains-name');
    mustRefuse(await change(made.oneTimePassword, '1234567890'), 422, 'password-too-simple');
    assert.equal((await change(made.oneTimePassword, 'A-good-one-2026')).status, 204);
    must(await nurse.get('/api/v1/patients?q=x'), 200);
    const listed = must(await admin.get('/api/v1/accounts'), 200).items.find((one) => one.id === made.id);
    assert.equal(listed.mustChangePassword, false);
    assert.ok(listed.lastSignInAt);
    assert.equal(listed.oneTimePassword, undefined);
    mustRefuse(await admin.post('/api/v1/accounts', { name: 'nurse.wang', displayName: 'x', roles: ['desk'] }), 409, 'account-exists');
  });

  test('locking signs out and keeps out; a reset gives a new one-time password', async () => {
    const nurse = await newColleague(server, admin, 'nurse.li', ['desk']);
    const current = async () => must(await admin.get('/api/v1/accounts'), 200).items.find((one) => one.name === 'nurse.li');
    const { id, version } = await current();
    const locked = must(await admin.patch(`/api/v1/accounts/${id}`, { state: 'locked', version }), 200);
    assert.equal(locked.state, 'locked');
    mustRefuse(await nurse.get('/api/v1/patients?q=x'), 401, 'sign-in-needed');
    mustRefuse(await server.client().post('/api/v1/sign-ins', { provider: 'password', account: 'nurse.li', password: nurse.password }), 401, 'sign-in-failed');
    mustRefuse(await admin.patch(`/api/v1/accounts/${id}`, { state: 'active', version }), 409, 'changed-meanwhile');
    const reset = must(await admin.patch(`/api/v1/accounts/${id}`, { state: 'active', resetPassword: true, version: locked.version }), 200);
    assert.ok(reset.oneTimePassword);
    assert.equal(reset.mustChangePassword, true);
    assert.equal((await server.client().signIn('nurse.li', reset.oneTimePassword)).mustChangePassword, true);
    const renamed = must(await admin.patch(`/api/v1/accounts/${id}`, { displayName: '李护士', roles: ['desk', 'clinician'], version: (await current()).version }), 200);
    assert.deepEqual(renamed.roles.sort(), ['clinician', 'desk']);
    assert.equal(renamed.oneTimePassword, undefined);
  });

  test('there is always an administrator', async () => {
    const administrators = must(await admin.get('/api/v1/accounts'), 200).items.filter((one) => one.roles.includes('administrator') && one.state === 'active');
    assert.equal(administrators.length, 1);
    const [{ id, version }] = administrators;
    mustRefuse(await admin.patch(`/api/v1/accounts/${id}`, { state: 'locked', version }), 409, 'last-administrator');
    mustRefuse(await admin.patch(`/api/v1/accounts/${id}`, { roles: ['desk'], version }), 409, 'last-administrator');
  });

  test('guessing a password is slowed down', async () => {
    const guess = () => server.client().post('/api/v1/sign-ins', { provider: 'password', account: 'nobody.at.all', password: 'x' });
    let answer;
    for (let n = 0; n < 7; n += 1) answer = await guess();
    const refused = mustRefuse(answer, 429, 'too-many-attempts');
    assert.ok(refused.possibleAt);
  });

  test('a key opens what it was made for, until it is revoked', async () => {
    mustRefuse(await operator.post('/api/v1/api-keys', { name: 'x', permissions: ['accounts-edit'] }), 422, 'permission-not-for-keys');
    mustRefuse(await operator.post('/api/v1/api-keys', { name: 'x', permissions: ['fly'] }), 422, 'field-invalid');
    const made = must(await operator.post('/api/v1/api-keys', { name: '自助机 1', permissions: ['timetable-read'] }), 201);
    assert.match(made.key, /^yuyue_/);
    const headers = { Authorization: `Bearer ${made.key}` };
    const kiosk = server.client();
    must(await kiosk.get('/api/v1/rooms', { headers }), 200);
    mustRefuse(await kiosk.get('/api/v1/patients?q=x', { headers }), 403, 'forbidden');
    mustRefuse(await kiosk.get('/api/v1/rooms'), 401, 'sign-in-needed');
    mustRefuse(await kiosk.get('/api/v1/rooms', { headers: { Authorization: `Bearer ${made.key}x` } }), 401, 'sign-in-needed');
    const listed = must(await operator.get('/api/v1/api-keys'), 200).items.find((one) => one.id === made.id);
    assert.equal(listed.key, undefined);
    assert.deepEqual(listed.permissions, made.permissions);
    assert.equal((await operator.delete(`/api/v1/api-keys/${made.id}`)).status, 204);
    mustRefuse(await kiosk.get('/api/v1/rooms', { headers }), 401, 'sign-in-needed');
    mustRefuse(await operator.delete(`/api/v1/api-keys/${made.id}`), 404, 'key-unknown');
    mustRefuse(await operator.delete(`/api/v1/api-keys/${nobody('key')}`), 404, 'key-unknown');
  });

  test('the audit log tells who did what, newest first, in pages', async () => {
    const desk = await server.as('desk');
    for (let n = 0; n < 3; n += 1) await register(desk);
    const page = must(await auditor.get('/api/v1/audit-entries?limit=2'), 200);
    assert.equal(page.items.length, 2);
    assert.ok(page.items[0].seq > page.items[1].seq);
    const second = must(await auditor.get(`/api/v1/audit-entries?limit=2&after=${page.next}`), 200);
    assert.ok(second.items[0].seq < page.items[1].seq);
    for (const actor of ['desk', page.items[0].actor.id]) {
      const { items } = must(await auditor.get(`/api/v1/audit-entries?actor=${actor}`), 200);
      assert.ok(items.length > 0);
      for (const one of items) assert.equal(one.actor.id, page.items[0].actor.id);
    }
    assert.deepEqual(must(await auditor.get('/api/v1/audit-entries?actor=no.such.account'), 200).items, []);
    const { items } = must(await auditor.get(`/api/v1/audit-entries?action=${page.items[0].action}`), 200);
    assert.ok(items.every((one) => one.action === page.items[0].action));
    assert.deepEqual(must(await auditor.get('/api/v1/audit-entries?to=2020-01-01'), 200).items, []);
  });

  test('the audit log is whole', async () => {
    const verdict = must(await auditor.get('/api/v1/audit-entries/verification'), 200);
    assert.equal(verdict.ok, true, JSON.stringify(verdict));
    assert.ok(verdict.entries > 0);
    assert.equal(verdict.brokenAt, undefined);
    assert.match(verdict.head.hash, /^[0-9a-f]{64}$/);
  });

  test('a backup is made, verified, and written down', async () => {
    // Two at once: one waits its turn or is told to; both in one second have names of their own.
    const answers = await Promise.all([1, 2].map(() => operator.post('/api/v1/backups', {})));
    answers.push(await operator.post('/api/v1/backups', {}));
    for (const one of answers) if (one.status !== 201) mustRefuse(one, 409, 'backup-running');
    const ok = answers.filter((one) => one.status === 201).map((one) => one.body);
    assert.ok(ok.length >= 2);
    assert.equal(new Set(ok.map((one) => one.file)).size, ok.length);
    for (const backup of ok) {
      assert.match(backup.file, /^yuyue-\d{8}-\d{6}(-\d+)?\.db$/);
      assert.equal(backup.verified, true);
      const files = await readdir(server.dir, { withFileTypes: true });
      const folder = files.find((one) => one.isDirectory() && /backup/.test(one.name));
      const file = path.join(server.dir, folder.name, backup.file);
      assert.equal((await stat(file)).size, backup.bytes);
    }
    const entries = await all(auditor, '/api/v1/audit-entries?action=backup-made');
    assert.ok(entries.some((one) => one.details.file === ok[0].file));
  });

  test('the file is sound', async () => {
    assert.deepEqual(must(await operator.get('/api/v1/checks'), 200), { ok: true, problems: [] });
  });
});
