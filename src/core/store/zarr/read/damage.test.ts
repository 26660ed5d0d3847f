import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../open.ts';
import type { ArrayNode, Block } from '../../store.ts';
import { crc32c } from './crc32c.ts';

let folder: string;
let next = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zarr-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

type Files = Readonly<Record<string, string | Uint8Array | object>>;

/** A store of these files; objects become JSON. */
async function storeOf(files: Files): Promise<string> {
  const store = path.join(folder, `${next++}.zarr`);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(store, name);
    await mkdir(path.dirname(file), { recursive: true });
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    await writeFile(file, isRaw ? content : JSON.stringify(content));
  }
  return store;
}

const GROUP = { zarr_format: 3, node_type: 'group', attributes: {} };
const bytes = { name: 'bytes', configuration: { endian: 'little' } };

const sharding = (more: object = {}) => ({
  name: 'sharding_indexed',
  configuration: { chunk_shape: [2], codecs: [bytes], index_codecs: [bytes], ...more },
});

const arrayMeta = (more: object = {}) => ({
  zarr_format: 3,
  node_type: 'array',
  shape: [8],
  data_type: 'int32',
  chunk_grid: { name: 'regular', configuration: { chunk_shape: [4] } },
  chunk_key_encoding: { name: 'default' },
  fill_value: 0,
  codecs: [bytes],
  attributes: {},
  ...more,
});

const chunk = (...values: number[]): Uint8Array => new Uint8Array(Int32Array.from(values).buffer);

async function arrayOf(meta: object, files: Files = {}): Promise<ArrayNode> {
  const named = Object.entries(files).map(([name, content]) => [`x/${name}`, content] as const);
  const store = await openStore(
    await storeOf({ 'zarr.json': GROUP, 'x/zarr.json': meta, ...Object.fromEntries(named) }),
  );
  const node = await store.root.get('x');
  if (node.kind !== 'array') throw new Error('no array');
  return node;
}

const valuesOf = ({ values }: Block): unknown[] =>
  'toStrings' in values ? values.toStrings() : Array.from<unknown>(values);

const UNREADABLE = { tag: 'ElemUnreadable', elem: 'x' };
const checksum = (data: Uint8Array): Uint8Array => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32c(data));
  return Buffer.concat([data, sum]);
};

describe('a chunk', () => {
  const good = chunk(1, 2, 3, 4);
  const gzip = [bytes, { name: 'gzip', configuration: { level: 1 } }];
  const crc = [bytes, { name: 'crc32c' }];
  const flipped = checksum(good);
  flipped[3] = 1;

  it('that is missing has the fill value', async () => {
    const array = await arrayOf(arrayMeta({ fill_value: 7 }), { 'c/1': good });
    expect(valuesOf(await array.read(2, 6))).toEqual([7, 7, 1, 2]);
  });

  it.each([
    ['bare', [bytes], good, good.subarray(0, 15)],
    ['bare and too long', [bytes], good, new Uint8Array(20)],
    ['gzip', gzip, gzipSync(good), gzipSync(good).subarray(0, 15)],
    ['gzip of too little', gzip, gzipSync(good), gzipSync(good.subarray(0, 12))],
    ['gzip of something else', gzip, gzipSync(good), Buffer.from('not gzip at all')],
    ['checksum', crc, checksum(good), flipped],
    ['no checksum', crc, checksum(good), new Uint8Array(2)],
    ['empty', [bytes], good, new Uint8Array(0)],
  ])('is never taken for what it is not: %s', async (_case, codecs, right, wrong) => {
    const array = await arrayOf(arrayMeta({ codecs }), { 'c/0': right, 'c/1': wrong });
    expect(valuesOf(await array.read(0, 4))).toEqual([1, 2, 3, 4]);
    await expect(array.read(0, 8)).rejects.toMatchObject(UNREADABLE);
    await expect(array.read(5, 6)).rejects.toMatchObject(UNREADABLE);
  });

  it('of strings must hold as many as its shape says', async () => {
    const strings = { data_type: 'string', fill_value: '', codecs: [{ name: 'vlen-utf8' }] };
    const encoded = Buffer.from([2, 0, 0, 0, 1, 0, 0, 0, 97, 9, 0, 0, 0, 98]);
    for (const damaged of [encoded, encoded.subarray(0, 9), encoded.subarray(0, 2)]) {
      const array = await arrayOf(arrayMeta(strings), { 'c/0': damaged });
      await expect(array.read(0, 4)).rejects.toMatchObject(UNREADABLE);
      expect(valuesOf(await array.read(4, 6))).toEqual(['', '']);
    }
  });

  it('in a shard is checked against the size of the file', async () => {
    const shards = {
      chunk_shape: [2],
      codecs: [bytes],
      index_codecs: [bytes, { name: 'crc32c' }],
    };
    const meta = arrayMeta({ codecs: [{ name: 'sharding_indexed', configuration: shards }] });
    const shard = (offset: number, length: number): Uint8Array => {
      const index = BigUint64Array.of(
        BigInt(offset),
        BigInt(length),
        2n ** 64n - 1n,
        2n ** 64n - 1n,
      );
      return Buffer.concat([chunk(1, 2), checksum(new Uint8Array(index.buffer))]);
    };
    const array = await arrayOf(meta, { 'c/0': shard(0, 8), 'c/1': shard(0, 2 ** 40) });
    expect(valuesOf(await array.read(0, 4))).toEqual([1, 2, 0, 0]);
    await expect(array.read(4, 6)).rejects.toMatchObject(UNREADABLE);
    const broken = shard(0, 8);
    broken[10] = 1;
    const damaged = await arrayOf(meta, { 'c/0': broken, 'c/1': chunk(1) });
    await expect(damaged.read(0, 2)).rejects.toThrow('checksum');
    await expect(damaged.read(4, 6)).rejects.toMatchObject(UNREADABLE);
  });

  it('is not read once the read is cancelled', async () => {
    const array = await arrayOf(arrayMeta({ codecs: gzip }), { 'c/0': gzipSync(good) });
    const controller = new AbortController();
    const read = array.read(0, 8, controller.signal);
    controller.abort();
    await expect(read).rejects.toMatchObject({ tag: 'Cancelled' });
  });
});

describe('metadata', () => {
  it.each([
    ['a codec of no known name', { codecs: [bytes, { name: 'magic' }] }],
    ['a codec on values', { codecs: [{ name: 'scale_offset' }, bytes] }],
    ['a codec around shards', { codecs: [sharding(), { name: 'crc32c' }] }],
    ['shards with an odd index', { codecs: [sharding({ index_codecs: [bytes, 'zstd'] })] }],
    ['shards that chunks do not fill', { codecs: [sharding({ chunk_shape: [3] })] }],
    ['a transformer', { storage_transformers: [{ name: 'magic' }] }],
    ['an extension', { magic: { must_understand: true } }],
    [
      'a transposition after a running sum',
      {
        codecs: [
          { name: 'numcodecs.delta', configuration: { dtype: '<i4' } },
          { name: 'transpose', configuration: { order: [0] } },
          bytes,
        ],
      },
    ],
    [
      'a chunk beyond all memory',
      {
        shape: [2 ** 40],
        chunk_grid: { name: 'regular', configuration: { chunk_shape: [2 ** 40] } },
        codecs: [bytes, { name: 'gzip', configuration: { level: 1 } }],
      },
    ],
  ])('asks for what we cannot do: %s', async (_case, more) => {
    const array = await arrayOf(arrayMeta(more));
    await expect(array.read(0, 4)).rejects.toMatchObject(UNREADABLE);
  });

  it('may hold extensions that need not be understood', async () => {
    const more = { magic: { must_understand: false }, dimension_names: ['x'] };
    const array = await arrayOf(arrayMeta(more));
    expect(valuesOf(await array.read(0, 2))).toEqual([0, 0]);
  });

  it('may name a type that can be listed but not read', async () => {
    const array = await arrayOf(arrayMeta({ data_type: 'magic', fill_value: 0 }));
    expect(array.dtype).toEqual({ kind: 'opaque', name: 'magic' });
    await expect(array.read(0, 1)).rejects.toMatchObject(UNREADABLE);
  });

  it.each([
    ['no JSON', '{'],
    ['negative', arrayMeta({ shape: [-1] })],
    ['of another version', { ...arrayMeta(), zarr_format: 4 }],
    ['of an odd grid', arrayMeta({ chunk_grid: { name: 'irregular' } })],
    [
      'an order that is none',
      arrayMeta({ codecs: [{ name: 'transpose', configuration: { order: [1] } }, bytes] }),
    ],
    ['empty', ''],
  ])('is damaged: %s', async (_case, meta) => {
    const store = await openStore(await storeOf({ 'zarr.json': GROUP, 'x/zarr.json': meta }));
    await expect(store.root.get('x')).rejects.toMatchObject({
      ...UNREADABLE,
      reason: 'its metadata is damaged',
    });
  });

  it.each([
    ['no JSON', { 'zarr.json': '{' }, 'its metadata is damaged'],
    ['an array', { 'zarr.json': arrayMeta() }, 'it is a Zarr array, not a group'],
    ['of version 1', { '.zgroup': { zarr_format: 1 } }, 'its metadata is damaged'],
  ])('of the root is refused at once: %s', async (_case, files, reason) => {
    const store = await storeOf(files);
    await expect(openStore(store)).rejects.toMatchObject({
      tag: 'StoreUnreadable',
      path: store,
      reason,
    });
  });

  it('may hold what Python writes and JSON forbids', async () => {
    const store = await openStore(
      await storeOf({
        '.zgroup': { zarr_format: 2 },
        '.zattrs': '{"a": NaN, "b": [-Infinity, 9007199254740993], "c": "NaN 12345678901234567"}',
      }),
    );
    expect(store.format).toBe('zarr2');
    expect(store.root.attrs).toEqual({
      a: NaN,
      b: [-Infinity, 9007199254740993n],
      c: 'NaN 12345678901234567',
    });
  });
});

describe('names', () => {
  it('never lead out of the group', async () => {
    const store = await openStore(
      await storeOf({ 'zarr.json': GROUP, 'g/zarr.json': GROUP, 'x/zarr.json': arrayMeta() }),
    );
    const group = await store.root.get('g');
    if (group.kind !== 'group') throw new Error('no group');
    for (const name of ['..', '.', '', '../x', '/x', 'x\0']) {
      expect(await group.has(name)).toBe(false);
      await expect(group.get(name)).rejects.toMatchObject({ tag: 'ElemUnreadable' });
    }
  });

  it('are those of folders with metadata, in code point order', async () => {
    const at = await storeOf({
      'zarr.json': GROUP,
      '😀/zarr.json': GROUP,
      '\ufb00/zarr.json': GROUP,
      'b/zarr.json': GROUP,
      'no node/file': '',
      file: '',
    });
    await symlink(path.join(at, 'b'), path.join(at, 'a'));
    await symlink(path.join(at, 'nowhere'), path.join(at, 'dangling'));
    const { root } = await openStore(at);
    expect(await root.keys()).toEqual(['a', 'b', '\ufb00', '😀']);
    expect(await root.has('no node')).toBe(false);
    await expect(root.get('no node')).rejects.toMatchObject({
      tag: 'ElemUnreadable',
      reason: 'there is no such element',
    });
  });
});
