import { expect, it } from 'vitest';
import type { RunOptions } from '../../core/index.ts';
import { leftoverSchema, type Leftover } from '../../shared/leftover.ts';
import { FakeCli, result } from '../fake.test-support.ts';

const leftover: Leftover = {
  store: 'out/.a\u001b.h5ad.partial-01234567',
  output: 'out/a\u001b.h5ad',
  purpose: 'partial',
  bytes: 2048,
  isAlive: false,
  owner: { pid: 7, host: 'node1' },
  canResume: true,
};
const alive: Leftover = { ...leftover, store: 'out/.b.h5ad.partial-89abcdef', isAlive: true };
const leftovers = [leftover, alive];

it('lists what is left, and deletes nothing', async () => {
  const cli = new FakeCli();
  expect(await cli.run('leftovers out', { leftovers })).toBe(0);
  expect(cli.out).toMatch(
    /\.a\\u001b\.h5ad\.partial-01234567 +2 KiB +a\\u001b\.h5ad +unfinished; --resume/u,
  );
  expect(cli.out).toContain('being written by process 7 on node1');
  expect(cli.deleted).toEqual([]);
});

it('deletes on request, but not what a run is writing', async () => {
  const cli = new FakeCli();
  expect(await cli.run('leftovers out --delete --json', { leftovers })).toBe(0);
  expect(cli.deleted).toEqual([leftover.store]);
  expect(JSON.parse(cli.out)).toEqual([
    { ...leftoverSchema.parse(leftover), fate: 'deleted' },
    { ...alive, fate: null },
  ]);
});

it('says so when nothing is left', async () => {
  const cli = new FakeCli();
  expect(await cli.run('leftovers out')).toBe(0);
  expect(cli.out).toBe('Nothing is left in out.\n');
});

it.each([
  ['', false],
  ['--resume', true],
])('asks a run to resume: %s', async (flag, resume) => {
  const asked: (RunOptions | undefined)[] = [];
  const run = (_context: unknown, how: RunOptions | undefined) => {
    asked.push(how);
    return Promise.resolve(result);
  };
  expect(await new FakeCli().run(`concat a b -o o.h5ad ${flag}`, { run })).toBe(0);
  expect(asked).toEqual([{ resume }]);
});
