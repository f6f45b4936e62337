// The demo hospital, filled once for all test files of a run: each server starts on a copy of its own.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const kPrefix = 'yuyue-demo-';
const kHour = 3_600_000;

/** Named after the program and the hour: the demo's days count from today. */
async function folderFor(program) {
  const { mtimeMs, size } = await stat(program);
  const hour = Math.floor(Date.now() / kHour);
  const name = createHash('sha256').update(`${path.resolve(program)} ${mtimeMs} ${size} ${hour} ${process.getuid()}`).digest('hex');
  return path.join(os.tmpdir(), kPrefix + name.slice(0, 24));
}

/** Starts and stops a server, which fills its file before it says that it is ready. */
async function fill(program, data) {
  const child = spawn(program, ['serve', '--demo', '--config', 'none', '--data', data, '--public', '127.0.0.1:0', '--internal', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  child.stderr.on('data', (bytes) => { words = (words + bytes).slice(-4000); });
  child.stdout.once('data', () => child.kill('SIGTERM'));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (...how) => resolve(how.find((one) => one !== null)));
  });
  if (code !== 0) throw new Error(`${program} ended with ${code} while filling the demo\n${words}`);
}

async function removeOld() {
  for (const name of await readdir(os.tmpdir())) {
    if (!name.startsWith(kPrefix)) continue;
    const folder = path.join(os.tmpdir(), name);
    const at = await stat(folder).catch(() => null);
    if (at && Date.now() - at.mtimeMs > 3 * kHour) await rm(folder, { recursive: true, force: true });
  }
}

async function filled(program) {
  const folder = await folderFor(program);
  if (await stat(folder).catch(() => null)) return folder;
  await removeOld();
  const making = await mkdtemp(path.join(os.tmpdir(), `${kPrefix}making-`));
  await fill(program, path.join(making, 'data'));
  // Whoever comes second finds it there, and what it made is the same.
  await rename(making, folder).catch(() => rm(making, { recursive: true, force: true }));
  return folder;
}

/** Puts the demo's file and its key where a server with `--data data` looks for them. */
export async function placeDemo(program, data) {
  const from = path.join(await filled(program), 'data');
  await cp(from, data, { recursive: true });
  await cp(`${from}.key`, `${data}.key`);
}
