import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/core/store/open.ts';
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

let folder: string;
let expected: Map<string, Map<string, Description>>;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'read-zarr-')));
  await python(path.join(import.meta.dirname, 'make-zarr.py'), [folder]);
  expected = await readExpected(path.join(folder, 'expected.json'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe.each([
  ['matrix-v2.zarr', 'zarr2', 400],
  ['matrix-v3.zarr', 'zarr3', 400],
  ['anndata-v2.zarr', 'zarr2', 30],
  ['anndata-v3.zarr', 'zarr3', 30],
])('%s', (name, format, atLeast) => {
  it('says what Python says', async () => {
    const nodes = expected.get(name) ?? new Map<string, Description>();
    expect(nodes.size).toBeGreaterThan(atLeast);
    const store = await openStore(path.join(folder, name));
    expect(store.format).toBe(format);
    const differences: string[] = [];
    for (const [at, description] of nodes) {
      const node = await nodeAt(store.root, at);
      const { hash, ...rest } = { hash: null, ...description };
      expect(await describeNode(node), at).toEqual(rest);
      if (node.kind !== 'array') continue;
      // Some of the steps end inside of chunks, some at their borders.
      for (const step of [Infinity, Math.ceil(rowsOf(node) / 3), 50]) {
        if (hashOf(await readInSteps(node, step)) !== hash) differences.push(`${at} by ${step}`);
      }
    }
    expect(differences).toEqual([]);
    await store.close();
  });
});
