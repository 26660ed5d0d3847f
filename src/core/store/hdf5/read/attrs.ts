import { attrType, defineAttr, nest, numbersOf } from './attr-value.ts';
import type { Attrs, AttrValue } from '../../store.ts';
import { Utf8Builder } from '../../utf8-builder.ts';
import { Hdf5Error, type Hdf5Library, type Hdf5Metadata } from './library.ts';
import { appendStrings, attrTextOf } from './strings.ts';

/**
 * The attributes of the object at `path`. Kinds that AnnData has no use for (compound, opaque,
 * region references, lists of variable length) are left out.
 * @param count how many there are, where that is known
 * @throws Hdf5Error
 */
export function readAttrs(library: Hdf5Library, file: bigint, path: string, count?: number): Attrs {
  const attrs: Record<string, AttrValue> = {};
  const found = library.call((wasm) => wasm.get_attribute_names(file, path));
  // Where it fails at one of them, h5wasm answers none without a word.
  if (found.length !== (count ?? found.length)) throw new Hdf5Error('a damaged attribute');
  for (const name of found) {
    const value = readAttr(library, file, path, name);
    if (value !== undefined) defineAttr(attrs, name, value);
  }
  return attrs;
}

function readAttr(
  library: Hdf5Library,
  file: bigint,
  path: string,
  name: string,
): AttrValue | undefined {
  const type = library.call((wasm) => wasm.get_attribute_metadata(file, path, name));
  if (type.shape === null) return null;
  const flat = readFlat(library, file, path, name, type);
  return flat === undefined ? undefined : nest(flat, type.shape);
}

/** All values of an attribute in C order, undefined when they are of a kind that we leave out. */
function readFlat(
  library: Hdf5Library,
  file: bigint,
  path: string,
  name: string,
  type: Hdf5Metadata,
): AttrValue[] | undefined {
  const dtype = attrType(name, type);
  if (dtype === undefined) return undefined;
  const count = type.total_size;
  if (count === 0) return [];
  return library.withMemory(count * type.size, (address) => {
    const at = BigInt(address);
    library.call((wasm) => wasm.get_attribute_data(file, path, name, at));
    switch (dtype.kind) {
      case 'string':
        try {
          const strings = new Utf8Builder(count);
          appendStrings(strings, library.memory, address, count, type);
          return attrTextOf(name, dtype, strings);
        } finally {
          // An empty attribute name would mean the dataset itself to the library.
          if (type.vlen && name !== '') {
            library.call((wasm) => wasm.reclaim_vlen_memory(file, path, name, at));
          }
        }
      case 'numeric':
        return numbersOf(dtype.name, library.memory.slice(address, address + count * type.size));
      case 'reference':
        return references(library, file, address, count, type.size);
    }
  });
}

function references(
  library: Hdf5Library,
  file: bigint,
  address: number,
  count: number,
  size: number,
): AttrValue[] {
  return Array.from({ length: count }, (_, i) => {
    const start = address + i * size;
    const reference = library.memory.slice(start, start + size);
    if (reference.every((byte) => byte === 0)) return null;
    // h5wasm answers null for an object that no link leads to.
    const target = library.call((wasm) => wasm.get_referenced_name(file, reference, true));
    return target?.replace(/^\//u, '') ?? null;
  });
}
