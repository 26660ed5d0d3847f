import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { ConcatError } from '../../src/core/errors.ts';
import { openStore } from '../../src/core/store/open.ts';
import { canonical, hashOf, readInSteps, rowsOf } from './describe.ts';
import { walk } from './walk.ts';

/** What there is at each path, or the error that stands for it. */
export type Content = ReadonlyMap<string, string | ConcatError>;

/** Reads all that can be read. What goes wrong in another way than by an error of ours is thrown. */
export const contentOf = (file: string): Promise<Content> =>
  walk<string | ConcatError>(
    () => openStore(file),
    async (node, visit) => {
      const attrs = JSON.stringify(
        Object.entries(node.attrs).map(([name, value]) => [name, canonical(value)]),
      );
      if (node.kind === 'array') {
        const blocks = await readInSteps(node, Math.max(1, Math.ceil(rowsOf(node) / 2)));
        return `${JSON.stringify(node.shape)} ${hashOf(blocks)} ${attrs}`;
      }
      const names = await node.keys();
      await visit(names);
      return `${names.join()} ${attrs}`;
    },
    (error) => error,
  );

/**
 * Expects that a damaged file gives what the sound one has, or an error that names the file and the
 * elem: never anything else, and no path that is silently missing.
 * @param sound the sound file's
 * @returns how many errors there were
 */
export async function expectHonest(file: string, sound: Content, what: string): Promise<number> {
  const content = await contentOf(file);
  const errors = [...content].filter(([, value]) => value instanceof ConcatError);
  for (const [path, value] of content) {
    if (!(value instanceof ConcatError)) {
      expect(value, `${what}: ${path}`).toBe(sound.get(path));
      continue;
    }
    expect(value, `${what}: ${path}`).toMatchObject({ path: file });
    expect(value.tag, what).toMatch(/^(?:Store|Elem)Unreadable$/u);
    if (value.tag === 'ElemUnreadable') expect(value.elem, what).toBe(path);
  }
  for (const path of sound.keys()) {
    const isBelow = errors.some(([at]) => at === 'store' || at === '' || path.startsWith(`${at}/`));
    expect(content.has(path) || isBelow, `${what}: ${path} is missing`).toBe(true);
  }
  return errors.length;
}

/** A sound file that is damaged again and again. */
export class Patient {
  readonly bytes: Buffer;
  readonly sound: Content;
  readonly #file: string;

  private constructor(bytes: Buffer, sound: Content, file: string) {
    this.bytes = bytes;
    this.sound = sound;
    this.#file = file;
  }

  static async of(file: string): Promise<Patient> {
    const sound = await contentOf(file);
    for (const [path, value] of sound) expect(typeof value, path).toBe('string');
    return new Patient(
      await readFile(file),
      sound,
      `${file}.damaged${/\.\w+$/u.exec(file)?.[0] ?? ''}`,
    );
  }

  /** @param damage changes a copy of the bytes, and gives what is left of it */
  async suffer(what: string, damage: (bytes: Buffer) => Buffer): Promise<number> {
    const bytes = Buffer.from(this.bytes);
    await writeFile(this.#file, damage(bytes));
    return expectHonest(this.#file, this.sound, what);
  }
}
