import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';

/** Runs a suite of random cases with the seeds of the command line, and ends the process as it does. */
export function runSeeds(project, seedsOfCi) {
  const {
    values: { seeds, from, keep },
  } = parseArgs({
    options: {
      seeds: { type: 'string', default: seedsOfCi },
      from: { type: 'string', default: '0' },
      keep: { type: 'string' },
    },
  });
  const vitest = path.resolve('node_modules/vitest/vitest.mjs');
  const prefix = project.toUpperCase();
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', project], {
    stdio: 'inherit',
    env: {
      ...process.env,
      [`${prefix}_SEEDS`]: seeds,
      [`${prefix}_FROM`]: from,
      ...(keep === undefined ? {} : { [`${prefix}_KEEP`]: path.resolve(keep) }),
    },
  });
  process.exit(status ?? 1);
}
