import type { AwkwardElem } from '../../anndata/elem.ts';
import type { AltIndex } from '../alt-index.ts';
import { openLayout } from '../awkward/open-layout.ts';
import { type Layout, isOption, toIndexed } from '../awkward/layout.ts';
import { equalParameters } from '../awkward/mergeable.ts';
import { fieldsOf } from '../awkward/fields.ts';
import {
  allRows,
  bufferValues,
  elementsOfLists,
  elementsOfRegular,
  indexedRows,
  lengthsOfLists,
  reindexedRows,
  type Rows,
  rowsOfTag,
  tagsOf,
  withoutNone,
} from '../awkward/rows.ts';
import type { Reading } from '../rows/open-rows.ts';
import { everyPair } from './every-pair.ts';
import type { Holder } from './strategy.ts';

/** Rows of a node of an array. */
interface View {
  readonly layout: Layout;
  readonly rows: Rows;
}

/** Tolerances of `ak.almost_equal`, of any number. */
const RELATIVE = 1e-5;
const ABSOLUTE = 1e-8;

/**
 * Whether a later awkward array equals the first (`ak.almost_equal`): the same type, parameters and
 * structure, and numbers that are close. NaN equals nothing. Streams both, node by node, with their
 * rows in the order of `names` where there are any.
 * @throws ElemUnreadableError
 */
export async function equalAwkward(
  reading: Reading,
  first: Holder<AwkwardElem>,
  later: Holder<AwkwardElem>,
  names: AltIndex | null,
): Promise<boolean> {
  const open = async ({ input, value }: Holder<AwkwardElem>): Promise<View> => {
    const layout = await openLayout(reading.inputs, input, value, reading.signal);
    const rows =
      names === null
        ? allRows(reading, layout.length)
        : reindexedRows(reading, names.reindexerOf(input));
    return { layout, rows };
  };
  const [a, b] = [await open(later), await open(first)];
  const isLong = names !== null || a.layout.length === b.layout.length;
  return isLong && equalViews(reading, a, b);
}

async function equalViews(reading: Reading, left: View, right: View): Promise<boolean> {
  const [a, b] = [withoutIndex(reading, left), withoutIndex(reading, right)];
  if (!equalParameters(a.layout.parameters, b.layout.parameters)) return false;
  if (isOption(a.layout) && isOption(b.layout)) return equalOptions(reading, a, b);
  switch (a.layout.kind) {
    case 'empty':
      return b.layout.kind === 'empty';
    case 'numpy': {
      if (b.layout.kind !== 'numpy' || a.layout.dtype !== b.layout.dtype) return false;
      const [x, y] = [a.layout.chunks[0], b.layout.chunks[0]];
      if (x === undefined || y === undefined) return x === y;
      return everyPair(
        bufferValues(reading, x.buffer, a.rows),
        bufferValues(reading, y.buffer, b.rows),
        isClose,
      );
    }
    case 'regular':
      return (
        b.layout.kind === 'regular' &&
        a.layout.size === b.layout.size &&
        equalViews(
          reading,
          { layout: a.layout.content, rows: elementsOfRegular(reading, a.layout.size, a.rows) },
          { layout: b.layout.content, rows: elementsOfRegular(reading, b.layout.size, b.rows) },
        )
      );
    case 'list':
      return (
        b.layout.kind === 'list' &&
        (await everyPair(
          lengthsOfLists(reading, a.layout, a.rows),
          lengthsOfLists(reading, b.layout, b.rows),
          isSame,
        )) &&
        equalViews(
          reading,
          { layout: a.layout.content, rows: elementsOfLists(reading, a.layout, a.rows) },
          { layout: b.layout.content, rows: elementsOfLists(reading, b.layout, b.rows) },
        )
      );
    case 'record':
      return equalRecords(reading, a, b);
    case 'union':
      return equalUnions(reading, a, b);
    case 'indexed':
    case 'byte-masked':
    case 'bit-masked':
    case 'unmasked':
      return false;
  }
}

/** Categories count by their values. */
function withoutIndex(reading: Reading, view: View): View {
  const { layout, rows } = view;
  return layout.kind === 'indexed' && !layout.isOption
    ? { layout: layout.content, rows: indexedRows(reading, layout, rows) }
    : view;
}

async function equalOptions(reading: Reading, a: View, b: View): Promise<boolean> {
  if (!isOption(a.layout) || !isOption(b.layout)) return false;
  const [x, y] = [toIndexed(a.layout), toIndexed(b.layout)];
  const left = indexedRows(reading, x, a.rows);
  const right = indexedRows(reading, y, b.rows);
  const isSameNone = await everyPair(left(), right(), (i, j) => i < 0 === j < 0);
  return (
    isSameNone &&
    equalViews(
      reading,
      { layout: x.content, rows: withoutNone(left) },
      { layout: y.content, rows: withoutNone(right) },
    )
  );
}

async function equalRecords(reading: Reading, a: View, b: View): Promise<boolean> {
  if (a.layout.kind !== 'record' || b.layout.kind !== 'record') return false;
  if ((a.layout.fields === null) !== (b.layout.fields === null)) return false;
  const [own, others] = [fieldsOf(a.layout), fieldsOf(b.layout)];
  if (own.length !== others.length) return false;
  for (const [i, field] of own.entries()) {
    const left = a.layout.contents[i];
    const right = b.layout.contents[others.indexOf(field)];
    if (left === undefined || right === undefined) return false;
    const [x, y] = [
      { layout: left, rows: a.rows },
      { layout: right, rows: b.rows },
    ];
    if (!(await equalViews(reading, x, y))) return false;
  }
  return true;
}

/** Unions may have their types in different orders: tags go together as they first appear. */
async function equalUnions(reading: Reading, a: View, b: View): Promise<boolean> {
  if (a.layout.kind !== 'union' || b.layout.kind !== 'union') return false;
  const [x, y] = [a.layout, b.layout];
  const pairs = new Map<number, number>();
  const seen = new Set<number>();
  const isSameTag = (left: number, right: number): boolean => {
    const due = pairs.get(left);
    if (due !== undefined) return due === right;
    if (seen.has(right)) return false;
    pairs.set(left, right);
    seen.add(right);
    return true;
  };
  const tags = [tagsOf(reading, x, a.rows), tagsOf(reading, y, b.rows)] as const;
  if (!(await everyPair(...tags, isSameTag))) return false;
  for (const [i, j] of pairs) {
    const [left, right] = [x.contents[i], y.contents[j]];
    if (left === undefined || right === undefined) return false;
    const views = [
      { layout: left, rows: rowsOfTag(reading, x, i, a.rows) },
      { layout: right, rows: rowsOfTag(reading, y, j, b.rows) },
    ] as const;
    if (!(await equalViews(reading, ...views))) return false;
  }
  return true;
}

const isSame = (a: number, b: number): boolean => a === b;
/** `np.isclose` */
const isClose = (a: number, b: number): boolean =>
  a === b || (Number.isFinite(b) && Math.abs(a - b) <= ABSOLUTE + RELATIVE * Math.abs(b));
