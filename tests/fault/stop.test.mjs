// SIGTERM while people book: what began is finished, what comes too late is refused, nothing is cut.

import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import { appointmentsOf, bare, crowd, demoData, mustBeSound, serve, sleep, storm } from './lib.mjs';

/** What a connection attempt meets. */
const knock = (address) => new Promise((resolve) => {
  const url = new URL(address);
  const socket = net.connect({ host: url.hostname, port: Number(url.port) });
  socket.once('connect', () => { socket.destroy(); resolve('open'); });
  socket.once('error', (error) => resolve(error.code));
});

test('SIGTERM during a booking storm', async (t) => {
  const data = await demoData();
  const server = await serve(data);
  const desk = await server.as('desk');
  const everybody = await crowd(desk, 40);
  const idle = await bare(server.internal);
  const halfway = await bare(server.internal);
  const body = JSON.stringify({ phone: '19900001001' });
  halfway.socket.write(`POST /api/v1/sign-in-codes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`);
  const ledger = [];
  const over = new AbortController();
  const storming = storm(server, desk.cookie, everybody, 32, ledger, over.signal);
  await sleep(700);

  const began = performance.now();
  server.child.kill('SIGTERM');
  await sleep(150);
  assert.equal(await knock(server.internal), 'ECONNREFUSED', 'a new connection is refused');
  assert.equal(await knock(server.public), 'ECONNREFUSED');
  assert.equal(server.child.exitCode, null, 'it waits for the request that is still being sent');
  halfway.socket.write(body.slice(5));
  assert.equal(await halfway.closed, 'end');
  assert.match(halfway.text(), /^HTTP\/1\.1 202 /, 'a request that began before is answered');
  assert.match(halfway.text(), /^Connection: close\r$/im);
  halfway.socket.end();
  assert.equal(await idle.closed, 'end', 'an idle connection is closed, not reset');
  idle.socket.end();
  await storming;
  over.abort();
  const { code, signal } = await server.ended;
  assert.deepEqual({ code, signal }, { code: 0, signal: null }, server.log());
  t.diagnostic(`stopped after ${Math.round(performance.now() - began)} ms`);

  const cut = ledger.filter((entry) => entry.error && entry.error.code !== 'ECONNREFUSED');
  // A connection that had been answered before and was not told to close may not lose a request.
  assert.deepEqual(cut.map((entry) => `${entry.round}: ${entry.error.code}`), []);
  const answered = ledger.filter((entry) => entry.answer);
  assert.ok(answered.length > 50, `${answered.length} answers: no storm`);
  for (const { answer } of answered) assert.ok(answer.body?.id || answer.body?.code, answer.text);
  assert.ok(answered.some((entry) => entry.last), 'those under way were told that it was the last');
  desk.close();

  await mustBeSound(data);
  const next = await serve(data);
  const client = next.client('internal', desk.cookie);
  const found = await appointmentsOf(client, everybody.people);
  const booked = answered.filter((entry) => entry.answer.status === 201);
  for (const { answer } of booked) assert.ok(found.has(answer.body.id));
  assert.equal(found.size, booked.length, 'nothing was done whose answer was lost');
  client.close();
  await next.stop();
});

test('SIGTERM and SIGINT twice, and at once after the start', async () => {
  const data = await demoData();
  for (const name of ['SIGTERM', 'SIGINT']) {
    const server = await serve(data);
    server.child.kill(name);
    server.child.kill(name);
    assert.deepEqual(await server.ended, { code: 0, signal: null }, server.log());
  }
});
