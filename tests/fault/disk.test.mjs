// A disk that fills: writes are refused in time, reads go on, and nothing needs a restart.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { cleanUp, crowd, demoData, must, mustBeSound, mustRefuse, newFolder, serve } from './lib.mjs';

const megabytes = (n) => Buffer.alloc(n * 1024 * 1024, 1);

/** A small disk, or null with the reason when this user may not mount one. */
async function smallDisk(size) {
  const folder = await newFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}m`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    return { why: `a small disk cannot be mounted here (${String(error.stderr).trim() || error.message})` };
  }
  cleanUp(() => execFileSync('umount', ['-l', folder]));
  return { folder };
}

const disk = await smallDisk(100);

test('a disk that is nearly full, then full, then free again', { skip: disk.why }, async () => {
  const from = await demoData();
  const data = path.join(disk.folder, 'data');
  await cp(from, data, { recursive: true });
  await cp(`${from}.key`, `${data}.key`);
  const server = await serve(data);
  const desk = await server.as('desk');
  const patient = server.client('public');
  await patient.signInByPhone('19900001001');
  const { people, slots } = await crowd(desk, 6);
  let next = 0;
  const book = () => desk.post('/api/v1/appointments', { slotId: slots[(next += 17) % slots.length], personId: people[next % people.length] });
  const read = async () => {
    must(await desk.get('/api/v1/departments'), 200);
    must(await patient.get('/api/v1/appointments?state=all'), 200);
    must(await patient.get('/api/v1/hospital'), 200);
    // A look at somebody else leaves a trace; where none can be written there is no look.
    mustRefuse(await desk.get(`/api/v1/appointments?personId=${people[0]}&state=all`), 503, 'busy');
  };
  const ballast = path.join(disk.folder, 'ballast');
  const refusedNow = async () => {
    const refused = await book();
    mustRefuse(refused, 503, 'busy');
    assert.ok(Number(refused.headers['retry-after']) > 0);
    await read();
  };

  assert.ok([201, 409].includes((await book()).status));
  await writeFile(ballast, megabytes(45));  // less than the reserve is left
  await refusedNow();
  assert.match(server.log(), /MiB free/, 'the log tells the operator why');
  assert.doesNotMatch(server.log(), /19900001|\d{17}[\dX]/, 'and nothing about patients');

  const { bavail, bsize } = await statfs(disk.folder).catch(() => ({ bavail: 60, bsize: 1 << 20 }));
  await writeFile(`${ballast}2`, Buffer.alloc(Math.max(0, bavail * bsize - 8192), 1)).catch(() => {});
  for (let n = 0; n < 5; n += 1) await refusedNow();

  await rm(`${ballast}2`);
  await rm(ballast);
  const booked = await book();
  assert.ok([201, 409].includes(booked.status), booked.text);
  await mustBeSound(data);
  for (const client of [desk, patient]) client.close();
  await server.stop();
  await mustBeSound(data);
});
