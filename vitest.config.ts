import { defineConfig } from 'vitest/config';
import { totals } from './test/support/totals.ts';

// What crosses layers is under test/, one project a suite; host and e2e tests have runners of
// their own. `formats` is all else that is under test/.
const suites = {
  goldens: ['test/goldens/**/*.test.ts'],
  generations: ['test/generations/**/*.test.ts'],
  fuzz: ['test/fuzz/**/*.test.ts'],
  faults: ['test/faults/**/*.test.ts'],
  differential: ['test/differential/**/*.test.ts'],
  large: ['test/large/**/*.test.ts'],
  cli: ['test/{cli,engine,api}/**/*.test.ts'],
  cluster: ['test/cluster/**/*.test.ts'],
};
const elsewhere = ['test/*.test.ts', 'test/{host,e2e}/**', ...Object.values(suites).flat()];
/** Those whose files do not mind each other, and may be at work at once on every processor. */
const PARALLEL = ['unit', 'formats', 'goldens', 'generations'];
const project = (name: string, include: readonly string[], exclude: readonly string[] = []) => ({
  test: {
    name,
    globalSetup: name === 'unit' ? [] : ['test/support/python-hosts.ts'],
    ...(PARALLEL.includes(name) ? { maxWorkers: '100%' } : { sequence: { groupOrder: 1 } }),
    include: [...include],
    exclude: ['**/node_modules/**', ...exclude],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});

export default defineConfig({
  test: {
    reporters: ['default', totals],
    projects: [
      project('unit', ['src/**/*.test.ts', 'webview/**/*.test.ts', 'test/*.test.ts']),
      project('formats', ['test/**/*.test.ts'], elsewhere),
      ...Object.entries(suites).map(([name, include]) => project(name, include)),
    ],
  },
});
