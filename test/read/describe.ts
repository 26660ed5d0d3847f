import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { compareCodePoints } from '../../src/core/store/code-points.ts';
import { bytesOf, dtypeName } from '../../src/core/store/dtype.ts';
import type {
  ArrayNode,
  AttrValue,
  GroupNode,
  Node,
  ValuesBlock,
} from '../../src/core/store/store.ts';

/** Pairs, since a name may be `__proto__`. */
const attrsSchema = z.array(z.tuple([z.string(), z.unknown()]));
const arraySchema = z.object({
  kind: z.literal('array'),
  dtype: z.string(),
  shape: z.array(z.number()).nullable(),
  attrs: attrsSchema,
  chunks: z.array(z.number()).nullable(),
  filters: z.array(z.string()),
  /** Null where it cannot be read. */
  hash: z.string().nullable(),
});
const groupSchema = z.object({
  kind: z.literal('group'),
  keys: z.array(z.string()),
  attrs: attrsSchema,
});
const nodeSchema = z.discriminatedUnion('kind', [arraySchema, groupSchema]);
export type Description = z.infer<typeof nodeSchema>;
export type ArrayDescription = z.infer<typeof arraySchema>;

/** What Python says of each node of each store, by store and path. */
export async function readExpected(file: string): Promise<Map<string, Map<string, Description>>> {
  const json: unknown = JSON.parse(await readFile(file, 'utf8'));
  const stores = z.record(z.string(), z.unknown()).parse(json);
  return new Map(
    Object.entries(stores).map(([store, nodes]) => [
      store,
      new Map(
        Object.entries(z.record(z.string(), z.unknown()).parse(nodes)).map(([path, node]) => [
          path,
          nodeSchema.parse(node),
        ]),
      ),
    ]),
  );
}

/** A value as text that Python makes in the same way (`canonical` of describe.py). */
export function canonical(value: AttrValue): unknown {
  if (value === null) return 'null';
  if (typeof value === 'string') return `s:${value}`;
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return 'f:nan';
    return Number.isInteger(value) ? String(BigInt(value)) : `f:${bits(value)}`;
  }
  if (typeof value !== 'object') return String(value);
  return value instanceof Array
    ? value.map(canonical)
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, canonical(item)]));
}

function bits(value: number): string {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleBE(value);
  return buffer.toString('hex');
}

/** Of all blocks together, as `hash_of` of describe.py. */
export function hashOf(blocks: readonly ValuesBlock[]): string {
  const hash = createHash('sha1');
  for (const block of blocks) {
    if (block.kind === 'struct') break;
    if (block.kind !== 'string') {
      hash.update(bytesOf(block.values));
      continue;
    }
    for (let i = 0; i < block.values.length; i++) {
      const text = block.values.slice(i);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(text.length);
      hash.update(length).update(text);
    }
  }
  const [first] = blocks;
  for (const [i] of (first?.kind === 'struct' ? first.fields : []).entries()) {
    const fields = blocks.flatMap(
      (block) => (block.kind === 'struct' ? block.fields[i] : undefined) ?? [],
    );
    hash.update(hashOf(fields.map((field) => field.block)));
  }
  return hash.digest('hex');
}

/** What `describe.py` says of a node, without its values. */
export async function describeNode(node: Node): Promise<object> {
  const attrs = Object.entries(node.attrs)
    .map(([name, value]) => [name, canonical(value)] as const)
    .sort(([a], [b]) => compareCodePoints(a, b));
  if (node.kind === 'group') return { kind: 'group', keys: await node.keys(), attrs };
  return {
    kind: 'array',
    dtype: node.dtype.kind === 'opaque' ? 'opaque' : dtypeName(node.dtype),
    shape: node.shape,
    attrs,
    chunks: node.chunks,
    filters: node.filters,
  };
}

/** The node at a path that was made of its names. */
export async function nodeAt(root: GroupNode, path: string): Promise<Node> {
  let node: Node = root;
  for (const name of path === '' ? [] : path.split('/')) {
    if (node.kind !== 'group') throw new Error(`${node.path} is no group`);
    node = await node.get(name);
  }
  return node;
}

export async function arrayAt(root: GroupNode, path: string): Promise<ArrayNode> {
  const node = await nodeAt(root, path);
  if (node.kind !== 'array') throw new Error(`${path} is no array`);
  return node;
}

/** Rows that `read` takes. */
export const rowsOf = ({ shape }: ArrayNode): number => (shape === null ? 0 : (shape[0] ?? 1));

/** All rows, `step` of them at a time. */
export async function readInSteps(node: ArrayNode, step: number): Promise<ValuesBlock[]> {
  const blocks: ValuesBlock[] = [];
  const rows = rowsOf(node);
  for (let start = 0; start < rows; start += step) {
    blocks.push(await node.readValues(start, Math.min(rows, start + step)));
  }
  if (rows === 0) blocks.push(await node.readValues(0, 0));
  return blocks;
}
