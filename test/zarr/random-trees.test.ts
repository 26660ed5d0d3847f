import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { openStore } from '../../src/core/store/open.ts';
import type { Compression } from '../../src/core/store/store.ts';
import { createZarr } from '../../src/core/store/zarr/write/sink.ts';
import { expectNode } from '../hdf5/expect-node.ts';
import { type Random, type TreeLimits, writeTree } from '../hdf5/random-tree.ts';
import { inFolder } from '../hdf5/tools.ts';
import { python } from '../python.ts';

/** Trees of few members: zarr-python takes its time for each. */
const SEEDS = [1, 2, 3, 5, 8];

function compression(random: Random): Compression {
  switch (random.below(3)) {
    case 0:
      return { id: 'gzip', level: random.below(10) };
    case 1:
      return { id: 'zstd', level: 1 + random.below(22) };
    default:
      return { id: 'none' };
  }
}
const LIMITS: TreeLimits = {
  // Zarr has names of up to 255 bytes, and no backslash in them.
  name: (random) => random.text(40).replaceAll('\\', ''),
  compression,
};

describe.each([2, 3] as const)('random trees of version %i', (version) => {
  it.each(SEEDS)('of seed %i are what zarr-python and our own reader read', async (seed) => {
    await inFolder(async (folder) => {
      const store = path.join(folder, 'tree.zarr');
      const expected = await writeTree(
        (attrs) => createZarr(store, version, attrs),
        100 * version + seed,
        LIMITS,
      );
      const description = path.join(folder, 'tree.json');
      await writeFile(description, JSON.stringify(expected));
      const compare = path.join(import.meta.dirname, 'compare.py');
      expect(await python(compare, [store, description])).toBe('equal\n');
      const reopened = await openStore(store);
      expect(reopened.format).toBe(`zarr${version}`);
      await expectNode(reopened.root, expected, 'zarr');
      await reopened.close();
    });
  });
});
