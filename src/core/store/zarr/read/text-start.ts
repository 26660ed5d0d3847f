import { FileEndsError } from '../../file-bytes.ts';
import { CHARACTER_BYTES, decodeStart } from '../../utf8-text.ts';
import type { ZarrArrayMeta } from './array-meta.ts';
import { chunkKey } from './chunks.ts';
import { keyOf, type ZarrSource } from './source/source.ts';

/** Chunks up to this size are read whole: compressed, no part of one tells how it begins. */
const SHORT_CHUNK_BYTES = 1024 * 1024;
/** Of vlen-utf8: how many texts, and the length of the first. */
const HEADER_BYTES = 8;

/**
 * At least `limit` characters that the text of a scalar begins with; null where the chunk would have to
 * be decoded, undefined where it is short.
 * @param path of the array in its source
 * @throws Error when it is damaged
 */
export async function readTextStart(
  source: ZarrSource,
  path: string,
  meta: ZarrArrayMeta,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<string | null | undefined> {
  if (!source.hasCheapRanges) return undefined;
  const { coding, codecs, shape, shards } = meta;
  const key = keyOf(
    path,
    chunkKey(
      meta,
      shape.map(() => 0),
    ),
  );
  const header = await headOf(source, key, signal);
  if (header === undefined || header.total <= SHORT_CHUNK_BYTES) return undefined;
  const isText = coding.kind === 'vlen-utf8' || coding.kind === 'vlen-bytes';
  if (!isText || codecs.length > 0 || shards.length > 0) return null;
  const view = new DataView(header.bytes.buffer, header.bytes.byteOffset, HEADER_BYTES);
  const length = view.getUint32(4, true);
  // Damaged: reading it whole says how.
  if (view.getUint32(0, true) !== 1 || HEADER_BYTES + length !== header.total) return undefined;
  const range = { offset: HEADER_BYTES, length: Math.min(length, limit * CHARACTER_BYTES) };
  const found = await source.getRange(key, range, signal);
  return found === undefined ? undefined : decodeStart(found.bytes);
}

/** Undefined where nothing is stored, or less. */
async function headOf(source: ZarrSource, key: string, signal: AbortSignal | undefined) {
  try {
    return await source.getRange(key, { offset: 0, length: HEADER_BYTES }, signal);
  } catch (cause) {
    if (cause instanceof FileEndsError) return undefined;
    throw cause;
  }
}
