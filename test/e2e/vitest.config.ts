import { defineConfig } from 'vitest/config';
import type { Reporter } from 'vitest/node';

/** Ends with one line that a program can read. */
const totals: Reporter = {
  onTestRunEnd(modules) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const states = tests.map((test) => test.result().state);
    const count = (state: string): number => states.filter((other) => other === state).length;
    console.log(`${count('passed')} passed, ${count('failed')} failed`);
  },
};

/** `vitest --config test/e2e/vitest.config.ts`: needs anndata-concat.vsix and code-server. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    reporters: ['verbose', totals],
  },
});
