import { mkdir, mkdtemp, realpath, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openUrl } from '../../src/core/store/open-url.ts';
import { openStore } from '../../src/core/store/open.ts';
import type { ArrayNode } from '../../src/core/store/store.ts';
import { serveFiles, type Answer } from '../support/file-server.ts';
import { arrayAt } from './describe.ts';
import { CONSOLIDATED, shard } from './small-zarr.ts';
import { zipOf } from './zip-file.ts';

const QUICK = { attempts: 3, delay: 1, timeout: 10_000 };
const { bytes: ZIP } = zipOf(CONSOLIDATED);

let folder: string;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'http-')));
  for (const { name, content } of CONSOLIDATED) {
    const file = path.join(folder, 'x.zarr', name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  await writeFile(path.join(folder, 'x.zip'), ZIP);
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(() => rm(folder, { recursive: true }));

/** The array `s` of a store on a server that answers so. */
async function remote(name: string, answer: Answer): Promise<ArrayNode> {
  const server = await serveFiles(folder, answer);
  closing.push(() => server.close());
  const store = await openUrl(`${server.url}/${name}`, undefined, QUICK);
  closing.push(() => store.close());
  return arrayAt(store.root, 's');
}

const UNREADABLE = { tag: 'ElemUnreadable', elem: 's' };
const reason = (pattern: RegExp): object => ({
  ...UNREADABLE,
  reason: expect.stringMatching(pattern) as unknown,
});

interface Part {
  readonly bytes: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers requests for a part of what `parts` gives, at present; `asked` counts them from 0. */
const inParts =
  (suffix: string, parts: (asked: number) => Part): Answer =>
  (request, response) => {
    if (!(request.url ?? '').endsWith(suffix)) return false;
    const [, from, to] = /^bytes=(\d*)-(\d*)$/u.exec(request.headers.range ?? '') ?? [];
    if (from === undefined || to === undefined) return false;
    const { bytes: now, headers } = parts(asked++);
    const start = from === '' ? now.length - Number(to) : Number(from);
    const stop = from === '' ? now.length : Math.min(Number(to) + 1, now.length);
    const range = { 'content-range': `bytes ${start}-${stop - 1}/${now.length}` };
    response.writeHead(206, { ...range, ...headers }).end(now.subarray(start, stop));
    return true;
  };
let asked = 0;

const OLD = shard(1, 2, 3, 4);
const NEW = shard(9, 9, 9, 9);
const day = (n: number): string => `Wed, 0${n} Jan 2025 00:00:00 GMT`;
const CHANGES: readonly (readonly [string, Part, Part])[] = [
  ['etag', { bytes: OLD, headers: { etag: '"a"' } }, { bytes: NEW, headers: { etag: '"b"' } }],
  [
    'date',
    { bytes: OLD, headers: { 'last-modified': day(1) } },
    { bytes: NEW, headers: { 'last-modified': day(2) } },
  ],
  ['size', { bytes: OLD }, { bytes: Buffer.concat([NEW, NEW]) }],
];

describe('what changes while it is read', () => {
  it.each(CHANGES)('is an error, of a shard: its %s', async (_, before, after) => {
    asked = 0;
    const answer = inParts('/s/c/0', (n) => (n === 0 ? before : after));
    const array = await remote('x.zarr', answer);
    await expect(array.read(0, 2)).rejects.toMatchObject(reason(/a shard changed/u));
  });

  it.each(CHANGES)('is an error, of an archive: its %s', async (_, { headers = {} }, later) => {
    asked = 0;
    let isOther = false;
    const changed = later.headers ?? {};
    const grown = later.headers === undefined ? Buffer.concat([ZIP, Buffer.alloc(1)]) : ZIP;
    const answer = inParts('/x.zip', () =>
      isOther ? { bytes: grown, headers: changed } : { bytes: ZIP, headers },
    );
    const array = await remote('x.zip', answer);
    isOther = true;
    await expect(array.read(0, 2)).rejects.toMatchObject(
      reason(/x\.zip changed while it was read/u),
    );
  });

  it('is an error, of a shard in a folder', async () => {
    const store = await openStore(path.join(folder, 'x.zarr'));
    closing.push(() => store.close());
    const array = await arrayAt(store.root, 's');
    expect(await array.read(0, 2)).toMatchObject({ values: Int32Array.of(1, 2) });
    await utimes(path.join(folder, 'x.zarr/s/c/0'), 1, 1);
    await expect(array.read(2, 4)).rejects.toMatchObject(reason(/a shard changed/u));
  });

  it('is no error where nothing but the date of an answer differs', async () => {
    asked = 0;
    const answer = inParts('/s/c/0', (n) => ({
      bytes: OLD,
      headers: { etag: '"a"', 'last-modified': day(n + 1), date: day(n + 1) },
    }));
    const array = await remote('x.zarr', answer);
    expect(await array.read(0, 4)).toMatchObject({ values: Int32Array.of(1, 2, 3, 4) });
  });

  it('is an error when it vanishes: an archive, or a shard', async () => {
    let isGone = false;
    for (const name of ['x.zarr', 'x.zip']) {
      isGone = false;
      let before = name === 'x.zarr' ? 1 : Infinity;
      const array = await remote(name, (request, response) => {
        const isOfShards = /\/s\/c\/0$/u.test(request.url ?? '');
        if (!isGone && !(isOfShards && before-- <= 0)) return false;
        response.writeHead(404).end();
        return true;
      });
      isGone = name === 'x.zip';
      await expect(array.read(0, 2)).rejects.toMatchObject(reason(/vanished while it was read/u));
    }
  });
});

describe('a server that does not give what was asked for', () => {
  const answering =
    (write: (...args: Parameters<Answer>) => void): Answer =>
    (request, response) => {
      if (!/\/s\/c\/0$/u.test(request.url ?? '')) return false;
      write(request, response);
      return true;
    };
  const range = (start: number, stop: number, total = OLD.length): Record<string, string> => ({
    'content-range': `bytes ${start}-${stop - 1}/${total}`,
  });
  const index = OLD.subarray(16);

  it.each<readonly [string, Answer, RegExp]>([
    ['all of it', answering((_, to) => to.writeHead(200).end(OLD)), /does not serve parts/u],
    ['no place', answering((_, to) => to.writeHead(206).end(index)), /does not serve parts/u],
    [
      'an unknown size',
      answering((_, to) => to.writeHead(206, { 'content-range': 'bytes 16-51/*' }).end(index)),
      /does not serve parts/u,
    ],
    [
      'another place',
      answering((_, to) => to.writeHead(206, range(0, 36)).end(OLD.subarray(0, 36))),
      /other parts than asked/u,
    ],
    [
      'too few bytes, in pieces',
      answering((_, to) => {
        to.writeHead(206, range(16, 52)).write(index.subarray(0, 30));
        to.end();
      }),
      /the file ends at byte 46/u,
    ],
    [
      'too few bytes, and breaks off',
      answering((_, to) => {
        to.writeHead(206, { ...range(16, 52), 'content-length': '36' });
        to.write(index.subarray(0, 30), () => to.destroy());
      }),
      /cannot be reached/u,
    ],
    [
      'too many bytes',
      answering((_, to) => to.writeHead(206, range(16, 52)).end(Buffer.alloc(100))),
      /more than the 36 bytes/u,
    ],
    [
      'less than an index',
      answering((_, to) => to.writeHead(416, { 'content-range': 'bytes */7' }).end()),
      /the file ends at byte 7/u,
    ],
    [
      'another file',
      answering((_, to) => to.writeHead(302, { location: 'file:///etc/passwd' }).end()),
      /not allowed/u,
    ],
    ['no place to go to', answering((_, to) => to.writeHead(302).end()), /status 302/u],
    [
      'a place that is none',
      answering((_, to) => to.writeHead(302, { location: 'http://[' }).end()),
      /not allowed/u,
    ],
    [
      'itself for ever',
      answering((from, to) => to.writeHead(302, { location: from.url }).end()),
      /without an end/u,
    ],
    ['a failure each time', answering((_, to) => to.writeHead(500).end()), /status 500/u],
  ])('makes its array unreadable: %s', async (_, answer, why) => {
    const array = await remote('x.zarr', answer);
    await expect(array.read(0, 2)).rejects.toMatchObject(reason(why));
    expect(await array.read(4, 8)).toMatchObject({ values: Int32Array.of(5, 6, 7, 8) });
  });

  it('is asked again after a failure that passes', async () => {
    let failures = 2;
    const array = await remote('x.zarr', (request, response) => {
      if (!(request.url ?? '').endsWith('/s/c/0') || failures-- <= 0) return false;
      if (failures === 1) response.writeHead(500).end();
      else response.writeHead(206, range(16, 52)).write(index, () => response.destroy());
      return true;
    });
    expect(await array.read(0, 4)).toMatchObject({ values: Int32Array.of(1, 2, 3, 4) });
  });
});
