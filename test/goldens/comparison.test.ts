import path from 'node:path';
import { expect, it } from 'vitest';
import { python } from '../python.ts';

it('the comparison with the reference notices every change', async () => {
  const script = path.join(import.meta.dirname, '../oracle/self_check.py');
  expect(await python(script, [])).toMatch(/^\d+ mutations\n$/u);
});
