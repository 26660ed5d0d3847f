import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHdf5 } from '../../src/core/store/hdf5/read/open.ts';
import { python } from '../python.ts';
import {
  describeNode,
  hashOf,
  nodeAt,
  readExpected,
  readInSteps,
  rowsOf,
  type Description,
} from './describe.ts';

const FILES = ['default.h5', 'v108.h5', 'latest.h5', 'user-block.h5'];
let folder: string;
let expected: Map<string, Map<string, Description>>;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'read-hdf5-')));
  await python(path.join(import.meta.dirname, 'make-hdf5.py'), [folder]);
  expected = await readExpected(path.join(folder, 'expected.json'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe.each(FILES)('%s', (name) => {
  it.each([
    ['straight from the file', true],
    ['through the library', false],
  ])('says what h5py says, %s', async (_how, direct) => {
    const file = path.join(folder, name);
    const nodes = expected.get(name) ?? new Map<string, Description>();
    expect(nodes.size).toBeGreaterThan(200);
    const store = await openHdf5(file, file, { direct });
    const differences: string[] = [];
    for (const [at, description] of nodes) {
      const node = await nodeAt(store.root, at);
      const { hash, ...rest } = { hash: null, ...description };
      expect(await describeNode(node), at).toEqual(rest);
      if (node.kind !== 'array' || hash === null) continue;
      if (!direct && node.filters.includes('lzf')) {
        await expect(node.read(0, 1), at).rejects.toThrow('lzf');
        continue;
      }
      if (hashOf(await readInSteps(node, Infinity)) !== hash) differences.push(at);
      // Some of the steps end inside of chunks, some at their borders.
      for (const step of [Math.ceil(rowsOf(node) / 3), 50]) {
        if (rowsOf(node) <= 1 || rowsOf(node) / step > 200) continue;
        if (hashOf(await readInSteps(node, step)) !== hash) differences.push(`${at} by ${step}`);
      }
    }
    expect(differences).toEqual([]);
    await store.close();
  });
});
