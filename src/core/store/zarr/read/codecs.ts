import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { registry } from 'zarrita';
import { z } from 'zod';
import { unshuffle } from '../../unshuffle.ts';
import { VerifyingCrc32c } from './crc32c.ts';

const gunzip = promisify(zlib.gunzip);
const inflate = promisify(zlib.inflate);
/** Larger output blocks than zlib's own of 16 KiB: fewer round trips to its thread pool. */
const CHUNK_SIZE = 256 * 1024;
const BLOSC_HEADER = 16;
/** Decoding follows the chunk's own header. */
const ANY_BLOSC = { blocksize: 0, clevel: 5, cname: 'lz4', shuffle: 1 };
const BYTES = { dataType: 'uint8' as const, shape: [], codecs: [], fillValue: 0 };

type CodecLoader = NonNullable<ReturnType<typeof registry.get>>;
type Undo = (bytes: Uint8Array) => Promise<Uint8Array>;

const DECODE_ONLY = {
  kind: 'bytes_to_bytes' as const,
  encode: (): Uint8Array => {
    throw new Error('reading only');
  },
};

/** A codec for zarrita that can only be undone. */
const undoing = (undo: Undo) => () =>
  Promise.resolve({
    fromConfig: () => ({ ...DECODE_ONLY, decode: undo }),
  });

/** zarrita's blosc, which trusts the sizes in a chunk's header, behind a look at them. */
const decodeBlosc =
  (load: CodecLoader | undefined): Undo =>
  async (bytes) => {
    if (load === undefined) throw new Error('blosc is not available');
    checkBlosc(bytes);
    const Blosc = await load();
    return Blosc.fromConfig(ANY_BLOSC, BYTES).decode(bytes);
  };

function checkBlosc(bytes: Uint8Array): void {
  if (bytes.length < BLOSC_HEADER) throw new Error('a chunk is shorter than its header');
  const stored = new DataView(bytes.buffer, bytes.byteOffset).getUint32(12, true);
  if (stored !== bytes.length) {
    throw new Error(`a chunk has ${bytes.length} bytes, not ${stored}`);
  }
}

const shuffleSchema = z.object({ elementsize: z.int().positive().default(4) });

/** zarrita's takes the size of a value from the array's dtype, which for us is bytes. */
const shuffle: CodecLoader = () =>
  Promise.resolve({
    fromConfig: (configuration) => {
      const { elementsize } = shuffleSchema.parse(configuration);
      return { ...DECODE_ONLY, decode: (bytes) => unshuffle(bytes, elementsize) };
    },
  });

let prepared = false;

/** Puts our codecs in the place of zarrita's where those are slow or trust what they read. */
export function prepareCodecs(): void {
  if (prepared) return;
  prepared = true;
  const own = new Map([
    ['gzip', undoing((bytes) => gunzip(bytes, { chunkSize: CHUNK_SIZE }))],
    ['zlib', undoing((bytes) => inflate(bytes, { chunkSize: CHUNK_SIZE }))],
    ['blosc', undoing(decodeBlosc(registry.get('blosc')))],
  ]);
  for (const [name, codec] of own) {
    registry.set(name, codec);
    registry.set(`numcodecs.${name}`, codec);
  }
  registry.set('numcodecs.shuffle', shuffle);
  registry.set('crc32c', () => Promise.resolve(VerifyingCrc32c));
}

/** Whether there is a codec of this name. Call `prepareCodecs` first. */
export const hasCodec = (name: string): boolean => registry.has(name);
