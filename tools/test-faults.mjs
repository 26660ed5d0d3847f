// Interferes with runs: npm run test:faults -- [--seeds N] [--from SEED]. N faults of calls, and N / 16
// trials of processes; the counts of each kind are printed.
import { runSeeds } from './seeds.mjs';

runSeeds('faults', '400');
