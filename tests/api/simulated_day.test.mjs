// A short clinic morning, played through the API with the clock turned: the calls are those of the
// line's rule replayed alone, and nobody was called too far out of turn. The benchmark program plays
// it (scripts/bench --day plays longer ones).

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { binary } from './lib.mjs';

const program = path.join(path.dirname(binary), 'tests', 'bench_figures');

test('a simulated day is called as the rule says', async () => {
  assert.ok(existsSync(program), `${program} is missing: build bench_figures beside the server`);
  const { stdout, stderr } = await promisify(execFile)(
    program,
    ['--day', '--small', '--served', '1', '--days', '4', '--json'],
    { env: { ...process.env, YUYUE_BIN: binary }, timeout: 300_000 },
  );
  assert.match(stderr, /as the rule says; promise of \d+ minutes kept/);
  const orders = Object.fromEntries(stdout.trim().split('\n').map(JSON.parse).map((one) => [one.order, one]));
  const rule = orders['due times'];
  const [arrivals, booked] = [orders['first come'], orders['booked first']];
  assert.equal(rule['promises broken'], 0);
  // What the rule is for: who books waits less than among all who come; who does not is not left
  // until the last.
  assert.ok(rule['past the slot'].mean < arrivals['past the slot'].mean);
  assert.ok(rule['without a booking'].longest < booked['without a booking'].longest);
  assert.ok(rule['back from examination'].mean < arrivals['back from examination'].mean);
  assert.ok(booked['promises broken'] > 0);
});
