// What every API test needs: the real server over a real file in a folder of its own, clients with
// cookies, people with valid documents. Node's own modules only.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { placeDemo } from '../demo_data.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const binary = process.env.YUYUE_BIN || path.join(root, 'build/dev/yuyue');
const readyWithin = Number(process.env.YUYUE_READY_MS || 120_000);

export const demoAccounts = {
  desk: 'Demo-desk-2026',
  admin: 'Demo-admin-2026',
  auditor: 'Demo-audit-2026',
};

/** One line of JSON on standard output says where it listens. */
export function whenReady(child, log) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready in time\n${log()}`)), readyWithin);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`ended before it was ready: ${code ?? signal}\n${log()}`));
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const told = JSON.parse(line);
      if (!told.ready) return;
      clearTimeout(timer);
      resolve(told);
    });
  });
}

/** Asks it to stop and requires that it does so by itself, with nothing left undone. */
async function stopServer(server) {
  for (const client of server.clients) client.close();
  if (server.child.exitCode === null && server.child.signalCode === null) {
    const ended = new Promise((resolve) => server.child.once('exit', (...how) => resolve(how)));
    server.child.kill('SIGTERM');
    const [code, signal] = await ended;
    assert.equal(signal, null, `killed by ${signal}\n${server.log()}`);
    assert.equal(code, 0, `exit code ${code}\n${server.log()}`);
  }
  await rm(server.dir, { recursive: true, force: true });
  await rm(`${server.dir}.key`, { force: true });
}

/** Starts the demo hospital. The tests' `after` stops it: `after(() => server?.stop())`. */
export async function startServer({ args = [] } = {}) {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'yuyue-api-'));
  await placeDemo(binary, dir);
  const child = spawn(
    binary,
    ['serve', '--demo', '--data', dir, '--public', '127.0.0.1:0', '--internal', '127.0.0.1:0', ...args],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let errors = '';
  child.stderr.on('data', (bytes) => { errors = (errors + bytes).slice(-20_000); });
  const server = { child, dir, clients: [], log: () => errors };
  server.stop = () => stopServer(server);
  const told = await whenReady(child, server.log);
  server.public = told.public;
  server.internal = told.internal;
  /** A visitor of one of the doors. */
  server.client = (door = 'internal') => {
    const client = new Client(server[door]);
    server.clients.push(client);
    return client;
  };
  server.as = async (account, password = demoAccounts[account]) => {
    const client = server.client();
    await client.signIn(account, password);
    return client;
  };
  server.patient = async (phone) => {
    const client = server.client('public');
    await client.signInByPhone(phone);
    return client;
  };
  return server;
}

export class Client {
  constructor(base) {
    this.base = new URL(base);
    this.cookie = '';
    this.agent = new http.Agent({ keepAlive: true });
  }

  /** Answers {status, headers, text, body}; `body` is the JSON, if it is JSON. */
  request(method, target, { body, headers = {}, type = 'application/json', raw } = {}) {
    const bytes = raw !== undefined ? Buffer.from(raw) : body === undefined ? null : Buffer.from(JSON.stringify(body));
    const all = { 'Accept-Language': 'en', ...headers };
    if (this.cookie) all.Cookie ??= this.cookie;
    if (bytes) {
      all['Content-Type'] ??= type;
      all['Content-Length'] = bytes.length;
    }
    return new Promise((resolve, reject) => {
      const request = http.request(
        { host: this.base.hostname, port: this.base.port, method, path: target, headers: all, agent: this.agent },
        (response) => {
          const parts = [];
          response.on('data', (part) => parts.push(part));
          response.on('error', reject);
          response.on('end', () => resolve(this.#answer(response, Buffer.concat(parts).toString('utf8'))));
        },
      );
      request.on('error', reject);
      request.end(bytes ?? undefined);
    });
  }

  #answer(response, text) {
    for (const cookie of response.headers['set-cookie'] ?? []) {
      const [pair] = cookie.split(';');
      if (pair.startsWith('yuyue_session=')) this.cookie = pair.endsWith('=') ? '' : pair;
    }
    const json = /json/.test(response.headers['content-type'] ?? '') && text;
    return { status: response.statusCode, headers: response.headers, text, body: json ? JSON.parse(text) : undefined };
  }

  get(target, options) { return this.request('GET', target, options); }
  post(target, body, options) { return this.request('POST', target, { body, ...options }); }
  put(target, body, options) { return this.request('PUT', target, { body, ...options }); }
  patch(target, body, options) { return this.request('PATCH', target, { body, ...options }); }
  delete(target, options) { return this.request('DELETE', target, options); }

  async signIn(account, password) {
    const answer = await this.post('/api/v1/sign-ins', { provider: 'password', account, password });
    assert.equal(answer.status, 201, answer.text);
    return answer.body.principal;
  }

  /** As a patient does, with the code that the demo's mailbox shows. */
  async signInByPhone(phone) {
    const asked = await this.post('/api/v1/sign-in-codes', { phone });
    assert.equal(asked.status, 202, asked.text);
    const answer = await this.post('/api/v1/sign-ins', { provider: 'phone-code', phone, code: await this.newestCode(phone) });
    assert.equal(answer.status, 201, answer.text);
    return answer.body.principal;
  }

  async newestCode(phone) {
    const box = await this.get(`/api/v1/demo/messages?phone=${encodeURIComponent(phone)}`);
    assert.equal(box.status, 200, box.text);
    const messages = box.body.items.filter((one) => /验证码/.test(one.text));
    assert.ok(messages.length > 0, `no message to ${phone}`);
    const newest = messages.reduce((a, b) => (b.at > a.at ? b : a));
    return newest.text.match(/\d{6}/)[0];
  }

  close() { this.agent.destroy(); }
}

/** The answer's body, which must have this status. */
export function must(answer, status) {
  assert.equal(answer.status, status, `${answer.status}: ${answer.text}`);
  return answer.body;
}

/** Requires an RFC 9457 problem of this code. */
export function mustRefuse(answer, status, code) {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers['content-type'], /^application\/problem\+json/);
  assert.equal(answer.body.code, code, answer.text);
  assert.equal(answer.body.status, status);
  assert.equal(answer.body.type, `urn:yuyue:problem:${code}`);
  assert.ok(answer.body.detail.length > 0);
  assert.doesNotMatch(answer.body.detail, /[{}]/, 'a placeholder was left unfilled');
  return answer.body;
}

let sequence = 0;
/** A resident's number that nobody has, with its check digit. Odd sequence numbers are men's. */
export function residentNumber(birthDate = '1980-05-17', region = '330106') {
  sequence += 1;
  // After 999 people of one day, those of the next county.
  const county = Number(region) + Math.floor(sequence / 1000);
  const digits = `${county}${birthDate.replaceAll('-', '')}${String(sequence % 1000).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((all, weight, at) => all + weight * Number(digits[at]), 0);
  return digits + '10X98765432'[sum % 11];
}

let phones = 0;
/** A mobile number that nobody has. */
export const newPhone = () => `199${String((phones += 1) + 10_000_000)}`;

const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许';
const given = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英';
let names = 0;
export function newName() {
  const n = (names += 1);
  return surnames[n % surnames.length] + given[n % given.length] + given[(n * 7 + 3) % given.length];
}

/** Registers somebody at the desk. */
export async function register(desk, fields = {}) {
  const person = {
    name: newName(),
    documents: [{ type: 'resident-card', number: residentNumber(fields.birthDate) }],
    phone: newPhone(),
    ...fields,
  };
  const answer = await desk.post('/api/v1/patients', person);
  return { given: person, ...must(answer, 201) };
}

/** All pages of a list. */
export async function all(client, target) {
  const items = [];
  let next = '';
  do {
    const join = target.includes('?') ? '&' : '?';
    const page = must(await client.get(next ? `${target}${join}after=${encodeURIComponent(next)}` : target), 200);
    items.push(...page.items);
    next = page.next;
  } while (next);
  return items;
}

/** Days with something free, by department: [{department, date}], the next days first. */
export async function freeDays(client, wanted = 1) {
  const found = [];
  for (const department of must(await client.get('/api/v1/departments'), 200).items) {
    const { items } = must(await client.get(`/api/v1/departments/${department.id}/days`), 200);
    for (const day of items.slice(1)) {
      if (day.state === 'open' && day.free > 0) found.push({ department: department.id, date: day.date });
      if (found.length >= wanted) return found;
    }
  }
  assert.ok(found.length > 0, 'the demo has nothing free');
  return found;
}

/** Free slots of a department's day, with their session. */
export async function freeSlots(client, { department, date }) {
  const page = must(await client.get(`/api/v1/departments/${department}/sessions?date=${date}`), 200);
  return page.items.flatMap((session) =>
    session.slots.filter((slot) => slot.free > 0).map((slot) => ({ ...slot, session: session.id })));
}

/** The id of nothing: its form is right. */
export const nobody = (prefix) => `${prefix}_00000000000zz`;

/** Makes an account with exactly these roles and signs in to it. */
export async function newColleague(server, admin, name, roles) {
  const password = 'Changed-at-once-7391';
  const made = must(await admin.post('/api/v1/accounts', { name, displayName: name, roles }), 201);
  const client = server.client();
  const me = await client.signIn(name, made.oneTimePassword);
  assert.equal(me.mustChangePassword, true);
  const changed = await client.put('/api/v1/me/password', { current: made.oneTimePassword, new: password });
  assert.equal(changed.status, 204, changed.text);
  return Object.assign(client, { account: made, password });
}
