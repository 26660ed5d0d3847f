import { ElemUnreadableError } from '../errors.ts';
import { openStore } from '../store/open.ts';
import type { ArrayNode, Block, Node, Store } from '../store/store.ts';

/** Stores open at one time; a run may have more inputs than the system allows open files. */
const MAX_OPEN = 64;

interface OpenInput {
  readonly store: Store;
  readonly arrays: Map<string, ArrayNode>;
  users: number;
}

/**
 * The stores that a run reads, by position. They are opened when they are needed, and the ones not
 * in use are closed again, the longest unused first. `close` releases all; it is the only owner.
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
    return this.#use(i, async (input) => {
      let array = input.arrays.get(path);
      if (array === undefined) {
        array = await arrayAt(input.store, path);
        input.arrays.set(path, array);
      }
      return array.read(start, stop, signal);
    });
  }

  /** Runs `action` on the open store, which stays open until it settles. */
  async use<T>(i: number, action: (store: Store) => Promise<T>): Promise<T> {
    return this.#use(i, (input) => action(input.store));
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#open.values());
    this.#open.clear();
    for (const input of opened) if (input.status === 'fulfilled') await input.value.store.close();
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
      return await action(input);
    } finally {
      input.users--;
    }
  }

  async #openInput(i: number): Promise<OpenInput> {
    const store = await openStore(this.paths[i] ?? '');
    return { store, arrays: new Map(), users: 0 };
  }

  async #closeUnused(): Promise<void> {
    for (const [i, opening] of this.#open) {
      if (this.#open.size <= MAX_OPEN) return;
      const input = await opening;
      if (input.users > 0) continue;
      this.#open.delete(i);
      await input.store.close();
    }
  }
}

/** @throws ElemUnreadableError when there is no such node */
export async function nodeAt(store: Store, path: string): Promise<Node> {
  let node: Node = store.root;
  for (const name of path === '' ? [] : path.split('/')) {
    if (node.kind !== 'group') {
      throw new ElemUnreadableError({ path: store.path, elem: path, reason: 'no such elem' });
    }
    node = await node.get(name);
  }
  return node;
}

async function arrayAt(store: Store, path: string): Promise<ArrayNode> {
  const node = await nodeAt(store, path);
  if (node.kind === 'array') return node;
  throw new ElemUnreadableError({ path: store.path, elem: path, reason: 'it is no array' });
}
