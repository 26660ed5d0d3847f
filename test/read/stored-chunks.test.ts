import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeAt } from '../../src/core/concat/inputs.ts';
import { openStore } from '../../src/core/store/open.ts';
import type { Options } from '../../src/shared/options.ts';
import { python } from '../python.ts';
import { concatenate } from '../support/concatenate.ts';

/** Others than those of the inputs: chunks that are compressed anew come out different. */
const ANEW = { gzip: 'gzip:1', zstd: 'zstd:1' } as const;

let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'stored-chunks-')));
  await python(path.join(import.meta.dirname, 'make-stored.py'), [folder]);
});
afterAll(() => rm(folder, { recursive: true }));

const at = (name: string): string => path.join(folder, name);

async function join(
  output: string,
  inputs: readonly string[],
  options: Partial<Options>,
): Promise<void> {
  const outcome = await concatenate(
    inputs.map(at),
    at(output),
    {},
    { overwrite: true, ...options },
  );
  expect(outcome).toMatchObject({ kind: 'done' });
  const check = path.join(import.meta.dirname, 'check-stored.py');
  expect(await python(check, [output, ...inputs].map(at))).toBe('equal\n');
}

/** The chunks of an array as they are stored, null where they are of another form than ours. */
async function chunksOf(name: string, elem: string): Promise<(Buffer | null)[]> {
  const store = await openStore(at(name));
  try {
    const node = await nodeAt(store, elem);
    if (node.kind === 'group' || node.shape === null) throw new Error('no array');
    const count = Math.ceil((node.shape[0] ?? 0) / (node.chunks?.[0] ?? 1));
    const chunks: (Buffer | null)[] = [];
    for (let chunk = 0; chunk < count; chunk++) {
      const bytes = (await node.stored?.read(chunk)) ?? null;
      chunks.push(bytes === null ? null : Buffer.from(bytes));
    }
    return chunks;
  } finally {
    await store.close();
  }
}

/** Which chunks of a result have the bytes of a chunk of an input. */
async function copied(
  output: string,
  inputs: readonly string[],
  elem = 'X',
): Promise<readonly number[]> {
  const sources = (await Promise.all(inputs.map((input) => chunksOf(input, elem)))).flat();
  const results = await chunksOf(output, elem);
  expect(results).not.toContain(null);
  return results.flatMap((chunk, i) =>
    sources.some((source) => source !== null && chunk?.equals(source)) ? [i] : [],
  );
}

describe('dense, HDF5', () => {
  it.each([
    ['all inputs in line', '262 rows', [0, 1, 2]],
    ['only the first in line', '200 rows', [0]],
    ['other order of columns', 'other order of columns', [0, 1]],
    ['no shuffle', 'no shuffle', [0, 1]],
    ['another codec', 'lzf', [2]],
    ['a checksum', 'fletcher32', [2]],
    ['other order of bytes', 'big-endian', [2]],
    ['another dtype', 'float64', []],
    ['other chunks', 'other chunks', [2]],
    ['columns in chunks', 'columns in chunks', [2]],
    ['a chunk that is not stored', 'fill', [0, 2]],
    ['a chunk without filters', 'filter mask', [0, 2]],
  ])('%s', async (_, first, chunks) => {
    const inputs = [`${first}.h5ad`, 'more.h5ad'];
    await join('dense.h5ad', inputs, { compression: ANEW.gzip, verify: 'full' });
    expect(await copied('dense.h5ad', inputs)).toEqual(chunks);
  });

  it.each(['fast', 'full'] as const)(
    'does not pass on damaged chunks (verify %s)',
    async (verify) => {
      const inputs = ['damaged.h5ad', 'more.h5ad'].map(at);
      const outcome = await concatenate(
        inputs,
        at('passed.h5ad'),
        {},
        { compression: 'gzip', verify },
      );
      expect(outcome).toMatchObject({ kind: 'failed', failure: { elem: 'X' } });
    },
  );
});

describe('sparse, HDF5', () => {
  it('copies the whole chunks of the first input', async () => {
    const inputs = ['sparse.h5ad', 'sparse more.h5ad'];
    await join('sparse result.h5ad', inputs, { compression: ANEW.gzip, verify: 'fast' });
    for (const name of ['X/data', 'X/indices']) {
      expect(await copied('sparse result.h5ad', inputs, name)).toEqual([0, 1, 2]);
    }
  });

  it('looks at the indices of copied chunks', async () => {
    const inputs = ['index outside.h5ad', 'sparse more.h5ad'].map(at);
    const outcome = await concatenate(inputs, at('outside.h5ad'), {}, { compression: 'gzip' });
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { tag: 'ElemUnreadable', path: inputs[0], elem: 'X' },
    });
  });
});

describe.each(['zarr2', 'zarr3'] as const)('%s', (format) => {
  it.each(['gzip', 'zstd'] as const)('copies chunks of %s', async (codec) => {
    const [first, output] = [`${format} ${codec} first.zarr`, `${format} ${codec}.zarr`];
    await join(first, ['large.h5ad'], { format, compression: `${codec}:5` });
    for (const to of ['zarr2', 'zarr3'] as const) {
      await join(output, [first, 'more.h5ad'], {
        format: to,
        compression: ANEW[codec],
        verify: 'full',
      });
      expect(await copied(output, [first])).toEqual([0]);
    }
  });

  it('compresses anew what another codec compressed', async () => {
    const [first, output] = [`${format} first.zarr`, `${format}.zarr`];
    await join(first, ['large.h5ad'], { format, compression: 'gzip' });
    await join(output, [first, 'more.h5ad'], { format, compression: 'zstd' });
    expect(await copied(output, [first])).toEqual([]);
  });
});
