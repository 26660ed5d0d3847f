import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { python } from '../python.ts';
import { concatenate } from '../support/concatenate.ts';

let folder = '';
let said: readonly (string | null)[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'half-'));
  const printed = await python(path.join(import.meta.dirname, 'make-half.py'), [folder]);
  said = z.array(z.string().nullable()).parse(JSON.parse(printed));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each([
  ['beside sparse values', ['half', 'csr'], {}, 'X', 'array of float16, csr_matrix of float32'],
  ['as pairs', ['pairs', 'pairs'], { pairwise: true }, 'obsp/near', 'array of float16'],
])('refuses float16 %s, as scipy does', async (_, names, options, elem, encodings) => {
  expect(said).toHaveLength(2);
  for (const words of said) expect(words).toMatch('does not support dtype float16');
  const inputs = names.map((name) => path.join(folder, `${name}.h5ad`));
  const outcome = await concatenate(inputs, path.join(folder, 'out.h5ad'), options);
  const findings = [{ code: 'C034', elem, facts: { encodings } }];
  expect(outcome).toMatchObject({ kind: 'refused', findings });
});
