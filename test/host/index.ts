import type { Stats } from 'mocha';
import { suites } from './suites.ts';

/** What VS Code calls in the extension host; a rejection is a failure of the run. */
export async function run(): Promise<void> {
  console.log('=== extension host ===');
  // An ES module, which this bundle can only import as it runs.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'tdd', color: false, timeout: 30_000 });
  // The bundle is one file, so the suites are functions rather than files for mocha to load.
  mocha.suite.emit('pre-require', globalThis, null, mocha);
  for (const suite of suites) suite();
  const { passes, failures } = await new Promise<Stats>((resolve, reject) => {
    const runner = mocha.run(() => {
      if (runner.stats === undefined) reject(new Error('mocha has no totals'));
      else resolve(runner.stats);
    });
  });
  console.log(`${passes} passed, ${failures} failed`);
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
