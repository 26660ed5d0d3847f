import { ElemUnreadableError } from '../errors.ts';
import { itemSize } from '../store/dtype.ts';
import { fromFloat16 } from '../store/float16.ts';
import type { ArrayNode, GroupNode } from '../store/store.ts';
import type { Utf8Array } from '../store/utf8.ts';
import { Utf8Dictionary } from '../store/utf8-dictionary.ts';
import type { ArrayElem, DataFrameElem } from './elem.ts';
import { categorical } from './read-elem.ts';

const SUFFIX = '_categories';
/** Bytes of codes in memory at a time. */
const BLOCK_BYTES = 1024 * 1024;

export interface Tables {
  readonly obs: DataFrameElem;
  readonly var: DataFrameElem;
}

/**
 * Gives the columns of old tables the categories that are kept in uns, as `cat_categories` for
 * `cat` (`anndata.compat._clean_uns`): wherever a column of the name has no code beyond them.
 * @param tables of the store's root
 * @returns the tables, and the keys of uns that were of use
 * @throws ElemUnreadableError where anndata fails: codes that are no integers or below -1, and
 * categories that repeat or are missing
 */
export async function withCategories(
  root: GroupNode,
  uns: GroupNode,
  tables: Tables,
): Promise<Tables & { readonly used: ReadonlySet<string> }> {
  const used = new Set<string>();
  let { obs, var: variables } = tables;
  for (const key of await uns.keys()) {
    if (!key.endsWith(SUFFIX)) continue;
    const name = key.replaceAll(SUFFIX, '');
    const categories = await uns.get(key);
    if (categories.kind === 'group') continue;
    const inObs = await categorised(root, obs, name, categories);
    const inVar = await categorised(root, variables, name, categories);
    if (inObs !== null || inVar !== null) used.add(key);
    obs = inObs ?? obs;
    variables = inVar ?? variables;
  }
  return { obs, var: variables, used };
}

/** The table with the column as a categorical; null where it has none that fits. */
async function categorised(
  root: GroupNode,
  table: DataFrameElem,
  name: string,
  categories: ArrayNode,
): Promise<DataFrameElem | null> {
  const column = table.columns.find((one) => one.name === name);
  const node = column === undefined ? undefined : await root.get(table.path);
  if (column === undefined || node?.kind !== 'array') return null;
  if (column.elem.encoding !== 'array' || !/^u?int/u.test(column.elem.dtype)) {
    const reason = `it holds no codes for uns/${name}${SUFFIX}`;
    throw new ElemUnreadableError({ elem: column.elem.path, reason });
  }
  const codes = node.field(name);
  const { least, most } = await extremes(codes, column.elem);
  if (most >= (categories.shape?.[0] ?? 1)) return null;
  if (least < -1) {
    throw new ElemUnreadableError({ elem: column.elem.path, reason: 'it holds codes below -1' });
  }
  await checkCategories(categories);
  const elem = categorical(column.elem.path, codes, categories, false);
  const columns = table.columns.map((one) => (one === column ? { name, elem } : one));
  return { ...table, columns };
}

/** Lowest and highest code; -1 where there are none. */
async function extremes(
  codes: ArrayNode,
  { shape, dtype }: ArrayElem,
): Promise<{ readonly least: number; readonly most: number }> {
  const [rows = 0] = shape;
  const step = BLOCK_BYTES / itemSize(dtype);
  let [least, most] = [-1, -1];
  for (let start = 0; start < rows; start += step) {
    const { kind, values } = await codes.read(start, Math.min(rows, start + step));
    if (kind !== 'numeric') break;
    for (const code of values) {
      least = Math.min(least, Number(code));
      most = Math.max(most, Number(code));
    }
  }
  return { least, most };
}

/** Categories must be unique, and none may be missing (`pandas.Categorical.from_codes`). */
async function checkCategories(categories: ArrayNode): Promise<void> {
  const { path: elem, shape } = categories;
  if (shape === null || shape.length === 0) return;
  const block = await categories.read(0, shape[0] ?? 0);
  const distinct =
    block.kind === 'string' ? distinctStrings(block.values) : new Set<unknown>(block.values).size;
  if (distinct < block.values.length) {
    throw new ElemUnreadableError({ elem, reason: 'its categories repeat' });
  }
  if (block.kind === 'string') return;
  const { values, dtype } = block;
  for (const value of values) {
    if (Number.isNaN(dtype === 'float16' ? fromFloat16(Number(value)) : value)) {
      throw new ElemUnreadableError({ elem, reason: 'one of its categories is missing' });
    }
  }
}

function distinctStrings(strings: Utf8Array): number {
  const dictionary = new Utf8Dictionary();
  dictionary.addAll(strings);
  return dictionary.size;
}
