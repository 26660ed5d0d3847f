import { ClauseError } from '../../clause-error.ts';
import * as z from 'zod';
import { compareCodePoints } from '../../code-points.ts';
import { inFlight } from '../../in-flight.ts';
import {
  parseNode,
  readJson,
  readNodeJson,
  V2_ARRAY,
  V2_CONSOLIDATED,
  V2_GROUP,
  V3,
  type NodeJson,
  type NodeMeta,
  type ZarrVersion,
} from './node-meta.ts';
import { keyOf, type ZarrSource } from './source/source.ts';

/** Folders looked at in parallel when a group is listed. */
const LANES = 16;

/** The metadata of all nodes of a store. Paths are made of names that were checked. */
export interface MetadataTree {
  /** Undefined when there is no such node. @throws when its metadata is damaged */
  node(path: string): Promise<NodeMeta | undefined>;
  has(path: string): Promise<boolean>;
  /** In code point order. */
  members(path: string): Promise<readonly string[]>;
  /** Whether there is a member whose name is `wanted`; looks at no more than it takes. */
  hasMember(path: string, wanted: (name: string) => boolean): Promise<boolean>;
}

/**
 * The metadata tree of a source. As in zarr-python, consolidated metadata is taken where there is
 * some, even when it is out of date; of the root's attributes, the original.
 * @throws z.ZodError, SyntaxError when the root's metadata is damaged
 * @throws ClauseError when it is not consolidated and the source cannot list, or not whole
 */
export async function openTree(source: ZarrSource, version: ZarrVersion): Promise<MetadataTree> {
  const root = await readNodeJson(source, '', version);
  const members = await consolidatedNodes(source, version, root);
  if (members !== undefined) return new ConsolidatedTree(root, members);
  if ((await source.list('')) !== null) return new ListedTree(source, version);
  throw new ClauseError(
    'its metadata is not consolidated, and without that the members of a store cannot be listed over HTTP; ' +
      'zarr.consolidate_metadata makes it so',
  );
}

/** The nodes whose metadata is consolidated, by their paths; undefined where it is not. */
export const consolidatedNodes = async (
  source: ZarrSource,
  version: ZarrVersion,
  root: NodeJson,
): Promise<ReadonlyMap<string, NodeJson> | undefined> =>
  version === 3 ? consolidatedV3(root[V3]) : await consolidatedV2(source);

const v3Schema = z.looseObject({
  consolidated_metadata: z.looseObject({ metadata: z.record(z.string(), z.unknown()) }).nullish(),
});
const v2Schema = z.object({ metadata: z.record(z.string(), z.unknown()) });

function consolidatedV3(root: unknown): ReadonlyMap<string, NodeJson> | undefined {
  const metadata = v3Schema.parse(root).consolidated_metadata?.metadata;
  if (metadata === undefined) return undefined;
  return new Map(Object.entries(metadata).map(([path, json]) => [path, { [V3]: json }]));
}

async function consolidatedV2(
  source: ZarrSource,
): Promise<ReadonlyMap<string, NodeJson> | undefined> {
  const json = await readJson(source, V2_CONSOLIDATED);
  if (json === undefined) return undefined;
  const nodes = new Map<string, NodeJson>();
  for (const [key, value] of Object.entries(v2Schema.parse(json).metadata)) {
    const at = key.lastIndexOf('/');
    const path = key.slice(0, Math.max(at, 0));
    nodes.set(path, { ...nodes.get(path), [key.slice(at + 1)]: value });
  }
  return nodes;
}

const isNode = (json: NodeJson): boolean => [V3, V2_ARRAY, V2_GROUP].some((name) => name in json);

/** A tree that the root's metadata holds whole. */
class ConsolidatedTree implements MetadataTree {
  readonly #nodes: ReadonlyMap<string, NodeJson>;
  readonly #members = new Map<string, string[]>();

  /** @throws ClauseError when a node is in no group */
  constructor(root: NodeJson, members: ReadonlyMap<string, NodeJson>) {
    this.#nodes = new Map([...members, ['', root]]);
    for (const [path, json] of members) {
      if (path === '' || !isNode(json)) continue;
      const at = path.lastIndexOf('/');
      const parent = path.slice(0, Math.max(at, 0));
      // It would be in no list of members.
      if (!isNode(this.#nodes.get(parent) ?? {})) {
        throw new ClauseError(`its consolidated metadata has «${path}», but no group «${parent}»`);
      }
      const siblings = this.#members.get(parent);
      if (siblings === undefined) this.#members.set(parent, [path.slice(at + 1)]);
      else siblings.push(path.slice(at + 1));
    }
    for (const names of this.#members.values()) names.sort(compareCodePoints);
  }

  node(path: string): Promise<NodeMeta | undefined> {
    const json = this.#nodes.get(path);
    return new Promise((resolve) => {
      resolve(json === undefined ? undefined : parseNode(json));
    });
  }

  has(path: string): Promise<boolean> {
    const json = this.#nodes.get(path);
    return Promise.resolve(json !== undefined && isNode(json));
  }

  members(path: string): Promise<readonly string[]> {
    return Promise.resolve(this.#members.get(path) ?? []);
  }

  hasMember(path: string, wanted: (name: string) => boolean): Promise<boolean> {
    return Promise.resolve(this.#members.get(path)?.some(wanted) ?? false);
  }
}

/** A tree whose nodes each have their metadata beside their values. */
export class ListedTree implements MetadataTree {
  readonly #source: ZarrSource;
  readonly #version: ZarrVersion;

  constructor(source: ZarrSource, version: ZarrVersion) {
    this.#source = source;
    this.#version = version;
  }

  async node(path: string): Promise<NodeMeta | undefined> {
    return parseNode(await readNodeJson(this.#source, path, this.#version));
  }

  async has(path: string): Promise<boolean> {
    for (const name of this.#version === 3 ? [V3] : [V2_ARRAY, V2_GROUP]) {
      if (await this.#source.has(keyOf(path, name))) return true;
    }
    return false;
  }

  async members(path: string): Promise<readonly string[]> {
    const found: string[] = [];
    await inFlight((await this.#source.list(path)) ?? [], LANES, async (name) => {
      if (await this.has(keyOf(path, name))) found.push(name);
    });
    return found.sort(compareCodePoints);
  }

  async hasMember(path: string, wanted: (name: string) => boolean): Promise<boolean> {
    for (const name of (await this.#source.list(path)) ?? []) {
      if (wanted(name) && (await this.has(keyOf(path, name)))) return true;
    }
    return false;
  }
}
