// Compares random cases with `anndata.concat`: npm run test:differential -- [--seeds N] [--from SEED]
// [--keep DIR]. With --keep the stores of all cases stay in DIR/batch-*/SEED.
import { runSeeds } from './seeds.mjs';

runSeeds('differential', '250');
