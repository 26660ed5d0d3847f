import type * as zstd from 'numcodecs/zstd';
import { expect, it, vi } from 'vitest';
import { compressZstd } from '../zarr/write/zstd.ts';
import { decodeZstd } from './zstd.ts';
import { zstdHeader } from './zstd-frame.ts';

const library = vi.hoisted(() => ({ calls: 0 }));
vi.mock('numcodecs/zstd', async (importOriginal) => {
  const { default: original } = await importOriginal<typeof zstd>();
  const fromConfig: typeof original.fromConfig = (config) => {
    const codec = original.fromConfig(config);
    return {
      encode: (chunk) => codec.encode(chunk),
      decode: () => {
        library.calls += 1;
        return Uint8Array.of(1, 2, 3);
      },
    };
  };
  return { default: { fromConfig } };
});

const noise = (i: number): number => Math.imul(i, 0x9e3779b1) >>> 24;
const CHUNK = Uint8Array.from({ length: 400_000 }, (_, i) => noise(i) >>> 5);
/** Window descriptor of 2^19 bytes: more than the chunk has. */
const WINDOW = (19 - 10) << 3;
const CHECKSUM_FLAG = 4;

/** The same frame, of a writer that does not know how much comes. */
async function unsized(isChecked = false): Promise<Buffer> {
  const frame = Buffer.from(await compressZstd(CHUNK, 3));
  const { blocks, checksum } = zstdHeader(frame);
  const own = frame.subarray(blocks, frame.length - checksum);
  const header = [...frame.subarray(0, 4), isChecked ? CHECKSUM_FLAG : 0, WINDOW];
  return Buffer.concat([Buffer.from(header), own, Buffer.alloc(isChecked ? 4 : 0)]);
}

it('decodes a frame that does not say its size once', async () => {
  const frame = await unsized();
  expect(zstdHeader(frame).contentSize).toBeUndefined();
  expect(Buffer.compare(await decodeZstd(frame, CHUNK.length), CHUNK)).toBe(0);
  expect(library.calls).toBe(0);
});

it('holds it to the limit, and to its end', async () => {
  const frame = await unsized();
  await expect(decodeZstd(frame, CHUNK.length - 1)).rejects.toThrow('more than');
  await expect(decodeZstd(frame.subarray(0, -9), CHUNK.length)).rejects.toThrow();
});

it('leaves checksums, and what comes behind the frame, to the library', async () => {
  await decodeZstd(await unsized(true), CHUNK.length);
  expect(library.calls).toBe(1);
});
