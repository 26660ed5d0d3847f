import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const inRepository = path.resolve(import.meta.dirname, '../.venv/bin/python');

/** The Python that judges what we write: `ANNDATA_PYTHON`, or the one of the repository's `.venv`. */
function interpreter(): string {
  const chosen = process.env['ANNDATA_PYTHON'] ?? inRepository;
  if (!existsSync(chosen)) {
    throw new Error(
      `No Python at ${chosen}. These tests need one with anndata 0.12, h5py, zarr and pandas: ` +
        'make a virtual environment in .venv, or name one in ANNDATA_PYTHON.',
    );
  }
  return chosen;
}

/**
 * Runs a Python script and answers what it printed.
 * @throws Error with its traceback when it fails
 */
export async function python(script: string, args: string[]): Promise<string> {
  const { stdout } = await run(interpreter(), [script, ...args], { maxBuffer: 2 ** 26 });
  return stdout;
}
