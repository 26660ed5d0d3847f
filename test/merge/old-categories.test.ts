import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { python } from '../python.ts';
import { concatenate } from '../support/concatenate.ts';

const verdictsSchema = z.record(z.string(), z.array(z.string()).nullable());
let folder = '';
let verdicts: z.infer<typeof verdictsSchema> = {};
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'old-'));
  const made = await python(path.join(import.meta.dirname, 'make-old-categories.py'), [folder]);
  verdicts = verdictsSchema.parse(JSON.parse(made));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('reads the tables of anndata 0.6 that anndata reads, and refuses the others', async () => {
  const read: Record<string, boolean> = {};
  for (const name of Object.keys(verdicts)) {
    const input = path.join(folder, `${name}.h5ad`);
    const outcome = await concatenate([input], path.join(folder, `${name}-out.h5ad`), {});
    read[name] = outcome.kind === 'done';
    if (outcome.kind === 'refused') expect(outcome.findings).toMatchObject([{ code: 'C036' }]);
  }
  expect(read).toEqual({
    fit: true,
    repeat: false,
    'numbers-repeat': false,
    missing: false,
    below: false,
    'repeat-but-of-another': true,
  });
  const isRead = Object.entries(verdicts).map(([name, values]) => [name, values !== null]);
  expect(read).toEqual(Object.fromEntries(isRead));
});
