import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { leftoverSchema } from '../../src/shared/leftover.ts';
import { digest } from '../support/digest.ts';
import { PART_1, PART_2 } from '../support/samples.ts';
import { useBuild, useFolder } from '../support/setup.ts';
import { run, type Outcome } from '../support/tool.ts';

const built = useBuild();
const own = useFolder('kill-');

// So many inputs that there are checkpoints before the end.
const inputs = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? PART_1 : PART_2));

const concat = (output: string, args: readonly string[], killAfter?: number): Promise<Outcome> =>
  run(built.cli, ['concat', ...inputs, '-o', output, '--quiet', '--json', ...args], {
    cwd: own.path,
    meanwhile: (child) => {
      if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter);
    },
  });

const seenSchema = z.array(leftoverSchema.unwrap().extend({ fate: z.string().nullable() }));
async function leftovers(...args: readonly string[]) {
  const { code, stdout, stderr } = await run(built.cli, ['leftovers', own.path, '--json', ...args]);
  expect(code, stderr).toBe(0);
  return seenSchema.parse(JSON.parse(stdout));
}

describe.each(['o.h5ad', 'o.zarr'])('a run to %s that is killed', (output) => {
  it('leaves what is named, and is resumed to the bytes of an unbroken one', async () => {
    const started = performance.now();
    expect(await concat(output, [])).toMatchObject({ code: 0 });
    const took = performance.now() - started;
    const place = path.join(own.path, output);
    const whole = await digest(place);
    let resumed = 0;
    for (const part of [0.5, 0.75, 0.95]) {
      await rm(place, { recursive: true, force: true });
      const { signal } = await concat(output, [], took * part);
      // A fast one may be done before.
      if (signal === null) continue;
      const left = await leftovers();
      for (const { isAlive, output: of } of left) expect([isAlive, of]).toEqual([false, place]);
      const names = left.map(({ store }) => path.basename(store));
      const unnamed = (await readdir(own.path)).filter(
        (entry) => entry !== output && !names.some((name) => entry.startsWith(name)),
      );
      expect(unnamed).toEqual([]);
      const outcome = await concat(output, ['--resume', '--overwrite']);
      expect(outcome.stderr).toBe('');
      expect(outcome.code).toBe(0);
      expect(await digest(place)).toBe(whole);
      expect(await readdir(own.path)).toEqual([output]);
      resumed += left.length;
    }
    expect(resumed).toBeGreaterThan(0);
  });
});

it('does not resume other inputs or options, and deletes only on request', async () => {
  const killed = await run(built.cli, ['concat', ...inputs, '-o', 'o.zarr', '--json'], {
    cwd: own.path,
    meanwhile: (child) => {
      child.stderr?.on('data', (text) => {
        if (String(text).includes('"phase":"write"')) child.kill('SIGKILL');
      });
    },
  });
  expect(killed.signal).toBe('SIGKILL');
  const before = await readdir(own.path);
  const refused = await concat('o.zarr', ['--resume', '--label', 'batch']);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('"tag":"ResumeRefused"');
  expect(await readdir(own.path)).toEqual(before);
  expect(await leftovers('--delete')).toMatchObject([{ fate: 'deleted' }]);
  expect(await readdir(own.path)).toEqual([]);
});

it('lists what a living run writes, and does not delete it', async () => {
  let seen: Awaited<ReturnType<typeof leftovers>> = [];
  const outcome = await run(built.cli, ['concat', ...inputs, '-o', 'o.h5ad', '--json'], {
    cwd: own.path,
    meanwhile: (child) => {
      child.stderr?.on('data', (text) => {
        if (seen.length > 0 || !String(text).includes('"phase":"write"')) return;
        child.kill('SIGSTOP');
        void leftovers('--delete').then((list) => {
          seen = list;
          child.kill('SIGCONT');
        });
      });
    },
  });
  expect(outcome.code).toBe(0);
  expect(seen).toMatchObject([{ isAlive: true, fate: null, purpose: 'partial' }]);
  expect(await readdir(own.path)).toEqual(['o.h5ad']);
});
