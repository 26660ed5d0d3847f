import { itemSize, type NumericDType, type ReadableDType } from '../../dtype.ts';
import type { ArraySpec, Compression } from '../../store.ts';
import { toJson, type Json } from './json.ts';
import { codePointsOf, storedBytes } from './values.ts';

export type ZarrVersion = 2 | 3;

/** What the metadata of an array says beside its attributes. */
export interface ArrayLayout {
  readonly dtype: ArraySpec['dtype'];
  /** `[]` for a scalar. */
  readonly shape: readonly number[];
  readonly chunk: readonly number[];
  /** Null when each chunk has a file of its own. */
  readonly shard: readonly number[] | null;
  readonly compression: Compression;
}

/** A metadata file: its name in the node's folder, and its text. */
export type Document = readonly [name: string, text: string];

export function groupDocuments(version: ZarrVersion, attrs: Json): readonly Document[] {
  if (version === 3) return [['zarr.json', toJson(groupV3(attrs))]];
  return [
    ['.zattrs', toJson(attrs)],
    ['.zgroup', toJson({ zarr_format: 2 })],
  ];
}

export function arrayDocuments(
  version: ZarrVersion,
  layout: ArrayLayout,
  attrs: Json,
): readonly Document[] {
  if (version === 3) return [['zarr.json', toJson(arrayV3(layout, attrs))]];
  return [
    ['.zattrs', toJson(attrs)],
    ['.zarray', toJson(arrayV2(layout))],
  ];
}

/**
 * The documents of the root, with those of all other nodes consolidated: in `.zmetadata` as
 * `zarr.consolidate_metadata` of zarr-python 2 has it, or inline as zarr-python 3 does.
 * @param nodes by their path
 */
export function rootDocuments(
  version: ZarrVersion,
  attrs: Json,
  nodes: ReadonlyMap<string, readonly Document[]>,
): readonly Document[] {
  if (version === 3) {
    const metadata = [...nodes].flatMap(([path, documents]) =>
      documents.map(([, text]) => `${JSON.stringify(path)}: ${text}`),
    );
    const inline = `{"kind": "inline", "must_understand": false, "metadata": {${metadata.join(', ')}}}`;
    const own = toJson(groupV3(attrs)).slice(0, -1);
    return [['zarr.json', `${own}, "consolidated_metadata": ${inline}}`]];
  }
  const own = groupDocuments(2, attrs);
  const metadata = [['', own] as const, ...nodes].flatMap(([path, documents]) =>
    documents.map(
      ([name, text]) => `${JSON.stringify(path === '' ? name : `${path}/${name}`)}: ${text}`,
    ),
  );
  const all = `{"zarr_consolidated_format": 1, "metadata": {${metadata.join(', ')}}}`;
  return [['.zmetadata', all], ...own];
}

const groupV3 = (attrs: Json) =>
  ({ zarr_format: 3, node_type: 'group', attributes: attrs }) as const;

const V2_TYPES: Readonly<Record<NumericDType, string>> = {
  bool: '|b1',
  int8: '|i1',
  int16: '<i2',
  int32: '<i4',
  int64: '<i8',
  uint8: '|u1',
  uint16: '<u2',
  uint32: '<u4',
  uint64: '<u8',
  float16: '<f2',
  float32: '<f4',
  float64: '<f8',
};

/** numpy's type string, or its list of fields. */
function typeV2(dtype: ReadableDType): Json {
  switch (dtype.kind) {
    case 'numeric':
      return V2_TYPES[dtype.name];
    case 'complex':
      return dtype.name === 'complex64' ? '<c8' : '<c16';
    case 'string':
      return '|O';
    case 'struct':
      return dtype.fields.map(({ name, dtype: of }) => [
        name,
        of.kind === 'string' ? `<U${codePointsOf(of)}` : typeV2(of),
      ]);
  }
}

/** The name of a core type, or what zarr-python 3 calls others. */
function typeV3(dtype: ReadableDType): Json {
  switch (dtype.kind) {
    case 'numeric':
    case 'complex':
      return dtype.name;
    case 'string':
      return 'string';
    case 'struct':
      return {
        name: 'structured',
        configuration: {
          fields: dtype.fields.map(({ name, dtype: of }) => [
            name,
            of.kind === 'string' ? fixedText(storedBytes(of)) : typeV3(of),
          ]),
        },
      };
  }
}

const fixedText = (bytes: number): Json => ({
  name: 'fixed_length_utf32',
  configuration: { length_bytes: bytes },
});

/** `.zarray` of the Zarr storage specification, version 2. */
function arrayV2({ dtype, shape, chunk, compression }: ArrayLayout): Json {
  return {
    zarr_format: 2,
    shape,
    chunks: chunk,
    dtype: typeV2(dtype),
    fill_value: fillValue(dtype),
    order: 'C',
    filters: dtype.kind === 'string' ? [{ id: 'vlen-utf8' }] : null,
    compressor: compression.id === 'none' ? null : { id: compression.id, level: compression.level },
    dimension_separator: '.',
  };
}

/** An array's `zarr.json` of the Zarr core specification, version 3. */
function arrayV3({ dtype, shape, chunk, shard, compression }: ArrayLayout, attrs: Json): Json {
  const codecs = [serializer(dtype), ...byteCodecs(compression)];
  const sharding = {
    name: 'sharding_indexed',
    configuration: {
      chunk_shape: chunk,
      codecs,
      index_codecs: [LITTLE_ENDIAN, { name: 'crc32c' }],
      index_location: 'end',
    },
  };
  return {
    zarr_format: 3,
    node_type: 'array',
    shape,
    data_type: typeV3(dtype),
    chunk_grid: { name: 'regular', configuration: { chunk_shape: shard ?? chunk } },
    chunk_key_encoding: { name: 'default', configuration: { separator: '/' } },
    fill_value: fillValue(dtype),
    codecs: shard === null ? codecs : [sharding],
    attributes: attrs,
    storage_transformers: [],
  };
}

const LITTLE_ENDIAN = { name: 'bytes', configuration: { endian: 'little' } } as const;

function serializer(dtype: ArraySpec['dtype']): Json {
  if (dtype.kind === 'string') return { name: 'vlen-utf8' };
  // For zarr-python, records have no order of bytes.
  const hasOrder =
    dtype.kind === 'complex' || (dtype.kind === 'numeric' && itemSize(dtype.name) > 1);
  return hasOrder ? LITTLE_ENDIAN : { name: 'bytes' };
}

function byteCodecs(compression: Compression): readonly Json[] {
  switch (compression.id) {
    case 'none':
      return [];
    case 'gzip':
      return [{ name: 'gzip', configuration: { level: compression.level } }];
    case 'zstd':
      return [{ name: 'zstd', configuration: { level: compression.level, checksum: false } }];
  }
}

/** Of the values that no chunk holds; there are none, but every array has to name one. */
function fillValue(dtype: ArraySpec['dtype']): Json {
  switch (dtype.kind) {
    case 'numeric':
      return dtype.name === 'bool' ? false : 0;
    case 'complex':
      return [0, 0];
    case 'string':
      return '';
    case 'struct':
      return Buffer.alloc(storedBytes(dtype)).toString('base64');
  }
}
