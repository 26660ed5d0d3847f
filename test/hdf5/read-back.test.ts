import path from 'node:path';

import { describe, it } from 'vitest';

import { openHdf5 } from '../../src/core/store/hdf5/read/open.ts';
import { expectNode } from './expect-node.ts';
import { writeRandomTree } from './random-tree.ts';
import { inFolder } from './tools.ts';

describe.each([
  ['h5wasm alone', { direct: false }],
  ['our direct reader', { direct: true }],
])('%s', (_, options) => {
  it.each([4, 8, 13, 101, 102, 103])('reads the random tree of seed %i', async (seed) => {
    await inFolder(async (folder) => {
      const file = path.join(folder, 'tree.h5');
      const expected = await writeRandomTree(file, seed);
      const store = await openHdf5(file, file, options);
      try {
        await expectNode(store.root, expected);
      } finally {
        await store.close();
      }
    });
  });
});
