import path from 'node:path';

import { expect, it } from 'vitest';

import { python } from '../python.ts';
import { writeH5ad } from './h5ad.ts';
import { acceptedByTools, inFolder, script } from './tools.ts';

it.each([
  ['as it is', { id: 'none' }],
  ['compressed', { id: 'gzip', level: 4 }],
] as const)(
  'an .h5ad written %s is what anndata reads, whole and backed',
  async (_, compression) => {
    await inFolder(async (folder) => {
      const file = path.join(folder, 'sample.h5ad');
      await writeH5ad(file, compression, true);
      expect(await python(script('check-h5ad.py'), [file, 'modern'])).toBe('equal\n');
      const copy = await acceptedByTools(file);
      expect(await python(script('check-h5ad.py'), [copy, 'modern'])).toBe('equal\n');
    });
  },
);
