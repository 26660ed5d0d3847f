import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { python } from '../python.ts';
import { build, type Build } from '../support/build.ts';
import { PART_1, PART_2 } from '../support/samples.ts';
import { run } from '../support/tool.ts';

/** `--memory`, and what docs/performance.md says a process takes at most beside it. */
const BUDGET = 32;
const FACTOR = 4;
/** What the system lets a process have, in MiB: all that it may write to, its stacks included. */
const LIMIT = 256;
/** Megabytes of the inputs: more than the process can have. */
const INPUTS = 400;

let built: Build;
let folder: string;
let floor: number;

beforeAll(async () => {
  built = await build();
  folder = await mkdtemp(path.join(tmpdir(), 'memory-'));
  await writeFile(
    path.join(folder, 'peak.mjs'),
    `import fs from 'node:fs';
     process.on('exit', () => {
       const [, kib] = /VmHWM:\\s+(\\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'));
       fs.writeFileSync('peak', kib);
     });
     await import(${JSON.stringify(pathToFileURL(built.cli).href)});`,
  );
  floor = await peakOf('floor.h5ad', PART_1, PART_2);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await built.remove();
});

/**
 * Peak of resident memory, in MiB, of the process that concatenates; the system keeps it. The process is refused more
 * than `LIMIT`, which ends it.
 */
async function peakOf(output: string, ...inputs: readonly string[]): Promise<number> {
  const args = ['concat', ...inputs, '-o', output, '--memory', `${BUDGET}MiB`, '--quiet'];
  const { code, stderr } = await run(path.join(folder, 'peak.mjs'), args, {
    cwd: folder,
    by: ['prlimit', `--data=${LIMIT * 2 ** 20}`],
  });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return Number(await readFile(path.join(folder, 'peak'), 'utf8')) / 1024;
}

// The system tells the peak of a process on Linux only.
describe.runIf(process.platform === 'linux')('inputs larger than the memory allowed', () => {
  describe.each(['csr', 'gzip', 'csc', 'dense', 'obs'])('%s', (kind) => {
    let inputs: readonly string[];
    let stores: string;

    beforeAll(async () => {
      stores = await mkdtemp(path.join(folder, `${kind}-`));
      await python('test/cli/make_large.py', [stores, kind, String(INPUTS)]);
      inputs = ['0.h5ad', '1.h5ad'].map((name) => path.join(stores, name));
    });
    afterAll(() => rm(stores, { recursive: true }));

    it('stay within it when they become .h5ad, and .zarr, and .h5ad again', async () => {
      const zarr = path.join(stores, 'o.zarr');
      for (const [output, from] of [
        [path.join(stores, 'o.h5ad'), inputs],
        [zarr, inputs],
        [path.join(stores, 'again.h5ad'), [zarr]],
      ] as const) {
        const peak = await peakOf(output, ...from);
        expect(peak - floor, output).toBeLessThan(FACTOR * BUDGET);
      }
    });
  });
});
