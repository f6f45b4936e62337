// A real hospital's first start: no demo accounts, no visible codes, no clock to turn.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { binary, Client, demoAccounts, must, mustRefuse, newPhone, root, whenReady } from './lib.mjs';

describe('without --demo', () => {
  let dir;
  let child;
  let told;
  let errors = '';
  const clients = [];
  const client = (door) => {
    clients.push(new Client(told[door]));
    return clients.at(-1);
  };
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'yuyue-api-'));
    child = spawn(binary, ['serve', '--data', path.join(dir, 'data'), '--public', '127.0.0.1:0', '--internal', '127.0.0.1:0', '--secure-cookies', 'true'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stderr.on('data', (bytes) => { errors = (errors + bytes).slice(-20_000); });
    told = await whenReady(child, () => errors);
  });
  after(async () => {
    for (const one of clients) one.close();
    if (child?.exitCode === null) {
      const ended = new Promise((resolve) => { child.once('exit', resolve); });
      child.kill('SIGTERM');
      assert.equal(await ended, 0, errors);
    }
    await rm(dir, { recursive: true, force: true });
  });

  test('an empty hospital serves', async () => {
    const visitor = client('public');
    assert.equal((await visitor.get('/readyz')).text, 'ready\n');
    assert.equal(must(await visitor.get('/api/v1/hospital'), 200).demo, false);
    assert.deepEqual(must(await visitor.get('/api/v1/departments'), 200), { items: [] });
    assert.equal((await visitor.get('/')).status, 200);
  });

  test('the demo\'s endpoints and page do not exist', async () => {
    for (const door of ['public', 'internal']) {
      const visitor = client(door);
      mustRefuse(await visitor.get('/api/v1/demo/messages'), 404, 'not-found');
      mustRefuse(await visitor.get('/api/v1/demo/clock'), 404, 'not-found');
      mustRefuse(await visitor.post('/api/v1/demo/clock', { now: '2030-01-01T00:00:00+08:00' }), 404, 'not-found');
      mustRefuse(await visitor.get('/demo/'), 404, 'not-found');
    }
  });

  test('demo accounts do not exist', async () => {
    for (const [account, password] of Object.entries(demoAccounts)) {
      mustRefuse(await client('internal').post('/api/v1/sign-ins', { provider: 'password', account, password }), 401, 'sign-in-failed');
    }
  });

  test('codes are nowhere to be seen, nor in the log who asked for one', async () => {
    const phone = newPhone();
    const sent = await client('public').post('/api/v1/sign-in-codes', { phone });
    must(sent, 202);
    assert.doesNotMatch(sent.text, /\d{6}/);
    await new Promise((resolve) => { setTimeout(resolve, 300); });
    assert.doesNotMatch(errors, /验证码|Your code/);
    assert.ok(!errors.includes(phone.slice(-8)), 'the log names no phone');
    const lines = errors.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)).filter((line) => line.route);
    assert.ok(lines.some((line) => line.route === '/api/v1/sign-in-codes'));
    for (const line of lines) assert.deepEqual(Object.keys(line).sort(), ['at', 'bytes', 'id', 'listener', 'method', 'route', 'status', 'us']);
  });

  test('behind TLS the cookie is Secure', async () => {
    const out = await client('public').delete('/api/v1/sign-ins/current');
    assert.match(out.headers['set-cookie'][0], /; Secure/);
  });

  test('the data are for their owner alone', async () => {
    const data = path.join(dir, 'data');
    for (const name of await readdir(data)) {
      const { mode } = await stat(path.join(data, name));
      assert.equal(mode & 0o077, 0, `${name}: ${(mode & 0o777).toString(8)}`);
    }
    const names = await readdir(dir);
    const key = names.find((name) => name.endsWith('.key'));
    assert.ok(key, names.join(' '));
    assert.equal((await stat(path.join(dir, key))).mode & 0o077, 0);
  });
});
