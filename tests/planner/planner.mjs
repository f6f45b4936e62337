// Runs `yuyue plan`.
import { spawnSync } from 'node:child_process';

const program = process.env.YUYUE_BIN ?? 'build/release/yuyue';

/** Exit status and output of `yuyue plan --instance -` with this text. */
export function runPlan(text, ...options) {
  const { status, stdout, stderr, error } = spawnSync(program, ['plan', '--instance', '-', ...options], { input: text, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** The answer to an instance. */
export function planOf(instance, ...options) {
  const { status, stdout, stderr } = runPlan(JSON.stringify(instance), ...options);
  if (status !== 0) throw new Error(`exit ${status}: ${stderr}`);
  return JSON.parse(stdout);
}
