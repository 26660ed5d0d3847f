import { OutputUnwritableError } from '../../../errors.ts';
import type { ByteBudget } from '../../byte-budget.ts';
import type { ArraySink, ArraySpec, AttrsInput, GroupSink } from '../../store.ts';
import { ZarrArray, type SavedArray } from './array.ts';
import { chunkingOf } from './chunking.ts';
import { attrsJson, type Json } from './json.ts';
import { isZarrName } from './member-name.ts';
import {
  arrayDocuments,
  groupDocuments,
  type ArrayLayout,
  type Document,
  type ZarrVersion,
} from './metadata.ts';
import type { OutputFolder } from './output-folder.ts';
import { CHUNK_BYTES_MAX } from './string-cutter.ts';

/** What all nodes of a store share. */
export interface StoreParts {
  readonly folder: OutputFolder;
  readonly version: ZarrVersion;
  readonly budget: ByteBudget;
  /** Metadata of every node but the root, by path; null until it is complete. */
  readonly nodes: Map<string, readonly Document[] | null>;
  /** Paths of those that are arrays. */
  readonly arrays: Set<string>;
  /** The arrays that are not complete. */
  readonly open: Map<string, ZarrArray>;
  /** Arrays that an earlier run has not completed, until they are asked for. */
  readonly left: Map<string, SavedArray>;
  /** Paths of the groups that an earlier run has made, until they are asked for. */
  readonly restored: Set<string>;
}

/** A group of an anndata store: a folder with metadata, in which its members have theirs. */
export class ZarrGroup implements GroupSink {
  readonly #parts: StoreParts;
  readonly #elem: string;

  constructor(parts: StoreParts, elem: string) {
    this.#parts = parts;
    this.#elem = elem;
  }

  async group(name: string, attrs: AttrsInput): Promise<GroupSink> {
    if (this.#parts.restored.delete(this.#pathOf(name))) {
      return new ZarrGroup(this.#parts, this.#pathOf(name));
    }
    const elem = await this.#add(name);
    const documents = groupDocuments(this.#parts.version, this.#attrs(elem, attrs));
    await this.#complete(elem, documents);
    return new ZarrGroup(this.#parts, elem);
  }

  async array(name: string, spec: ArraySpec): Promise<ArraySink> {
    const { folder, version, budget, arrays, open, left } = this.#parts;
    const elem = this.#pathOf(name);
    const saved = left.get(elem);
    left.delete(elem);
    if (saved === undefined) await this.#add(name);
    arrays.add(elem);
    const attrs = this.#attrs(elem, spec.attrs);
    const chunking = chunkingOf(spec);
    if (chunking.rows * chunking.rowValues * chunking.valueBytes > CHUNK_BYTES_MAX) {
      throw this.#unwritable(elem, 'Zarr has no chunks of 2 GiB and more');
    }
    const place = { folder, array: elem, version, rank: spec.shape.length };
    const onClosed = async (layout: ArrayLayout): Promise<void> => {
      await this.#complete(elem, arrayDocuments(version, layout, attrs));
      open.delete(elem);
    };
    const parts = { place, spec, chunking, budget, onClosed };
    const array =
      saved === undefined ? new ZarrArray(parts) : await ZarrArray.restore(parts, saved);
    open.set(elem, array);
    return array;
  }

  /**
   * An array of which all shards are written elsewhere.
   * @param chunks in each shard
   */
  async declare(name: string, spec: ArraySpec, chunks: number): Promise<void> {
    const elem = await this.#add(name);
    this.#parts.arrays.add(elem);
    const { dtype, shape, compression } = spec;
    const { rows } = chunkingOf({ ...spec, growable: true });
    const others = shape.slice(1).map((extent) => Math.max(1, extent));
    const layout: ArrayLayout = {
      dtype,
      shape,
      chunk: [rows, ...others],
      shard: [rows * chunks, ...others],
      compression,
    };
    const attrs = this.#attrs(elem, spec.attrs);
    await this.#complete(elem, arrayDocuments(this.#parts.version, layout, attrs));
  }

  /** Zarr has no arrays without values: as anndata does, a single false stands for it. */
  async nothing(name: string, attrs: AttrsInput): Promise<void> {
    const array = await this.array(name, {
      dtype: { kind: 'numeric', name: 'bool' },
      shape: [],
      growable: false,
      chunkRows: null,
      compression: { id: 'none' },
      attrs,
    });
    await array.append({ kind: 'numeric', dtype: 'bool', values: Uint8Array.of(0) });
    await array.close();
  }

  /** Makes the folder of a member. Answers the member's path. */
  async #add(name: string): Promise<string> {
    const { folder, nodes } = this.#parts;
    const elem = this.#pathOf(name);
    if (!isZarrName(name)) throw this.#unwritable(elem, 'Zarr cannot hold a member of this name');
    if (nodes.has(elem)) throw this.#unwritable(elem, 'the member exists');
    nodes.set(elem, null);
    await folder.makeFolder(elem);
    return elem;
  }

  async #complete(elem: string, documents: readonly Document[]): Promise<void> {
    const { folder, nodes } = this.#parts;
    for (const [file, text] of documents) {
      await folder.writeFile(`${elem}/${file}`, Buffer.from(text));
    }
    nodes.set(elem, documents);
  }

  #attrs(elem: string, attrs: AttrsInput): Json {
    const result = attrsJson(attrs);
    if ('json' in result) return result.json;
    throw this.#unwritable(elem, `attribute ${result.strange} is no whole number below 2⁵³`);
  }

  #pathOf(name: string): string {
    return this.#elem === '' ? name : `${this.#elem}/${name}`;
  }

  #unwritable(elem: string, reason: string): OutputUnwritableError {
    return new OutputUnwritableError({ path: this.#parts.folder.path, elem, reason });
  }
}
