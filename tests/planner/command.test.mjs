// `yuyue plan` as a shell sees it: the answer, the exit status, the reason.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkPlan } from './check.mjs';
import { instance } from './generator.mjs';
import { planOf, runPlan } from './planner.mjs';

const folder = fileURLToPath(new URL('../data/planner/', import.meta.url));
const [, ...samples] = readFileSync(`${folder}expected.tsv`, 'utf8').trim().split('\n').map((line) => line.split('\t'));
const read = (file) => readFileSync(folder + file, 'utf8');

for (const [file, status, ...figures] of samples) {
  test(`${file} is ${status}`, () => {
    const problem = JSON.parse(read(file));
    const answer = planOf(problem);
    assert.equal(answer.status, status);
    if (status === 'optimal') assert.deepEqual(checkPlan(problem, answer), figures.map(Number));
    else assert.ok(answer.conflict.items.length > 0);
  });
}

test('the same instance gets the same answer', () => {
  const text = read('sample_10_items_912.json');
  assert.equal(runPlan(text).stdout, runPlan(text).stdout);
});

test('a time limit that is long enough changes nothing', () => {
  const problem = JSON.parse(read('sample_10_items_911.json'));
  assert.deepEqual(planOf(problem, '--time-limit', '60'), planOf(problem));
});

test('a time limit that is too short gives the best plan so far and what no plan can beat', () => {
  const problem = instance(5, 24, 'open', { days: [14, 14], invented: 1, lively: 0, rules: 0, load: [0, 0], fixed: 0 });
  const answer = planOf(problem, '--time-limit', '0.2');
  if (answer.status === 'optimal') return checkPlan(problem, answer);
  assert.equal(answer.status, 'feasible');
  const figures = checkPlan(problem, answer);
  const bound = ['days', 'lastDay', 'onSiteMinutes', 'endMinute'].map((name) => answer.bound[name]);
  const first = bound.findIndex((value, i) => value !== figures[i]);
  assert.ok(first < 0 || bound[first] < figures[first], `${bound} is no bound of ${figures}`);
  return undefined;
});

test('a bad instance ends with status 2 and names the place', () => {
  const problem = JSON.parse(read('sample_6_items_902.json'));
  problem.items[1].bladder = 'half';
  const { status, stdout, stderr } = runPlan(JSON.stringify(problem));
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /items\[1\]\.bladder: unknown: "half"/);
  assert.match(runPlan('{"days": 3,\n oops}').stderr, /line 2, column 2/);
});

test('wrong options end with status 2', () => {
  assert.equal(runPlan('{}', '--time-limit', '-1').status, 2);
  assert.equal(runPlan('{}', '--limit', '1').status, 2);
});
