/** Fixed-width scalar types, by numpy's names. */
export const NUMERIC_DTYPES = [
  'bool',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float16',
  'float32',
  'float64',
] as const;
export type NumericDType = (typeof NUMERIC_DTYPES)[number];

export type ComplexDType = 'complex64' | 'complex128';

/** What an array holds, whatever the store calls it. */
export type DataType =
  | ReadableDType
  /** Can be listed but not read: references, dates, lists of variable length. */
  | { readonly kind: 'opaque'; readonly name: string };

export type ReadableDType = PlainDType | StructDType;
export type PlainDType =
  | { readonly kind: 'numeric'; readonly name: NumericDType }
  | { readonly kind: 'complex'; readonly name: ComplexDType }
  /**
   * Text. `isBytes` where HDF5 has it as numpy's `S`: bytes of one length, padded. `maxBytes`, of the
   * longest value in UTF-8, is for records in Zarr, where all texts of a field take as much room.
   */
  | { readonly kind: 'string'; readonly isBytes?: boolean; readonly maxBytes?: number };

/** What columns and matrices hold. */
export type BlockDType = Exclude<PlainDType, { kind: 'complex' }>;

/** Records: HDF5's compound, numpy's structured dtype. */
export interface StructDType {
  readonly kind: 'struct';
  readonly fields: readonly StructField[];
}
export interface StructField {
  readonly name: string;
  readonly dtype: ReadableDType;
  /** `[]` for one value in each record. */
  readonly shape: readonly number[];
}

export type IntegerArray =
  Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array;
export type BigArray = BigInt64Array | BigUint64Array;
/**
 * Values of a numeric dtype: bool as bytes 0 and 1, int64 and uint64 as BigInt arrays, float16 as
 * its raw bits in a Uint16Array, all others as the typed array of the same name.
 */
export type NumericArray = IntegerArray | BigArray | Float32Array | Float64Array;

const ITEM_SIZE: Readonly<Record<NumericDType, number>> = {
  bool: 1,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
  float16: 2,
  float32: 4,
  float64: 8,
};

/** Bytes of one value. */
export const itemSize = (dtype: NumericDType): number => ITEM_SIZE[dtype];

/** A zeroed array of `length` values. */
export function allocate(dtype: NumericDType, length: number): NumericArray {
  return viewOf(dtype, new ArrayBuffer(length * ITEM_SIZE[dtype]), 0, length);
}

/**
 * A view of `length` values over `buffer`, little-endian (as every machine we run on).
 * @throws RangeError when `byteOffset` is not a multiple of the item size.
 */
export function viewOf(
  dtype: NumericDType,
  buffer: ArrayBufferLike,
  byteOffset: number,
  length: number,
): NumericArray {
  switch (dtype) {
    case 'bool':
    case 'uint8':
      return new Uint8Array(buffer, byteOffset, length);
    case 'int8':
      return new Int8Array(buffer, byteOffset, length);
    case 'int16':
      return new Int16Array(buffer, byteOffset, length);
    case 'uint16':
    case 'float16':
      return new Uint16Array(buffer, byteOffset, length);
    case 'int32':
      return new Int32Array(buffer, byteOffset, length);
    case 'uint32':
      return new Uint32Array(buffer, byteOffset, length);
    case 'int64':
      return new BigInt64Array(buffer, byteOffset, length);
    case 'uint64':
      return new BigUint64Array(buffer, byteOffset, length);
    case 'float32':
      return new Float32Array(buffer, byteOffset, length);
    case 'float64':
      return new Float64Array(buffer, byteOffset, length);
  }
}

/** The bytes of a typed array, without a copy. */
export const bytesOf = (values: NumericArray): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** The name a person reads: numpy's, `string`, or the store's own for what we cannot read. */
export function dtypeName(dtype: DataType): string {
  switch (dtype.kind) {
    case 'numeric':
    case 'complex':
    case 'opaque':
      return dtype.name;
    case 'string':
      return 'string';
    case 'struct':
      return `{${dtype.fields.map(fieldText).join(', ')}}`;
  }
}

const fieldText = ({ name, dtype, shape }: StructField): string =>
  `${name}: ${dtypeName(dtype)}${shape.length === 0 ? '' : `[${shape.join(', ')}]`}`;

/** The dtype of the real and the imaginary part, which lie side by side. */
export const partOf = (dtype: ComplexDType): 'float32' | 'float64' =>
  dtype === 'complex64' ? 'float32' : 'float64';

export const numeric = (name: NumericDType): DataType => ({ kind: 'numeric', name });
export const STRING: DataType = { kind: 'string' };
