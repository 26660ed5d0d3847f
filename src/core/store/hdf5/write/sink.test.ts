import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { beforeEach, describe, expect, it, vi } from 'vitest';

import { inFolder } from '../../../../../test/hdf5/tools.ts';
import { numericSpec, stringSpec, writeNumbers } from '../../../../../test/hdf5/write-values.ts';
import { disk } from '../../../../../test/support/disk.ts';
import { CancelledError, OutputExistsError, OutputUnwritableError } from '../../../errors.ts';
import type { ArraySink, ArraySpec, Block, StoreSink } from '../../store.ts';
import { Utf8Array } from '../../utf8.ts';
import { createHdf5 } from './sink.ts';

vi.mock(import('node:fs/promises'), async (importOriginal) => {
  const { onDisk } = await import('../../../../../test/support/disk.ts');
  return onDisk(await importOriginal());
});

beforeEach(() => {
  disk.left = Infinity;
  disk.open = 0;
});

async function withSink(use: (sink: StoreSink, file: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    const file = path.join(folder, 'out.h5');
    const sink = await createHdf5(file);
    try {
      await use(sink, file);
    } finally {
      await sink.close();
      expect(disk.open).toBe(0);
    }
  });
}

const floats = (length: number): Block => ({
  kind: 'numeric',
  dtype: 'float32',
  values: new Float32Array(length),
});

const gzip = { id: 'gzip', level: 1 } as const;

describe('names', () => {
  it.each(['', '.', '..', 'a/b', '/', 'nul\0', '\ud800'])('refuses %j', async (name) => {
    await withSink(async ({ root }) => {
      await expect(root.group(name, {})).rejects.toThrow(OutputUnwritableError);
      await expect(root.nothing(name, {})).rejects.toThrow(OutputUnwritableError);
      await expect(root.array(name, numericSpec('int8', 0))).rejects.toThrow(OutputUnwritableError);
    });
  });

  it('refuses a second member of the same name, whatever it is', async () => {
    await withSink(async ({ root }) => {
      const group = await root.group('a', {});
      await group.nothing('a', {});
      await expect(root.nothing('a', {})).rejects.toMatchObject({ elem: 'a' });
      await expect(group.group('a', {})).rejects.toMatchObject({ elem: 'a/a' });
    });
  });

  it('refuses attributes HDF5 cannot hold', async () => {
    await withSink(async ({ root }) => {
      await expect(root.group('a', { 'x\0': 1 })).rejects.toThrow(OutputUnwritableError);
      await expect(root.group('b', { x: 'a\0b' })).rejects.toThrow(OutputUnwritableError);
      for (const x of [1.5, NaN, 2 ** 53]) {
        await expect(root.group(`c ${x}`, { x })).rejects.toThrow(OutputUnwritableError);
      }
      await expect(root.group('d', { ['x'.repeat(70_000)]: 1 })).rejects.toThrow(
        OutputUnwritableError,
      );
    });
  });
});

describe('rows', () => {
  const storages: [string, Partial<ArraySpec>][] = [
    ['small', { shape: [5, 3] }],
    ['contiguous', { shape: [50_000, 3] }],
    ['chunked', { shape: [5, 3], chunkRows: 2 }],
    ['compressed', { shape: [5, 3], compression: gzip }],
  ];

  it.each(storages)('fewer than declared are refused at close: %s', async (_, spec) => {
    await withSink(async ({ root }) => {
      const array = await root.array('a', numericSpec('float32', 0, spec));
      await array.append(floats(3));
      await expect(array.close()).rejects.toThrow(OutputUnwritableError);
    });
  });

  it.each(storages)('more than declared are refused when they come: %s', async (_, spec) => {
    await withSink(async ({ root }) => {
      const array = await root.array('a', numericSpec('float32', 0, spec));
      const rows = spec.shape?.[0] ?? 0;
      await array.append(floats(3 * rows));
      await expect(array.append(floats(3))).rejects.toMatchObject({ elem: 'a' });
      await array.close();
    });
  });

  it('are whole, of the declared dtype, and none come after close', async () => {
    await withSink(async ({ root }) => {
      const array = await root.array('a', numericSpec('float32', 0, { shape: [2, 3] }));
      await expect(array.append(floats(2))).rejects.toThrow(OutputUnwritableError);
      await expect(
        array.append({ kind: 'numeric', dtype: 'int32', values: new Int32Array(3) }),
      ).rejects.toThrow('float32');
      await expect(
        array.append({ kind: 'string', values: Utf8Array.from(['a', 'b', 'c']) }),
      ).rejects.toThrow('string');
      await array.append(floats(6));
      await array.close();
      await expect(array.append(floats(0))).rejects.toThrow(OutputUnwritableError);
      await expect(array.close()).rejects.toThrow(OutputUnwritableError);
    });
  });

  it('refuses chunks of 4 GiB', async () => {
    await withSink(async ({ root }) => {
      const spec = numericSpec('float64', 0, { shape: [9, 2 ** 29], chunkRows: 1 });
      await expect(root.array('a', spec)).rejects.toThrow('4 GiB');
    });
  });
});

describe('finishing', () => {
  it('refuses while an array is open', async () => {
    await withSink(async (sink) => {
      await sink.root.array('a', numericSpec('int8', 0));
      await expect(sink.finish()).rejects.toMatchObject({ elem: 'a' });
    });
  });

  it('happens once', async () => {
    await withSink(async (sink, file) => {
      const size = await sink.finish();
      expect((await readFile(file)).length).toBe(size);
      await expect(sink.finish()).rejects.toThrow(OutputUnwritableError);
      await sink.close();
      await sink.close();
    });
  });

  it('leaves a file that is there as it is', async () => {
    await inFolder(async (folder) => {
      const file = path.join(folder, 'out.h5');
      await writeFile(file, 'precious');
      await expect(createHdf5(file)).rejects.toThrow(OutputExistsError);
      await expect(createHdf5(path.join(folder, 'no', 'out.h5'))).rejects.toMatchObject({
        tag: 'OutputUnwritable',
        cause: { code: 'ENOENT' },
      });
      expect(await readFile(file, 'utf8')).toBe('precious');
    });
  });

  it('has no superblock before', async () => {
    await withSink(async (sink, file) => {
      await writeNumbers(sink.root, 'a', 'int8', [1, 2, 3]);
      await sink.root.array('b', numericSpec('float64', 1e6));
      await sink.close();
      expect((await readFile(file)).includes('HDF')).toBe(false);
    });
  });
});

describe('a full disk', () => {
  const many = 200_000;
  const arrays: [string, ArraySpec][] = [
    ['contiguous', numericSpec('float32', many)],
    ['chunked', numericSpec('float32', many, { chunkRows: 1000 })],
    ['compressed', numericSpec('float32', many, { chunkRows: 1000, compression: gzip })],
    ['strings', stringSpec(many)],
    ['compressed strings', stringSpec(many, { chunkRows: 1000, compression: gzip })],
  ];
  const noise = (length: number): Float32Array =>
    Float32Array.from({ length }, (_, i) => Math.sin(i) * i);
  const blockOf = ({ dtype }: ArraySpec): Block =>
    dtype.kind === 'string'
      ? { kind: 'string', values: Utf8Array.from(Array.from({ length: many }, String)) }
      : { kind: 'numeric', dtype: 'float32', values: noise(many) };

  async function write(array: ArraySink, block: Block, sink: StoreSink): Promise<void> {
    await array.append(block);
    await array.close();
    await sink.finish();
  }

  it.each(arrays)('fails with its cause, and the handle is released: %s', async (_, spec) => {
    for (const left of [0, 30_000, 400_000]) {
      await withSink(async (sink, file) => {
        disk.left = left;
        const array = await sink.root.array('a', spec);
        await expect(write(array, blockOf(spec), sink)).rejects.toMatchObject({
          tag: 'OutputUnwritable',
          path: file,
          reason: 'ENOSPC',
          cause: { code: 'ENOSPC' },
        });
        // And every later call says the same.
        await expect(sink.finish()).rejects.toThrow(OutputUnwritableError);
      });
    }
  });

  it('fails at the very end too', async () => {
    await withSink(async (sink) => {
      disk.left = 0;
      await expect(sink.finish()).rejects.toMatchObject({ cause: { code: 'ENOSPC' } });
    });
  });
});

describe('cancelling', () => {
  it('stops before a block, of which nothing is taken', async () => {
    await withSink(async ({ root }) => {
      for (const spec of [{}, { chunkRows: 7 }, { compression: gzip }]) {
        const array = await root.array(JSON.stringify(spec), numericSpec('float32', 9, spec));
        await expect(array.append(floats(9), AbortSignal.abort())).rejects.toThrow(CancelledError);
        await array.append(floats(9));
        await array.close();
      }
    });
  });

  it('stops between the chunks of a block', async () => {
    await withSink(async ({ root }) => {
      const spec = numericSpec('float32', 1e6, { chunkRows: 100, compression: gzip });
      const array = await root.array('a', spec);
      const controller = new AbortController();
      const appending = array.append(floats(1e6), controller.signal);
      controller.abort();
      await expect(appending).rejects.toThrow(CancelledError);
    });
  });

  it('closes in the midst of everything', async () => {
    await withSink(async (sink) => {
      const spec = numericSpec('float32', 1e6, { chunkRows: 1000, compression: gzip });
      const array = await sink.root.array('a', spec);
      const appending = expect(array.append(floats(1e6))).rejects.toThrow(OutputUnwritableError);
      await sink.close();
      await appending;
    });
  });
});
