import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { Block } from '../../src/core/store/store.ts';
import { Utf8Array } from '../../src/core/store/utf8.ts';
import { names } from './random-tree.ts';
import { hdf5Tool, inFolder, pythonCode, sameByAll } from './tools.ts';
import { numericSpec, stringSpec, writeHdf5, writeNumbers, writeStrings } from './write-values.ts';

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
