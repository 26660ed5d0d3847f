import { fromFloat16 } from '../../float16.ts';
import { itemSize, viewOf, type NumericDType, type PlainDType } from '../../dtype.ts';
import type { AttrValue } from '../../store.ts';
import { dataTypeOf, TYPE_CLASS } from './datatype.ts';
import type { Hdf5Metadata } from './library.ts';

/** What an attribute holds. */
type AttrType =
  | Extract<PlainDType, { kind: 'numeric' | 'string' }>
  /** Of objects. */
  | { readonly kind: 'reference' };

/** Classes of types that AnnData writes attributes of. */
const USUAL: ReadonlySet<number> = new Set([
  TYPE_CLASS.integer,
  TYPE_CLASS.float,
  TYPE_CLASS.enumeration,
]);

/**
 * Undefined for the kinds that AnnData has no use for: records, opaque, region references, lists …
 * @throws RangeError for numbers that cannot be read: nothing may be missing without a word
 */
export function attrType(name: string, type: Hdf5Metadata): AttrType | undefined {
  const dtype = dataTypeOf(type);
  if (dtype.kind === 'numeric' || dtype.kind === 'string') return dtype;
  if (type.type === TYPE_CLASS.reference && type.ref_type === 'object')
    return { kind: 'reference' };
  if (dtype.kind === 'opaque' && USUAL.has(type.type)) {
    throw new RangeError(`its attribute «${name}» has values of type «${dtype.name}»`);
  }
  return undefined;
}

/** Numbers of an attribute, little-endian; as bigint only where a double would not be exact. */
export function numbersOf(dtype: NumericDType, bytes: Uint8Array<ArrayBuffer>): AttrValue[] {
  const values = Array.from<number | bigint>(
    viewOf(dtype, bytes.buffer, 0, bytes.length / itemSize(dtype)),
  );
  if (dtype === 'bool') return values.map((value) => value !== 0);
  if (dtype === 'float16') return values.map((bits) => fromFloat16(Number(bits)));
  return values.map((value) =>
    typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value,
  );
}

/** Values in C order as nested lists of `shape`; the one value itself where it is a scalar. */
export function nest(flat: readonly AttrValue[], shape: readonly number[]): AttrValue {
  const [length, ...rest] = shape;
  if (length === undefined) return flat[0] ?? null;
  if (rest.length === 0) return flat;
  const step = rest.reduce((product, n) => product * n, 1);
  return Array.from({ length }, (_, i) => nest(flat.slice(i * step, (i + 1) * step), rest));
}

/** Defined, not assigned: a name such as `__proto__` is a name like any other. */
export function defineAttr(attrs: Record<string, AttrValue>, name: string, value: AttrValue): void {
  Object.defineProperty(attrs, name, { value, enumerable: true });
}
