import { expect } from 'vitest';
import { ConcatError } from '../../src/core/errors.ts';
import { openHdf5 } from '../../src/core/store/hdf5/read/open.ts';
import type { ArrayNode, ValuesBlock } from '../../src/core/store/store.ts';
import { describeNode, hashOf, rowsOf } from './describe.ts';
import { walk } from './walk.ts';

/** What there is at each path, or the error that stands for it. */
export type Content = ReadonlyMap<string, unknown>;

/** Members of a group that are looked at, the first of them. */
const MOST_MEMBERS = 100;
/** Values that are read of an array at once: of a larger one, those at both ends. */
const MOST_VALUES = 10_000;
/** Only our own code reads these: their plugins abort the library where chunks are damaged. */
export const OURS_ALONE: readonly string[] = ['lzf', 'blosc'];
const ours = ({ tag, path, elem }: ConcatError) => ({ tag, path, elem });

/** All of an HDF5 file that can be read, straight from it or through the library. */
export const contentOf = (file: string, direct: boolean): Promise<Content> =>
  walk<unknown>(
    () => openHdf5(file, file, { direct }),
    async (node, visit) => {
      const described = await describeNode(node);
      if (node.kind === 'array') return { ...described, values: await valuesOf(node, direct) };
      await visit((await node.keys()).slice(0, MOST_MEMBERS));
      return { ...described, isEmpty: await node.isEmpty() };
    },
    ours,
  );

async function valuesOf(array: ArrayNode, direct: boolean): Promise<unknown> {
  if (array.dtype.kind === 'opaque') {
    const refused = await array.readValues(0, 0).catch((error: unknown) => error);
    if (refused instanceof ConcatError) return ours(refused);
    throw new Error(`${array.path} is not refused`, { cause: refused });
  }
  if (array.filters.some((filter) => OURS_ALONE.includes(filter))) {
    if (!direct) {
      await expect(array.readValues(0, 1), array.path).rejects.toMatchObject({
        tag: 'ElemUnreadable',
        elem: array.path,
      });
    }
    return 'read straight from the file alone';
  }
  const rows = rowsOf(array);
  const perRow = (array.shape ?? []).slice(1).reduce((product, n) => product * n, 1);
  const step = Math.max(1, Math.floor(MOST_VALUES / Math.max(1, perRow)));
  const blocks: ValuesBlock[] = [await array.readValues(0, Math.min(step, rows))];
  if (rows > step) blocks.push(await array.readValues(Math.max(step, rows - step), rows));
  return hashOf(blocks);
}

/**
 * Expects that both ways to read a file give the same. That is, of a sound one: the same members,
 * attributes, dtypes, shapes, filters and values, and errors of the same class that name the same file
 * and elem for what is refused. What only our own code reads is refused by the library, by name. So are
 * more than 16 soft links after each other, of which we follow 64.
 * @returns how many paths there were
 */
export async function expectSameBothWays(file: string): Promise<number> {
  const [direct, library] = [await contentOf(file, true), await contentOf(file, false)];
  expect(Object.fromEntries(library), file).toEqual(Object.fromEntries(direct));
  return direct.size;
}

/**
 * Expects of a damaged file that neither way says what the other does not: each refuses what it needs
 * and finds damaged, which is not the same where one reads more of the metadata than the other.
 */
export async function expectNoContradiction(file: string, what: string): Promise<void> {
  const [direct, library] = [await contentOf(file, true), await contentOf(file, false)];
  for (const [path, content] of library) {
    const other = direct.get(path);
    if (other === undefined || isError(content) || isError(other)) continue;
    expect(content, `${what}: ${path}`).toEqual(other);
  }
}

const isError = (content: unknown): boolean =>
  typeof content === 'object' && content !== null && 'tag' in content;
