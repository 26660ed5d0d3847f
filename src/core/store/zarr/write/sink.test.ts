import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { beforeEach, describe, expect, it, vi } from 'vitest';

import { inFolder } from '../../../../../test/hdf5/tools.ts';
import { numericSpec, stringSpec, writeNumbers } from '../../../../../test/hdf5/write-values.ts';
import { disk } from '../../../../../test/support/disk.ts';
import { withSink as withZarr } from '../../../../../test/zarr/with-sink.ts';
import { CancelledError, OutputExistsError, OutputUnwritableError } from '../../../errors.ts';
import { openStore } from '../../open.ts';
import type { ArraySpec, Block } from '../../store.ts';
import { Utf8Array } from '../../utf8.ts';
import { createZarr } from './sink.ts';

vi.mock(import('node:fs/promises'), async (importOriginal) => {
  const { onDisk } = await import('../../../../../test/support/disk.ts');
  return onDisk(await importOriginal());
});

beforeEach(() => {
  disk.left = Infinity;
  disk.open = 0;
});

/** As ever, and no handle is left open. */
const withSink: typeof withZarr = async (version, use) => {
  try {
    await withZarr(version, use);
  } finally {
    expect(disk.open).toBe(0);
  }
};

const floats = (length: number): Block => ({
  kind: 'numeric',
  dtype: 'float32',
  values: Float32Array.from({ length }, (_, i) => Math.sin(i) * i),
});
const zstd = { id: 'zstd', level: 3 } as const;
const both = describe.each([2, 3] as const);

both('members of version %i', (version) => {
  it('are refused where their names lead elsewhere', async () => {
    await withSink(version, async ({ root }, store) => {
      for (const name of ['..', 'a/b', 'zarr.json', '.zarray']) {
        await expect(root.group(name, {})).rejects.toThrow(OutputUnwritableError);
        await expect(root.nothing(name, {})).rejects.toThrow(OutputUnwritableError);
        await expect(root.array(name, numericSpec('int8', 0))).rejects.toMatchObject({
          elem: name,
        });
      }
      expect(await readdir(store)).toEqual([]);
    });
  });

  it('are refused twice, whatever they are', async () => {
    await withSink(version, async ({ root }) => {
      const group = await root.group('a', {});
      await group.nothing('a', {});
      await expect(root.nothing('a', {})).rejects.toMatchObject({ elem: 'a' });
      await expect(group.group('a', {})).rejects.toMatchObject({ elem: 'a/a' });
    });
  });

  it('have attributes that are whole numbers', async () => {
    await withSink(version, async ({ root }) => {
      for (const x of [1.5, NaN, 2 ** 53]) {
        await expect(root.group(`c ${x}`, { x })).rejects.toThrow(OutputUnwritableError);
      }
    });
  });

  it('share no folder, where the system sees no difference between their names', async () => {
    await withSink(version, async ({ root }, store) => {
      await mkdir(path.join(store, 'gene'));
      await expect(root.group('gene', {})).rejects.toMatchObject({ reason: 'EEXIST' });
    });
  });
});

both('rows of version %i', (version) => {
  const storages: [string, Partial<ArraySpec>][] = [
    ['one chunk', { shape: [5, 3] }],
    ['many', { shape: [5, 3], chunkRows: 2 }],
    ['compressed', { shape: [5, 3], chunkRows: 2, compression: zstd }],
  ];

  it.each(storages)('are as many as declared: %s', async (_, spec) => {
    await withSink(version, async ({ root }) => {
      const few = await root.array('few', numericSpec('float32', 0, spec));
      await few.append(floats(3));
      await expect(few.close()).rejects.toThrow(OutputUnwritableError);
      const many = await root.array('many', numericSpec('float32', 0, spec));
      await many.append(floats(15));
      await expect(many.append(floats(3))).rejects.toMatchObject({ elem: 'many' });
      await many.close();
    });
  });

  it('are of the declared dtype, and none come after close', async () => {
    await withSink(version, async ({ root }) => {
      const array = await root.array('a', numericSpec('float32', 0, { shape: [2, 3] }));
      await expect(array.append(floats(2))).rejects.toThrow(OutputUnwritableError);
      await expect(
        array.append({ kind: 'string', values: Utf8Array.from(['a', 'b', 'c']) }),
      ).rejects.toThrow('string');
      await array.append(floats(6));
      await array.close();
      await expect(array.append(floats(0))).rejects.toThrow(OutputUnwritableError);
      await expect(array.close()).rejects.toThrow(OutputUnwritableError);
    });
  });

  it('have no chunks of 2 GiB', async () => {
    await withSink(version, async ({ root }) => {
      const spec = numericSpec('float64', 0, { shape: [9, 2 ** 28], chunkRows: 1 });
      await expect(root.array('a', spec)).rejects.toThrow('2 GiB');
    });
  });
});

both('finishing version %i', (version) => {
  it('refuses while an array is open', async () => {
    await withSink(version, async (sink) => {
      await sink.root.array('a', numericSpec('int8', 0));
      await expect(sink.finish()).rejects.toMatchObject({ elem: 'a' });
    });
  });

  it('happens once, and tells the size', async () => {
    await withSink(version, async (sink, store) => {
      await writeNumbers(sink.root, 'a', 'int16', [1, 2, 3], { chunkRows: 1 });
      const size = await sink.finish();
      let bytes = 0;
      for (const name of await readdir(store, { recursive: true })) {
        const entry = await stat(path.join(store, name));
        if (entry.isFile()) bytes += entry.size;
      }
      expect(size).toBe(bytes);
      await expect(sink.finish()).rejects.toThrow(OutputUnwritableError);
      await sink.close();
      await sink.close();
    });
  });

  it('leaves what is there as it is', async () => {
    await inFolder(async (folder) => {
      const file = path.join(folder, 'precious');
      await writeFile(file, 'precious');
      await expect(createZarr(file, version)).rejects.toThrow(OutputExistsError);
      await expect(createZarr(folder, version)).rejects.toThrow(OutputExistsError);
      await expect(createZarr(path.join(folder, 'no', 'out'), version)).rejects.toMatchObject({
        tag: 'OutputUnwritable',
        cause: { code: 'ENOENT' },
      });
      expect(await readFile(file, 'utf8')).toBe('precious');
    });
  });

  it('gives the root its metadata, which it has not before', async () => {
    await withSink(version, async (sink, store) => {
      await writeNumbers(sink.root, 'a', 'int8', [1, 2, 3]);
      expect(await readdir(store)).toEqual(['a']);
      await expect(openStore(store)).rejects.toMatchObject({ tag: 'StoreUnreadable' });
      await sink.finish();
      expect((await openStore(store)).format).toBe(`zarr${version}`);
    });
  });
});

both('a full disk under version %i', (version) => {
  const many = 200_000;
  const arrays: [string, ArraySpec][] = [
    ['one chunk', numericSpec('float32', many)],
    ['chunked', numericSpec('float32', many, { chunkRows: 10_000 })],
    ['compressed', numericSpec('float32', many, { chunkRows: 10_000, compression: zstd })],
    ['strings', stringSpec(many, { chunkRows: 10_000 })],
  ];
  const blockOf = ({ dtype }: ArraySpec): Block =>
    dtype.kind === 'string'
      ? { kind: 'string', values: Utf8Array.from(Array.from({ length: many }, String)) }
      : floats(many);

  it.each(arrays)('fails with its cause, and handles are released: %s', async (_, spec) => {
    for (const left of [0, 30_000, 400_000]) {
      await withSink(version, async (sink, store) => {
        disk.left = left;
        const write = async (): Promise<void> => {
          const array = await sink.root.array('a', spec);
          await array.append(blockOf(spec));
          await array.close();
          await sink.finish();
        };
        await expect(write()).rejects.toMatchObject({
          tag: 'OutputUnwritable',
          path: store,
          reason: 'ENOSPC',
          cause: { code: 'ENOSPC' },
        });
        // And every later call says the same.
        await expect(sink.finish()).rejects.toThrow(OutputUnwritableError);
      });
    }
  });
});

both('a store of version %i that somebody deletes while it is written', (version) => {
  it('does not come about again in part', async () => {
    await withSink(version, async ({ root }, store) => {
      const group = await root.group('g', {});
      const array = await group.array('a', numericSpec('float32', 9));
      await rm(store, { recursive: true });
      const writing = array.append(floats(9)).then(() => array.close());
      await expect(writing).rejects.toThrow(OutputUnwritableError);
      await expect(stat(store)).rejects.toMatchObject({ code: 'ENOENT' });
    });
  });
});

both('cancelling version %i', (version) => {
  it('stops before a block, of which nothing is taken', async () => {
    await withSink(version, async ({ root }) => {
      for (const spec of [{}, { chunkRows: 7 }, { compression: zstd }]) {
        const array = await root.array(
          `${Object.keys(spec).join()}x`,
          numericSpec('float32', 9, spec),
        );
        await expect(array.append(floats(9), AbortSignal.abort())).rejects.toThrow(CancelledError);
        await array.append(floats(9));
        await array.close();
      }
    });
  });

  it.each([{ compression: zstd }, {}])('stops between the chunks of a block', async (options) => {
    await withSink(version, async ({ root }) => {
      const spec = numericSpec('float32', 1e6, { chunkRows: 1000, ...options });
      const array = await root.array('a', spec);
      const controller = new AbortController();
      const appending = array.append(floats(1e6), controller.signal);
      controller.abort();
      await expect(appending).rejects.toThrow(CancelledError);
    });
  });

  it('closes in the midst of everything', async () => {
    await withSink(version, async (sink) => {
      const spec = numericSpec('float32', 1e6, { chunkRows: 1000, compression: zstd });
      const array = await sink.root.array('a', spec);
      const appending = expect(array.append(floats(1e6))).rejects.toThrow(OutputUnwritableError);
      await sink.close();
      await appending;
    });
  });
});
