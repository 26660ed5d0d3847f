import { copyFile, open, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { Block } from '../../src/core/store/store.ts';
import { Utf8Array } from '../../src/core/store/utf8.ts';
import { describe as described, type Description } from './random-tree.ts';
import { acceptedByTools, comparedByH5py, hdf5Tool, inFolder, pythonCode } from './tools.ts';
import { numericSpec, stringSpec, writeHdf5, writeNumbers, writeStrings } from './write-values.ts';

const names = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => (i % 7 === 0 ? `% mito/é ${i}` : `gene ${i} 😀`));

async function sameByAll(folder: string, file: string, expected: Description): Promise<void> {
  const description = path.join(folder, 'expected.json');
  await writeFile(description, JSON.stringify(expected));
  expect(await comparedByH5py(file, description)).toBe('equal\n');
  expect(await comparedByH5py(await acceptedByTools(file), description)).toBe('equal\n');
}

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

describe('arrays', () => {
  it('of 300 000 chunks, plain and compressed', async () => {
    const rows = 300_000;
    const block: Block = {
      kind: 'numeric',
      dtype: 'uint32',
      values: Uint32Array.from({ length: 2 * rows }, (_, i) => Math.imul(i, 0x9e3779b1)),
    };
    await inFolder(async (folder) => {
      const file = path.join(folder, 'chunks.h5');
      await writeHdf5(file, {}, async (root) => {
        const shape = [rows, 2];
        const plain = await root.array('plain', numericSpec('uint32', 0, { shape, chunkRows: 1 }));
        await plain.append(block);
        await plain.close();
        const compression = { id: 'gzip', level: 1 } as const;
        const spec = numericSpec('uint32', 0, { shape, chunkRows: 7, growable: true, compression });
        const deflated = await root.array('deflated', spec);
        await deflated.append(block);
        await deflated.close();
      });
      const code = `
import h5py, sys, numpy as np
with h5py.File(sys.argv[1]) as f:
    want = (np.arange(600_000, dtype='u8') * 0x9e3779b1).astype('u4').reshape(-1, 2)
    for name, chunks in (('plain', 300_000), ('deflated', -(-300_000 // 7))):
        assert f[name].id.get_num_chunks() == chunks
        assert np.array_equal(f[name][()], want)
        for at in (0, 63, 64, 4095, 4096, 262_143, 262_144, 299_999):
            assert np.array_equal(f[name][at], want[at]), (name, at)
print('equal')
`;
      expect(await pythonCode(code, [file])).toBe('equal\n');
      expect(await hdf5Tool('h5stat', [file])).toContain('Filename');
    });
  });

  it('of strings that fill collections to the last bytes', async () => {
    await inFolder(async (folder) => {
      const file = path.join(folder, 'strings.h5');
      const strings: string[] = [];
      // Each fills what a small collection has left, to 0, 8, 16 and more bytes.
      for (let rest = 0; rest < 48; rest += 4)
        strings.push('a', 'b'.repeat(4096 - 16 - 24 - 16 - rest));
      await writeHdf5(file, {}, async (root) => {
        const array = await root.array('s', stringSpec(strings.length));
        for (const text of strings)
          await array.append({ kind: 'string', values: Utf8Array.from([text]) });
        await array.close();
      });
      await sameByAll(folder, file, {
        kind: 'group',
        attrs: {},
        members: {
          s: {
            kind: 'array',
            attrs: {},
            shape: [strings.length],
            growable: false,
            chunked: false,
            dtype: 'string',
            strings,
          },
        },
      });
    });
  });

  it('and objects past 4 GiB', async () => {
    await inFolder(async (folder) => {
      const file = path.join(folder, 'large.h5');
      const part = new Uint8Array(2 ** 26);
      const size = await writeHdf5(file, {}, async (root) => {
        // More than 2³¹ values, of which all but the last ones are zero.
        const large = await root.array('large', numericSpec('uint8', 65 * 2 ** 26 + 3));
        for (let i = 0; i < 65; i++)
          await large.append({ kind: 'numeric', dtype: 'uint8', values: part });
        await large.append({ kind: 'numeric', dtype: 'uint8', values: Uint8Array.of(1, 2, 3) });
        await large.close();
        const after = await root.group('after', { text: 'é', many: names(5000) });
        await writeNumbers(after, 'plain', 'float64', [1.5, 2.5]);
        const compression = { id: 'gzip', level: 1 } as const;
        await writeNumbers(after, 'chunked', 'int32', [1, 2, 3, 4, 5], {
          chunkRows: 2,
          compression,
        });
        await writeStrings(after, 'strings', names(3000), { chunkRows: 100 });
        const crowd = await root.group('crowd', {});
        for (let i = 0; i < 100; i++) await crowd.nothing(`m${i}`, {});
      });
      expect(size).toBeGreaterThan(2 ** 32);
      const code = `
import h5py, sys
names = [f'% mito/é {i}' if i % 7 == 0 else f'gene {i} 😀' for i in range(5000)]
with h5py.File(sys.argv[1]) as f:
    assert f['large'].shape == (65 * 2**26 + 3,)
    assert f['large'][-5:].tolist() == [0, 0, 1, 2, 3]
    assert f['after/plain'].id.get_offset() > 2**32
    assert f['after/plain'][()].tolist() == [1.5, 2.5]
    assert f['after/chunked'].id.get_chunk_info(0).byte_offset > 2**32
    assert f['after/chunked'][()].tolist() == [1, 2, 3, 4, 5]
    assert f['after/strings'].asstr()[()].tolist() == names[:3000]
    assert dict(f['after'].attrs)['text'] == 'é'
    assert f['after'].attrs['many'].tolist() == names
    assert sorted(f['crowd']) == sorted(f'm{i}' for i in range(100))
    assert all(f['crowd'][f'm{i}'].shape is None for i in range(100))
print('equal')
`;
      expect(await pythonCode(code, [file])).toBe('equal\n');
      await hdf5Tool('h5ls', ['-r', file]);
    });
  });
});

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
