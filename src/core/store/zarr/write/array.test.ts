import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { writeNumbers, writeStrings } from '../../../../../test/hdf5/write-values.ts';
import { withSink } from '../../../../../test/zarr/with-sink.ts';
import { openStore } from '../../open.ts';

describe('chunks', () => {
  const values = Array.from({ length: 100 }, (_, i) => i);
  const filesOf = async (folder: string): Promise<string[]> =>
    (await readdir(folder, { recursive: true })).sort();

  it('of version 2 have a file each', async () => {
    await withSink(2, async ({ root }, store) => {
      await writeNumbers(root, 'a', 'int16', values, { shape: [50, 2], chunkRows: 20 });
      await writeNumbers(root, 's', 'int16', [1], { shape: [] });
      expect(await filesOf(path.join(store, 'a'))).toEqual([
        '.zarray',
        '.zattrs',
        '0.0',
        '1.0',
        '2.0',
      ]);
      expect((await stat(path.join(store, 'a', '2.0'))).size).toBe(80);
      expect(await filesOf(path.join(store, 's'))).toEqual(['.zarray', '.zattrs', '0']);
    });
  });

  it('of version 3 are gathered in shards, with a chunk where only one is expected', async () => {
    await withSink(3, async ({ root }, store) => {
      await writeNumbers(root, 'many', 'int16', values, { chunkRows: 2 });
      await writeNumbers(root, 'single', 'int16', values, { chunkRows: 100 });
      await writeNumbers(root, 'none', 'int16', [], { shape: [0, 3] });
      const isFile = (name: string): boolean => /^c.\d+$/u.test(name);
      const many = await filesOf(path.join(store, 'many'));
      expect(many.filter(isFile)).toEqual(['c/0', 'c/1']);
      // 32 chunks with their index, and 18.
      expect((await stat(path.join(store, 'many/c/0'))).size).toBe(32 * 4 + 32 * 16 + 4);
      expect((await stat(path.join(store, 'many/c/1'))).size).toBe(18 * 4 + 32 * 16 + 4);
      expect(await filesOf(path.join(store, 'single'))).toEqual(['c', 'c/0', 'zarr.json']);
      expect((await stat(path.join(store, 'single/c/0'))).size).toBe(200);
      expect(await filesOf(path.join(store, 'none'))).toEqual(['zarr.json']);
    });
  });

  it('of a growable array are one where no more came', async () => {
    for (const version of [2, 3] as const) {
      await withSink(version, async (sink, store) => {
        const options = { shape: [1000], chunkRows: 10, growable: true };
        await writeNumbers(sink.root, 'few', 'int16', values.slice(0, 7), options);
        await writeNumbers(sink.root, 'many', 'int16', values, options);
        await writeStrings(sink.root, 'text', values.map(String), options);
        await sink.finish();
        const { root } = await openStore(store);
        const shapes = [];
        for (const name of ['few', 'many', 'text']) {
          const node = await root.get(name);
          shapes.push(node.kind === 'array' ? [node.shape, node.chunks] : null);
        }
        expect(shapes).toEqual([
          [[7], [7]],
          [[100], [10]],
          [[100], [10]],
        ]);
      });
    }
  });
});
