import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { totals } from '../support/totals.ts';

/** `vitest --config test/e2e/vitest.config.ts`: needs anndata-concat.vsix and code-server. */
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '../..'),
    include: ['test/e2e/*.test.ts'],
    globalSetup: ['test/support/python-hosts.ts', 'test/e2e/setup.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    reporters: ['verbose', totals],
  },
});
