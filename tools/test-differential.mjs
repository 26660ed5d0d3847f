// Compares random cases with `anndata.concat`: npm run test:differential -- [--seeds N] [--from SEED]
// [--keep DIR]. With --keep the stores of all cases stay in DIR/batch-*/SEED.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';

const {
  values: { seeds, from, keep },
} = parseArgs({
  options: {
    seeds: { type: 'string', default: '250' },
    from: { type: 'string', default: '0' },
    keep: { type: 'string' },
  },
});
const vitest = path.resolve('node_modules/vitest/vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'differential'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    DIFFERENTIAL_SEEDS: seeds,
    DIFFERENTIAL_FROM: from,
    ...(keep === undefined ? {} : { DIFFERENTIAL_KEEP: path.resolve(keep) }),
  },
});
process.exit(status ?? 1);
