import { ElemUnreadableError } from '../errors.ts';
import { inStore } from '../store/in-store.ts';
import { openStore } from '../store/open.ts';
import type { ArrayNode, Block, Node, Store, ValuesBlock } from '../store/store.ts';
import { memberOf } from './known-groups.ts';

/** Stores open at one time; a run may have more inputs than the system allows open files. */
const MAX_OPEN = 512;
/** Arrays kept of each, with what is known of where their chunks are: those of a few elems. */
const MAX_ARRAYS = 12;

interface OpenInput {
  readonly store: Store;
  readonly arrays: Map<string, ArrayNode>;
  users: number;
}

/**
 * The stores that a run reads, by position. They are opened when they are needed; where they are too
 * many, the one used last is closed again: a run goes through all of them for each elem, so that
 * its turn comes again after those of all others. `close` releases all; it is the only owner.
 */
export class Inputs {
  readonly paths: readonly string[];
  // In order of last use.
  readonly #open = new Map<number, Promise<OpenInput>>();

  constructor(paths: readonly string[]) {
    this.paths = paths;
  }

  /**
   * Rows `[start, stop)` of an array of input `i`.
   * @throws ElemUnreadableError, StoreNotFoundError, StoreUnreadableError, CancelledError
   */
  async read(
    i: number,
    path: string,
    start: number,
    stop: number,
    signal?: AbortSignal,
  ): Promise<Block> {
    return this.#use(i, async (input) => (await opened(input, path)).read(start, stop, signal));
  }

  /** As `read`, also for complex numbers and records. */
  async readValues(
    i: number,
    path: string,
    start: number,
    stop: number,
    signal?: AbortSignal,
  ): Promise<ValuesBlock> {
    return this.#use(i, async (input) => {
      const array = await opened(input, path);
      return array.readValues(start, stop, signal);
    });
  }

  /** How the chunks of an array are stored; null when they are of no use as they are. */
  async storedForm(i: number, path: string): Promise<string | null> {
    return this.#use(i, async (input) => (await opened(input, path)).stored?.form ?? null);
  }

  /** A chunk as it is stored, as `StoredChunks` has it. */
  async readStored(
    i: number,
    path: string,
    chunk: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array | null> {
    return this.#use(i, async (input) => {
      const { stored } = await opened(input, path);
      return stored === null ? null : stored.read(chunk, signal);
    });
  }

  /** Runs `action` on the open store, which stays open until it settles. */
  async use<T>(i: number, action: (store: Store) => Promise<T>): Promise<T> {
    return this.#use(i, (input) => action(input.store));
  }

  /** All of them; what was only read loses nothing when it cannot be closed. */
  async close(): Promise<void> {
    const opened = [...this.#open.values()];
    this.#open.clear();
    await Promise.allSettled(opened.map(async (opening) => (await opening).store.close()));
  }

  async #use<T>(i: number, action: (input: OpenInput) => Promise<T>): Promise<T> {
    const opening = this.#open.get(i) ?? this.#openInput(i);
    this.#open.delete(i);
    this.#open.set(i, opening);
    let input: OpenInput;
    try {
      input = await opening;
    } catch (error) {
      this.#open.delete(i);
      throw error;
    }
    input.users++;
    try {
      await this.#closeUnused();
      return await inStore(input.store.path, () => action(input));
    } finally {
      input.users--;
    }
  }

  async #openInput(i: number): Promise<OpenInput> {
    const store = await openStore(this.paths[i] ?? '');
    return { store, arrays: new Map(), users: 0 };
  }

  async #closeUnused(): Promise<void> {
    if (this.#open.size <= MAX_OPEN) return;
    for (const [i, opening] of [...this.#open].reverse()) {
      if (this.#open.size <= MAX_OPEN) return;
      const input = await opening;
      if (input.users > 0) continue;
      this.#open.delete(i);
      await input.store.close();
    }
  }
}

async function opened(input: OpenInput, path: string): Promise<ArrayNode> {
  const known = input.arrays.get(path);
  if (known !== undefined) return known;
  const array = await arrayAt(input.store, path);
  input.arrays.set(path, array);
  for (const [oldest] of input.arrays) {
    if (input.arrays.size <= MAX_ARRAYS) break;
    input.arrays.delete(oldest);
  }
  return array;
}

/**
 * The node at a path; a field of records, too, is a node.
 * @throws ElemUnreadableError when there is none
 */
export async function nodeAt(store: Store, path: string): Promise<Node> {
  let node: Node = store.root;
  const names = path === '' ? [] : path.split('/');
  for (const [depth, name] of names.entries()) {
    if (node.kind === 'array') return fieldAt(node, names.slice(depth));
    node = await memberOf(store, node, name);
  }
  return node;
}

/** @param names of the field, which may hold a '/', and of fields in it */
function fieldAt(array: ArrayNode, names: readonly string[]): ArrayNode {
  const { dtype } = array;
  for (let length = names.length; length > 0 && dtype.kind === 'struct'; length--) {
    const name = names.slice(0, length).join('/');
    if (!dtype.fields.some((field) => field.name === name)) continue;
    const rest = names.slice(length);
    return rest.length === 0 ? array.field(name) : fieldAt(array.field(name), rest);
  }
  throw new ElemUnreadableError({ elem: array.path, reason: `it has no «${names.join('/')}»` });
}

async function arrayAt(store: Store, path: string): Promise<ArrayNode> {
  const node = await nodeAt(store, path);
  if (node.kind === 'array') return node;
  throw new ElemUnreadableError({ path: store.path, elem: path, reason: 'it is no array' });
}
