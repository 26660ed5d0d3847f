import type * as fsPromises from 'node:fs/promises';
import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inspectStore } from '../../src/core/inspect/inspect.ts';
import { runPart } from '../../src/core/index.ts';
import { requestSchema } from '../../src/shared/options.ts';
import { isRunnable } from '../../src/shared/plan.ts';
import { python } from '../python.ts';
import { planInParts } from '../support/in-parts.ts';

// No disk here has room for what is planned.
vi.mock('node:fs/promises', async (original) => ({
  ...(await original<typeof fsPromises>()),
  statfs: () => Promise.resolve({ bavail: 2 ** 34, bsize: 4096 }),
}));

const [ROWS, COLUMNS] = [2 ** 17, 2 ** 18];
const MIB = 2 ** 20;
const SHARD = /X\/c\/(\d+)\/0$/u;

let folder = '';
const at = (name: string): string => path.join(folder, name);
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'huge-')));
  await python(path.join(import.meta.dirname, 'make-huge.py'), [folder]);
});
afterAll(() => rm(folder, { recursive: true }));

/** Bytes that this process has read so far. */
async function bytesRead(): Promise<number> {
  const [, bytes] = /^rchar: (\d+)/u.exec(await readFile('/proc/self/io', 'utf8')) ?? [];
  return Number(bytes);
}

async function costOf(work: () => Promise<unknown>): Promise<number> {
  const before = await bytesRead();
  await work();
  return (await bytesRead()) - before;
}

/** A plan of very many parts has small shards. */
const [CHUNKS, CHUNK_ROWS] = [8, 4];

/**
 * Expects of a shard, whose index is at its end, the values of make-huge.py.
 * @returns how many rows have values
 */
async function expectRows(file: string): Promise<number> {
  const bytes = await readFile(file);
  const index = bytes.subarray(bytes.length - CHUNKS * 16 - 4);
  const shard = Number(SHARD.exec(file)?.[1]);
  let stored = 0;
  for (let i = 0; i < CHUNKS; i += 1) {
    const [start, length] = [index.readBigUInt64LE(16 * i), index.readBigUInt64LE(16 * i + 8)];
    const values = gunzipSync(bytes.subarray(Number(start), Number(start + length)));
    const expected = new Float32Array(CHUNK_ROWS * COLUMNS);
    for (let row = 0; row < CHUNK_ROWS; row += 1) {
      const at = (shard * CHUNKS + i) * CHUNK_ROWS + row;
      if (Math.abs(at + 0.5 - ROWS / 2) > 64) continue;
      expected.fill((at % 7) + 1, row * COLUMNS, (row + 1) * COLUMNS);
      stored += 1;
    }
    expect(values.equals(Buffer.from(expected.buffer)), `${file} ${i}`).toBe(true);
  }
  return stored;
}

describe.each(['huge.h5ad', 'huge.zarr'])('a store of 137 GB: %s', (name) => {
  it.each(['', 'X', 'obs'])('is inspected as a small one is: «%s»', async (elem) => {
    const cost = await costOf(() => inspectStore(at(name), elem));
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThan(MIB);
    const { node } = await inspectStore(at(name), 'X');
    expect(node).toMatchObject({ shape: [ROWS, COLUMNS], bytes: 4 * ROWS * COLUMNS });
  });

  it('is planned at the cost of its names, and a small part of the result written', async () => {
    const output = at(`${name}.out.zarr`);
    const inputs = [{ path: at(name) }];
    const request = requestSchema.parse({
      inputs,
      output,
      options: { format: 'zarr3', compression: 'gzip:1' },
    });
    let plan: Awaited<ReturnType<typeof planInParts>> | undefined;
    const cost = await costOf(async () => {
      plan = await planInParts(request, { count: 2000 });
    });
    if (plan === undefined || !isRunnable(plan)) throw new Error(JSON.stringify(plan?.findings));
    const names = 32 * (ROWS + COLUMNS);
    expect(cost).toBeLessThan(3 * names);
    const count = plan.parts?.count ?? 0;
    expect(count).toBeGreaterThan(1000);
    const [own, part] = [plan, count / 2];
    expect(await costOf(() => runPart(own, part))).toBeLessThan(8 * names);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const shards = entries
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => SHARD.test(file) && file.includes(`.${name}.out`));
    let stored = 0;
    for (const shard of shards) stored += await expectRows(shard);
    expect(stored).toBeGreaterThan(30);
  });
});
