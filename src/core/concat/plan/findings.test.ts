import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requestSchema, type OptionsInput } from '../../../shared/options.ts';
import type { Plan } from '../../../shared/plan.ts';
import { prepareConcat } from '../../index.ts';
import { createHdf5 } from '../../store/hdf5/write/sink.ts';
import type { ArraySpec, AttrsInput, Block, GroupSink } from '../../store/store.ts';
import { Utf8Array } from '../../store/utf8.ts';
import type { NumericArray, NumericDType } from '../../store/dtype.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'findings-'));
});
afterAll(() => rm(folder, { recursive: true }));

const FRAME = {
  'encoding-type': 'dataframe',
  'encoding-version': '0.2.0',
  _index: '_index',
  'column-order': [],
} as const;
const spec = (dtype: ArraySpec['dtype'], shape: readonly number[]): ArraySpec => ({
  dtype,
  shape,
  growable: false,
  chunkRows: null,
  compression: { id: 'none' },
  attrs: {},
});

async function writeFrame(
  group: GroupSink,
  name: string,
  names: readonly string[],
  mixed?: Block,
): Promise<void> {
  const attrs: AttrsInput = mixed === undefined ? FRAME : { ...FRAME, 'column-order': ['mixed'] };
  const frame = await group.group(name, attrs);
  if (mixed !== undefined) {
    const isText = mixed.kind === 'string';
    const dtype: ArraySpec['dtype'] = isText
      ? { kind: 'string' }
      : { kind: 'numeric', name: mixed.dtype };
    const encoding = isText
      ? { 'encoding-type': 'string-array', 'encoding-version': '0.2.0' }
      : { 'encoding-type': 'array', 'encoding-version': '0.2.0' };
    const column = await frame.array('mixed', { ...spec(dtype, [names.length]), attrs: encoding });
    await column.append(mixed);
    await column.close();
  }
  const index = await frame.array('_index', spec({ kind: 'string' }, [names.length]));
  await index.append({ kind: 'string', values: Utf8Array.from(names) });
  await index.close();
}

/** A store with two genes and the given cells. */
async function writeStore(
  name: string,
  cells: readonly string[],
  dtype: NumericDType,
  values: NumericArray,
  mixed?: Block,
): Promise<string> {
  const file = path.join(folder, name);
  const sink = await createHdf5(file);
  await writeFrame(sink.root, 'obs', cells, mixed);
  await writeFrame(sink.root, 'var', ['g1', 'g2']);
  const X = await sink.root.array('X', spec({ kind: 'numeric', name: dtype }, [cells.length, 2]));
  await X.append({ kind: 'numeric', dtype, values });
  await X.close();
  await sink.finish();
  await sink.close();
  return file;
}

async function planOf(inputs: readonly string[], options: OptionsInput = {}): Promise<Plan> {
  const output = path.join(folder, 'out.h5ad');
  const request = { inputs: inputs.map((file) => ({ path: file })), output, options };
  const job = await prepareConcat(requestSchema.parse(request));
  await job.close();
  return job.plan;
}
const codes = (plan: Plan): string[] => plan.findings.map((finding) => finding.code);

it('warns of names that the result repeats, and no longer once keys tell them apart', async () => {
  const a = await writeStore('a.h5ad', ['c1', 'c2'], 'int32', Int32Array.of(1, 2, 3, 4));
  const b = await writeStore('b.h5ad', ['c2', 'c3'], 'int32', Int32Array.of(1, 2, 3, 4));
  const plan = await planOf([a, b]);
  expect(plan.findings).toEqual([
    expect.objectContaining({ code: 'C022', severity: 'warning', count: 1, examples: ['c2'] }),
  ]);
  expect(codes(await planOf([a, b], { indexUnique: '-' }))).toEqual([]);
});

it('warns of counts beside fractions, and of the dtype that they become', async () => {
  const a = await writeStore('counts.h5ad', ['c1'], 'int32', Int32Array.of(1, 2));
  const b = await writeStore('normalised.h5ad', ['c2'], 'float32', Float32Array.of(0.5, 2));
  const plan = await planOf([a, b]);
  expect(codes(plan)).toEqual(['C041', 'C052']);
  expect(plan.elems.find((elem) => elem.path === 'X')?.dtype).toBe('float64');
});

it('offers to turn a column of different kinds of values into text, or to leave it out', async () => {
  const column: Block = { kind: 'numeric', dtype: 'float32', values: Float32Array.of(1.5) };
  const text: Block = { kind: 'string', values: Utf8Array.from(['high']) };
  const a = await writeStore('numbers.h5ad', ['c1'], 'int32', Int32Array.of(1, 2), column);
  const b = await writeStore('texts.h5ad', ['c2'], 'int32', Int32Array.of(1, 2), text);
  const [conflict] = (await planOf([a, b])).findings;
  expect(conflict).toMatchObject({ code: 'C040', elem: 'obs/mixed' });
  expect(conflict?.fixes.map(({ options }) => options.columnConflicts)).toEqual(['string', 'drop']);

  const asText = await planOf([a, b], { columnConflicts: 'string' });
  expect(codes(asText)).toEqual(['C045']);
  expect(asText.elems.find((elem) => elem.path === 'obs/mixed')).toMatchObject({
    encoding: 'string-array',
    action: 'convert',
    shape: [2],
  });

  const without = await planOf([a, b], { columnConflicts: 'drop' });
  expect(codes(without)).toEqual(['C050']);
  expect(without.elems.find((elem) => elem.path === 'obs/mixed')).toMatchObject({
    action: 'drop',
    why: 'mixed-kinds',
  });
});

it('refuses an input under another name of the output', async () => {
  const a = await writeStore('same.h5ad', ['c1'], 'int32', Int32Array.of(1, 2));
  const output = path.join(folder, '.', 'same.h5ad');
  const request = { inputs: [{ path: a }], output, options: { overwrite: true } };
  const job = await prepareConcat(requestSchema.parse(request));
  await job.close();
  expect(codes(job.plan)).toEqual(['C003']);
});
