// What a server refuses to start with, what it says then, and that it leaves everything as it was.

import assert from 'node:assert/strict';
import { chmod, cp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { demoData, must, mustBeSound, mustNotStart, newFolder, root, run, serve } from './lib.mjs';

/** What a script prints; as its input, since an argument has a largest length. */
async function sqlite(file, sql) {
  const running = promisify(execFile)('sqlite3', ['-bail', file], { maxBuffer: 1 << 26 });
  running.child.stdin.end(sql);
  return (await running).stdout.trim();
}

test('a second server on the same folder', async () => {
  const data = await demoData();
  const server = await serve(data);
  const said = await mustNotStart(data, {}, 3);
  assert.match(said, /yuyue\.db is in use/);
  assert.match(said, /stop the server first/);
  const restoring = await run('restore', path.join(data, 'yuyue.db'), '--data', data);
  assert.equal(restoring.code, 3, restoring.err);
  // The first one is none the worse, and its control socket is still its own.
  must(await server.client().get('/api/v1/hospital'), 200);
  await mustBeSound(data);
  await server.stop();
});

test('a key file that is missing, another, readable by others, or none at all', async (t) => {
  const data = await demoData();
  const key = `${data}.key`;
  const good = await readFile(key);
  const database = await readFile(path.join(data, 'yuyue.db'));
  const refused = async (what) => {
    const said = await mustNotStart(data);
    assert.match(said, what);
    const checked = await run('check', '--data', data);
    assert.equal(checked.code, 1, 'no other command opens it either');
    assert.match(checked.err, what);
    assert.deepEqual(await readFile(path.join(data, 'yuyue.db')), database, 'the data are as they were');
  };
  await t.test('missing', async () => {
    await rename(key, `${key}.away`);
    await refused(new RegExp(`${key}.*No such file`));
    assert.ok(!existsSync(key), 'no new key was made');
    await rename(`${key}.away`, key);
  });
  await t.test('of another database', async () => {
    const other = await demoData();
    await cp(`${other}.key`, key);  // the same key: copies of one demo
    assert.deepEqual(await readFile(key), good);
    const text = good.toString().replace(/^(generation 1 )(.)/m, (_, head, digit) => head + (digit === '0' ? '1' : '0'));
    await writeFile(key, text);
    await refused(/key file does not belong to this database/);
    assert.equal(await readFile(key, 'utf8'), text, 'the key file is as it was');
  });
  await t.test('readable by others', async () => {
    await writeFile(key, good);
    for (const mode of [0o640, 0o604, 0o660]) {
      await chmod(key, mode);
      await refused(new RegExp(`${key}.*chmod 600`));
    }
    await chmod(key, 0o600);
  });
  await t.test('not a key file', async () => {
    for (const text of ['', 'x', 'yuyue-keys 1\n', `yuyue-keys 1\ngeneration 1 ${'0'.repeat(63)}\nlookups 1\n`, Buffer.alloc(70_000)]) {
      await writeFile(key, text);
      await refused(new RegExp(key));
    }
  });
  await t.test('put back', async () => {
    await writeFile(key, good);
    await (await serve(data)).stop();
    assert.equal((await stat(key)).mode & 0o777, 0o600);
  });
});

test('a demo folder without --demo', async () => {
  const data = await demoData();
  const said = await mustNotStart(data, { demo: false });
  assert.match(said, /demo hospital/);
  assert.match(said, /--demo/);
  await (await serve(data)).stop();
});

test('a real folder with --demo', async () => {
  const data = path.join(await newFolder(), 'data');
  const added = await run('user', 'add', 'chief', '--role', 'administrator', '--data', data);
  assert.equal(added.code, 0, added.err);
  // No departments yet, but somebody's: not filled with known passwords, no codes shown to anybody.
  assert.match(await mustNotStart(data), /real hospital's/);
  const filling = await run('demo', '--data', data);
  assert.equal(filling.code, 1);
  assert.match(filling.err, /not empty/);
  const server = await serve(data, { demo: false });
  const answer = await server.client().post('/api/v1/sign-ins', { provider: 'password', account: 'desk', password: 'Demo-desk-2026' });
  assert.equal(answer.status, 401, answer.text);
  const mailbox = await server.client('public').get('/api/v1/demo/messages?phone=19900001001');
  assert.equal(mailbox.status, 404);
  await server.stop();
});

test('a file of another program, of a newer version, damaged, or none', async (t) => {
  const data = await demoData();
  const file = path.join(data, 'yuyue.db');
  const good = await readFile(file);
  await t.test('newer', async () => {
    await sqlite(file, "INSERT INTO schema_migration VALUES ('9999_later.sql', 'x', 0)");
    assert.match(await mustNotStart(data), /newer version.*9999_later/);
  });
  await t.test('a migration with another text', async () => {
    await sqlite(file, "DELETE FROM schema_migration WHERE name = '9999_later.sql'; UPDATE schema_migration SET checksum = 'x' WHERE name LIKE '0001%'");
    assert.match(await mustNotStart(data), /0001_access\.sql.*another text/);
  });
  await t.test('not a database', async () => {
    for (const name of await readdir(data)) if (/-(wal|shm)$/.test(name)) await rm(path.join(data, name));
    await writeFile(file, 'x'.repeat(10_000));
    assert.match(await mustNotStart(data), /yuyue\.db/);
    await writeFile(file, good.subarray(0, 300_000));
    const server = await serve(data).catch((error) => error);
    if (!(server instanceof Error)) {
      const checked = await run('check', '--data', data);
      assert.equal(checked.code, 1, 'a file cut short is found out');
      await server.kill();
    }
  });
  await t.test("another program's", async () => {
    await rm(file);
    await sqlite(file, 'CREATE TABLE mine (x)');
    assert.match(await mustNotStart(data), /another program/);
    assert.equal(await sqlite(file, 'SELECT count(*) FROM sqlite_schema'), '1');
  });
});

/** The same data in a file of the release before the last migration. */
async function forgetLastMigration(file) {
  const folder = path.join(root, 'sql/sqlite');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const last = names.pop();
  const before = `${file}.before`;
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  const journal = await sqlite(file, "SELECT sql FROM sqlite_schema WHERE name = 'schema_migration'");
  const id = await sqlite(file, 'PRAGMA application_id');
  await sqlite(before, `PRAGMA application_id=${id}; PRAGMA page_size=${await sqlite(file, 'PRAGMA page_size')}; ${journal}; ${texts.join('\n')}`);
  const columns = async (of) => new Map((await sqlite(of, `SELECT t.name, group_concat(c.name)
    FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' GROUP BY t.name`)).split('\n').map((line) => line.split('|')));
  const now = await columns(file);
  const copies = [...await columns(before)].filter(([table]) => now.has(table)).map(([table, had]) => {
    const both = had.split(',').filter((column) => now.get(table).split(',').includes(column)).join();
    return `DELETE FROM ${table}; INSERT INTO ${table} (${both}) SELECT ${both} FROM now.${table};`;
  });
  await sqlite(before, `PRAGMA foreign_keys=OFF; ATTACH '${file}' AS now; BEGIN; ${copies.join(' ')}
    DELETE FROM schema_migration WHERE name = '${last}'; COMMIT;`);
  for (const left of ['-wal', '-shm']) await rm(file + left, { force: true });
  await rename(before, file);
  await chmod(file, 0o600);
  return last;
}

test('an upgrade makes a verified backup first', async () => {
  const data = await demoData();
  const file = path.join(data, 'yuyue.db');
  const last = await forgetLastMigration(file);
  const server = await serve(data);
  const backups = await readdir(path.join(data, 'backups'));
  assert.equal(backups.length, 1, backups.join());
  assert.match(backups[0], new RegExp(`^yuyue-before-${last.replace('.sql', '')}-\\d+\\.db$`));
  const backup = path.join(data, 'backups', backups[0]);
  assert.equal((await stat(backup)).mode & 0o777, 0o600);
  assert.equal(await sqlite(`file:${backup}?mode=ro`, `SELECT count(*) FROM schema_migration WHERE name = '${last}'`), '0');
  const checked = await run('check', '--file', backup);
  assert.equal(checked.code, 0, checked.out + checked.err);
  await mustBeSound(data);
  await server.stop();
  // The next start has nothing to do.
  await (await serve(data)).stop();
  assert.equal((await readdir(path.join(data, 'backups'))).length, 1);
  // And the way back: the backup can be restored (and is migrated again).
  const restored = await run('restore', backup, '--data', data);
  assert.equal(restored.code, 0, restored.err);
  await (await serve(data)).stop();
  await mustBeSound(data);
});

test('an upgrade that fails changes nothing', async () => {
  const data = await demoData();
  const file = path.join(data, 'yuyue.db');
  const migrations = await sqlite(file, 'SELECT max(name) FROM schema_migration');
  // It finds there already what it wants to make.
  await sqlite(file, `DELETE FROM schema_migration WHERE name = '${migrations}'`);
  const before = await sqlite(file, '.dump');
  for (let start = 0; start < 2; start += 1) {
    assert.match(await mustNotStart(data), new RegExp(`${migrations} failed, nothing was changed`));
    assert.ok((await sqlite(file, '.dump')) === before, 'the data are as they were');
    assert.deepEqual(await readdir(path.join(data, 'backups')), [], 'a service that starts again and again fills no disk');
  }
});
