import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { summariseStore } from '../../src/core/inspect/inspect.ts';
import { openInspection } from '../../src/core/inspect/inspection.ts';
import type * as fileBytes from '../../src/core/store/file-bytes.ts';
import { SAME } from '../generations/round-trip.ts';
import { python } from '../python.ts';
import { concatenate } from '../support/concatenate.ts';

const SCRIPT = path.join(import.meta.dirname, 'make-many.py');
const COLUMNS = 10_000;
const CATEGORIES = 1_000_000;
const MIB = 1024 * 1024;

const read = vi.hoisted(() => ({ bytes: 0 }));
vi.mock('../../src/core/store/file-bytes.ts', async (importOriginal) => {
  const original = await importOriginal<typeof fileBytes>();
  const readFully: typeof fileBytes.readFully = (handle, target, position) => {
    read.bytes += target.length;
    return original.readFully(handle, target, position);
  };
  return { ...original, readFully };
});

let folder = '';
const at = (name: string): string => path.join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'many-'));
  await python(SCRIPT, ['write', folder]);
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => {
  read.bytes = 0;
});

it('shows a million categories and ten thousand columns at the cost of a page', async () => {
  expect(await summariseStore(at('a.h5ad'))).toMatchObject({ nObs: 50, nVars: 3 });
  const inspection = await openInspection(at('a.h5ad'));
  try {
    const { children } = await inspection.inspect('', { limit: 10 });
    expect(children.find(({ name }) => name === 'obs')?.shape).toEqual([50, COLUMNS + 1]);
    const page = { start: CATEGORIES - 10, limit: 10 };
    const clones = await inspection.inspect('obs/clone', page);
    expect(clones.total).toBe(CATEGORIES);
    expect(clones.children.at(-1)).toMatchObject({ name: 'clone 0999999', value: '999999' });
    expect(read.bytes).toBeLessThan(2 * MIB);
    const columns = await inspection.inspect('obs', { start: 5000, limit: 10 });
    expect(columns.total).toBe(COLUMNS + 2);
    expect(columns.children.map(({ problem }) => problem)).toEqual(Array(10).fill(null));
  } finally {
    await inspection.close();
  }
});

it('joins them as anndata does, and reads no part of an input often', async () => {
  const inputs = [at('a.h5ad'), at('b.h5ad')];
  const sizes = await Promise.all(inputs.map(async (input) => (await stat(input)).size));
  const outcome = await concatenate(inputs, at('out.h5ad'), {});
  expect(outcome).toMatchObject({ kind: 'done' });
  expect(read.bytes).toBeLessThan(8 * sizes.reduce((sum, size) => sum + size, 0));
  const printed = await python(SCRIPT, ['compare', at('out.h5ad'), ...inputs]);
  expect(JSON.parse(printed)).toEqual(SAME);
}, 300_000);
