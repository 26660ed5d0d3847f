import { copyFile, open, truncate } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { names } from './random-tree.ts';
import { acceptedByTools, hdf5Tool, inFolder, pythonCode } from './tools.ts';
import { writeHdf5, writeNumbers, writeStrings } from './write-values.ts';

describe('a file', () => {
  it('cut short anywhere does not open', async () => {
    await inFolder(async (folder) => {
      const file = path.join(folder, 'whole.h5');
      const size = await writeHdf5(file, { a: 'b' }, async (root) => {
        await writeNumbers(
          root,
          'x',
          'float64',
          Array.from({ length: 3000 }, (_, i) => i),
          {
            chunkRows: 100,
          },
        );
      });
      for (const length of [0, 8, 47, 48, 4096, size - 1]) {
        const cut = path.join(folder, `cut-${length}.h5`);
        await copyFile(file, cut);
        await truncate(cut, length);
        const code = `
import h5py, sys
try:
    h5py.File(sys.argv[1])
except OSError:
    print('does not open')
`;
        expect(await pythonCode(code, [cut])).toBe('does not open\n');
      }
    });
  });

  it('whose superblock is not written yet does not open', async () => {
    await inFolder(async (folder) => {
      const file = path.join(folder, 'whole.h5');
      await writeHdf5(file, {}, (root) => writeNumbers(root, 'x', 'int8', [1]));
      const handle = await open(file, 'r+');
      await handle.write(new Uint8Array(48), 0, 48, 0);
      await handle.close();
      await expect(hdf5Tool('h5ls', [file])).rejects.toThrow();
    });
  });

  it('can be changed by h5py: members, attributes, rows and strings come and go', async () => {
    await inFolder(async (folder) => {
      const file = path.join(folder, 'changed.h5');
      const crowd = names(200).map((name) => name.replace('/', '∕'));
      await writeHdf5(file, { many: names(6000), small: 1 }, async (root) => {
        const few = await root.group('few', { a: 'text' });
        for (const name of ['x', 'y', 'z']) await few.nothing(name, {});
        const many = await root.group(
          'many',
          Object.fromEntries(crowd.map((name, i) => [name, i])),
        );
        for (const name of crowd) await writeStrings(many, name, [name, '']);
        const compression = { id: 'gzip', level: 3 } as const;
        const numbers = Array.from({ length: 700 }, (_, i) => i);
        const options = { growable: true, chunkRows: 10, compression };
        await writeNumbers(root, 'rows', 'int32', numbers, options);
        await writeStrings(root, 'strings', names(500), { growable: true, chunkRows: 10 });
      });
      const code = `
import h5py, sys
names = [f'% mito/é {i}' if i % 7 == 0 else f'gene {i} 😀' for i in range(6000)]
crowd = [name.replace('/', '∕') for name in names[:200]]
with h5py.File(sys.argv[1], 'r+') as f:
    for i in range(300):
        f['few'].create_group(f'new {i}')
        f['many'].create_group(f'new {i}')
        f['many'].attrs[f'new {i}'] = i
        f['few'].attrs[f'new {i}'] = 'v' * i
    for name in crowd[::2]:
        del f['many'][name]
        del f['many'].attrs[name]
    del f['few/x'], f['few'].attrs['a'], f.attrs['many']
    f.attrs['again'] = names
    f['rows'].resize((100_000,)); f['rows'][700:] = range(700, 100_000)
    f['rows'][3] = -3
    f['strings'].resize((6000,)); f['strings'][500:] = names[500:]
    f['strings'][7] = 'x' * 100_000
with h5py.File(sys.argv[1]) as f:
    new = {f'new {i}' for i in range(300)}
    assert set(f['few']) == new | {'y', 'z'} and set(f['few'].attrs) == new
    assert set(f['many']) == new | set(crowd[1::2]) == set(f['many'].attrs)
    assert all(f['many'][n].asstr()[()].tolist() == [n, ''] for n in crowd[1::2])
    assert all(f['many'].attrs[n] == i for i, n in enumerate(crowd) if i % 2)
    assert all(f['few'].attrs[f'new {i}'] == 'v' * i for i in range(300))
    assert f.attrs['again'].tolist() == names and set(f.attrs) == {'again', 'small'}
    rows = f['rows'][()].tolist()
    assert rows[3] == -3 and rows[4:] == list(range(4, 100_000))
    want = [*names]; want[7] = 'x' * 100_000
    assert f['strings'].asstr()[()].tolist() == want
print('equal')
`;
      expect(await pythonCode(code, [file])).toBe('equal\n');
      await acceptedByTools(file);
    });
  });
});
