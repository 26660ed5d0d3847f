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
