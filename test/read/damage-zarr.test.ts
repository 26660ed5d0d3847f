import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import Blosc from 'numcodecs/blosc';
import LZ4 from 'numcodecs/lz4';
import Zstd from 'numcodecs/zstd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentOf, expectHonest } from './damage.ts';
import { MEMBERS, shard } from './small-zarr.ts';

let folder: string;
let next = 0;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'zarr-')));
});
afterAll(() => rm(folder, { recursive: true }));

type Files = Readonly<Record<string, string | Uint8Array>>;

async function storeOf(files: Files): Promise<string> {
  const store = path.join(folder, `${next++}.zarr`);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(store, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return store;
}

/** How many errors there are where `damage` takes the place of sound files. */
async function failuresOf(sound: Files, damage: Files): Promise<number> {
  const content = await contentOf(await storeOf(sound));
  for (const [at, value] of content) expect(typeof value, at).toBe('string');
  return expectHonest(await storeOf({ ...sound, ...damage }), content, Object.keys(damage).join());
}

const chunk = (...values: number[]): Buffer => Buffer.from(Int32Array.from(values).buffer);
const strings = (...texts: string[]): Buffer => {
  const number = (n: number): Buffer => Buffer.from(Uint32Array.of(n).buffer);
  const items = texts.flatMap((text) => [number(Buffer.byteLength(text)), Buffer.from(text)]);
  return Buffer.concat([number(texts.length), ...items]);
};
const json = JSON.stringify;

const ARRAY_2 = {
  zarr_format: 2, shape: [8], chunks: [4], dtype: '<i4', compressor: null, filters: null, fill_value: 0, order: 'C',
}; // prettier-ignore
const TEXT_2 = {
  ...ARRAY_2, shape: [3], chunks: [3], dtype: '|O', filters: [{ id: 'vlen-utf8' }],
}; // prettier-ignore
const V2: Files = {
  '.zgroup': json({ zarr_format: 2 }),
  '.zattrs': json({ name: 'gène' }),
  'n/.zarray': json(ARRAY_2),
  'n/.zattrs': json({ unit: 'µm' }),
  'n/0': chunk(1, 2, 3, 4),
  't/.zarray': json(TEXT_2),
  't/0': strings('a', 'gène', 'bcd'),
};
const V3: Files = Object.fromEntries(MEMBERS.map(({ name, content }) => [name, content]));
const textOf = (files: Files, name: string): string => Buffer.from(files[name] ?? '').toString();

const DEEP = '['.repeat(200_000) + ']'.repeat(200_000);
/** What metadata of any kind may become. */
const BROKEN: readonly (readonly [string, (text: string) => string | Uint8Array])[] = [
  ['empty', () => ''],
  ['cut', (text) => text.slice(0, -1)],
  ['null', () => 'null'],
  ['a list', () => '[]'],
  ['a number', () => '3'],
  ['very deep', () => DEEP],
  [
    'deep inside',
    (text) => text.replace(/"(name|attributes|zarr_format)":/u, (all) => `${all}${DEEP},"":`),
  ],
  ['not UTF-8', (text) => Buffer.from(text.replace(/\}$/u, ',"name":"g\u00e8ne"}'), 'latin1')],
  ['of another version', (text) => text.replace(/"zarr_format":\d/u, '"zarr_format":4')],
  ['followed by more', (text) => `${text}{}`],
];

describe('metadata that is damaged', () => {
  const documents = [
    ...['.zgroup', 'n/.zarray', 't/.zarray', 'n/.zattrs', '.zattrs'].map((at) => ({ at, of: V2 })),
    ...['zarr.json', 's/zarr.json', 'd/zarr.json'].map((at) => ({ at, of: V3 })),
  ];
  it.each(documents)('is an error: $at', async ({ at, of }) => {
    const text = textOf(of, at);
    for (const [what, breakIt] of BROKEN) {
      const broken = breakIt(text);
      if (broken === text) continue;
      expect(await failuresOf(of, { [at]: broken }), what).toBeGreaterThan(0);
    }
  });

  it('is an error: .zmetadata', async () => {
    const metadata = Object.fromEntries(
      Object.keys(V2)
        .filter((name) => /\.z/u.test(name))
        .map((name): [string, unknown] => [name, JSON.parse(textOf(V2, name))]),
    );
    const document = json({ metadata, zarr_consolidated_format: 1 });
    const sound = { ...V2, '.zmetadata': document };
    for (const broken of ['', document.slice(0, -1), 'null', '[]', DEEP, '{"metadata":3}', '{}']) {
      expect(await failuresOf(sound, { '.zmetadata': broken }), broken.slice(0, 20)).toBe(1);
    }
    const lies = json({ metadata: { ...metadata, 'n/.zarray': { ...ARRAY_2, shape: ['8'] } } });
    expect(await failuresOf(sound, { '.zmetadata': lies })).toBe(1);
  });
});

describe('consolidated metadata without a group of its members', () => {
  const group = { zarr_format: 3, node_type: 'group' };
  const array: unknown = JSON.parse(textOf(V3, 'd/zarr.json'));
  const stores: readonly (readonly [string, Files])[] = [
    [
      'Zarr v2',
      {
        '.zgroup': json({ zarr_format: 2 }),
        '.zmetadata': json({ metadata: { 'g/n/.zarray': ARRAY_2 }, zarr_consolidated_format: 1 }),
      },
    ],
    [
      'Zarr v3',
      {
        'zarr.json': json({
          ...group,
          consolidated_metadata: { kind: 'inline', metadata: { 'g/n': array } },
        }),
      },
    ],
  ];
  it.each(stores)('is an error, since nobody would find them: %s', async (_, files) => {
    const [error, ...others] = (await contentOf(await storeOf(files))).values();
    expect(others).toEqual([]);
    expect(error).toMatchObject({
      tag: 'StoreUnreadable',
      reason: 'its consolidated metadata has «g/n», but no group «g»',
    });
  });
});

describe('metadata that contradicts itself', () => {
  it.each([
    ['more axes in chunks', { chunks: [4, 1] }],
    ['fewer axes in chunks', { chunks: [] }],
    ['a shape of another rank', { shape: [8, 1] }],
    ['an order of none', { order: 'K' }],
    ['a size beyond all numbers', { shape: [1e300] }],
    ['a fill value that is no number', { fill_value: 'much' }],
    ['a fill value of two', { fill_value: [1, 2] }],
    ['a fill value beyond its type', { fill_value: 2 ** 40 }],
    ['a fill value with a fraction', { fill_value: 1.5 }],
    ['a filter that is none', { filters: ['zlib'] }],
    ['a compressor that is none', { compressor: { id: 'magic' } }],
    ['another item size', { dtype: '<i8' }],
    ['no item size', { dtype: '<i' }],
  ])('is an error: %s', async (_, lie) => {
    expect(await failuresOf(V2, { 'n/.zarray': json({ ...ARRAY_2, ...lie }) })).toBe(1);
  });
});

describe('the index of a shard', () => {
  const sound = shard(1, 2, 3, 4);
  it('is never believed when a byte of it is another', async () => {
    for (let at = 16; at < sound.length; at++) {
      const broken = Buffer.from(sound);
      broken.writeUInt8(broken.readUInt8(at) ^ 1, at);
      expect(await failuresOf(V3, { 's/c/0': broken }), String(at)).toBe(1);
    }
  });

  it.each([0, 1, 8, 16, 35, 51])('is an error in a shard of %d bytes', async (size) => {
    expect(await failuresOf(V3, { 's/c/0': sound.subarray(0, size) })).toBe(1);
    expect(await failuresOf(V3, { 's/c/0': sound.subarray(sound.length - size) })).toBe(1);
  });
});

describe('the lengths of strings', () => {
  const sound = strings('a', 'gène', 'bcd');
  it.each([
    ['count', 0],
    ['first length', 4],
    ['second length', 9],
    ['last length', 18],
  ])('are never believed: %s', async (_, at) => {
    const truth = sound.readUInt32LE(at);
    for (const lie of [0, truth - 1, truth + 1, 2 ** 31, 2 ** 32 - 1]) {
      if (lie === truth) continue;
      const broken = Buffer.from(sound);
      broken.writeUInt32LE(lie, at);
      expect(await failuresOf(V2, { 't/0': broken }), String(lie)).toBe(1);
    }
  });

  it('are an error wherever the chunk ends too early or too late, or is no text', async () => {
    for (let size = 0; size < sound.length; size++) {
      expect(await failuresOf(V2, { 't/0': sound.subarray(0, size) }), String(size)).toBe(1);
    }
    expect(await failuresOf(V2, { 't/0': Buffer.concat([sound, Buffer.from('x')]) })).toBe(1);
    expect(await failuresOf(V2, { 't/0': strings('a', 'g', 'b').fill(0xff, 8, 9) })).toBe(1);
  });
});

describe('a chunk of a codec', () => {
  const values = chunk(...Array.from({ length: 64 }, (_, i) => i * i));
  it.each<readonly [string, object, () => Uint8Array | Promise<Uint8Array>]>([
    ['gzip', { id: 'gzip' }, () => gzipSync(values)],
    ['zlib', { id: 'zlib' }, () => deflateSync(values)],
    ['zstd', { id: 'zstd' }, () => Zstd.fromConfig({ id: 'zstd' }).encode(values)],
    ['lz4', { id: 'lz4' }, () => LZ4.fromConfig({ id: 'lz4' }).encode(values)],
    ['blosc', { id: 'blosc' }, () => Blosc.fromConfig({ id: 'blosc' }).encode(values)],
    ['base64', { id: 'base64' }, () => Buffer.from(values.toString('base64'))],
  ])('is an error wherever it is cut: %s', async (_, compressor, encode) => {
    const stored = await encode();
    const meta = { ...ARRAY_2, shape: [64], chunks: [64], compressor };
    const sound = { '.zgroup': json({ zarr_format: 2 }), 'n/.zarray': json(meta), 'n/0': stored };
    const step = Math.max(1, Math.floor(stored.length / 12));
    for (let size = 0; size < stored.length; size += step) {
      const what = `${size} of ${stored.length}`;
      expect(await failuresOf(sound, { 'n/0': stored.subarray(0, size) }), what).toBe(1);
    }
    const last = stored.subarray(0, stored.length - 1);
    expect(await failuresOf(sound, { 'n/0': last })).toBe(1);
    const other = Buffer.from(stored.map((byte) => byte ^ 0x55));
    expect(await failuresOf(sound, { 'n/0': other })).toBe(1);
  });
});
