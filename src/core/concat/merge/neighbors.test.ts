import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../store/open.ts';
import type { ArraySpec, GroupSink } from '../../store/store.ts';
import { createHdf5 } from '../../store/hdf5/write/sink.ts';
import { movedNeighbors, withoutNeighbors } from './neighbors.ts';
import type { UnsDict } from './uns-tree.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'neighbors-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function putZeros(group: GroupSink, name: string, shape: readonly number[]): Promise<void> {
  const spec: ArraySpec = {
    dtype: { kind: 'numeric', name: 'float32' },
    shape,
    growable: false,
    chunkRows: null,
    compression: { id: 'none' },
    attrs: { 'encoding-type': 'array', 'encoding-version': '0.2.0' },
  };
  const array = await group.array(name, spec);
  const count = shape.reduce((product, extent) => product * extent, 1);
  await array.append({ kind: 'numeric', dtype: 'float32', values: new Float32Array(count) });
  await array.close();
}

/** What moves out of a file whose root is uns, and has what `fill` puts into it. */
async function movedOf(name: string, fill: (uns: GroupSink) => Promise<void>): Promise<object> {
  const file = path.join(folder, name);
  const sink = await createHdf5(file);
  await fill(sink.root);
  await sink.finish();
  await sink.close();
  const store = await openStore(file);
  try {
    return [...(await movedNeighbors(store.root))].map(([key, { path: at }]) => [key, at]);
  } finally {
    await store.close();
  }
}

it('moves the two matrices, and nothing else', async () => {
  const moved = await movedOf('both.h5', async (uns) => {
    const neighbors = await uns.group('neighbors', {});
    for (const name of ['connectivities', 'distances', 'other']) {
      await putZeros(neighbors, name, [3, 3]);
    }
  });
  expect(moved).toEqual([
    ['distances', 'neighbors/distances'],
    ['connectivities', 'neighbors/connectivities'],
  ]);
});

it('leaves what is no matrix', async () => {
  const moved = await movedOf('list.h5', async (uns) => {
    const neighbors = await uns.group('neighbors', {});
    await putZeros(neighbors, 'distances', [3]);
    await neighbors.group('connectivities', {});
  });
  expect(moved).toEqual([]);
});

it('finds nothing where neighbors is an array, or is not there', async () => {
  expect(await movedOf('array.h5', (uns) => putZeros(uns, 'neighbors', [3, 3]))).toEqual([]);
  expect(await movedOf('none.h5', () => Promise.resolve())).toEqual([]);
});

it('takes what was moved out of uns, and leaves the rest as it is', () => {
  const value = { kind: 'value', elem: { encoding: 'unsupported', path: '', name: '' } } as const;
  const neighbors = {
    kind: 'dict',
    children: new Map([
      ['distances', value],
      ['params', value],
    ]),
  } as const;
  const uns: UnsDict = {
    kind: 'dict',
    children: new Map<string, UnsDict | typeof value>([
      ['neighbors', neighbors],
      ['other', value],
    ]),
  };
  expect(withoutNeighbors(uns, new Set())).toBe(uns);
  expect(withoutNeighbors(uns, new Set(['distances']))).toEqual({
    kind: 'dict',
    children: new Map<string, UnsDict | typeof value>([
      ['neighbors', { kind: 'dict', children: new Map([['params', value]]) }],
      ['other', value],
    ]),
  });
  const flat: UnsDict = { kind: 'dict', children: new Map([['neighbors', value]]) };
  expect(withoutNeighbors(flat, new Set(['distances']))).toBe(flat);
});
