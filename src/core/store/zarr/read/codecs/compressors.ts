import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import Blosc from 'numcodecs/blosc';
import LZ4 from 'numcodecs/lz4';
import Zstd from 'numcodecs/zstd';
import type { Decoder, DecoderFactory } from './decoder.ts';
import { checkZstdSize, zstdHeader } from './zstd-frame.ts';

const gunzip = promisify(zlib.gunzip);
const inflate = promisify(zlib.inflate);
/** Larger output blocks than zlib's own of 16 KiB: fewer round trips to its thread pool. */
const CHUNK_SIZE = 256 * 1024;
const BLOSC_HEADER = 16;
const LZ4_HEADER = 4;
/** Bytes: the window that the zstd library, too, allows at most unless it is told to. */
const MAX_WINDOW = 2 ** 27;

/** What no compressor exceeds: values that cannot be compressed, and its headers. */
const encodedBound = (size: number): number => size + Math.ceil(size / 64) + 1024;

const compressor =
  (decode: Decoder['decode']): DecoderFactory =>
  () => ({ encodedBound, decode });

const zlibOptions = (limit: number) => ({
  chunkSize: CHUNK_SIZE,
  maxOutputLength: Math.max(1, limit),
});

function checkSize(size: number, limit: number): void {
  if (size > limit) throw new Error(`a chunk would have ${size} bytes, more than ${limit}`);
}

const viewOf = (bytes: Uint8Array, header: number): DataView => {
  if (bytes.length < header) throw new Error('a chunk is shorter than its header');
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
};

/** The library trusts the sizes in a chunk's header. Decoding follows the header alone. */
const blosc: Decoder['decode'] = (bytes, limit) => {
  const header = viewOf(bytes, BLOSC_HEADER);
  const stored = header.getUint32(12, true);
  if (stored !== bytes.length) {
    throw new Error(`a chunk has ${bytes.length} bytes, not ${stored}`);
  }
  checkSize(header.getUint32(4, true), limit);
  return Blosc.fromConfig({ id: 'blosc' }).decode(bytes);
};

const lz4: Decoder['decode'] = (bytes, limit) => {
  checkSize(viewOf(bytes, LZ4_HEADER).getUint32(0, true), limit);
  return LZ4.fromConfig({ id: 'lz4' }).decode(bytes);
};

const zstd: Decoder['decode'] = (bytes, limit) => {
  const { contentSize, windowSize = 0 } = zstdHeader(bytes);
  if (contentSize === undefined) {
    if (windowSize > MAX_WINDOW) throw new Error(`a zstd frame asks for ${windowSize} bytes`);
    checkZstdSize(bytes, limit);
  } else checkSize(contentSize, limit);
  return Zstd.fromConfig({ id: 'zstd' }).decode(bytes);
};

const base64: Decoder['decode'] = (bytes) =>
  Uint8Array.from(Buffer.from(Buffer.from(bytes).toString('latin1'), 'base64'));

export const COMPRESSORS: Readonly<Record<string, DecoderFactory>> = {
  blosc: compressor(blosc),
  gzip: compressor((bytes, limit) => gunzip(bytes, zlibOptions(limit))),
  zlib: compressor((bytes, limit) => inflate(bytes, zlibOptions(limit))),
  zstd: compressor(zstd),
  lz4: compressor(lz4),
  base64: () => ({ encodedBound: (size) => Math.ceil(size / 3) * 4 + 4, decode: base64 }),
};
