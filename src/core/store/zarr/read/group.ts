import { ClauseError } from '../../clause-error.ts';
import path from 'node:path';
import { ConcatError, ElemUnreadableError } from '../../../errors.ts';
import type { Attrs, GroupNode, Node } from '../../store.ts';
import { systemCode } from '../../system-error.ts';
import { ZarrArray } from './array.ts';
import { type ZarrSource } from './source/source.ts';
import type { MetadataTree } from './tree.ts';

export interface ZarrStore {
  /** As given by the user, for messages. */
  readonly path: string;
  readonly source: ZarrSource;
  readonly tree: MetadataTree;
}

export class ZarrGroup implements GroupNode {
  readonly kind = 'group';
  readonly path: string;
  readonly attrs: Attrs;
  readonly #store: ZarrStore;

  constructor(store: ZarrStore, path: string, attrs: Attrs) {
    this.#store = store;
    this.path = path;
    this.attrs = attrs;
  }

  /** @throws ElemUnreadableError when it cannot be listed */
  async keys(): Promise<readonly string[]> {
    try {
      return (await this.#store.tree.members(this.path)).filter(isName);
    } catch (cause) {
      throw this.#unreadable(this.path, cause);
    }
  }

  /** @throws ElemUnreadableError when it cannot be listed */
  async isEmpty(): Promise<boolean> {
    try {
      return !(await this.#store.tree.hasMember(this.path, isName));
    } catch (cause) {
      throw this.#unreadable(this.path, cause);
    }
  }

  async has(name: string): Promise<boolean> {
    return isName(name) && (await this.#store.tree.has(this.#member(name)));
  }

  async get(name: string): Promise<Node> {
    const elem = this.#member(name);
    if (!isName(name)) throw this.#unreadable(elem, 'it is no name of an element');
    try {
      return await openNode(this.#store, elem);
    } catch (cause) {
      throw this.#unreadable(elem, cause);
    }
  }

  #member(name: string): string {
    return this.path === '' ? name : `${this.path}/${name}`;
  }

  #unreadable(elem: string, cause: unknown): Error {
    if (cause instanceof ConcatError) return cause;
    const reason = typeof cause === 'string' ? cause : reasonOf(cause);
    return new ElemUnreadableError({ path: this.#store.path, elem, reason, cause });
  }
}

/** @throws z.ZodError, SyntaxError, ClauseError or a system error when it cannot be read */
export async function openNode(store: ZarrStore, elem: string): Promise<Node> {
  const node = await store.tree.node(elem);
  if (node === undefined) throw new ClauseError('there is no such element');
  switch (node.kind) {
    case 'group':
      return new ZarrGroup(store, elem, node.attrs);
    case 'array':
      return new ZarrArray(store, elem, node.meta);
  }
}

/** Why metadata could not be read, as a clause. */
export function reasonOf(cause: unknown): string {
  if (cause instanceof ClauseError) return cause.message;
  return systemCode(cause) ?? 'its metadata is damaged';
}

/** Names that lead nowhere but to a member. On Windows a backslash separates folders too. */
const isName = (name: string): boolean =>
  name !== '' &&
  name !== '.' &&
  name !== '..' &&
  !name.includes('/') &&
  !name.includes('\0') &&
  !(path.sep === '\\' && name.includes('\\'));
