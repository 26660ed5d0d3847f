import { NumericCategories, StringCategories, type CategoryTable } from '../categories.ts';
import type { Block } from '../../store/store.ts';
import { Utf8Array } from '../../store/utf8.ts';
import { isInteger } from '../matrix/promote.ts';
import type { ColumnTarget } from '../plan/column-target.ts';
import type { AlignedColumn } from './aligned-column.ts';

/** What a merged column is stored as, and the form chosen where anndata cannot write it as it is. */
export async function alignedTarget(
  { elem, values, pandasDtype }: AlignedColumn,
  signal: AbortSignal | undefined,
): Promise<{ readonly target: ColumnTarget; readonly chosen?: string }> {
  switch (elem.encoding) {
    case 'array': {
      if (pandasDtype === 'object of bool') {
        const target = { kind: 'nullable', encoding: 'nullable-boolean', dtype: 'bool' } as const;
        return { target, chosen: 'nullable-boolean' };
      }
      const isWidened = pandasDtype !== elem.dtype && isInteger(elem.dtype);
      return { target: { kind: 'numeric', dtype: isWidened ? 'float64' : elem.dtype } };
    }
    case 'string-array': {
      if (values.kind !== 'text' || values.missing?.includes(1) !== true) {
        return { target: { kind: 'string' } };
      }
      const { missing } = values;
      const table = new StringCategories();
      table.addValues(values.values.filter((i) => missing[i] === 0));
      const ordered = table.table(await table.naturalOrder(signal));
      const target = { kind: 'categorical', ordered: false, table: ordered } as const;
      return { target, chosen: 'categorical' };
    }
    case 'categorical': {
      const table = ownTable(values.kind === 'codes' ? values.categories : NONE);
      return { target: { kind: 'categorical', ordered: elem.ordered, table } };
    }
    case 'nullable-integer':
    case 'nullable-boolean': {
      const dtype = elem.dtype.kind === 'numeric' ? elem.dtype.name : 'int64';
      return { target: { kind: 'nullable', encoding: elem.encoding, dtype } };
    }
    case 'nullable-string-array':
      return { target: { kind: 'nullable-string', naValue: elem.naValue } };
  }
}

const NONE: Block = { kind: 'string', values: Utf8Array.from([]) };

/** Categories of one column, as they are. */
function ownTable(categories: Block): CategoryTable {
  if (categories.kind === 'numeric') {
    const table = new NumericCategories();
    return table.table(table.addCategories(0, categories), categories.dtype);
  }
  const table = new StringCategories();
  return table.table(table.addCategories(0, categories.values));
}
