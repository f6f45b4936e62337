// A backup while people book, and the way back from it in another place.

import assert from 'node:assert/strict';
import { cp, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import {
  appointmentsOf, crowd, demoData, mustBeSound, mustNotStart, newFolder, run, serve, sleep, storm,
} from './lib.mjs';

test('a backup while serving is restored elsewhere with the same key', async (t) => {
  const data = await demoData();
  const server = await serve(data);
  const desk = await server.as('desk');
  const everybody = await crowd(desk, 30);
  const ledger = [];
  const over = new AbortController();
  const storming = storm(server, desk.cookie, everybody, 24, ledger, over.signal);
  await sleep(400);
  const before = ledger.filter((entry) => entry.answer?.status === 201 && entry.key).map((entry) => entry.answer.body);
  const made = await run('backup', '--data', data);
  const during = ledger.filter((entry) => entry.answer).length;
  await sleep(200);
  over.abort();
  await storming;
  assert.equal(made.code, 0, made.err);
  assert.match(made.out, /verified/);
  assert.ok(before.length > 0 && ledger.length > during, 'there was no storm before and after it');
  const backup = made.out.split('\n')[0];
  assert.equal((await stat(backup)).mode & 0o777, 0o600, 'nobody else reads it');
  const checked = await run('check', '--file', backup);
  assert.equal(checked.code, 0, checked.out + checked.err);

  const elsewhere = path.join(await newFolder(), 'data');
  const restored = await run('restore', backup, '--data', elsewhere);
  assert.equal(restored.code, 0, restored.err);

  await t.test('without the key, or with another, it is not opened', async () => {
    assert.match(await mustNotStart(elsewhere), new RegExp(`${elsewhere}\\.key`));
    const good = await readFile(`${data}.key`, 'utf8');
    await writeFile(`${elsewhere}.key`, good.replace(/^(generation 1 )(.)/m, (_, head, digit) => head + (digit === '0' ? '1' : '0')), { mode: 0o600 });
    assert.match(await mustNotStart(elsewhere), /does not belong to this database/);
  });

  await cp(`${data}.key`, `${elsewhere}.key`);
  const copy = await serve(elsewhere);
  const there = copy.client('internal', desk.cookie);
  const found = await appointmentsOf(there, everybody.people);
  const now = await appointmentsOf(desk, everybody.people);
  for (const one of before) {
    assert.ok(found.has(one.id), `${one.code} was answered before the backup began`);
    assert.equal(found.get(one.id).person.name, one.person.name, 'names can be read');
  }
  for (const [id, one] of found) assert.equal(now.get(id).code, one.code, 'nothing is there that was not');
  assert.ok(now.size >= found.size);
  await mustBeSound(elsewhere);
  t.diagnostic(`${found.size} of ${now.size} appointments are in the backup`);
  for (const client of [desk, there]) client.close();
  await copy.stop();
  await server.stop();

  await t.test('restoring over data keeps what was there', async () => {
    const over = await run('restore', backup, '--data', data);
    assert.equal(over.code, 0, over.err);
    const former = over.out.match(/kept as (\S+)/)[1];
    assert.equal((await run('check', '--file', former)).code, 0);
    const again = await serve(data);
    const client = again.client('internal', desk.cookie);
    assert.deepEqual([...(await appointmentsOf(client, everybody.people)).keys()].sort(), [...found.keys()].sort());
    client.close();
    await again.stop();
  });

  await t.test('what is no backup is not restored', async () => {
    const bad = path.join(await newFolder(), 'bad.db');
    const bytes = await readFile(backup);
    bytes.fill(0x55, 8192, 8192 + 40_000);
    for (const [content, what] of [[bytes, 'damaged'], [bytes.subarray(0, 100_000), 'cut'], [Buffer.from('x'), 'text'], [Buffer.alloc(0), 'empty']]) {
      await writeFile(bad, content);
      const refused = await run('restore', bad, '--data', data);
      assert.equal(refused.code, 1, `${what}: ${refused.out}${refused.err}`);
      assert.match(refused.err, /bad\.db/);
    }
    await mustBeSound(data);
  });
});
