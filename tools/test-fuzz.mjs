// Exposes the engine to damaged stores: npm run test:fuzz -- [--seeds N] [--from SEED] [--keep DIR].
// With --keep the stores of all seeds stay in DIR/SEED.
import { runSeeds } from './seeds.mjs';

runSeeds('fuzz', '300');
