import type { PlainDType } from '../../dtype.ts';
import type { Utf8Array } from '../../utf8.ts';
import type { Utf8Builder } from '../../utf8-builder.ts';
import { checkText, isText } from '../../utf8-text.ts';
import type { Hdf5Metadata } from './library.ts';

/** Padding of fixed-length strings: HDF5's H5T_str_t. */
const PADDING = { nullTerminated: 0, nullPadded: 1, spacePadded: 2 } as const;
const NUL = 0;
const SPACE = 32;

type TextDType = Extract<PlainDType, { kind: 'string' }>;

/**
 * The strings that were read as values of `dtype`: numpy's `S` may be any bytes.
 * @throws Error when they are no text
 */
export function textOf(dtype: TextDType, strings: Utf8Builder): Utf8Array {
  const built = strings.build();
  return dtype.isBytes === true ? built : checkText(built);
}

/**
 * The same of an attribute; undefined where it has bytes, none of which AnnData writes.
 * @throws RangeError when it is no text
 */
export function attrTextOf(
  name: string,
  dtype: TextDType,
  strings: Utf8Builder,
): string[] | undefined {
  const built = strings.build();
  if (isText(built)) return built.toStrings();
  if (dtype.isBytes === true) return undefined;
  throw new RangeError(`its attribute «${name}» is no text in UTF-8`);
}

/**
 * Appends `count` strings of the library's memory to `strings`: at `address` lie pointers to
 * NUL-terminated strings, or the characters themselves if the length is fixed.
 */
export function appendStrings(
  strings: Utf8Builder,
  memory: Uint8Array,
  address: number,
  count: number,
  type: Hdf5Metadata,
): void {
  if (type.vlen) appendPointed(strings, memory, address, count);
  else appendFixed(strings, memory, address, count, type.size, type.strpad);
}

function appendPointed(strings: Utf8Builder, memory: Uint8Array, address: number, count: number) {
  appendPointers(strings, memory, new Uint32Array(memory.buffer, address, count));
}

/** Appends the NUL-terminated strings of the library's memory at these addresses. */
export function appendPointers(
  strings: Utf8Builder,
  memory: Uint8Array,
  pointers: Uint32Array,
): void {
  for (const start of pointers) {
    // A null pointer is what HDF5 makes of a string that was never written.
    if (start === 0) strings.add(memory, 0, 0);
    else strings.add(memory, start, memory.indexOf(NUL, start));
  }
}

/** Appends `count` strings of `size` bytes each, without their padding. */
export function appendFixed(
  strings: Utf8Builder,
  memory: Uint8Array,
  address: number,
  count: number,
  size: number,
  padding: number | undefined,
): void {
  for (let i = 0; i < count; i++) {
    const start = address + i * size;
    strings.add(memory, start, endOfFixed(memory, start, start + size, padding));
  }
}

function endOfFixed(memory: Uint8Array, start: number, stop: number, padding: number | undefined) {
  if (padding === PADDING.nullTerminated) {
    const nul = memory.subarray(start, stop).indexOf(NUL);
    return nul === -1 ? stop : start + nul;
  }
  const pad = padding === PADDING.spacePadded ? SPACE : NUL;
  let end = stop;
  while (end > start && memory[end - 1] === pad) end -= 1;
  return end;
}
