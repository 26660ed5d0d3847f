import type { MatrixElem } from '../../anndata/elem.ts';
import { itemSize, type NumericDType } from '../../store/dtype.ts';
import type { Inputs } from '../inputs.ts';
import type { RowBlock } from '../matrix/block.ts';
import { convert } from '../matrix/convert.ts';
import { csrFromDense } from '../matrix/csr.ts';
import { CscRows } from './csc-rows.ts';
import { CsrRows, entryBytes } from './csr-rows.ts';
import { DenseRows } from './dense-rows.ts';
import type { RowReader } from './row-reader.ts';

/** What reading a matrix needs beside the elem. */
export interface Reading {
  readonly inputs: Inputs;
  readonly blockBytes: number;
  /** Bytes that the transpose of a csc_matrix may hold. */
  readonly bandBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** Rows of an elem of input `i`, in the dtype and form of the result. */
export function openRows(
  { inputs, blockBytes, bandBytes, signal }: Reading,
  i: number,
  elem: MatrixElem,
  dtype: NumericDType,
  toCsr: boolean,
): RowReader {
  const reader = open();
  return {
    rows: reader.rows,
    rowsWithin: (start, bytes) => reader.rowsWithin(start, bytes),
    read: async (start, stop) => toForm(await reader.read(start, stop), elem.dtype, dtype, toCsr),
  };

  function open(): RowReader {
    switch (elem.encoding) {
      case 'array':
        return new DenseRows(inputs, i, elem, signal);
      case 'csr_matrix':
        return new CsrRows(inputs, i, elem, signal);
      case 'csc_matrix':
        return new CscRows(inputs, i, elem, bandBytes, blockBytes, signal);
    }
  }
}

/** Mean bytes of a row in memory. */
export function bytesPerRow(elem: MatrixElem): number {
  if (elem.encoding === 'array') {
    return elem.shape.slice(1).reduce((product, extent) => product * extent, itemSize(elem.dtype));
  }
  return Math.ceil((elem.nnz / Math.max(1, elem.shape[0])) * entryBytes(elem)) + 8;
}

function toForm(block: RowBlock, from: NumericDType, to: NumericDType, toCsr: boolean): RowBlock {
  if (block.kind === 'csr') return { ...block, data: convert(block.data, from, to) };
  const converted = { ...block, values: convert(block.values, from, to) };
  return toCsr ? csrFromDense(converted, to) : converted;
}
