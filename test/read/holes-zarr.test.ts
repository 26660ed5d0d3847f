import { mkdir, mkdtemp, open, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openUrl } from '../../src/core/store/open-url.ts';
import { openStore } from '../../src/core/store/open.ts';
import type { Block, Store } from '../../src/core/store/store.ts';
import { crc32c } from '../../src/core/store/zarr/read/crc32c.ts';
import { serveFiles, type FileServer } from '../support/file-server.ts';
import { arrayAt } from './describe.ts';
import { chunk } from './small-zarr.ts';
import { zipOf, type ZipInput } from './zip-file.ts';

let folder: string;
let server: FileServer;
const opened: Store[] = [];
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'holes-')));
  server = await serveFiles(folder);
});
afterAll(async () => {
  await Promise.all(opened.map((store) => store.close()));
  await server.close();
  await rm(folder, { recursive: true });
});

const json = (document: object): Buffer => Buffer.from(JSON.stringify(document));
const bytes = { name: 'bytes', configuration: { endian: 'little' } };
const ARRAY_3 = {
  zarr_format: 3, node_type: 'array', shape: [4], data_type: 'int32', fill_value: 0, codecs: [bytes],
  chunk_grid: { name: 'regular', configuration: { chunk_shape: [4] } }, chunk_key_encoding: { name: 'default' },
}; // prettier-ignore
const ARRAY_2 = {
  zarr_format: 2, shape: [4], chunks: [4], dtype: '<i4', compressor: null, filters: null, fill_value: 0, order: 'C',
}; // prettier-ignore

/** An array at each name, with what its only chunk holds. */
type Arrays = Readonly<Record<string, readonly [meta: object, chunk: Uint8Array]>>;

/** The files of a consolidated store. */
function filesOf(version: 2 | 3, arrays: Arrays): readonly ZipInput[] {
  const entries = Object.entries(arrays);
  const metadata = Object.fromEntries(
    entries.map(([name, [meta]]) => [version === 2 ? `${name}/.zarray` : name, meta]),
  );
  const chunks = entries.map(([name, [, content]]) => ({
    name: version === 2 ? `${name}/0` : `${name}/c/0`,
    content,
  }));
  if (version === 2) {
    const document = { metadata, zarr_consolidated_format: 1 };
    return [
      { name: '.zgroup', content: json({ zarr_format: 2 }) },
      { name: '.zmetadata', content: json(document) },
      ...chunks,
    ];
  }
  const consolidated_metadata = { kind: 'inline', must_understand: false, metadata };
  const root = { zarr_format: 3, node_type: 'group', consolidated_metadata };
  return [{ name: 'zarr.json', content: json(root) }, ...chunks];
}

const PLACES = ['a folder', 'an archive', 'a server'] as const;
type Place = (typeof PLACES)[number];
let next = 0;

async function storeIn(place: Place, files: readonly ZipInput[]): Promise<Store> {
  const name = `${next++}.zarr`;
  const at = path.join(folder, name);
  if (place === 'an archive') await writeFile(at, zipOf(files).bytes);
  else {
    for (const { name: key, content } of files) {
      await mkdir(path.dirname(path.join(at, key)), { recursive: true });
      await writeFile(path.join(at, key), content);
    }
  }
  const isRemote = place === 'a server';
  const store = await (isRemote ? openUrl(`${server.url}/${name}`) : openStore(at));
  opened.push(store);
  return store;
}

const valuesOf = ({ values }: Block): unknown[] =>
  'toStrings' in values ? values.toStrings() : Array.from<unknown>(values);

/** Each of them means something to a URL, a path or a pattern. */
const NAMES = ['50%', 'q?x', 'h#1', 'a\\b', 'tab\tx', 'pct%20x', '% mito', '..x', 'x y', 'é', 'e\u0301', '*', '{a}', '&', '~']; // prettier-ignore

describe.each(PLACES)('in %s', (place) => {
  it.each([2, 3] as const)('every name leads to its own array (Zarr v%d)', async (version) => {
    const meta = version === 2 ? ARRAY_2 : ARRAY_3;
    const arrays = NAMES.map((name, i) => [name, [meta, chunk(i, i, i, 1000)]] as const);
    const { root } = await storeIn(place, filesOf(version, Object.fromEntries(arrays)));
    expect([...(await root.keys())].sort()).toEqual([...NAMES].sort());
    for (const [i, name] of NAMES.entries()) {
      expect(valuesOf(await (await arrayAt(root, name)).read(0, 4)), name).toEqual([i, i, i, 1000]);
    }
  });

  it.each([2, 3] as const)('a chunk that is cut is no zeros (Zarr v%d)', async (version) => {
    const meta = version === 2 ? ARRAY_2 : ARRAY_3;
    const cut = chunk(1, 2, 3, 4).subarray(0, 15);
    const { root } = await storeIn(place, filesOf(version, { x: [meta, cut] }));
    for (const rows of [1, 3, 4]) {
      await expect((await arrayAt(root, 'x')).read(0, rows)).rejects.toMatchObject({
        tag: 'ElemUnreadable',
        elem: 'x',
      });
    }
  });

  it('texts without a compressor are read from where they lie, in a shard or not', async () => {
    const texts = ['a', 'gène', '', 'bcd'];
    const items = texts.flatMap((text) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(Buffer.byteLength(text));
      return [length, Buffer.from(text)];
    });
    const encoded = Buffer.concat([Buffer.from([4, 0, 0, 0]), ...items]);
    const meta = {
      ...ARRAY_3,
      data_type: 'string',
      fill_value: '',
      codecs: [{ name: 'vlen-utf8' }],
    };
    const shards = {
      name: 'sharding_indexed',
      configuration: { chunk_shape: [4], codecs: meta.codecs, index_codecs: [bytes] },
    };
    // Behind three bytes, so that they begin where no number of four bytes does.
    const index = Buffer.from(BigUint64Array.of(3n, BigInt(encoded.length)).buffer);
    const shard = Buffer.concat([Buffer.from('abc'), encoded, index]);
    const { root } = await storeIn(
      place,
      filesOf(3, { x: [meta, encoded], s: [{ ...meta, codecs: [shards] }, shard] }),
    );
    for (const name of ['x', 's']) {
      expect(valuesOf(await (await arrayAt(root, name)).read(0, 4)), name).toEqual(texts);
    }
  });
});

describe('a checksum', () => {
  const sealed = (data: Buffer): Buffer => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(crc32c(data));
    return Buffer.concat([data, sum]);
  };

  it('of a chunk in a shard is held against its bytes', async () => {
    const codecs = [bytes, { name: 'crc32c' }];
    const configuration = { chunk_shape: [2], codecs, index_codecs: codecs };
    const meta = { ...ARRAY_3, codecs: [{ name: 'sharding_indexed', configuration }] };
    const index = sealed(Buffer.from(BigUint64Array.of(0n, 12n, 12n, 12n).buffer));
    const shard = Buffer.concat([sealed(chunk(1, 2)), sealed(chunk(3, 4)), index]);
    const flipped = Buffer.from(shard);
    flipped.writeUInt8(253, 12);
    const { root } = await storeIn(
      'a folder',
      filesOf(3, { x: [meta, shard], y: [meta, flipped] }),
    );
    expect(valuesOf(await (await arrayAt(root, 'x')).read(0, 4))).toEqual([1, 2, 3, 4]);
    const damaged = await arrayAt(root, 'y');
    expect(valuesOf(await damaged.read(0, 2))).toEqual([1, 2]);
    await expect(damaged.read(2, 4)).rejects.toThrow('checksum');
  });
});

describe('integers of 64 bits', () => {
  const FILLS = ['9007199254740993', '-9223372036854775808', '18446744073709551615'];

  it.each([2, 3] as const)(
    'are exact as fill values and attributes (Zarr v%d)',
    async (version) => {
      const [array, type] = version === 2 ? ['.zarray', 'dtype'] : ['zarr.json', 'data_type'];
      for (const fill of FILLS) {
        const isSigned = !fill.startsWith('18');
        const dtype = version === 2 ? (isSigned ? '<i8' : '<u8') : isSigned ? 'int64' : 'uint64';
        const meta = version === 2 ? ARRAY_2 : { ...ARRAY_3, attributes: { beyond: 'FILL' } };
        // JSON.stringify knows no such numbers.
        const exact = (document: object): Buffer =>
          Buffer.from(JSON.stringify(document).replaceAll('"FILL"', fill));
        const { root } = await storeIn('a folder', [
          { name: '.zgroup', content: json({ zarr_format: 2 }) },
          { name: 'x/.zattrs', content: exact({ beyond: 'FILL' }) },
          ...(version === 2
            ? []
            : [{ name: 'zarr.json', content: json({ zarr_format: 3, node_type: 'group' }) }]),
          { name: `x/${array}`, content: exact({ ...meta, [type]: dtype, fill_value: 'FILL' }) },
        ]);
        const node = await arrayAt(root, 'x');
        expect(node.attrs).toEqual({ beyond: BigInt(fill) });
        expect(valuesOf(await node.read(3, 4))).toEqual([BigInt(fill)]);
      }
    },
  );
});

describe('a chunk beyond all memory', () => {
  it('without a codec is read in part, past 4 GiB too', async () => {
    const count = 2 ** 32 + 2 ** 20;
    const meta = { ...ARRAY_2, dtype: '|u1', shape: [count], chunks: [count] };
    const { path: at } = await storeIn('a folder', [
      { name: '.zgroup', content: json({ zarr_format: 2 }) },
      { name: 'x/.zarray', content: json(meta) },
    ]);
    const file = await open(path.join(at, 'x/0'), 'w');
    // Its other bytes take no place on the disk.
    await file.write(Buffer.from([1, 2, 3]), 0, 3, count - 3);
    await file.write(Buffer.from([9]), 0, 1, 2 ** 31);
    await file.close();
    const store = await openStore(at);
    opened.push(store);
    const array = await arrayAt(store.root, 'x');
    expect(valuesOf(await array.read(count - 4, count))).toEqual([0, 1, 2, 3]);
    expect(valuesOf(await array.read(2 ** 31 - 1, 2 ** 31 + 2))).toEqual([0, 9, 0]);
  });
});
