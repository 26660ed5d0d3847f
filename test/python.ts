import { connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';
import * as z from 'zod';

/** Generations of anndata that write and read stores here: the newest, and those before it. */
export const GENERATIONS = ['0.7', '0.8', '0.10', '0.12'] as const;
export type Generation = (typeof GENERATIONS)[number];
export const NEWEST = '0.12' satisfies Generation;

/** Sockets of the processes that run scripts (fork-scripts.py), of each generation that is there. */
export type PythonHosts = Partial<Record<Generation, string>>;

declare module 'vitest' {
  interface ProvidedContext {
    pythonHosts: PythonHosts;
  }
}

const ROOT = path.resolve(import.meta.dirname, '..');

/** Of the newest generation: `ANNDATA_PYTHON`, or the one of the repository's `.venv`. */
export const interpreter = (generation: Generation): string =>
  generation === NEWEST
    ? (process.env['ANNDATA_PYTHON'] ?? path.join(ROOT, '.venv/bin/python'))
    : path.join(ROOT, `.venv-${generation}/bin/python`);

const outcomeSchema = z.strictObject({
  code: z.int(),
  stdout: z.string(),
  stderr: z.string(),
});

/**
 * Runs a Python script, in a process of its own, and answers what it printed.
 * @throws Error with its traceback when it fails
 */
export async function python(
  script: string,
  args: readonly string[],
  generation: Generation = NEWEST,
): Promise<string> {
  const hosts = inject('pythonHosts');
  const place = hosts[generation];
  if (place === undefined) {
    throw new Error(
      `No Python at ${interpreter(generation)}. These tests need one with anndata ${generation}, ` +
        'h5py, zarr and pandas: npm test makes it.',
    );
  }
  const socket = connect(place);
  socket.write(`${JSON.stringify({ script, args })}\n`);
  const { code, stdout, stderr } = outcomeSchema.parse(JSON.parse(await text(socket)));
  if (code !== 0) throw new Error(`${script} ended with ${code}\n${stderr}`);
  return stdout;
}
