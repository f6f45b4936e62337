// bench.mjs [--json] [--long]: the planner's figures, on made-up instances. Started by
// `scripts/bench --planner`, which builds what is measured. Progress goes to standard error.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instance, profiles } from './generator.mjs';
import { optimum } from './oracle.mjs';

const program = process.env.YUYUE_EXAM_TIMING ?? 'build/release/tests/exam_timing';
const asJson = process.argv.includes('--json');
const more = process.argv.includes('--long') ? 5 : 1;
const names = Object.keys(profiles);
const gecodeSeconds = 10;

const scratch = mkdtempSync(join(tmpdir(), 'exam-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true }));
const say = (text) => process.stderr.write(`bench: ${text}\n`);

/** `count` instances over so many days, of every profile in turn: from full calendars to empty ones. */
function instances(count, items, days, firstSeed) {
  return Array.from({ length: count }, (_, i) => {
    const seed = firstSeed + i;
    const made = instance(seed, typeof items === 'function' ? items(i) : items, names[seed % names.length], { days: [days, days] });
    const file = join(scratch, `${seed}.json`);
    writeFileSync(file, JSON.stringify(made));
    return { made, file };
  });
}

/** Of each: milliseconds, outcome; and the program's peak memory in MiB. */
function timed(list) {
  const { status, stdout, stderr } = spawnSync(program, list.map(({ file }) => file), { encoding: 'utf8', maxBuffer: 1 << 24 });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  const lines = stdout.trim().split('\n').map((line) => line.split(' '));
  return { each: lines.map(([ms, outcome]) => ({ ms: Number(ms), outcome })), memory: Number(lines.at(-1)[2]) / 1024 };
}

const share = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(values.length * part) - 1)];

let allMet = true;
function report(name, aim, value, met, basis) {
  allMet &&= met;
  if (asJson) console.log(JSON.stringify({ name, value: Math.round(value * 1000) / 1000, aim, met, basis }));
  else console.log(`${name.padEnd(18)} ${value.toPrecision(3).padStart(9)}   ${aim.padEnd(12)} ${(met ? 'met' : 'NOT MET').padEnd(8)} ${basis}`);
}

function latency(name, list, most) {
  const { each, memory } = timed(list);
  const times = each.map(({ ms }) => ms);
  const value = share(times, 0.99);
  const planned = each.filter(({ outcome }) => outcome === 'optimal').length;
  report(name, `< ${most} ms`, value, value < most,
    `99th percentile of ${times.length} instances (${planned} with a plan); median ${share(times, 0.5).toPrecision(2)} ms, longest ${Math.max(...times).toPrecision(3)} ms`);
  return memory;
}

/** Both on the same instances, in turn. A solver that was stopped counts with the time it had. */
async function againstGecode() {
  const list = instances(30 * more, (i) => 4 + (i % 5), 14, 700_001);
  const ratios = [];
  let stopped = 0;
  for (const one of list) {
    const { each: [own] } = timed([one]);
    if (own.outcome !== 'optimal') continue;
    const { complete, solveSeconds } = await optimum(one.made, gecodeSeconds);
    if (!complete) ++stopped;
    ratios.push((solveSeconds * 1000) / own.ms);
    say(`Gecode ${complete ? '' : '≥ '}${(solveSeconds * 1000).toFixed(1)} ms, planner ${own.ms.toFixed(2)} ms`);
  }
  const value = share(ratios, 0.5);
  report('planner-gecode', '>= 5', value, value >= 5,
    `median of ${ratios.length} instances of 4 to 8 items over 14 days: Gecode's own solving time, in the planner's; one in ten below ${share(ratios, 0.1).toPrecision(2)}; Gecode stopped at ${gecodeSeconds} s in ${stopped}`);
}

say('10 items over 14 days');
const small = latency('planner-10-items', instances(500 * more, 10, 14, 500_001), 50);
say('15 items over 21 days');
const large = latency('planner-15-items', instances(200 * more, 15, 21, 600_001), 1000);
report('planner-memory', '<= 64 MiB', Math.max(small, large), Math.max(small, large) <= 64, 'peak of the whole program over all of these');
say('against Gecode');
await againstGecode();
process.exitCode = allMet ? 0 : 1;
