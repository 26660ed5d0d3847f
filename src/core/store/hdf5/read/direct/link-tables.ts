import { hasLinks, isGroup, linksOf, type Links } from './links.ts';
import { readObjectHeader } from './object-header.ts';
import type { RawFile } from './raw-file.ts';

const MAX_TABLES = 16;

/** The links of groups by the addresses of their object headers; keeps the ones used last. */
export class LinkTables {
  readonly #file: RawFile;
  readonly #tables = new Map<number, Promise<Links | null>>();

  constructor(file: RawFile) {
    this.#file = file;
  }

  /**
   * Null when the object is no group.
   * @throws RangeError, FileEndsError when it is damaged; UnknownFormatError
   */
  of(address: number): Promise<Links | null> {
    const links = this.#tables.get(address) ?? this.#read(address);
    this.#tables.delete(address);
    this.#tables.set(address, links);
    for (const [oldest] of this.#tables) {
      if (this.#tables.size <= MAX_TABLES) break;
      this.#tables.delete(oldest);
    }
    return links;
  }

  /**
   * Whether a group has no links, without reading all of them.
   * @throws RangeError, FileEndsError when it is damaged
   */
  async isEmpty(address: number): Promise<boolean> {
    const links = await this.#tables.get(address);
    if (links !== undefined) return (links?.size ?? 0) === 0;
    return !(await hasLinks(this.#file, await readObjectHeader(this.#file, address)));
  }

  async #read(address: number): Promise<Links | null> {
    const messages = await readObjectHeader(this.#file, address);
    return isGroup(messages) ? linksOf(this.#file, messages) : null;
  }
}
