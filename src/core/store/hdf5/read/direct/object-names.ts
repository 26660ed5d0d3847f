import { compareCodePoints } from '../../../code-points.ts';
import { isGroup, linksOf } from './links.ts';
import { readObjectHeader } from './object-header.ts';
import type { RawFile } from './raw-file.ts';
import { utf8Of } from './utf8-name.ts';

/** Finds a path of an object by its address, as references name it. */
export class ObjectNames {
  readonly #file: RawFile;
  readonly #root: number;
  #paths: Promise<ReadonlyMap<number, string>> | undefined;

  constructor(file: RawFile, root: number) {
    this.#file = file;
    this.#root = root;
  }

  /**
   * Null when no link leads to it. The first call walks through the whole file.
   * @throws RangeError, FileEndsError when the file is damaged; UnknownFormatError
   */
  async pathOf(address: number): Promise<string | null> {
    this.#paths ??= this.#walk();
    return (await this.#paths).get(address) ?? null;
  }

  /** Each object once, by the first of its paths: depth first, in the order of names. */
  async #walk(): Promise<ReadonlyMap<number, string>> {
    const paths = new Map<number, string>();
    const pending: [address: number, path: string][] = [[this.#root, '']];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const [address, path] = next;
      if (paths.has(address)) continue;
      paths.set(address, path);
      const messages = await readObjectHeader(this.#file, address);
      if (!isGroup(messages)) continue;
      const members = [...(await linksOf(this.#file, messages))].flatMap(([bytes, link]) => {
        const name = utf8Of(bytes);
        return link.kind === 'hard' && name !== null ? [{ name, address: link.address }] : [];
      });
      members.sort((a, b) => compareCodePoints(b.name, a.name));
      for (const member of members) {
        pending.push([member.address, path === '' ? member.name : `${path}/${member.name}`]);
      }
    }
    return paths;
  }
}
