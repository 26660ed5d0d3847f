import { mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHdf5 } from '../../src/core/store/hdf5/read/open.ts';
import { python } from '../python.ts';
import { arrayAt } from './describe.ts';
import { expectEnds } from './large.ts';

let folder: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'read-large-')));
  await python(path.join(import.meta.dirname, 'make-large.py'), [folder]);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe.each(['earliest.h5', 'latest.h5'])('%s', (name) => {
  it.each([true, false])('is read past 4 GiB and 2^31 values (direct: %s)', async (direct) => {
    const file = path.join(folder, name);
    expect((await stat(file)).size).toBeGreaterThan(2 ** 33);
    const store = await openHdf5(file, file, { direct });
    await expectEnds(store.root, ['contiguous', 'chunked', 'growing', 'filled']);
    const rows = await arrayAt(store.root, 'rows');
    const { values } = await rows.read(2 ** 20 - 3, 2 ** 20);
    const zeros = 2 ** 12;
    expect(values).toEqual(
      Float32Array.from({ length: 3 * zeros }, (_, i) => Math.max(0, i - zeros)),
    );
    const text = await arrayAt(store.root, 'text');
    expect(text.attrs).toEqual({ also: ['behind', 'it'] });
    await store.close();
  });
});
