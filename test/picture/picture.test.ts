import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readElem } from '../../src/core/anndata/read-elem.ts';
import { Inputs } from '../../src/core/concat/inputs.ts';
import { CancelledError } from '../../src/core/errors.ts';
import { summarisePicture } from '../../src/core/inspect/picture/picture.ts';
import { lookThrough } from '../../src/core/inspect/picture/sparsity.ts';
import {
  GRID,
  pictureSchema,
  type PictureOf,
  type PictureQuery,
} from '../../src/shared/picture.ts';
import { python } from '../python.ts';

const countedSchema = z.strictObject({
  counts: z.record(z.string(), z.int()),
  order: z.array(z.string()).nullable(),
  missing: z.int(),
});
const measuredSchema = z.strictObject({
  histogram: z.array(z.int()),
  edges: z.array(z.number()),
  missing: z.int(),
  infinite: z.int(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
});
const saidSchema = z.strictObject({
  columns: z.record(z.string(), z.union([countedSchema, measuredSchema])),
  nonzero: z.int(),
  places: z.array(z.tuple([z.number(), z.number()])),
  rows: z.array(z.int()),
  codes: z.array(z.int()),
  shared: z.array(z.array(z.int())),
  inner: z.int(),
  outer: z.int(),
  byStores: z.array(z.int()),
  nnz: z.array(z.int()),
});

let folder = '';
/** What numpy and pandas say. */
let said: z.infer<typeof saidSchema>;
const at = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'picture-'));
  const script = path.join(import.meta.dirname, 'make-stores.py');
  said = saidSchema.parse(JSON.parse(await python(script, [folder])));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function draw<Kind extends PictureQuery['kind']>(
  query: PictureQuery & { readonly kind: Kind },
): Promise<PictureOf<Kind>> {
  const picture = pictureSchema.parse(await summarisePicture(query));
  if (isOf(picture, query.kind)) return picture;
  throw new Error(`asked for ${query.kind}, got ${picture.kind}`);
}

const isOf = <Kind extends PictureQuery['kind']>(
  picture: z.infer<typeof pictureSchema>,
  kind: Kind,
): picture is PictureOf<Kind> => picture.kind === kind;

describe.each(['dense.h5ad', 'dense.zarr'])('the columns of %s', (name) => {
  const column = async (elem: string): Promise<PictureOf<'column'>['values']> =>
    (await draw({ kind: 'column', store: at(name), elem })).values;

  it('are counted as by pandas', async () => {
    let number = 0;
    for (const [elem, expected] of Object.entries(said.columns)) {
      if (!('counts' in expected)) continue;
      number++;
      const values = await column(`obs/${elem}`);
      if (values.kind !== 'tally') throw new Error(`${elem} was not counted`);
      const { tally } = values;
      const top = Object.values(expected.counts).sort((a, b) => b - a);
      const shown = tally.values.map(({ count }) => count);
      for (const { value, count } of tally.values) {
        expect([elem, value, count]).toEqual([elem, value, expected.counts[value]]);
      }
      if (expected.order === null) expect(shown).toEqual(top.slice(0, 100));
      else expect(tally.values.map(({ value }) => value)).toEqual(expected.order);
      expect(tally.missing).toBe(expected.missing);
      expect(tally.others).toEqual({
        values: top.length - shown.length,
        count: top.slice(shown.length).reduce((sum, count) => sum + count, 0),
      });
      expect(tally.isOpen).toBe(false);
    }
    expect(number).toBe(6);
  });

  it('are binned as by numpy', async () => {
    let number = 0;
    for (const [elem, expected] of Object.entries(said.columns)) {
      if ('counts' in expected) continue;
      number++;
      const values = await column(`obs/${elem}`);
      if (values.kind !== 'histogram') throw new Error(`${elem} was not binned`);
      const { counts, edges, mean, ...range } = values.histogram;
      const { histogram, edges: numpyEdges, mean: numpyMean, ...numpyRange } = expected;
      expect([elem, counts]).toEqual([elem, histogram]);
      expect([elem, edges]).toEqual([elem, numpyEdges]);
      expect([elem, range]).toEqual([elem, numpyRange]);
      if (mean === null || numpyMean === null) expect(mean).toBe(numpyMean);
      else expect(mean / numpyMean).toBeCloseTo(1, 6);
    }
    expect(number).toBe(9);
  });
});

it('places the points of an embedding, and colours them by a column', async () => {
  const picture = await draw({
    kind: 'embedding',
    store: at('dense.h5ad'),
    elem: 'obsm/X_umap',
    x: 0,
    y: 1,
    colour: 'obs/stage',
  });
  expect(picture).toMatchObject({ rows: 5000, chosen: 5000, width: 3 });
  // The row without a place is left out; the order is that of drawing.
  expect(picture.x.positions).toHaveLength(4999);
  const place = ({ min, max, positions }: typeof picture.x, i: number): number =>
    min + ((positions[i] ?? NaN) / GRID) * (max - min);
  if (picture.colour?.kind !== 'tally') throw new Error('it has no colours');
  const { values } = picture.colour;
  const drawn = picture.x.positions.map((_, i) => ({
    x: place(picture.x, i),
    y: place(picture.y, i),
    code: values[i] ?? NaN,
  }));
  const expected = said.places.map(([x, y], i) => ({
    x,
    y,
    code: said.codes[said.rows[i] ?? -1] ?? NaN,
  }));
  const byX = <T extends { readonly x: number; readonly y: number }>(list: readonly T[]): T[] =>
    [...list].sort((a, b) => a.x - b.x || a.y - b.y);
  // The grid may bring neighbours to one place: only those are compared that stand alone.
  const step = (picture.x.max - picture.x.min) / GRID;
  const [mine, numpy] = [byX(drawn), byX(expected)];
  const alone = numpy.flatMap((point, i) => {
    const [left, right] = [numpy[i - 1]?.x ?? -Infinity, numpy[i + 1]?.x ?? Infinity];
    return point.x - left > 2 * step && right - point.x > 2 * step ? [i] : [];
  });
  expect(alone.length).toBeGreaterThan(2000);
  for (const i of alone) {
    expect(Math.abs((mine[i]?.x ?? NaN) - (numpy[i]?.x ?? NaN))).toBeLessThan(step);
    expect(mine[i]?.y).toBeCloseTo(numpy[i]?.y ?? NaN, 1);
    expect(mine[i]?.code).toBe(numpy[i]?.code);
  }
});

it('colours by numbers on a scale, and refuses what is no column of the rows', async () => {
  const query = {
    kind: 'embedding',
    store: at('dense.h5ad'),
    elem: 'obsm/X_umap',
    x: 2,
    y: 1,
  } as const;
  const { colour } = await draw({ ...query, colour: 'obs/measured' });
  if (colour?.kind !== 'scale') throw new Error('it has no scale');
  const measured = said.columns['measured'];
  if (measured === undefined || 'counts' in measured) throw new Error('numpy says nothing');
  expect(colour).toMatchObject({ min: measured.min, max: measured.max });
  expect(colour.missing).toBe(measured.missing + measured.infinite);
  expect(colour.shades.filter((shade) => shade < 0)).toHaveLength(colour.missing);
  expect((await draw({ ...query, colour: null })).colour).toBeNull();
  // The last column of a few categories.
  expect((await draw(query)).colour).toMatchObject({ elem: 'obs/cluster' });
  await expect(draw({ ...query, colour: 'var/x' })).rejects.toMatchObject({ tag: 'UsageInvalid' });
  await expect(draw({ ...query, x: 3 })).rejects.toMatchObject({ tag: 'UsageInvalid' });
  await expect(draw({ ...query, elem: 'X/nothing' })).rejects.toMatchObject({
    tag: 'ElemUnreadable',
    path: at('dense.h5ad'),
  });
  const varm = await draw({ ...query, elem: 'varm/PCs', x: 0 });
  expect(varm).toMatchObject({ rows: 120, columns: [], colour: null });
});

it('tells which names stores share as sets of Python do', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const stores = names.map((name) => at(`${name}.h5ad`));
  const picture = await draw({ kind: 'overlap', stores, names: 'var' });
  // Stores 0 and 2 have the same list; 3 has it in another order.
  expect(picture.groups.map(({ stores: members }) => members)).toEqual([[0, 2], [1], [3], [4]]);
  const firsts = [0, 1, 3, 4];
  expect(picture.shared).toEqual(firsts.map((i) => firsts.map((k) => said.shared[i]?.[k])));
  const { inner, outer, byStores } = picture;
  expect({ inner, outer, byStores }).toEqual({
    inner: said.inner,
    outer: said.outer,
    byStores: said.byStores,
  });
  const obs = await draw({ kind: 'overlap', stores, names: 'obs' });
  expect(obs).toMatchObject({ inner: 0, outer: 80, byStores: [60, 20, 0, 0, 0] });
});

it('tells how many entries X has', async () => {
  const stores = ['a', 'b', 'c', 'd', 'e', 'dense'].map((name) => at(`${name}.h5ad`));
  const picture = await draw({ kind: 'sparsity', stores });
  expect(picture.stores.map((store) => store?.entries)).toEqual([...said.nnz, said.nonzero]);
  expect(picture.stores[1]).toEqual({
    encoding: 'csc_matrix',
    shape: [20, 60],
    entries: said.nnz[1],
    rowsRead: 20,
  });
  expect(picture.stores[5]).toMatchObject({
    encoding: 'array',
    shape: [5000, 120],
    rowsRead: 5000,
  });
});

it('looks through a part of a dense X that is too large, evenly', async () => {
  const store = at('dense.h5ad');
  const inputs = new Inputs([store]);
  try {
    const X = await inputs.use(0, async ({ root }) => readElem(await root.get('X')));
    if (X.encoding !== 'array') throw new Error('X is no array');
    const reading = { inputs, signal: undefined, onStep: () => undefined };
    const { entries, rowsRead } = await lookThrough(reading, 0, X, 1_000_000);
    expect(rowsRead).toBeLessThan(2500);
    expect(entries / rowsRead / (said.nonzero / 5000)).toBeCloseTo(1, 1);
  } finally {
    await inputs.close();
  }
});

it('ends when it is cancelled, and tells of every step before', async () => {
  const controller = new AbortController();
  let steps = 0;
  const onStep = (): void => {
    if (++steps === 3) controller.abort();
  };
  const stores = ['a', 'b', 'c', 'd', 'e'].map((name) => at(`${name}.h5ad`));
  const query = { kind: 'overlap', stores, names: 'var' } as const;
  const drawing = summarisePicture(query, { signal: controller.signal, onStep });
  await expect(drawing).rejects.toBeInstanceOf(CancelledError);
  expect(steps).toBe(3);
});
