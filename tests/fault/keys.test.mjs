// Another key for the personal fields while people work: nothing is lost from sight, nothing is
// there twice, a kill in the middle does no harm, and backups keep to the key file of their time.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import {
  all, demoData, must, mustBeSound, mustNotStart, mustRefuse, newFolder, newPhone, register, residentNumber, run, serve, sleep,
} from './lib.mjs';

const sqlite = async (file, sql) => (await promisify(execFile)('sqlite3', [file, sql])).stdout.trim();
const search = async (desk, text) => must(await desk.get(`/api/v1/patients?q=${encodeURIComponent(text)}`), 200).items;

/** People of whom everything is known. */
async function inhabitants(desk, count) {
  const people = [];
  const one = async () => { while (people.length < count) people.push(await register(desk)); };
  await Promise.all(Array.from({ length: 16 }, one));
  return people;
}

/** Each is found by each of what they are known by, once. */
async function mustFind(desk, people) {
  for (const person of people) {
    for (const text of [person.given.documents[0].number, person.given.phone]) {
      const found = await search(desk, text);
      assert.deepEqual(found.map((one) => one.id), [person.id], `${text}: ${JSON.stringify(found)}`);
    }
    const named = await search(desk, person.given.name);
    assert.equal(new Set(named.map((one) => one.id)).size, named.length, 'nobody is there twice');
    if (named.length < 20) assert.ok(named.some((one) => one.id === person.id), person.given.name);
    const twice = await desk.post('/api/v1/patients', { ...person.given, phone: newPhone() });
    mustRefuse(twice, 409, 'document-known');
  }
}

const some = (people, step = 40) => people.filter((_, at) => at % step === 0);

/** How many values of a generation are left. */
const left = (data, generation) => sqlite(path.join(data, 'yuyue.db'), `
  SELECT (SELECT count(*) FROM person WHERE substr(hex(name_sealed), 3, 2) = '${generation}'
            OR substr(hex(phone_sealed), 3, 2) = '${generation}')
       + (SELECT count(*) FROM identifier WHERE substr(hex(number_sealed), 3, 2) = '${generation}')
       + (SELECT count(*) FROM member WHERE substr(hex(phone_sealed), 3, 2) = '${generation}')
       + (SELECT count(*) FROM message WHERE substr(hex(text_sealed), 3, 2) = '${generation}')`).then(Number);

test('a change of the key under a running server', async (t) => {
  const data = await demoData();
  let server = await serve(data);
  const desk = await server.as('desk');
  const people = await inhabitants(desk, 600);
  const phone = newPhone();
  const patient = server.client('public');
  await patient.signInByPhone(phone);
  const own = must(await patient.post('/api/v1/me/people', {
    name: '王小明', document: { type: 'resident-card', number: residentNumber('1980-05-17') }, relation: 'self',
  }), 201);
  must(await desk.post(`/api/v1/patients/${people[0].id}/reveal`, { reason: '病人来电核对' }), 200);
  const before = await run('backup', '--data', data);
  assert.equal(before.code, 0, before.err);
  const oldBackup = before.out.split('\n')[0];
  const oldKey = await readFile(`${data}.key`, 'utf8');

  await t.test('everybody is found all the while, and new people come', async () => {
    let over = false;
    const added = [];
    const looking = (async () => {
      for (let at = 0; !over; at = (at + 7) % people.length) {
        await mustFind(desk, [people[at]]);
        added.push(await register(desk));
        must(await patient.get('/api/v1/me/people'), 200);
      }
    })();
    const rotated = await run('key', 'rotate', '--data', data);
    over = true;
    await looking;
    assert.equal(rotated.code, 0, rotated.err);
    assert.match(rotated.out, /generation 2 added/);
    assert.match(rotated.out, /rows sealed anew/);
    assert.match(rotated.out, /everything is sealed with generation 2/);
    assert.ok(added.length > 0);
    people.push(...added);
    assert.equal((await stat(`${data}.key`)).mode & 0o777, 0o600);
    assert.equal(await left(data, '01'), 0);
  });

  await t.test('what was known is known, who was signed in is signed in', async () => {
    await mustFind(desk, some(people));
    assert.deepEqual(must(await patient.get('/api/v1/me/people'), 200).items.map((one) => one.id), [own.id]);
    const told = must(await patient.get('/api/v1/me'), 200);
    assert.equal(told.kind, 'patient');
    const auditor = await server.as('auditor');
    const verdict = must(await auditor.get('/api/v1/audit-entries/verification'), 200);
    assert.equal(verdict.ok, true, JSON.stringify(verdict));
    const notes = await all(auditor, '/api/v1/audit-entries?action=person-revealed');
    assert.ok(notes.some((one) => one.note === '病人来电核对'), JSON.stringify(notes.slice(0, 2)));
    const begun = await all(auditor, '/api/v1/audit-entries?action=key-rotation-begun');
    assert.equal(begun.length, 1);
  });

  await t.test('it survives a restart; the phone still signs in to the same people', async () => {
    desk.close();
    patient.close();
    await server.stop();
    server = await serve(data);
    const again = server.client('public');
    await again.signInByPhone(phone);
    assert.deepEqual(must(await again.get('/api/v1/me/people'), 200).items.map((one) => one.id), [own.id]);
    await mustFind(await server.as('desk'), some(people, 100));
    again.close();
  });

  await t.test('the former key file is not enough any more, and is said to be so', async () => {
    await server.stop();
    const newKey = await readFile(`${data}.key`, 'utf8');
    await writeFile(`${data}.key`, oldKey);
    assert.match(await mustNotStart(data), /generation 2 of its key is needed/);
    await writeFile(`${data}.key`, newKey);
  });

  await t.test('a backup from before opens with either key file, one from after with the new', async () => {
    for (const key of [oldKey, await readFile(`${data}.key`, 'utf8')]) {
      const elsewhere = path.join(await newFolder(), 'data');
      assert.equal((await run('restore', oldBackup, '--data', elsewhere)).code, 0);
      await writeFile(`${elsewhere}.key`, key, { mode: 0o600 });
      const copy = await serve(elsewhere);
      const there = await copy.as('desk');
      await mustFind(there, some(people.slice(0, 600), 100));
      there.close();
      await copy.stop();
      await mustBeSound(elsewhere);
    }
    server = await serve(data);
    const made = await run('backup', '--data', data);
    assert.equal(made.code, 0, made.err);
    const elsewhere = path.join(await newFolder(), 'data');
    assert.equal((await run('restore', made.out.split('\n')[0], '--data', elsewhere)).code, 0);
    await writeFile(`${elsewhere}.key`, oldKey, { mode: 0o600 });
    assert.match(await mustNotStart(elsewhere), /generation 2 of its key is needed/);
    await cp(`${data}.key`, `${elsewhere}.key`);
    await (await serve(elsewhere)).stop();
  });

  await t.test('the former generation is retired when nothing needs it', async () => {
    const tooNew = await run('key', 'retire', '2', '--data', data);
    assert.equal(tooNew.code, 1, tooNew.out);
    assert.match(tooNew.err, /still needed by: .*key_check/);
    assert.equal((await run('key', 'retire', '7', '--data', data)).code, 2);
    // Answers kept for a day were sealed with it.
    const asked = await run('key', 'retire', '1', '--data', data);
    if (asked.code !== 0) assert.match(asked.err, /still needed by: idempotency/);
    await server.stop();
    await sqlite(path.join(data, 'yuyue.db'), 'DELETE FROM idempotency');
    server = await serve(data);
    if (asked.code !== 0) {
      const retired = await run('key', 'retire', '1', '--data', data);
      assert.equal(retired.code, 0, retired.err);
    }
    const text = await readFile(`${data}.key`, 'utf8');
    assert.doesNotMatch(text, /^generation 1 /m);
    assert.match(text, /^part 1 audit /m);
    const shown = await run('key', 'show', '--data', data);
    assert.match(shown.out, /generation 2; retired: 1/);
    await server.stop();
    server = await serve(data);
    const there = await server.as('desk');
    await mustFind(there, some(people, 100));
    const auditor = await server.as('auditor');
    assert.equal(must(await auditor.get('/api/v1/audit-entries/verification'), 200).ok, true);
    const notes = await all(auditor, '/api/v1/audit-entries?action=person-revealed');
    assert.ok(notes.some((one) => one.note === '病人来电核对'), 'notes are readable without it');
    there.close();
    await server.stop();
    // The backup from before says what it needs.
    const elsewhere = path.join(await newFolder(), 'data');
    assert.equal((await run('restore', oldBackup, '--data', elsewhere)).code, 0);
    await cp(`${data}.key`, `${elsewhere}.key`);
    assert.match(await mustNotStart(elsewhere), /generation 1 of its key is needed/);
  });
  await mustBeSound(data);
});

test('killed in the middle of it, again and again, it goes on', async (t) => {
  const data = await demoData();
  let server = await serve(data);
  let desk = await server.as('desk');
  const people = await inhabitants(desk, 900);
  desk.close();

  const file = path.join(data, 'yuyue.db');
  let halfway = 0;
  for (let round = 0; round < 6 && halfway < 2; round += 1) {
    desk = await server.as('desk');
    const rotating = run('key', 'rotate', '--data', data);
    const wanted = round + 2;  // generation
    for (let through = false; !through;) {
      const row = await sqlite(file, `SELECT resealed > 20 OR done_at IS NOT NULL FROM key_rotation WHERE generation = ${wanted}`);
      through = row === '1';
    }
    await server.kill();
    desk.close();
    const told = await rotating;
    const unfinished = await sqlite(path.join(data, 'yuyue.db'), 'SELECT count(*) FROM key_rotation WHERE done_at IS NULL');
    if (unfinished === '1') {
      halfway += 1;
      assert.equal(told.code, 1, 'the command says that the server is gone');
      if (halfway === 2) {
        // Without a server the command does it itself.
        const gone = await run('key', 'rotate', '--data', data);
        assert.equal(gone.code, 0, gone.err);
        assert.match(gone.out, /going on with the change to generation/);
      }
    }
    server = await serve(data);
    desk = await server.as('desk');
    await mustFind(desk, some(people, 150));
    // It goes on by itself.
    for (let tries = 0; await sqlite(path.join(data, 'yuyue.db'), 'SELECT count(*) FROM key_rotation WHERE done_at IS NULL') !== '0'; tries += 1) {
      assert.ok(tries < 300, 'it does not go on');
      await sleep(100);
    }
    desk.close();
  }
  assert.ok(halfway > 0, 'it was always through before the kill');
  t.diagnostic(`${halfway} kills halfway`);
  desk = await server.as('desk');
  await mustFind(desk, some(people, 60));
  desk.close();
  await server.stop();
  await mustBeSound(data);
  const verified = await run('audit', 'verify', '--data', data);
  assert.equal(verified.code, 0, verified.err);
});

test('two changes at one moment: one of them, or one after the other', async () => {
  const data = await demoData();
  const server = await serve(data);
  const both = await Promise.all([1, 2].map(() => run('key', 'rotate', '--data', data)));
  assert.ok(both.some((one) => one.code === 0), JSON.stringify(both));
  for (const one of both) if (one.code !== 0) assert.match(one.err, /somebody else is changing it/);
  await server.stop();
  await (await serve(data)).stop();
  await mustBeSound(data);
});
