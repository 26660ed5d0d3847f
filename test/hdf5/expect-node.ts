import { expect } from 'vitest';

import { bytesOf, dtypeName } from '../../src/core/store/dtype.ts';
import type { ArrayNode, AttrValue, Node } from '../../src/core/store/store.ts';
import type { AttributeDescription, Description } from './random-tree.ts';

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

/** What the two formats have in common is held; of Zarr that there is always a chunk, and no null. */
export async function expectNode(
  node: Node,
  expected: Description,
  format: 'hdf5' | 'zarr' = 'hdf5',
): Promise<void> {
  expect(Object.keys(node.attrs).sort()).toEqual(Object.keys(expected.attrs).sort());
  for (const [name, attribute] of Object.entries(expected.attrs)) {
    expect(comparable(node.attrs[name], attribute)).toEqual(attribute.value);
  }
  expect(node.kind).toBe(expected.kind);
  if (node.kind === 'array') {
    if (expected.kind === 'array') await expectArray(node, expected, format);
  } else if (expected.kind === 'group') {
    expect([...(await node.keys())].sort()).toEqual(Object.keys(expected.members).sort());
    for (const [name, member] of Object.entries(expected.members)) {
      await expectNode(await node.get(name), member, format);
    }
  }
}

async function expectArray(
  node: ArrayNode,
  expected: Extract<Description, { kind: 'array' }>,
  format: 'hdf5' | 'zarr',
): Promise<void> {
  expect(node.shape).toEqual(format === 'zarr' ? (expected.shape ?? []) : expected.shape);
  if (expected.shape === null) return;
  expect(dtypeName(node.dtype)).toBe(expected.dtype);
  expect(node.chunks !== null).toBe(format === 'zarr' || expected.chunked);
  const { values } = await node.read(0, expected.shape[0] ?? 1);
  if ('toStrings' in values) expect(values.toStrings()).toEqual(expected.strings);
  else expect(Buffer.from(bytesOf(values)).toString('base64')).toBe(expected.bytes);
}
