import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { decodeBlosc } from '../../../codecs/blosc.ts';
import { checkSize, viewOf } from '../../../codecs/sizes.ts';
import { decodeZstd } from '../../../codecs/zstd.ts';
import type { Decoder, DecoderFactory } from './decoder.ts';

const gunzip = promisify(zlib.gunzip);
const inflate = promisify(zlib.inflate);
/** Of output at a time. A chunk that fits, with room to spare, is one job of zlib's thread pool. */
const MAX_BLOCK = 4 * 1024 * 1024;
const ROOM = 64;
const LZ4_HEADER = 4;

/** What no compressor exceeds: values that cannot be compressed, and its headers. */
const encodedBound = (size: number): number => size + Math.ceil(size / 64) + 1024;

const compressor =
  (decode: Decoder['decode']): DecoderFactory =>
  () => ({ encodedBound, decode });

const zlibOptions = (limit: number) => ({
  chunkSize: Math.min(limit + ROOM, MAX_BLOCK),
  maxOutputLength: Math.max(1, limit),
});

const lz4: Decoder['decode'] = async (bytes, limit) => {
  checkSize(viewOf(bytes, LZ4_HEADER).getUint32(0, true), limit);
  const { default: LZ4 } = await import('numcodecs/lz4');
  return LZ4.fromConfig({ id: 'lz4' }).decode(bytes);
};

/** Node leaves out what is no base64. */
const base64: Decoder['decode'] = (bytes) => {
  const decoded = Buffer.from(Buffer.from(bytes).toString('latin1'), 'base64');
  if (Math.ceil(decoded.length / 3) * 4 !== bytes.length) throw new Error('it is no base64');
  return Uint8Array.from(decoded);
};

export const COMPRESSORS: Readonly<Record<string, DecoderFactory>> = {
  blosc: compressor(decodeBlosc),
  gzip: compressor((bytes, limit) => gunzip(bytes, zlibOptions(limit))),
  zlib: compressor((bytes, limit) => inflate(bytes, zlibOptions(limit))),
  zstd: compressor(decodeZstd),
  lz4: compressor(lz4),
  base64: () => ({ encodedBound: (size) => Math.ceil(size / 3) * 4 + 4, decode: base64 }),
};
