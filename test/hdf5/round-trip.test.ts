import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { writeRandomTree } from './random-tree.ts';
import { acceptedByTools, comparedByH5py, inFolder } from './tools.ts';

const SEEDS = Array.from({ length: 25 }, (_, i) => i + 1);

describe('random trees', () => {
  it.each(SEEDS)('of seed %i are what h5py and the HDF5 tools read', async (seed) => {
    await inFolder(async (folder) => {
      const file = path.join(folder, 'tree.h5');
      const description = path.join(folder, 'tree.json');
      await writeFile(description, JSON.stringify(await writeRandomTree(file, seed)));
      expect(await comparedByH5py(file, description)).toBe('equal\n');
      const copy = await acceptedByTools(file);
      expect(await comparedByH5py(copy, description)).toBe('equal\n');
    });
  });
});
