import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { python } from '../python.ts';
import { concatenate } from '../support/concatenate.ts';

const verdictsSchema = z.record(
  z.string(),
  z.strictObject({ stores: z.int(), kept: z.array(z.string()).nullable() }),
);

let folder = '';
let verdicts: z.infer<typeof verdictsSchema> = {};
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'uns-'));
  const made = await python(path.join(import.meta.dirname, 'make-uns.py'), [folder]);
  verdicts = verdictsSchema.parse(JSON.parse(made));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('keeps, drops and refuses of uns what anndata keeps, drops and refuses', async () => {
  const found: Record<
    string,
    { readonly stores: number; readonly kept: readonly string[] | null }
  > = {};
  for (const [name, { stores }] of Object.entries(verdicts)) {
    const inputs = Array.from({ length: stores }, (_, i) => path.join(folder, `${name}-${i}.h5ad`));
    const options = { uns_merge: 'same' };
    const outcome = await concatenate(inputs, path.join(folder, `${name}.h5ad`), options);
    if (outcome.kind === 'refused') {
      expect(outcome.findings, name).toMatchObject([{ code: 'C031', elem: 'uns/u' }]);
      found[name] = { stores, kept: null };
      continue;
    }
    if (outcome.kind !== 'done') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
    const kept = outcome.plan.elems.some((elem) => elem.path === 'uns/u' && elem.action !== 'drop');
    found[name] = { stores, kept: kept ? ['u'] : [] };
  }
  expect(Object.values(verdicts).filter(({ kept }) => kept === null).length).toBeGreaterThan(5);
  expect(found).toEqual(verdicts);
});
