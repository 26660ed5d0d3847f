import { ElemUnreadableError } from '../errors.ts';
import type { ArrayNode, GroupNode, Node } from '../store/store.ts';
import { dtypeName } from '../store/dtype.ts';
import { boolAttr, encodingType, integersAttr, stringAttr } from './attrs.ts';
import { readAwkward } from './awkward/read-awkward.ts';
import { readDataFrame } from './dataframe.ts';
import type {
  ArrayElem,
  CategoricalElem,
  Elem,
  NullableElem,
  ScalarElem,
  SparseElem,
  StringArrayElem,
} from './elem.ts';

/**
 * Describes a node by its `encoding-type`, or by its form where an old writer left none
 * (`anndata._io.specs.registry`). Reads metadata only.
 * @throws ElemUnreadableError when what the encoding promises is not there
 */
export async function readElem(node: Node): Promise<Elem> {
  return node.kind === 'group' ? readGroup(node) : readArray(node);
}

async function readGroup(group: GroupNode): Promise<Elem> {
  const encoding = encodingType(group);
  switch (encoding) {
    case 'csr_matrix':
    case 'csc_matrix':
      return readSparse(group, encoding);
    case 'dataframe':
      return readDataFrame(group);
    case 'categorical':
      return readCategorical(group);
    case 'nullable-integer':
    case 'nullable-boolean':
    case 'nullable-string-array':
      return readNullable(group, encoding);
    case 'awkward-array':
      return readAwkward(group);
    case '': {
      const format = oldSparseFormat(group);
      if (format !== undefined) return readSparse(group, `${format}_matrix`, 'h5sparse_shape');
      return { encoding: 'dict', path: group.path, keys: await group.keys() };
    }
    case 'dict':
    case 'anndata':
    case 'raw':
      return { encoding: 'dict', path: group.path, keys: await group.keys() };
    default:
      return { encoding: 'unsupported', path: group.path, name: encoding };
  }
}

/** Whether `readElem` takes the group for a mapping, and lists it. */
export function isMapping(group: GroupNode): boolean {
  const encoding = encodingType(group);
  if (encoding === '') return oldSparseFormat(group) === undefined;
  return ['dict', 'anndata', 'raw'].includes(encoding);
}

/** The format of a sparse matrix of anndata 0.6 and older. */
function oldSparseFormat({ attrs }: GroupNode): 'csr' | 'csc' | undefined {
  const format = stringAttr(attrs, 'h5sparse_format');
  return format === 'csr' || format === 'csc' ? format : undefined;
}

function readArray(node: ArrayNode): Elem {
  const { path, filters, chunks, shape, dtype } = node;
  const encoding = encodingType(node);
  const stored = { path, filters, chunks };
  if (shape === null || encoding === 'null') return { encoding: 'null', dtype, ...stored };
  if (dtype.kind === 'opaque') {
    return { encoding: 'unsupported', path, name: encoding === '' ? dtype.name : encoding };
  }
  if (dtype.kind === 'struct') {
    return shape.length === 0
      ? { encoding: 'unsupported', path, name: 'record' }
      : { encoding: 'rec-array', dtype, shape, ...stored };
  }
  // What anndata 0.6 and older wrote as text is a list of one, which readers unwrap.
  const isText = encoding === '' && shape.join() === '1' && dtype.kind === 'string';
  if (shape.length === 0 || (isText && dtype.isBytes === true)) {
    const scalar: ScalarElem['encoding'] = dtype.kind === 'string' ? 'string' : 'numeric-scalar';
    return { encoding: scalar, dtype, ...stored };
  }
  if (dtype.kind === 'string') return { encoding: 'string-array', shape, ...stored };
  if (dtype.kind === 'complex') {
    return { encoding: 'complex-array', dtype: dtype.name, shape, ...stored };
  }
  return { encoding: 'array', dtype: dtype.name, shape, ...stored };
}

/** What takes part in compressing any of the arrays; those of the first lead. */
const filtersOf = (...arrays: readonly ArrayNode[]): readonly string[] => [
  ...new Set(arrays.flatMap(({ filters }) => filters)),
];

/** A column of a dataframe, or an index: never a group of its own kind. */
export async function readArrayElem(node: Node): Promise<ArrayElem | StringArrayElem> {
  const elem = await readElem(node);
  if (elem.encoding === 'array' || elem.encoding === 'string-array') return elem;
  throw new ElemUnreadableError({
    elem: node.path,
    reason: `expected an array, not ${elem.encoding}`,
  });
}

/** Member `name` of a group, which must be an array. */
export async function arrayMember(group: GroupNode, name: string): Promise<ArrayNode> {
  const node = (await group.has(name)) ? await group.get(name) : undefined;
  if (node?.kind === 'array' && node.shape !== null) return node;
  throw new ElemUnreadableError({ elem: group.path, reason: `it has no array «${name}»` });
}

/** @param shapeAttr what anndata 0.6 and older called `h5sparse_shape` */
async function readSparse(
  group: GroupNode,
  encoding: SparseElem['encoding'],
  shapeAttr = 'shape',
): Promise<Elem> {
  const [rows, columns] = integersAttr(group.attrs, shapeAttr) ?? [];
  const data = await arrayMember(group, 'data');
  const indices = await arrayMember(group, 'indices');
  const indptr = await arrayMember(group, 'indptr');
  if (rows === undefined || columns === undefined) {
    throw new ElemUnreadableError({
      elem: group.path,
      reason: `it has no attribute «${shapeAttr}»`,
    });
  }
  if (data.dtype.kind !== 'numeric') {
    const name = `${encoding} of ${dtypeName(data.dtype)}`;
    return { encoding: 'unsupported', path: group.path, name };
  }
  const nnz = data.shape?.[0] ?? 0;
  const major = encoding === 'csr_matrix' ? rows : columns;
  if (indices.shape?.[0] !== nnz || indptr.shape?.[0] !== major + 1) {
    throw new ElemUnreadableError({
      elem: group.path,
      reason: 'the lengths of data, indices and indptr contradict each other',
    });
  }
  return {
    encoding,
    path: group.path,
    dtype: data.dtype.name,
    shape: [rows, columns],
    nnz,
    filters: filtersOf(data, indices, indptr),
    chunks: data.chunks,
  };
}

async function readCategorical(group: GroupNode): Promise<CategoricalElem> {
  return categorical(
    group.path,
    await arrayMember(group, 'codes'),
    await arrayMember(group, 'categories'),
    boolAttr(group.attrs, 'ordered'),
  );
}

/** @throws ElemUnreadableError when codes are no integers */
export function categorical(
  path: string,
  codes: ArrayNode,
  categories: ArrayNode,
  ordered: boolean,
): CategoricalElem {
  if (codes.dtype.kind !== 'numeric') {
    throw new ElemUnreadableError({ elem: path, reason: 'its codes are no integers' });
  }
  return {
    encoding: 'categorical',
    path,
    shape: [codes.shape?.[0] ?? 0],
    ordered,
    codesPath: codes.path,
    codesDtype: codes.dtype.name,
    categoriesPath: categories.path,
    categoriesDtype: categories.dtype,
    categories: categories.shape?.[0] ?? 1,
    filters: filtersOf(codes, categories),
    chunks: codes.chunks,
  };
}

async function readNullable(
  group: GroupNode,
  encoding: NullableElem['encoding'],
): Promise<NullableElem> {
  const values = await arrayMember(group, 'values');
  const mask = await arrayMember(group, 'mask');
  if (values.shape?.[0] !== mask.shape?.[0]) {
    throw new ElemUnreadableError({ elem: group.path, reason: 'values and mask differ in length' });
  }
  return {
    encoding,
    path: group.path,
    shape: [values.shape?.[0] ?? 0],
    dtype: values.dtype,
    naValue: stringAttr(group.attrs, 'na-value') === 'NaN' ? 'NaN' : 'NA',
    filters: filtersOf(values, mask),
    chunks: values.chunks,
  };
}
