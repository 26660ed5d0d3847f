import type { ChildProcess } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { PART_1, PART_2 } from '../support/samples.ts';
import { useBuild, useFolder } from '../support/setup.ts';
import { run } from '../support/tool.ts';

const built = useBuild();
const own = useFolder('cancel-');

/** Sends `signal` when the first report of `phase` is read. */
const atPhase = (phase: string, signal: NodeJS.Signals) => (child: ChildProcess) => {
  if (child.stderr === null) throw new Error('standard error is not piped');
  createInterface(child.stderr).on('line', (line) => {
    if (line.includes(`"phase":"${phase}"`)) child.kill(signal);
  });
};

// So many inputs that writing takes much longer than a signal.
const inputs = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? PART_1 : PART_2));

it.each([
  ['write', 'SIGINT', 'o.h5ad'],
  ['write', 'SIGTERM', 'o.h5ad'],
  ['plan', 'SIGINT', 'o.h5ad'],
  ['write', 'SIGINT', 'o.zarr'],
  ['verify', 'SIGINT', 'o.zarr'],
] as const)('leaves nothing behind when %s meets %s: %s', async (phase, signal, output) => {
  const outcome = await run(built.cli, ['concat', ...inputs, '-o', output, '--json'], {
    cwd: own.path,
    meanwhile: atPhase(phase, signal),
  });
  expect(outcome).toMatchObject({ code: 130, signal: null, stdout: '' });
  expect(await readdir(own.path)).toEqual([]);
});

it('leaves an existing folder as it was', async () => {
  const output = path.join(own.path, 'o.zarr');
  await mkdir(output);
  await writeFile(path.join(output, '.zgroup'), '{"zarr_format": 2}');
  const args = ['concat', ...inputs, '-o', 'o.zarr', '--overwrite', '--json'];
  const outcome = await run(built.cli, args, {
    cwd: own.path,
    meanwhile: atPhase('write', 'SIGINT'),
  });
  expect(outcome).toMatchObject({ code: 130, signal: null, stdout: '' });
  expect(await readdir(own.path, { recursive: true })).toEqual(['o.zarr', 'o.zarr/.zgroup']);
});

it('leaves an existing output as it was', async () => {
  const output = path.join(own.path, 'o.h5ad');
  await writeFile(output, 'precious');
  const args = ['concat', ...inputs, '-o', 'o.h5ad', '--overwrite', '--json'];
  const outcome = await run(built.cli, args, {
    cwd: own.path,
    meanwhile: atPhase('write', 'SIGINT'),
  });
  expect(outcome).toMatchObject({ code: 130, signal: null, stdout: '' });
  expect(await readdir(own.path)).toEqual(['o.h5ad']);
  expect(await readFile(output, 'utf8')).toBe('precious');
});
