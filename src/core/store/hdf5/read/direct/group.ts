import { ElemUnreadableError } from '../../../../errors.ts';
import { compareCodePoints } from '../../../code-points.ts';
import type { Attrs, GroupNode, Node } from '../../../store.ts';
import { elemError, join, type Hdf5File } from '../file.ts';
import { openThroughLibrary } from '../group.ts';
import type { DirectFile } from './file.ts';
import type { Link, Links } from './links.ts';
import { openDirectly } from './open-node.ts';
import { UnknownFormatError } from './unknown-format.ts';
import { bytesOfName, utf8Of } from './utf8-name.ts';

/** Soft links on the way to one object: each may lead through others, and all of them in a circle. */
export const MAX_LINKS = 64;

export interface GroupPlace {
  readonly path: string;
  readonly attrs: Attrs;
  /** Addresses of the groups on the way here, this one the last. */
  readonly way: readonly number[];
}

/** A group that is read without the library. */
export class DirectGroup implements GroupNode {
  readonly kind = 'group';
  readonly path: string;
  readonly attrs: Attrs;
  readonly #file: Hdf5File;
  readonly #direct: DirectFile;
  readonly #way: readonly number[];

  constructor(file: Hdf5File, direct: DirectFile, { path, attrs, way }: GroupPlace) {
    this.path = path;
    this.attrs = attrs;
    this.#file = file;
    this.#direct = direct;
    this.#way = way;
  }

  /** @throws ElemUnreadableError, also when a name is no text */
  async keys(): Promise<readonly string[]> {
    const links = await this.#readLinks();
    const names = Array.from(links.keys(), (bytes) => {
      const name = utf8Of(bytes);
      if (name === null)
        throw this.#unreadable(this.path, `its member «${bytes}» has a name that is not UTF-8`);
      return name;
    });
    return names.sort(compareCodePoints);
  }

  /** @throws ElemUnreadableError */
  async isEmpty(): Promise<boolean> {
    try {
      return await this.#direct.links.isEmpty(this.#address);
    } catch (cause) {
      throw elemError(this.#file, this.path, cause);
    }
  }

  async has(name: string): Promise<boolean> {
    return (await this.#findLink(name)) !== undefined;
  }

  async get(name: string): Promise<Node> {
    const path = join(this.path, name);
    const link = await this.#findLink(name);
    if (link === undefined) throw this.#unreadable(path, 'there is no such element');
    let isFound = false;
    try {
      const found = await this.#follow(link, this.#address, { left: MAX_LINKS });
      switch (found.kind) {
        case 'nothing':
          throw this.#unreadable(path, 'it is a link to something that does not exist');
        case 'external':
          throw this.#unreadable(path, 'it is a link to another file, which is not followed');
        case 'object':
          if (this.#way.includes(found.address)) {
            throw this.#unreadable(path, 'it is a link back to a group that holds it');
          }
          isFound = true;
          return await openDirectly(this.#file, this.#direct, path, found.address, this.#way);
      }
    } catch (cause) {
      if (cause instanceof UnknownFormatError && isFound) {
        return await openThroughLibrary(this.#file, path, this.#way);
      }
      throw elemError(this.#file, path, cause);
    }
  }

  get #address(): number {
    return this.#way.at(-1) ?? this.#direct.root;
  }

  async #readLinks(): Promise<Links> {
    try {
      return (await this.#direct.links.of(this.#address)) ?? new Map();
    } catch (cause) {
      throw elemError(this.#file, this.path, cause);
    }
  }

  async #findLink(name: string): Promise<Link | undefined> {
    try {
      return await this.#direct.links.find(this.#address, bytesOfName(name));
    } catch (cause) {
      throw elemError(this.#file, this.path, cause);
    }
  }

  /** Where a link of the group at `group` leads to. */
  async #follow(link: Link, group: number, links: { left: number }): Promise<Found> {
    if (link.kind === 'external') return { kind: 'external' };
    if (link.kind === 'hard') return { kind: 'object', address: link.address };
    if (links.left-- === 0) return { kind: 'nothing' };
    const target = link.target.toString('latin1');
    let address = target.startsWith('/') ? this.#direct.root : group;
    for (const name of target.split('/')) {
      if (name === '' || name === '.') continue;
      const next = (await this.#direct.links.of(address))?.get(name);
      if (next === undefined) return { kind: 'nothing' };
      const found = await this.#follow(next, address, links);
      if (found.kind !== 'object') return found;
      address = found.address;
    }
    return { kind: 'object', address };
  }

  #unreadable(elem: string, reason: string): ElemUnreadableError {
    return new ElemUnreadableError({ path: this.#file.path, elem, reason });
  }
}

type Found =
  { readonly kind: 'object'; readonly address: number } | { readonly kind: 'nothing' | 'external' };
