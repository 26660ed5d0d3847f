import type { TreeNode } from '../../shared/tree.ts';
import { encodingType } from '../anndata/attrs.ts';
import { type Elem, encodingName } from '../anndata/elem.ts';
import { arrayType } from '../anndata/elem-type.ts';
import { readFrameOutline } from '../anndata/dataframe.ts';
import { isMapping, readElem } from '../anndata/read-elem.ts';
import { CancelledError, ConcatError } from '../errors.ts';
import { type DataType, dtypeName, itemSize } from '../store/dtype.ts';
import { fromFloat16 } from '../store/float16.ts';
import { numberBytes } from '../store/number-sink.ts';
import type { ArrayNode, Block, Node } from '../store/store.ts';

/** A value's text beyond this is cut. */
const VALUE_LENGTH = 200;

/** A node as the tree shows it. What cannot be read becomes its `problem`, not an error. */
export async function describeNode(
  node: Node,
  name: string,
  signal: AbortSignal | undefined,
): Promise<TreeNode> {
  try {
    if (node.kind === 'group' && isMapping(node)) {
      // Its members may be many, and are not shown yet.
      const own = encodingType(node);
      const hasChildren = !(await node.isEmpty());
      return { ...blank(node.path, name, own === '' ? 'dict' : own), hasChildren };
    }
    if (node.kind === 'group' && isFrame(node)) {
      const { rows, order } = await readFrameOutline(node);
      const shape = [rows, order.length];
      return { ...blank(node.path, name, 'dataframe'), shape, hasChildren: true };
    }
    const elem = await readElem(node);
    const described = describeElem(node, elem, name);
    return node.kind === 'array' && isScalar(node)
      ? { ...described, value: await scalarText(node, signal) }
      : described;
  } catch (error) {
    if (!(error instanceof ConcatError) || error instanceof CancelledError) throw error;
    return problemNode(node.path, name, encodingType(node) || node.kind, error);
  }
}

export const isFrame = (node: Node): boolean => encodingType(node) === 'dataframe';

export const problemNode = (
  path: string,
  name: string,
  encoding: string,
  error: ConcatError,
): TreeNode => ({
  ...blank(path, name, encoding),
  problem: error.reason ?? error.tag,
});

export const blank = (path: string, name: string, encoding: string): TreeNode => ({
  path,
  name,
  encoding,
  dtype: null,
  shape: null,
  nnz: null,
  categories: null,
  ordered: null,
  chunks: null,
  filters: [],
  bytes: null,
  value: null,
  hasChildren: false,
  isIndex: false,
  problem: null,
});

function describeElem(node: Node, elem: Elem, name: string): TreeNode {
  const own = encodingType(node);
  const base = blank(node.path, name, own === '' ? encodingName(elem) : own);
  switch (elem.encoding) {
    case 'array':
    case 'string-array':
    case 'rec-array':
    case 'complex-array': {
      const dtype = arrayType(elem);
      const { shape, filters, chunks } = elem;
      return {
        ...base,
        dtype: dtypeName(dtype),
        shape,
        filters,
        chunks,
        bytes: bytesOf(dtype, shape),
        hasChildren: elem.encoding === 'rec-array',
      };
    }
    case 'csr_matrix':
    case 'csc_matrix': {
      const { dtype, shape, nnz, filters, chunks } = elem;
      const pointers = 4 * (shape[elem.encoding === 'csr_matrix' ? 0 : 1] + 1);
      return {
        ...base,
        dtype,
        shape,
        nnz,
        filters,
        chunks,
        bytes: nnz * (itemSize(dtype) + 4) + pointers,
      };
    }
    case 'categorical': {
      const { shape, categories, ordered, filters, chunks, codesDtype } = elem;
      const dtype = dtypeName(elem.categoriesDtype);
      return {
        ...base,
        dtype,
        shape,
        categories,
        ordered,
        filters,
        chunks,
        bytes: shape[0] * itemSize(codesDtype),
      };
    }
    case 'nullable-integer':
    case 'nullable-boolean':
    case 'nullable-string-array': {
      const { shape, filters, chunks } = elem;
      return {
        ...base,
        dtype: dtypeName(elem.dtype),
        shape,
        filters,
        chunks,
        bytes: bytesOf(elem.dtype, shape),
      };
    }
    case 'dataframe':
      return { ...base, shape: [elem.rows, elem.columns.length], hasChildren: true };
    case 'awkward-array':
      return { ...base, dtype: elem.type, shape: elem.shape, hasChildren: true };
    case 'dict':
      return { ...base, hasChildren: elem.keys.length > 0 };
    case 'numeric-scalar':
    case 'string':
      return { ...base, dtype: dtypeName(elem.dtype), shape: [] };
    case 'null':
      return base;
    case 'unsupported':
      return node.kind === 'group'
        ? { ...base, hasChildren: true }
        : {
            ...base,
            dtype: dtypeName(node.dtype),
            shape: node.shape,
            filters: node.filters,
            chunks: node.chunks,
          };
  }
}

/** Bytes before compression; null for text, whose size only its values tell. */
function bytesOf(dtype: DataType, shape: readonly number[]): number | null {
  const each = itemBytes(dtype);
  return each === null ? null : shape.reduce((product, extent) => product * extent, each);
}

function itemBytes(dtype: DataType): number | null {
  switch (dtype.kind) {
    case 'numeric':
    case 'complex':
      return numberBytes(dtype);
    case 'struct':
      return dtype.fields.reduce<number | null>((sum, { dtype: of, shape }) => {
        const each = bytesOf(of, shape);
        return sum === null || each === null ? null : sum + each;
      }, 0);
    case 'string':
    case 'opaque':
      return null;
  }
}

const isScalar = (node: ArrayNode): boolean =>
  node.shape?.length === 0 && node.dtype.kind !== 'opaque' && node.dtype.kind !== 'struct';

/** Null for a text of which not even the start can be told at a small cost. */
async function scalarText(
  node: ArrayNode,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  if (node.dtype.kind === 'string') return node.readTextStart(VALUE_LENGTH, signal);
  const block = await node.readValues(0, 1, signal);
  if (block.kind === 'struct') return '';
  if (block.kind === 'complex') return complexText(block.values[0] ?? 0, block.values[1] ?? 0);
  return valueText(block, 0);
}

/** A value as text, cut where it is long. */
export function valueText(block: Block, position: number): string {
  if (block.kind === 'string') return block.values.at(position).slice(0, VALUE_LENGTH);
  const value = block.values[position] ?? 0;
  if (block.dtype === 'bool') return Number(value) === 0 ? 'False' : 'True';
  return String(block.dtype === 'float16' ? fromFloat16(Number(value)) : value);
}

/** As Python writes it. */
function complexText(real: number, imaginary: number): string {
  const sign = imaginary < 0 || Object.is(imaginary, -0) ? '-' : '+';
  return `(${real}${sign}${Math.abs(imaginary)}j)`;
}
