import path from 'node:path';
import { expect, it } from 'vitest';
import { openHdf5 } from '../../src/core/store/hdf5/read/open.ts';
import { createHdf5 } from '../../src/core/store/hdf5/write/sink.ts';
import { arrayAt } from '../read/describe.ts';
import { inFolder, pythonCode } from './tools.ts';

const ROWS = 2 ** 31 + 5;
const BLOCK = 8 * 2 ** 20;

it('writes more than 2^31 values, which h5py and we read at either side of the boundary', async () => {
  await inFolder(async (folder) => {
    const file = path.join(folder, 'large.h5');
    const sink = await createHdf5(file);
    const array = await sink.root.array('values', {
      dtype: { kind: 'numeric', name: 'int8' },
      shape: [ROWS],
      growable: true,
      chunkRows: BLOCK,
      compression: { id: 'gzip', level: 1 },
      attrs: {},
    });
    const values = new Int8Array(BLOCK);
    for (let start = 0; start < ROWS; start += BLOCK) {
      const block = values.subarray(0, Math.min(BLOCK, ROWS - start));
      block[block.length - 1] = 1 + ((start / BLOCK) % 100);
      await array.append({ kind: 'numeric', dtype: 'int8', values: block });
    }
    await array.close();
    await sink.finish();
    await sink.close();

    const code = `
import sys, h5py
values = h5py.File(sys.argv[1])["values"]
print(values.shape[0], values[2**31 - 3:].tolist(), values[${BLOCK - 1}])`;
    const marks = [1 + (255 % 100), 1 + (256 % 100)];
    const expected = [0, 0, marks[0], 0, 0, 0, 0, marks[1]];
    expect(await pythonCode(code, [file])).toBe(`${ROWS} [${expected.join(', ')}] 1\n`);

    const store = await openHdf5(file, file);
    const read = await (await arrayAt(store.root, 'values')).read(2 ** 31 - 3, ROWS);
    expect(read.values).toEqual(Int8Array.from(expected));
    await store.close();
  });
});
