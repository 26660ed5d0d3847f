import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OutputExistsError, OutputUnwritableError } from '../../errors.ts';
import { syncEntry } from '../../store/sync-entry.ts';
import { place } from './place.ts';

vi.mock(import('node:fs/promises'), async (original) => {
  const actual = await original();
  return { ...actual, link: vi.fn(actual.link), rename: vi.fn(actual.rename) };
});
vi.mock(import('../../store/sync-entry.ts'), async (original) => {
  const actual = await original();
  return { ...actual, syncEntry: vi.fn(actual.syncEntry) };
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
  vi.mocked(fs.rename).mockRestore();
  vi.mocked(syncEntry).mockRestore();
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

const failing = (): Promise<never> =>
  Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'fsync' }));

it('tells that the output is in place where the disk does not say that it keeps it', async () => {
  await fs.writeFile(output, 'old');
  vi.mocked(syncEntry).mockImplementationOnce(failing);
  await expect(place(temporary, output, true)).rejects.toMatchObject({
    path: output,
    reason: 'EIO: the new output is in place, but may be gone after a crash',
  });
  expect(await content()).toBe('new');
});

describe('folders', () => {
  const inside = (folderPath: string): string => path.join(folderPath, 'zarr.json');
  beforeEach(async () => {
    await fs.rm(temporary);
    await fs.mkdir(temporary);
    await fs.writeFile(inside(temporary), 'new');
  });
  const expectOnly = async (): Promise<void> => {
    expect(await fs.readdir(folder)).toEqual(['out.h5ad']);
    expect(await fs.readFile(inside(output), 'utf8')).toBe('new');
  };

  it('are put in place', async () => {
    await place(temporary, output, false);
    await expectOnly();
  });

  it.each([
    ['a file', () => fs.writeFile(output, 'old')],
    ['a folder', () => fs.mkdir(output)],
  ])('leave %s alone that has appeared meanwhile', async (_, appear) => {
    await appear();
    await expect(place(temporary, output, false)).rejects.toThrow(OutputExistsError);
    expect(await fs.readFile(inside(temporary), 'utf8')).toBe('new');
    expect(await fs.readdir(folder)).toHaveLength(2);
  });

  it.each([
    ['a file', () => fs.writeFile(output, 'old')],
    ['nothing', () => Promise.resolve()],
    [
      'a folder with all that is in it',
      async () => {
        await fs.mkdir(path.join(output, 'X', 'c'), { recursive: true });
        await fs.writeFile(path.join(output, 'X', 'c', '0'), 'old');
      },
    ],
  ])('replace %s when that is asked for', async (_, appear) => {
    await appear();
    await place(temporary, output, true);
    await expectOnly();
  });

  it('are replaced by a file', async () => {
    await fs.rename(temporary, output);
    await fs.writeFile(temporary, 'new');
    await place(temporary, output, true);
    expect(await content()).toBe('new');
    expect(await fs.readdir(folder)).toEqual(['out.h5ad']);
  });

  it('tell where the old one is while the disk does not say that it keeps the new one', async () => {
    await fs.mkdir(output);
    await fs.writeFile(inside(output), 'old');
    vi.mocked(syncEntry).mockImplementationOnce(failing);
    const aside = path.join(folder, '.out.h5ad.replaced-1');
    await expect(place(temporary, output, true)).rejects.toThrow(
      /: EIO: .* as \.out\.h5ad\.replaced-1$/u,
    );
    expect(await fs.readFile(inside(aside), 'utf8')).toBe('old');
    expect(await fs.readFile(inside(output), 'utf8')).toBe('new');
  });

  it('come back where the new ones cannot be put in place', async () => {
    await fs.rename(temporary, output);
    await fs.mkdir(temporary);
    const { rename } = await vi.importActual<typeof fs>('node:fs/promises');
    vi.mocked(fs.rename).mockImplementation((from, to) =>
      from === temporary
        ? Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'rename' }))
        : rename(from, to),
    );
    await expect(place(temporary, output, true)).rejects.toMatchObject({ reason: 'EIO' });
    expect(await fs.readFile(inside(output), 'utf8')).toBe('new');
    expect(await fs.readdir(folder)).toHaveLength(2);
  });
});
