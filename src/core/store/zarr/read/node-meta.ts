import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Attrs } from '../../store.ts';
import { systemCode } from '../../system-error.ts';
import type { ZarrArrayMeta } from './array-meta.ts';
import { attrsOf } from './attrs.ts';
import { parseJson } from './json.ts';
import { parseV2 } from './meta-v2.ts';
import { parseV3 } from './meta-v3.ts';

export type ZarrVersion = 2 | 3;

export type NodeMeta =
  | { readonly kind: 'group'; readonly attrs: Attrs }
  | { readonly kind: 'array'; readonly meta: ZarrArrayMeta };

const V3 = 'zarr.json';
const V2_ARRAY = '.zarray';
const V2_GROUP = '.zgroup';
const V2_ATTRS = '.zattrs';

const v3Schema = z.looseObject({
  zarr_format: z.literal(3),
  node_type: z.enum(['group', 'array']),
  attributes: z.unknown().optional(),
});
const v2GroupSchema = z.looseObject({ zarr_format: z.literal(2) });

/** Version of the Zarr group or array in a folder; undefined when there is none. */
export async function zarrVersion(folder: string): Promise<ZarrVersion | undefined> {
  if (await exists(path.join(folder, V3))) return 3;
  for (const name of [V2_GROUP, V2_ARRAY, V2_ATTRS]) {
    if (await exists(path.join(folder, name))) return 2;
  }
  return undefined;
}

/** Whether a folder holds a group or an array of this version. */
export async function hasNode(folder: string, version: ZarrVersion): Promise<boolean> {
  if (version === 3) return exists(path.join(folder, V3));
  return (await exists(path.join(folder, V2_ARRAY))) || (await exists(path.join(folder, V2_GROUP)));
}

/**
 * The metadata of a folder. Consolidated copies are not looked at: these are the originals.
 * @throws z.ZodError, SyntaxError, or the system's error
 */
export async function readNode(folder: string, version: ZarrVersion): Promise<NodeMeta> {
  return version === 3 ? readV3(folder) : readV2(folder);
}

async function readV3(folder: string): Promise<NodeMeta> {
  const json = parseJson(await readFile(path.join(folder, V3), 'utf8'));
  const { node_type: kind, attributes } = v3Schema.parse(json);
  const attrs = attrsOf(attributes);
  return kind === 'group' ? { kind, attrs } : { kind, meta: parseV3(json, attrs) };
}

async function readV2(folder: string): Promise<NodeMeta> {
  const [array, group, attrsText] = await Promise.all([
    readIfExists(path.join(folder, V2_ARRAY)),
    readIfExists(path.join(folder, V2_GROUP)),
    readIfExists(path.join(folder, V2_ATTRS)),
  ]);
  const attrs = attrsOf(attrsText === undefined ? undefined : parseJson(attrsText));
  if (array !== undefined) return { kind: 'array', meta: parseV2(parseJson(array), attrs) };
  if (group !== undefined) v2GroupSchema.parse(parseJson(group));
  else if (attrsText === undefined) await readFile(path.join(folder, V2_GROUP));
  return { kind: 'group', attrs };
}

async function readIfExists(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return undefined;
    throw cause;
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (cause) {
    const code = systemCode(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw cause;
  }
}
