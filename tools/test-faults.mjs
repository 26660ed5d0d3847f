// Interferes with runs: npm run test:faults -- [--seeds N] [--from SEED].
import { runSeeds } from './seeds.mjs';

runSeeds('faults', '400');
