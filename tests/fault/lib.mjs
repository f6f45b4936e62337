// What the fault tests need beside the API tests' library: data folders that outlive their servers,
// servers that may be killed or refuse to start, bare connections, and a storm of bookings.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { after } from 'node:test';
import { all, binary, Client, demoAccounts, freeDays, freeSlots, must, register, root, whenReady } from '../api/lib.mjs';

export * from '../api/lib.mjs';

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const children = new Set();
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

const folders = [];
after(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const what of cleaning) await what();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** To be done before the folders are removed. */
export const cleanUp = (what) => cleaning.push(what);
const cleaning = [];

/** An empty folder, removed when the file's tests are through. */
export async function newFolder() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'yuyue-fault-'));
  folders.push(folder);
  return folder;
}

/** Runs a command of the program: {code, out, err}. */
export async function run(...args) {
  try {
    const { stdout, stderr } = await promisify(execFile)(binary, ['--config', 'none', ...args], { cwd: root, timeout: 120_000 });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    return { code: error.code ?? error.signal, out: error.stdout, err: error.stderr };
  }
}

let filled;
/** A data folder of the demo hospital (its key is beside it), a copy of one that is made once. */
export async function demoData() {
  filled ??= (async () => {
    const data = path.join(await newFolder(), 'data');
    const made = await run('demo', '--data', data);
    assert.equal(made.code, 0, made.err);
    return data;
  })();
  const from = await filled;
  const data = path.join(await newFolder(), 'data');
  await cp(from, data, { recursive: true });
  await cp(`${from}.key`, `${data}.key`);
  return data;
}

/** Starts a server on a folder; it is the caller's to end. `ended` gives {code, signal}. */
export function launch(data, { demo = true, args = [] } = {}) {
  const child = spawn(
    binary,
    ['--config', 'none', 'serve', ...(demo ? ['--demo'] : []), '--data', data,
      '--public', '127.0.0.1:0', '--internal', '127.0.0.1:0', '--access-log', 'off', ...args],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  children.add(child);
  let errors = '';
  child.stderr.on('data', (bytes) => { errors = (errors + bytes).slice(-20_000); });
  const server = { child, data, log: () => errors };
  server.ended = new Promise((resolve) => child.once('close', (code, signal) => {
    children.delete(child);
    resolve({ code, signal });
  }));
  server.kill = async () => {
    child.kill('SIGKILL');
    await server.ended;
  };
  /** SIGTERM; requires a clean end. */
  server.stop = async () => {
    child.kill('SIGTERM');
    const { code, signal } = await server.ended;
    assert.equal(signal, null, `killed by ${signal}\n${errors}`);
    assert.equal(code, 0, `exit code ${code}\n${errors}`);
  };
  return server;
}

/** The same, and waits until it is ready. */
export async function serve(data, options) {
  const server = launch(data, options);
  Object.assign(server, await whenReady(server.child, server.log));
  server.client = (door = 'internal', cookie = '') => Object.assign(new Client(server[door]), { cookie });
  server.as = async (account) => {
    const client = server.client();
    await client.signIn(account, demoAccounts[account]);
    return client;
  };
  return server;
}

/** Requires that the server does not start; gives what it said. */
export async function mustNotStart(data, options, code = 1) {
  const server = launch(data, options);
  const ended = await Promise.race([server.ended, sleep(30_000).then(() => 'runs')]);
  if (ended === 'runs') await server.kill();
  assert.deepEqual(ended, { code, signal: null }, server.log());
  return server.log();
}

/** `yuyue check`, through the running server or on the file itself. */
export async function mustBeSound(data) {
  const checked = await run('check', '--data', data);
  assert.equal(checked.code, 0, checked.out + checked.err);
  assert.match(checked.out, /^sound/m);
}

/** People and places to storm. */
export async function crowd(desk, size) {
  const people = [];
  for (let n = 0; n < size; n += 1) people.push((await register(desk)).id);
  const slots = [];
  for (const day of await freeDays(desk, 12)) slots.push(...(await freeSlots(desk, day)).map((slot) => slot.id));
  return { people, slots };
}

let keys = 0;
/**
 * `width` connections that book (and now and then cancel) as fast as they are answered, until `until`
 * is aborted or the server is gone. Writes every request to `ledger` before it is sent:
 * {key, target, body, answer?, error?}.
 */
export async function storm(server, cookie, { people, slots }, width, ledger, until) {
  const one = async (n) => {
    const client = server.client('internal', cookie);
    const held = [];
    for (let round = 0; !until.aborted; round += 1) {
      const cancels = held.length > 0 && round % 3 === 2;
      const entry = cancels
        ? { target: `/api/v1/appointments/${held.shift()}/cancellation`, body: { reason: '测试' } }
        : { target: '/api/v1/appointments',
            body: { slotId: slots[(n * 131 + round * 37) % slots.length], personId: people[(n + round * 7) % people.length] } };
      entry.key = cancels ? undefined : `storm-${process.pid}-${(keys += 1)}`;
      entry.round = round;
      ledger.push(entry);
      try {
        entry.answer = await client.post(entry.target, entry.body, { headers: entry.key ? { 'Idempotency-Key': entry.key } : {} });
        if (!cancels && entry.answer.status === 201) held.push(entry.answer.body.id);
        entry.last = entry.answer.headers.connection === 'close';
      } catch (error) {
        entry.error = error;
        break;
      }
    }
    client.close();
  };
  await Promise.all(Array.from({ length: width }, (_, n) => one(n)));
}

/** Everything booked for these people, by appointment id. */
export async function appointmentsOf(client, people) {
  const found = new Map();
  for (const person of people) {
    for (const one of await all(client, `/api/v1/appointments?personId=${person}&state=all&limit=200`)) {
      assert.ok(!found.has(one.id), 'listed twice');
      found.set(one.id, one);
    }
  }
  return found;
}

/** A bare connection that collects what comes: {socket, text(), closed: Promise<'end'|error code>}. */
export async function bare(address, { allowHalfOpen = true } = {}) {
  const url = new URL(address);
  const socket = net.connect({ host: url.hostname, port: Number(url.port), allowHalfOpen });
  const parts = [];
  socket.on('data', (bytes) => parts.push(bytes));
  const closed = new Promise((resolve) => {
    socket.once('end', () => resolve('end'));
    socket.once('error', (error) => resolve(error.code));
    socket.once('close', () => resolve('close'));
  });
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return { socket, text: () => Buffer.concat(parts).toString('latin1'), closed };
}

/** How long a plain question takes, in milliseconds; it must be answered. */
export async function promptness(address) {
  const client = new Client(address);
  const began = performance.now();
  must(await client.get('/api/v1/hospital'), 200);
  client.close();
  return performance.now() - began;
}
