import { MOST_GROUPS, type PictureOf } from '../../../shared/picture.ts';

/** Stores that share a row of the table: those of equal lists, or of consecutive ones. */
export interface NameGroup {
  readonly stores: readonly number[];
  /** Distinct lists of names, as ids. */
  readonly lists: readonly Int32Array[];
}

/**
 * Stores by equal lists of names, in order of their first; where there are too many lists for a
 * table, consecutive ones are taken together, equally many each.
 * @param inputIds by store; equal lists are the same array
 */
export function groupLists(
  inputIds: readonly Int32Array[],
  most = MOST_GROUPS,
): readonly NameGroup[] {
  const byList = new Map<Int32Array, number[]>();
  inputIds.forEach((list, store) => {
    const stores = byList.get(list) ?? [];
    stores.push(store);
    byList.set(list, stores);
  });
  const alike = [...byList];
  const count = Math.min(most, alike.length);
  return Array.from({ length: count }, (_, group) => {
    const from = Math.floor((group * alike.length) / count);
    const to = Math.floor(((group + 1) * alike.length) / count);
    const members = alike.slice(from, to);
    return {
      stores: members.flatMap(([, stores]) => stores).sort((a, b) => a - b),
      lists: members.map(([list]) => list),
    };
  });
}

/**
 * The names that every store of a group has, and of every two groups.
 * @param size number of distinct names
 */
export function sharedNames(
  groups: readonly NameGroup[],
  size: number,
): Pick<PictureOf<'overlap'>, 'groups' | 'shared'> {
  const common = groups.map(({ lists }) => commonOf(lists, size));
  const shared = common.map((a, row) =>
    // The table is symmetric.
    common.slice(0, row + 1).map((b) => countBoth(a, b)),
  );
  return {
    groups: groups.map(({ stores, lists }, i) => ({
      stores: [...stores],
      names: shared[i]?.[i] ?? 0,
      isAlike: lists.length === 1,
    })),
    shared: common.map((_, row) =>
      common.map((__, column) => shared[Math.max(row, column)]?.[Math.min(row, column)] ?? 0),
    ),
  };
}

/** A bit for each name that all lists have. */
function commonOf(lists: readonly Int32Array[], size: number): Uint32Array {
  const words = (size + 31) >>> 5;
  let common: Uint32Array | undefined;
  for (const list of lists) {
    const bits = new Uint32Array(words);
    for (const id of list) bits[id >>> 5] = (bits[id >>> 5] ?? 0) | (1 << (id & 31));
    const earlier = common;
    common = earlier === undefined ? bits : bits.map((word, i) => word & (earlier[i] ?? 0));
  }
  return common ?? new Uint32Array(words);
}

function countBoth(a: Uint32Array, b: Uint32Array): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) count += bitsOf((a[i] ?? 0) & (b[i] ?? 0));
  return count;
}

/** Number of bits that are set in a 32 bit word. */
function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
