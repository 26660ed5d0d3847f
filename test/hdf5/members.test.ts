import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { describe as described, names, type Description } from './random-tree.ts';
import { comparedByH5py, inFolder, pythonCode, sameByAll } from './tools.ts';
import { writeHdf5, writeNumbers } from './write-values.ts';

describe('groups', () => {
  // Around the limits of compact storage, of one leaf, of one inner node, and far beyond.
  it.each([8, 9, 45, 46, 1149, 1150, 10_000])('of %i members', async (count) => {
    await inFolder(async (folder) => {
      const file = path.join(folder, 'members.h5');
      const members: Record<string, Description> = {};
      await writeHdf5(file, {}, async (root) => {
        for (const name of names(count).map((text) => text.replace('/', '∕'))) {
          await root.nothing(name, {});
          members[name] = { kind: 'array', attrs: {}, shape: null };
        }
      });
      await sameByAll(folder, file, { kind: 'group', attrs: {}, members });
    });
  });

  it('with very long names', async () => {
    const members: Record<string, Description> = {};
    const write = (file: string, lengths: readonly number[]): Promise<number> =>
      writeHdf5(file, {}, async (root) => {
        for (const length of lengths) {
          const name = `${length} ${'é'.repeat(length / 2)}`;
          await root.group(name, {});
          members[name] = { kind: 'group', attrs: {}, members: {} };
        }
      });
    await inFolder(async (folder) => {
      const file = path.join(folder, 'long.h5');
      await write(file, [250, 252, 4000, 4096, 9000]);
      await sameByAll(folder, file, { kind: 'group', attrs: {}, members });
    });
    await inFolder(async (folder) => {
      // h5ls of 1.10 never ends on names like these, also on its own library's files.
      const file = path.join(folder, 'longer.h5');
      await write(file, [250, 252, 4000, 4096, 9000, 60_000, 70_000]);
      const description = path.join(folder, 'expected.json');
      await writeFile(description, JSON.stringify({ kind: 'group', attrs: {}, members }));
      expect(await comparedByH5py(file, description)).toBe('equal\n');
    });
  });

  it('nested a thousand deep', async () => {
    await inFolder(async (folder) => {
      const file = path.join(folder, 'deep.h5');
      await writeHdf5(file, {}, async (root) => {
        let group = root;
        for (let i = 0; i < 1000; i++) group = await group.group('g', {});
        await writeNumbers(group, 'x', 'int8', [42]);
      });
      const printed = await pythonCode(
        'import h5py, sys; print(h5py.File(sys.argv[1])["g/" * 1000 + "x"][0])',
        [file],
      );
      expect(printed).toBe('42\n');
    });
  });
});

describe('attributes', () => {
  it.each([4094, 4095, 4096, 10_000, 100_000])('of %i names', async (count) => {
    await inFolder(async (folder) => {
      const file = path.join(folder, 'names.h5');
      const attrs = {
        'encoding-type': 'dataframe',
        'column-order': names(count),
        shape: BigInt64Array.from({ length: count }, (_, i) => BigInt(i) ** 3n),
      };
      await writeHdf5(file, attrs, async (root) => {
        await root.group('empty', { 'column-order': [], shape: new BigInt64Array() });
      });
      await sameByAll(folder, file, {
        kind: 'group',
        attrs: described(attrs),
        members: {
          empty: {
            kind: 'group',
            attrs: described({ 'column-order': [], shape: new BigInt64Array() }),
            members: {},
          },
        },
      });
    });
  });

  it.each([8, 9, 29, 30, 300])('%i of one object', async (count) => {
    await inFolder(async (folder) => {
      const file = path.join(folder, 'attributes.h5');
      const attrs = Object.fromEntries(names(count).map((name, i) => [name, i]));
      await writeHdf5(file, attrs, () => Promise.resolve());
      await sameByAll(folder, file, { kind: 'group', attrs: described(attrs), members: {} });
    });
  });
});
