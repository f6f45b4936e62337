// The planner against an oracle that knows nothing of it (MiniZinc with Gecode), on made-up
// instances: YUYUE_INSTANCES of them (60), from seed YUYUE_FIRST_INSTANCE (1) on. An instance that
// fails is left in the folder of temporary files, ready for `yuyue plan --instance`.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkPlan, reduced } from './check.mjs';
import { instance, profiles } from './generator.mjs';
import { betterExists } from './oracle.mjs';
import { planOf } from './planner.mjs';

const count = Number(process.env.YUYUE_INSTANCES ?? 60);
const first = Number(process.env.YUYUE_FIRST_INSTANCE ?? 1);
const names = Object.keys(profiles);
// Gecode needs more than minutes for larger ones of these.
const mostItems = { open: 8, crowded: 9 };

async function feasible(problem) {
  const answer = planOf(problem);
  if (answer.status !== 'optimal') return false;
  if (problem.items.length > 0) checkPlan(problem, answer);
  return true;
}

/** Truly no plan, and one as soon as any item or any rule is left out. */
async function checkConflict(problem, { items, rules }) {
  const plan = await betterExists(reduced(problem, items, rules));
  assert.notEqual(plan, true, 'the conflict has no plan');
  for (const left of items)
    assert.ok(await feasible(reduced(problem, items.filter((code) => code !== left), rules)), `the conflict needs ${left}`);
  for (const left of rules)
    assert.ok(await feasible(reduced(problem, items, rules.filter((id) => id !== left))), `the conflict needs rule ${left}`);
  return plan === false;
}

/** Undefined: the oracle had not enough time to say. */
async function compare(problem) {
  const answer = planOf(problem);
  if (answer.status === 'infeasible') return await checkConflict(problem, answer.conflict);
  assert.equal(answer.status, 'optimal');
  const figures = checkPlan(problem, answer);
  const better = await betterExists(problem, figures);
  assert.notEqual(better, true, 'nothing is better');
  return better === false;
}

for (let seed = first; seed < first + count; ++seed) {
  const name = names[seed % names.length];
  const items = 2 + (Math.floor(seed / names.length) % ((mostItems[name] ?? 12) - 1));
  test(`instance ${seed}: ${items} items, ${name}`, async (t) => {
    const problem = instance(seed, items, name);
    try {
      if (!(await compare(problem))) t.skip('the oracle could not decide it in time');
    } catch (error) {
      const file = join(tmpdir(), `instance-${seed}.json`);
      writeFileSync(file, JSON.stringify(problem));
      throw new Error(`${file}: ${error.message}`, { cause: error });
    }
  });
}
