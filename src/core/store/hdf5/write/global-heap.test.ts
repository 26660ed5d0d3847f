import { describe, expect, it } from 'vitest';

import { writtenBytes } from '../../../../../test/hdf5/written-bytes.ts';
import { Utf8Array } from '../../utf8.ts';
import { GlobalHeap } from './global-heap.ts';

/** Stores lists of strings one after the other and resolves all references again. */
async function stored(lists: readonly (readonly string[])[]): Promise<{
  readonly found: string[];
  readonly sizes: number[];
}> {
  const { bytes, answer } = await writtenBytes(async (file) => {
    const heap = new GlobalHeap(file);
    const references: Uint8Array[] = [];
    for (const list of lists) references.push(await heap.store(Utf8Array.from(list)));
    await heap.flush();
    return Buffer.concat(references);
  });
  const collections = new Map<number, Map<number, string>>();
  const sizes: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = Number(bytes.readBigUInt64LE(at + 8));
    collections.set(at, parse(bytes.subarray(at, at + size)));
    sizes.push(size);
    at += size;
  }
  const found: string[] = [];
  for (let at = 0; at < answer.length; at += 16) {
    const length = answer.readUInt32LE(at);
    const collection = Number(answer.readBigUInt64LE(at + 4));
    const text = collections.get(collection)?.get(answer.readUInt32LE(at + 12)) ?? '';
    expect(Buffer.byteLength(text)).toBe(length);
    found.push(text);
  }
  return { found, sizes };
}

function parse(collection: Buffer): Map<number, string> {
  expect(collection.toString('latin1', 0, 4)).toBe('GCOL');
  expect(collection.length).toBeGreaterThanOrEqual(4096);
  const objects = new Map<number, string>();
  // Less room than an object's header is free without saying so.
  for (let at = 16; collection.length - at >= 16;) {
    const index = collection.readUInt16LE(at);
    const size = Number(collection.readBigUInt64LE(at + 8));
    if (index === 0) {
      expect(at + size).toBe(collection.length);
      break;
    }
    objects.set(index, collection.toString('utf8', at + 16, at + 16 + size));
    at += 16 + Math.ceil(size / 8) * 8;
  }
  return objects;
}

const many = (count: number, length: number): string[] =>
  Array.from({ length: count }, (_, i) => String(i).padEnd(length, 'é'));

describe('the global heap', () => {
  it('keeps strings of many calls in one small collection', async () => {
    const lists = [['array', '0.2.0'], [''], ['categories', '😀']];
    const { found, sizes } = await stored(lists);
    expect(found).toEqual(lists.flat());
    expect(sizes).toEqual([4096]);
  });

  it('goes on in a new collection when one is full', async () => {
    const strings = many(20_000, 9);
    const { found, sizes } = await stored([['first'], strings]);
    expect(found).toEqual(strings.toSpliced(0, 0, 'first'));
    expect(sizes.length).toBeGreaterThan(10);
    expect(Math.max(...sizes)).toBe(64 * 1024);
  });

  it('fits collections exactly, leaves eight bytes, or marks the rest as free', async () => {
    // A header of 16 and objects of 16 and their padded length: 4096, 4088 and 4080 bytes used.
    for (const last of [24, 16, 8]) {
      const strings = [...many(1, 1), 'x'.repeat(4096 - 16 - 24 - 16 - 24 + last - 8)];
      expect((await stored([strings, ['next']])).found).toEqual([...strings, 'next']);
    }
  });

  it('gives a collection of its own to a string larger than any', async () => {
    const long = 'x'.repeat(200_001);
    const { found, sizes } = await stored([['a', long, 'b']]);
    expect(found).toEqual(['a', long, 'b']);
    expect(Math.max(...sizes)).toBeGreaterThan(200_000);
  });

  it('keeps what concurrent calls store apart', async () => {
    const lists = [many(9000, 11), many(9000, 5), many(9000, 30)];
    const { answer } = await writtenBytes(async (file) => {
      const heap = new GlobalHeap(file);
      return Promise.all(lists.map((list) => heap.store(Utf8Array.from(list))));
    });
    const places = answer.flatMap((references) =>
      Array.from({ length: 9000 }, (_, i) =>
        Buffer.from(references.subarray(i * 16 + 4, i * 16 + 16)).toString('hex'),
      ),
    );
    expect(new Set(places).size).toBe(27_000);
  });

  it('refuses a text that readers would cut', async () => {
    await expect(stored([['a\0b']])).rejects.toThrow('NUL');
  });
});
