import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'vitest';

import { python } from '../python.ts';
import type { Description } from './random-tree.ts';

const run = promisify(execFile);

export const script = (name: string): string => path.join(import.meta.dirname, name);

/** Runs one of the HDF5 group's own tools and answers what it printed. */
export async function hdf5Tool(tool: string, args: string[]): Promise<string> {
  try {
    const { stdout, stderr } = await run(tool, args, { maxBuffer: 2 ** 28 });
    return stdout + stderr;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new Error(`${tool} is missing. On Debian and Ubuntu: apt install hdf5-tools`, {
        cause: error,
      });
    }
    throw error;
  }
}

/** h5dump and h5stat read each of these files whole. */
export async function dumpedByTools(files: readonly string[]): Promise<void> {
  if (files.length === 0) return;
  await hdf5Tool('h5dump', ['-p', '-o', '/dev/null', ...files]);
  for (const file of files) await hdf5Tool('h5stat', [file]);
}

/** The tools that read a whole file, and a repacked copy of it, which must be equal. */
export async function acceptedByTools(file: string): Promise<string> {
  const copy = `${file}.repacked`;
  await hdf5Tool('h5ls', ['-r', '-v', file]);
  await dumpedByTools([file]);
  // The oldest format, h5repack's default, holds no attribute above 64 KiB.
  await hdf5Tool('h5repack', ['--latest', file, copy]);
  await hdf5Tool('h5diff', [file, copy]);
  return copy;
}

/** Runs Python code with the given arguments. */
export async function pythonCode(code: string, args: string[]): Promise<string> {
  let printed = '';
  await inFolder(async (folder) => {
    const file = path.join(folder, 'code.py');
    await writeFile(file, code);
    printed = await python(file, args);
  });
  return printed;
}

/** Compares a file with a description by means of h5py alone. */
export const comparedByH5py = (file: string, description: string): Promise<string> =>
  python(script('compare.py'), [file, description]);

/** Calls `use` with a folder that is gone afterwards. */
export async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hdf5-write-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** h5py and the HDF5 tools read a file as described, and its repacked copy as well. */
export async function sameByAll(
  folder: string,
  file: string,
  expected: Description,
): Promise<void> {
  const description = path.join(folder, 'expected.json');
  await writeFile(description, JSON.stringify(expected));
  expect(await comparedByH5py(file, description)).toBe('equal\n');
  expect(await comparedByH5py(await acceptedByTools(file), description)).toBe('equal\n');
}
