import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

it('has the kernels that their source gives', () => {
  const root = path.resolve(import.meta.dirname, '..');
  const told = spawnSync(process.execPath, ['tools/kernels.mjs', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect([told.status, told.stderr]).toEqual([0, '']);
});
