import type { ArrayElem, StringArrayElem } from '../anndata/elem.ts';
import { ElemUnsupportedError } from '../errors.ts';
import type { Block } from '../store/store.ts';
import { Utf8Array } from '../store/utf8.ts';
import { blocksOf } from './blocks.ts';
import type { Inputs } from './inputs.ts';

/** A guess of the bytes of one name, to choose how many rows a block of names has. */
const NAME_BYTES = 64;

/**
 * The names of an axis in blocks of about `blockBytes`. An index of integers is read as strings, as
 * anndata does («Transforming to str index»).
 * @throws ElemUnsupportedError for an index of floats or bools
 */
export async function* readNames(
  inputs: Inputs,
  input: number,
  index: ArrayElem | StringArrayElem,
  blockBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Utf8Array> {
  const rows = index.shape[0] ?? 0;
  const blocks = blocksOf(inputs, input, index.path, rows, NAME_BYTES, blockBytes, signal);
  for await (const block of blocks) yield asStrings(block, inputs.paths[input], index.path);
}

function asStrings(block: Block, path: string | undefined, elem: string): Utf8Array {
  if (block.kind === 'string') return block.values;
  if (block.dtype === 'bool' || block.dtype.startsWith('float')) {
    throw new ElemUnsupportedError({ path, elem, reason: `an index of ${block.dtype}` });
  }
  return Utf8Array.from(Array.from(block.values, String));
}

/** `{name}{suffix}` for each name. */
export function withSuffix(names: Utf8Array, suffix: string): Utf8Array {
  const tail = new TextEncoder().encode(suffix);
  const bytes = new Uint8Array(names.bytes.length + names.length * tail.length);
  const offsets = new Uint32Array(names.length + 1);
  let at = 0;
  for (let i = 0; i < names.length; i++) {
    const name = names.slice(i);
    bytes.set(name, at);
    bytes.set(tail, at + name.length);
    at += name.length + tail.length;
    offsets[i + 1] = at;
  }
  return new Utf8Array(bytes.subarray(0, at), offsets);
}
