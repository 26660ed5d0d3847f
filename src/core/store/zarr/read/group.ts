import { opendir } from 'node:fs/promises';
import path from 'node:path';
import { ConcatError, ElemUnreadableError } from '../../../errors.ts';
import { compareCodePoints } from '../../code-points.ts';
import { inFlight } from '../../in-flight.ts';
import type { Attrs, GroupNode, Node } from '../../store.ts';
import { systemCode } from '../../system-error.ts';
import { ZarrArray } from './array.ts';
import { hasNode, readNode, type ZarrVersion } from './node-meta.ts';

/** Folders looked at in parallel when a group is listed. */
const LANES = 16;

export interface ZarrTree {
  /** As given by the user, for messages. */
  readonly path: string;
  readonly version: ZarrVersion;
}

export class ZarrGroup implements GroupNode {
  readonly kind = 'group';
  readonly path: string;
  readonly attrs: Attrs;
  readonly #tree: ZarrTree;
  readonly #folder: string;

  constructor(tree: ZarrTree, folder: string, path: string, attrs: Attrs) {
    this.#tree = tree;
    this.#folder = folder;
    this.path = path;
    this.attrs = attrs;
  }

  /** @throws ElemUnreadableError when the folder cannot be listed */
  async keys(): Promise<readonly string[]> {
    const names: string[] = [];
    try {
      for await (const entry of await opendir(this.#folder)) {
        if (entry.isDirectory() || entry.isSymbolicLink()) names.push(entry.name);
      }
      const found: string[] = [];
      await inFlight(names, LANES, async (name) => {
        if (await this.has(name)) found.push(name);
      });
      return found.sort(compareCodePoints);
    } catch (cause) {
      throw this.#unreadable(this.path, cause);
    }
  }

  async has(name: string): Promise<boolean> {
    if (!isName(name)) return false;
    return hasNode(path.join(this.#folder, name), this.#tree.version);
  }

  async get(name: string): Promise<Node> {
    const elem = this.path === '' ? name : `${this.path}/${name}`;
    if (!isName(name)) throw this.#unreadable(elem, 'it is no name of an element');
    try {
      return await openNode(this.#tree, path.join(this.#folder, name), elem);
    } catch (cause) {
      throw this.#unreadable(elem, cause);
    }
  }

  #unreadable(elem: string, cause: unknown): Error {
    if (cause instanceof ConcatError) return cause;
    const reason = typeof cause === 'string' ? cause : reasonOf(cause);
    return new ElemUnreadableError({ path: this.#tree.path, elem, reason, cause });
  }
}

/** @throws z.ZodError, SyntaxError or a system error when its metadata is missing or damaged */
export async function openNode(tree: ZarrTree, folder: string, elem: string): Promise<Node> {
  const node = await readNode(folder, tree.version);
  switch (node.kind) {
    case 'group':
      return new ZarrGroup(tree, folder, elem, node.attrs);
    case 'array':
      return new ZarrArray(tree.path, folder, elem, node.meta);
  }
}

/** Why metadata could not be read, as a clause. */
export function reasonOf(cause: unknown): string {
  const code = systemCode(cause);
  if (code === 'ENOENT') return 'there is no such element';
  if (code !== undefined) return code;
  return 'its metadata is damaged';
}

/** Names that lead nowhere but to a member. On Windows a backslash separates folders too. */
const isName = (name: string): boolean =>
  name !== '' &&
  name !== '.' &&
  name !== '..' &&
  !name.includes('/') &&
  !name.includes('\0') &&
  !(path.sep === '\\' && name.includes('\\'));
