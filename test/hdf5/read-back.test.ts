import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { bytesOf, dtypeName } from '../../src/core/store/dtype.ts';
import { openHdf5 } from '../../src/core/store/hdf5/read/open.ts';
import type { ArrayNode, AttrValue, Node } from '../../src/core/store/store.ts';
import { writeRandomTree, type AttributeDescription, type Description } from './random-tree.ts';
import { inFolder } from './tools.ts';

/** What a reader's attribute is in the words of the description. */
function comparable(value: AttrValue | undefined, { kind }: AttributeDescription): unknown {
  switch (kind) {
    case 'string':
    case 'bool':
    case 'strings':
      return value;
    case 'int64':
      return typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
    case 'int64s':
      return Array.isArray(value) ? value.map(String) : value;
  }
}

async function expectNode(node: Node, expected: Description): Promise<void> {
  expect(Object.keys(node.attrs).sort()).toEqual(Object.keys(expected.attrs).sort());
  for (const [name, attribute] of Object.entries(expected.attrs)) {
    expect(comparable(node.attrs[name], attribute)).toEqual(attribute.value);
  }
  expect(node.kind).toBe(expected.kind);
  if (node.kind === 'array') {
    if (expected.kind === 'array') await expectArray(node, expected);
  } else if (expected.kind === 'group') {
    expect([...(await node.keys())].sort()).toEqual(Object.keys(expected.members).sort());
    for (const [name, member] of Object.entries(expected.members)) {
      await expectNode(await node.get(name), member);
    }
  }
}

async function expectArray(
  node: ArrayNode,
  expected: Extract<Description, { kind: 'array' }>,
): Promise<void> {
  expect(node.shape).toEqual(expected.shape);
  if (expected.shape === null) return;
  expect(dtypeName(node.dtype)).toBe(expected.dtype);
  expect(node.chunks !== null).toBe(expected.chunked);
  const { values } = await node.read(0, expected.shape[0] ?? 1);
  if ('toStrings' in values) expect(values.toStrings()).toEqual(expected.strings);
  else expect(Buffer.from(bytesOf(values)).toString('base64')).toBe(expected.bytes);
}

describe.each([
  ['h5wasm alone', { direct: false }],
  ['our direct reader', { direct: true }],
])('%s', (_, options) => {
  it.each([4, 8, 13, 101, 102, 103])('reads the random tree of seed %i', async (seed) => {
    await inFolder(async (folder) => {
      const file = path.join(folder, 'tree.h5');
      const expected = await writeRandomTree(file, seed);
      const store = await openHdf5(file, file, options);
      try {
        await expectNode(store.root, expected);
      } finally {
        await store.close();
      }
    });
  });
});
