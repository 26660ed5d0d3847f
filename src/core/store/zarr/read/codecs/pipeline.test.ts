import { deflateSync, gzipSync } from 'node:zlib';
import LZ4 from 'numcodecs/lz4';
import Zstd from 'numcodecs/zstd';
import Blosc from 'numcodecs/blosc';
import { describe, expect, it } from 'vitest';
import { hasCodec, Pipeline } from './pipeline.ts';

const zeros = new Uint8Array(1_000_000);
const pipeline = (...names: readonly string[]): Pipeline =>
  new Pipeline(names.map((name) => ({ name, configuration: {} })));

describe('a chunk that inflates to more than is meant', () => {
  it.each([
    ['gzip', gzipSync(zeros)],
    ['zlib', deflateSync(zeros)],
    ['zstd', Zstd.fromConfig({ id: 'zstd' }).encode(zeros)],
    ['lz4', LZ4.fromConfig({ id: 'lz4' }).encode(zeros)],
    ['blosc', Blosc.fromConfig({ id: 'blosc' }).encode(zeros)],
  ])('is refused: %s', async (name, encoded) => {
    const bytes = await encoded;
    expect(bytes.length).toBeLessThan(20_000);
    expect(await pipeline(name).decode(bytes, zeros.length)).toHaveLength(zeros.length);
    await expect(pipeline(name).decode(bytes, zeros.length - 1)).rejects.toThrow(Error);
  });

  it.each(['zstd', 'lz4', 'blosc', 'crc32', 'adler32', 'fletcher32', 'packbits'])(
    'or is no chunk of %s at all',
    async (name) => {
      for (const length of [0, 1, 3, 9, 100]) {
        const noise = Uint8Array.from({ length }, (_, i) => (i * 151 + 77) & 255);
        await expect(pipeline(name).decode(noise, 1000)).rejects.toThrow(Error);
      }
    },
  );
});

describe('a zstd frame that does not say its size, as streams write them', () => {
  // A million zeros: what `zstd -c` makes of a pipe, with a checksum.
  const frame = Buffer.from(
    '28b52ffd04585400001000000100fbff39c00202001000020010000200100002001000020010000200100003120a00ccaeca39',
    'hex',
  );

  it('is decoded, up to the limit', async () => {
    const decoded = await pipeline('zstd').decode(frame, zeros.length);
    expect(Buffer.compare(decoded, zeros)).toBe(0);
    const tight = pipeline('zstd').decode(frame, zeros.length - 1);
    await expect(tight).rejects.toThrow('more than 999999 bytes');
  });

  it.each(Array.from({ length: frame.length }, (_, i) => i))(
    'is refused cut to %i bytes',
    async (end) => {
      const cut = pipeline('zstd').decode(frame.subarray(0, end), zeros.length);
      await expect(cut).rejects.toThrow(Error);
    },
  );

  it('is refused when its checksum is not that of its bytes', async () => {
    const damaged = Uint8Array.from(frame);
    damaged[damaged.length - 1] = 0;
    await expect(pipeline('zstd').decode(damaged, zeros.length)).rejects.toThrow(Error);
  });

  it('is refused when it asks for more memory than any writer does', async () => {
    const damaged = Uint8Array.from(frame);
    damaged[5] = 0xff;
    await expect(pipeline('zstd').decode(damaged, zeros.length)).rejects.toThrow('asks for');
  });
});

describe('a chain of codecs', () => {
  it('is undone from its end, each under its own limit', async () => {
    const chain = pipeline('numcodecs.zlib', 'numcodecs.base64');
    const bytes = Buffer.from(deflateSync(zeros).toString('base64'));
    expect(await chain.decode(bytes, zeros.length)).toHaveLength(zeros.length);
    expect(chain.encodedBound(1000)).toBeGreaterThan(1000);
  });

  it('is refused by the name of what is unknown or damaged', () => {
    expect(hasCodec('numcodecs.bz2')).toBe(false);
    expect(() => pipeline('numcodecs.bz2')).toThrow('its codec «bz2» is not available');
    expect(() => pipeline('delta')).toThrow('the configuration of its codec «delta» is damaged');
    const odd = { name: 'delta', configuration: { dtype: '<U4' } };
    expect(() => new Pipeline([odd])).toThrow('«delta»');
  });
});
