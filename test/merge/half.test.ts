import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { python } from '../python.ts';
import { concatenate } from '../support/concatenate.ts';

let folder = '';
let said: unknown;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'half-'));
  said = JSON.parse(await python(path.join(import.meta.dirname, 'make-half.py'), [folder]));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('refuses float16 beside sparse values, as scipy does', async () => {
  expect(said).toMatch('does not support dtype float16');
  const inputs = ['half', 'csr'].map((name) => path.join(folder, `${name}.h5ad`));
  const outcome = await concatenate(inputs, path.join(folder, 'out.h5ad'), {});
  const facts = { encodings: 'array of float16, csr_matrix of float32' };
  expect(outcome).toMatchObject({
    kind: 'refused',
    findings: [{ code: 'C034', elem: 'X', facts }],
  });
});
