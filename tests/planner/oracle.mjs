// Asks MiniZinc with Gecode about an instance: the oracle that knows nothing of the planner.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const kinds = { before: 1, separate: 2, 'same-day': 3, 'not-same-day': 4, 'same-day-order': 5 };
const minuteOf = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
const list = (values) => `[${values.join(',')}]`;

/** Slots of a device that offers of more items touch than it has places. */
function sharedSlots(instance) {
  const touching = new Map();
  const items = new Map(instance.items.map((item) => [item.code, item]));
  instance.offers.forEach((offer, index) => {
    const start = offer.day * 1440 + minuteOf(offer.start);
    for (let slot = Math.floor(start / 30); slot * 30 < start + items.get(offer.item).deviceMinutes; ++slot) {
      const key = `${offer.device} ${slot}`;
      if (!touching.has(key)) touching.set(key, []);
      touching.get(key).push(index);
    }
  });
  const shared = [];
  for (const [key, offers] of touching) {
    const [device, slot] = key.split(' ').map(Number);
    const places = instance.capacity[device - 1][Math.floor(slot / 48)]?.[slot % 48] ?? 0;
    if (new Set(offers.map((index) => instance.offers[index].item)).size > places) shared.push({ places, offers });
  }
  return shared;
}

/** The instance as data of model.mzn. Without `capacity` its slots are taken as large enough. */
function dataOf(instance, { task, best, capacity = true }) {
  const fixed = instance.fixed ?? [];
  const all = [...instance.items, ...fixed];
  const number = new Map(all.map((item, index) => [item.code, index + 1]));
  const shared = capacity ? sharedSlots(instance) : [];
  const n = instance.items.length;
  const lines = {
    days: instance.days, mealMinutes: instance.mealMinutes, bladderFillMinutes: instance.bladderFillMinutes,
    sites: instance.walkMinutes.length,
    walk: `[|${instance.walkMinutes.map((row) => row.join(',')).join('|')}|]`,
    devices: instance.devices.length, planned: n, all: all.length,
    bladder: list(all.map((item) => ['any', 'full', 'empty'].indexOf(item.bladder))),
    offers: instance.offers.length,
    offerItem: list(instance.offers.map((offer) => number.get(offer.item))),
    offerDay: list(instance.offers.map((offer) => offer.day)),
    offerMinute: list(instance.offers.map((offer) => minuteOf(offer.start))),
    offerDevice: list(instance.offers.map((offer) => offer.device)),
    offerSite: list(instance.offers.map((offer) => instance.devices[offer.device - 1].site)),
    fixedDay: `array1d(${n + 1}..${all.length}, ${list(fixed.map((one) => one.day))})`,
    fixedMinute: `array1d(${n + 1}..${all.length}, ${list(fixed.map((one) => minuteOf(one.start)))})`,
    fixedSite: `array1d(${n + 1}..${all.length}, ${list(fixed.map((one) => one.site))})`,
    rules: instance.rules.length,
    kind: list(instance.rules.map((rule) => kinds[rule.kind])),
    ruleA: list(instance.rules.map((rule) => number.get(rule.a))),
    ruleB: list(instance.rules.map((rule) => number.get(rule.b))),
    shared: shared.length,
    sharedPlaces: list(shared.map((slot) => slot.places)),
    sharedOffers: list(shared.map((slot) => `{${slot.offers.map((index) => index + 1).join(',')}}`)),
    task: JSON.stringify(task), best: list(best),
  };
  for (const name of ['minutes', 'deviceMinutes', 'recoveryMinutes', 'fastingMinutes', 'waterStopMinutes', 'breaksFast', 'needsMeal'])
    lines[name] = list(all.map((item) => item[name]));
  for (const name of ['minMinutes', 'maxMinutes', 'aFirstMinutes', 'bFirstMinutes'])
    lines[name] = list(instance.rules.map((rule) => rule[name] ?? -1));
  return Object.entries(lines).map(([name, value]) => `${name} = ${value};\n`).join('');
}

function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn('minizinc', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '', err = '';
    child.stdout.on('data', (bytes) => { out += bytes; });
    child.stderr.on('data', (bytes) => { err += bytes; });
    child.on('error', reject);
    child.on('close', () => resolve({ out, err }));
  });
}

async function solve(model, instance, question, seconds) {
  const scratch = mkdtempSync(join(tmpdir(), 'oracle-'));
  try {
    const data = join(scratch, 'instance.dzn');
    writeFileSync(data, dataOf(instance, question));
    const { out, err } = await run(['--solver', 'gecode', '--statistics', '--time-limit', String(seconds * 1000), join(folder, model), data]);
    const solutions = [...out.matchAll(/^(-?\d+) (-?\d+) (-?\d+) (-?\d+)$/gm)];
    const last = solutions.at(-1)?.slice(1).map(Number);
    const solveTimes = [...out.matchAll(/solveTime=([\d.e-]+)/g)].map((m) => Number(m[1]));
    const none = out.includes('=====UNSATISFIABLE=====');
    const complete = none || out.includes('==========') || (model === 'better.mzn' && last !== undefined);
    if (!none && last === undefined && !out.includes('=====UNKNOWN=====')) throw new Error(`minizinc: ${err || out}`);
    return { none, complete, best: last, solveSeconds: solveTimes.length > 0 ? Math.max(...solveTimes) : undefined };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/**
 * Whether a plan exists that is better than these four figures (or, without them, any plan at all):
 * true, false, or undefined when the time was not enough to say.
 */
export async function betterExists(instance, figures, seconds = 120) {
  const { none, best } = await solve('better.mzn', instance, { task: 'better', best: figures ?? [-1, 0, 0, 0] }, seconds);
  return none ? false : best !== undefined ? true : undefined;
}

/**
 * The best plan's figures (undefined: there is no plan) and Gecode's own solving time for it,
 * without MiniZinc's translation and start-up. `complete` is false where the time was not enough.
 * Capacity is left out, which only helps the solver: it can never bind for one patient.
 */
export async function optimum(instance, seconds = 120) {
  const first = await solve('best.mzn', instance, { task: 'days', best: [-1, 0, 0, 0], capacity: false }, seconds);
  if (first.none || !first.complete) return { complete: first.complete, solveSeconds: first.solveSeconds ?? seconds };
  const second = await solve('best.mzn', instance, { task: 'minutes', best: first.best, capacity: false }, seconds);
  return {
    complete: second.complete, figures: second.best,
    solveSeconds: first.solveSeconds + (second.solveSeconds ?? seconds),
  };
}
