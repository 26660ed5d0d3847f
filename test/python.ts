import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Generations of anndata that write and read stores here: the newest, and those before it. */
export const GENERATIONS = ['0.7', '0.8', '0.10', '0.12'] as const;
export type Generation = (typeof GENERATIONS)[number];
export const NEWEST = '0.12' satisfies Generation;

const ROOT = path.resolve(import.meta.dirname, '..');

/** Of the newest generation: `ANNDATA_PYTHON`, or the one of the repository's `.venv`. */
function interpreter(generation: Generation): string {
  const chosen =
    generation === NEWEST
      ? (process.env['ANNDATA_PYTHON'] ?? path.join(ROOT, '.venv/bin/python'))
      : path.join(ROOT, `.venv-${generation}/bin/python`);
  if (!existsSync(chosen)) {
    throw new Error(
      `No Python at ${chosen}. These tests need one with anndata ${generation}, h5py, zarr and ` +
        'pandas: npm test makes it.',
    );
  }
  return chosen;
}

/**
 * Runs a Python script and answers what it printed.
 * @throws Error with its traceback when it fails
 */
export async function python(
  script: string,
  args: string[],
  generation: Generation = NEWEST,
): Promise<string> {
  const { stdout } = await run(interpreter(generation), [script, ...args], { maxBuffer: 2 ** 26 });
  return stdout;
}
