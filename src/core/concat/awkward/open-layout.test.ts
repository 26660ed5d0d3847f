import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AwkwardElem } from '../../anndata/elem.ts';
import { readElem } from '../../anndata/read-elem.ts';
import { createStore } from '../../store/create.ts';
import { Inputs, nodeAt } from '../inputs.ts';
import { openLayout } from './open-layout.ts';

const FORM = JSON.stringify({
  class: 'ListOffsetArray',
  offsets: 'i64',
  content: { class: 'NumpyArray', primitive: 'int64', inner_shape: [], form_key: 'node1' },
  form_key: 'node0',
});

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'layout-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A store with lists of integers in uns, whose buffers are these. */
async function written(buffers: Readonly<Record<string, readonly number[]>>): Promise<string> {
  const place = path.join(folder, 'a.h5ad');
  const store = await createStore(place, 'h5ad');
  const attrs = { 'encoding-type': 'awkward-array', 'encoding-version': '0.1.0', form: FORM };
  const uns = await store.root.group('uns', {});
  const lists = await uns.group('lists', { ...attrs, length: 2 });
  for (const [name, numbers] of Object.entries(buffers)) {
    const values = BigInt64Array.from(numbers, BigInt);
    const array = await lists.array(name, {
      dtype: { kind: 'numeric', name: 'int64' },
      shape: [values.length],
      growable: false,
      chunkRows: null,
      compression: { id: 'none' },
      attrs: {},
    });
    await array.append({ kind: 'numeric', dtype: 'int64', values });
    await array.close();
  }
  await store.finish();
  await store.close();
  return place;
}

it.each([
  [{ 'node0-offsets': [0, 1] }, 'uns/lists', 'it has no array «node1-data»'],
  [{ 'node0-offsets': [0, 1], 'node1-data': [7] }, 'uns/lists', 'node0 is too short'],
  [{ 'node0-offsets': [0, 1, 9], 'node1-data': [7] }, 'uns/lists', 'node1 is too short'],
])('names the file and the elem of lists that are not whole: %j', async (buffers, elem, reason) => {
  const place = await written(buffers);
  const inputs = new Inputs([place]);
  try {
    const found = await inputs.use(0, async (store) => readElem(await nodeAt(store, 'uns/lists')));
    const lists: AwkwardElem | null = found.encoding === 'awkward-array' ? found : null;
    if (lists === null) throw new Error('it is no awkward array');
    const opening = openLayout(inputs, 0, lists, undefined);
    await expect(opening).rejects.toMatchObject({
      tag: 'ElemUnreadable',
      path: place,
      elem,
      reason,
    });
  } finally {
    await inputs.close();
  }
});
