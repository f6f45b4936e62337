// The end of the audit chain leaves the file in the server's log, and an altered or cut chain is found
// by it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { demoData, must, mustRefuse, register, run, serve, sleep } from './lib.mjs';

const sqlite = async (file, sql) => (await promisify(execFile)('sqlite3', [file, sql])).stdout.trim();
const heads = (log) => [...log.matchAll(/"message":"audit head (\d+):([0-9a-f]{64})"/g)]
  .map(([, seq, hash]) => ({ seq: Number(seq), hash, text: `${seq}:${hash}` }));
const verify = (data, ...head) => run('audit', 'verify', '--data', data, ...head.flatMap((one) => ['--head', one]));

/** Its log is read beside its output: waits until so many heads are there. */
async function headsOf(server, count) {
  for (let tries = 0; heads(server.log()).length < count; tries += 1) {
    assert.ok(tries < 100, `not ${count} heads: ${server.log()}`);
    await sleep(100);
  }
  return heads(server.log());
}

test('written at start, at midnight and at stop; an altered end is found by it', async () => {
  const data = await demoData();
  const server = await serve(data);
  const begin = await headsOf(server, 1);
  assert.equal(begin.length, 1, server.log());
  const auditor = await server.as('auditor');
  const desk = await server.as('desk');
  await register(desk);
  const target = '/api/v1/audit-entries/verification';
  const verdict = must(await auditor.get(`${target}?head=${begin[0].text}`), 200);
  assert.equal(verdict.ok, true, JSON.stringify(verdict));
  assert.ok(verdict.head.seq > begin[0].seq);
  const other = begin[0].text.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
  const altered = must(await auditor.get(`${target}?head=${other}`), 200);
  assert.deepEqual([altered.ok, altered.why, altered.brokenAt], [false, 'altered', begin[0].seq]);
  for (const bad of ['x', '1', '1:', `0:${begin[0].hash}`, `1:${begin[0].hash}0`])
    mustRefuse(await auditor.get(`${target}?head=${bad}`), 400, 'query-invalid');

  // A new day begins.
  const { now } = must(await desk.get('/api/v1/hospital'), 200);
  const tomorrow = new Date(Date.parse(now) + 24 * 3600 * 1000).toISOString().replace(/\.\d+Z/, 'Z');
  must(await desk.post('/api/v1/demo/clock', { now: tomorrow }), 200);
  await headsOf(server, 2);
  await server.stop();
  const all = heads(server.log());
  assert.equal(all.length, 3, server.log());
  const last = all.at(-1);
  const checked = await verify(data, last.text);
  assert.equal(checked.code, 0, checked.err);
  assert.match(checked.out, new RegExp(`unaltered; the remembered one is among them\naudit head ${last.text}`));
  assert.equal((await verify(data, 'nonsense')).code, 2);

  // Cut off at its end, it is still a chain; only who remembers knows.
  const file = path.join(data, 'yuyue.db');
  await sqlite(file, `DROP TRIGGER audit_entry_is_not_removed; DELETE FROM audit_entry WHERE seq = ${last.seq}`);
  assert.equal((await verify(data)).code, 0);
  const cut = await verify(data, last.text);
  assert.equal(cut.code, 1, cut.out);
  assert.match(cut.err, /audit log was altered/);
  assert.equal((await verify(data, begin[0].text)).code, 0, 'what was before it is still there');
});
