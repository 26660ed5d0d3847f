import { isUtf8 } from 'node:buffer';
import * as z from 'zod';
import type { Attrs } from '../../store.ts';
import type { ZarrArrayMeta } from './array-meta.ts';
import { attrsOf } from './attrs.ts';
import { parseJson } from './json.ts';
import { parseV2 } from './meta-v2.ts';
import { parseV3 } from './meta-v3.ts';
import { FolderSource } from './source/folder.ts';
import { keyOf, type ZarrSource } from './source/source.ts';

export type ZarrVersion = 2 | 3;

export type NodeMeta =
  | { readonly kind: 'group'; readonly attrs: Attrs }
  | { readonly kind: 'array'; readonly meta: ZarrArrayMeta };

export const V3 = 'zarr.json';
export const V2_ARRAY = '.zarray';
export const V2_GROUP = '.zgroup';
export const V2_ATTRS = '.zattrs';
export const V2_CONSOLIDATED = '.zmetadata';

/** More bytes than this are no metadata. */
export const MAX_METADATA_BYTES = 256 * 1024 * 1024;

const v3Schema = z.looseObject({
  zarr_format: z.literal(3),
  node_type: z.enum(['group', 'array']),
  attributes: z.unknown().optional(),
});
const v2GroupSchema = z.looseObject({ zarr_format: z.literal(2) });

/** Version of the Zarr group or array at the root of a source; undefined when there is none. */
export async function versionOf(source: ZarrSource): Promise<ZarrVersion | undefined> {
  if (await source.has(V3)) return 3;
  for (const name of [V2_GROUP, V2_ARRAY, V2_ATTRS]) if (await source.has(name)) return 2;
  return undefined;
}

/** Version of the Zarr group or array in a folder; undefined when there is none. */
export const zarrVersion = (folder: string): Promise<ZarrVersion | undefined> =>
  versionOf(new FolderSource(folder));

/** Parsed JSON under a key; undefined when there is nothing. @throws SyntaxError */
export async function readJson(source: ZarrSource, key: string): Promise<unknown> {
  const bytes = await source.get(key, MAX_METADATA_BYTES);
  if (bytes === undefined) return undefined;
  if (!isUtf8(bytes)) throw new SyntaxError('metadata is text in UTF-8');
  const json = parseJson(Buffer.from(bytes).toString('utf8'));
  if (json === null) throw new SyntaxError('metadata is an object');
  return json;
}

/** The documents that describe a node; undefined where there is none of this name. */
export interface NodeJson {
  readonly [V3]?: unknown;
  readonly [V2_ARRAY]?: unknown;
  readonly [V2_GROUP]?: unknown;
  readonly [V2_ATTRS]?: unknown;
}

/** The documents beside a node's values. */
export async function readNodeJson(
  source: ZarrSource,
  path: string,
  version: ZarrVersion,
): Promise<NodeJson> {
  if (version === 3) return { [V3]: await readJson(source, keyOf(path, V3)) };
  const [array, group, attrs] = await Promise.all(
    [V2_ARRAY, V2_GROUP, V2_ATTRS].map((name) => readJson(source, keyOf(path, name))),
  );
  return { [V2_ARRAY]: array, [V2_GROUP]: group, [V2_ATTRS]: attrs };
}

/**
 * What the documents of a node say; undefined when there are none.
 * @throws z.ZodError when they are damaged
 */
export function parseNode(json: NodeJson): NodeMeta | undefined {
  const { [V3]: v3, [V2_ARRAY]: array, [V2_GROUP]: group, [V2_ATTRS]: attributes } = json;
  if (v3 !== undefined) {
    const { node_type: kind, attributes: given } = v3Schema.parse(v3);
    const attrs = attrsOf(given);
    return kind === 'group' ? { kind, attrs } : { kind, meta: parseV3(v3, attrs) };
  }
  const attrs = attrsOf(attributes);
  if (array !== undefined) return { kind: 'array', meta: parseV2(array, attrs) };
  if (group !== undefined) v2GroupSchema.parse(group);
  else if (attributes === undefined) return undefined;
  return { kind: 'group', attrs };
}
