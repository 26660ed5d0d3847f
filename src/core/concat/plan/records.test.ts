import { expect, it } from 'vitest';
import type { StoreFormat } from '../../../shared/options.ts';
import type { StructDType, StructField } from '../../store/dtype.ts';
import type { CopyPart } from '../blueprint.ts';
import { Findings } from './findings.ts';
import { checkRecords } from './records.ts';

const integer: StructField = { name: 'n', dtype: { kind: 'numeric', name: 'int32' }, shape: [] };
const records = (...fields: readonly StructField[]): StructDType => ({ kind: 'struct', fields });
const inner: StructField = { name: 'inner', dtype: records(integer), shape: [] };
const list: StructField = { ...integer, name: 'list', shape: [3] };

const part = (dtype: StructDType): CopyPart => ({
  kind: 'copy',
  path: 'uns/records',
  input: 1,
  elem: {
    encoding: 'rec-array',
    path: 'uns/records',
    dtype,
    shape: [2],
    filters: [],
    chunks: null,
  },
});

it.each<readonly [string, StructDType, StoreFormat, string | null]>([
  ['plain fields', records(integer), 'h5ad', null],
  ['plain fields', records(integer), 'zarr2', null],
  ['plain fields', records(integer), 'zarr3', null],
  ['a list in a field', records(integer, list), 'h5ad', null],
  ['a list in a field', records(integer, list), 'zarr2', 'lists in a field'],
  ['a list in a field', records(integer, list), 'zarr3', 'lists in a field'],
  ['records in a field', records(integer, inner), 'h5ad', null],
  ['records in a field', records(integer, inner), 'zarr2', 'records in a field'],
  ['records in a field', records(integer, inner), 'zarr3', null],
  [
    'a list in records in a field',
    records({ ...inner, dtype: records(list) }),
    'zarr3',
    'lists in a field',
  ],
])('says what a format cannot hold of records with %s', (_name, dtype, format, what) => {
  const findings = new Findings();
  checkRecords([part(dtype)], format, ['a.h5ad', 'b.h5ad'], findings);
  expect(findings.sorted.map(({ code, input, elem, facts }) => [code, input, elem, facts])).toEqual(
    what === null
      ? []
      : [
          [
            'C031',
            'b.h5ad',
            'uns/records',
            { encoding: `rec-array with ${what}, which ${format} cannot hold` },
          ],
        ],
  );
});
