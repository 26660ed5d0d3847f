import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NumericArray, NumericDType } from '../../dtype.ts';
import type { ArraySink } from '../../store.ts';
import { openHdf5 } from '../read/open.ts';
import { storedForm } from '../stored-form.ts';
import { createHdf5 } from './sink.ts';

const COUNT = 40_000;
const CHUNK = 4096;
/** As log1p makes of counts: few distinct values, whose bytes have nothing in common. */
const few = Float32Array.from({ length: COUNT }, (_, i) =>
  Math.log1p(1.7 * ((Math.imul(i, 0x9e3779b1) >>> 16) % 7)),
);
/** All distinct, most of one magnitude. */
const many = Float32Array.from({ length: COUNT }, (_, i) => 1 + Math.abs(Math.sin(i)));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'array-storage-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Choice {
  readonly dtype?: NumericDType;
  readonly storedAs?: readonly string[];
  readonly use?: (array: ArraySink) => void;
}

async function written(
  values: NumericArray,
  { dtype = 'float32', storedAs, use }: Choice = {},
): Promise<{
  readonly filters: readonly string[];
  readonly bytes: number;
  readonly read: unknown;
}> {
  const file = path.join(folder, 'values.h5');
  await rm(file, { force: true });
  const sink = await createHdf5(file);
  const array = await sink.root.array('values', {
    dtype: { kind: 'numeric', name: dtype },
    shape: [values.length],
    growable: true,
    chunkRows: CHUNK,
    compression: { id: 'gzip', level: 4 },
    ...(storedAs === undefined ? {} : { storedAs }),
    attrs: {},
  });
  use?.(array);
  await array.append({ kind: 'numeric', dtype, values });
  await array.close();
  await sink.finish();
  await sink.close();
  const store = await openHdf5(file, file);
  try {
    const node = await store.root.get('values');
    if (node.kind === 'group') throw new Error('it is a group');
    const { values: read } = await node.read(0, values.length);
    return { filters: node.filters, bytes: (await stat(file)).size, read };
  } finally {
    await store.close();
  }
}

describe('floats are shuffled', () => {
  it('where that makes the first chunk smaller', async () => {
    const { filters, read } = await written(many);
    expect(filters).toEqual(['shuffle', 'gzip']);
    expect(read).toEqual(many);
  });

  it('not where they are few distinct values', async () => {
    const { filters, read, bytes } = await written(few);
    expect(filters).toEqual(['gzip']);
    expect(read).toEqual(few);
    const form = storedForm({ kind: 'numeric', name: 'float32' }, [CHUNK], true) ?? '';
    const shuffled = await written(few, { storedAs: ['of another kind', form] });
    expect(shuffled.filters).toEqual(['shuffle', 'gzip']);
    expect(bytes).toBeLessThan(shuffled.bytes);
  });

  it.each([
    [true, ['shuffle', 'gzip']],
    [false, ['gzip']],
  ])('as chunks are that they may be given as they are stored: %s', async (shuffled, filters) => {
    const form = storedForm({ kind: 'numeric', name: 'float32' }, [CHUNK], shuffled) ?? '';
    const forms: unknown[] = [];
    const use = ({ stored }: ArraySink): void => {
      forms.push(stored?.form);
    };
    expect((await written(many, { storedAs: [form], use })).filters).toEqual(filters);
    expect(forms).toEqual([form]);
  });

  it('not where there are none', async () => {
    const { filters } = await written(new Float32Array(0));
    expect(filters).toEqual(['gzip']);
  });
});

it.each([
  ['int32', Int32Array.from(few), ['shuffle', 'gzip']],
  ['int64', BigInt64Array.from({ length: COUNT }, (_, i) => BigInt(i % 7)), ['shuffle', 'gzip']],
  ['uint8', Uint8Array.from(few), ['gzip']],
] as const)('%s is shuffled where it has several bytes', async (dtype, values, filters) => {
  expect(await written(values, { dtype })).toMatchObject({ filters, read: values });
});
