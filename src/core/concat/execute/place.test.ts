import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OutputExistsError, OutputUnwritableError } from '../../errors.ts';
import { place } from './place.ts';

vi.mock(import('node:fs/promises'), async (original) => {
  const actual = await original();
  return { ...actual, link: vi.fn(actual.link) };
});

let folder = '';
let temporary = '';
let output = '';
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(tmpdir(), 'place-'));
  temporary = path.join(folder, '.out.h5ad.partial-1');
  output = path.join(folder, 'out.h5ad');
  await fs.writeFile(temporary, 'new');
});
afterEach(async () => {
  vi.mocked(fs.link).mockRestore();
  await fs.rm(folder, { recursive: true });
});

const content = (): Promise<string> => fs.readFile(output, 'utf8');

it('puts a new output in place', async () => {
  await place(temporary, output, false);
  expect(await content()).toBe('new');
});

it('leaves an output alone that has appeared meanwhile', async () => {
  await fs.writeFile(output, 'old');
  await expect(place(temporary, output, false)).rejects.toThrow(OutputExistsError);
  expect(await content()).toBe('old');
});

it('replaces an output when that is asked for', async () => {
  await fs.writeFile(output, 'old');
  await place(temporary, output, true);
  expect(await content()).toBe('new');
});

it.each(['EPERM', 'ENOTSUP'])('does without hard links where there are none (%s)', async (code) => {
  const refuse = (): Promise<void> =>
    Promise.reject(Object.assign(new Error(code), { code, syscall: 'link' }));
  vi.mocked(fs.link).mockImplementation(refuse);
  await place(temporary, output, false);
  expect(await content()).toBe('new');
  await fs.writeFile(temporary, 'newer');
  await expect(place(temporary, output, false)).rejects.toThrow(OutputExistsError);
  expect(await content()).toBe('new');
});

it('names the reason of the system', async () => {
  const elsewhere = path.join(folder, 'missing', 'out.h5ad');
  await expect(place(temporary, elsewhere, false)).rejects.toThrow(
    expect.objectContaining({ constructor: OutputUnwritableError, reason: 'ENOENT' }),
  );
});
