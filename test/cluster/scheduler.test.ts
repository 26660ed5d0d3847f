import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Script, Work } from '../../src/cluster/scheduler.ts';
import { slurm as slurmBy } from '../../src/cluster/slurm/slurm.ts';
import { useFolder } from '../support/setup.ts';
import { useSlurm } from './slurm.ts';

const real = useSlurm();
const scheduler = slurmBy((command, args) => real.call(command, ...args));
const own = useFolder('scheduler-');

/** Writes what it was called with; 3 fails, 9 goes on until it is told to end. */
const PROGRAM = `
import fs from 'node:fs';
const part = process.argv.at(-1);
process.on('SIGTERM', () => { fs.writeFileSync('ended-' + part, ''); process.exit(1); });
fs.writeFileSync('called-' + part, JSON.stringify([process.argv.slice(2), process.env.LETTERS]));
if (part === '3') process.exit(1);
if (part === '9') setInterval(() => undefined, 1000);
`;

/** The scripts of a program in a folder of that name. */
async function scripts(name: string): Promise<{ parts: Script; finish: Script; folder: string }> {
  const folder = path.join(own.path, name);
  await mkdir(folder);
  const program = path.join(folder, 'program.mjs');
  await writeFile(program, PROGRAM);
  const work: Work = {
    name: 'test',
    comment: 'A test,\nof two lines.',
    cwd: folder,
    command: [process.execPath, program, name],
    env: { LETTERS: `${name} =` },
    partition: 'main',
    minutes: 5,
    memory: 100e6,
  };
  const write = async (file: string, text: string): Promise<Script> => {
    await writeFile(path.join(folder, file), text);
    return { folder, file: path.join(folder, file) };
  };
  const finish = { ...work, command: [...work.command, 'finish'] };
  return {
    parts: await write('parts.sh', scheduler.partsScript(work)),
    finish: await write('finish.sh', scheduler.finisherScript(finish)),
    folder,
  };
}

const filesOf = async (folder: string, prefix: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.startsWith(prefix)).sort();

describe('Slurm', () => {
  it.each([`it's "$HOME" %A %% \`id\` ; é #&`, '-n --wrap=x'])(
    'runs an array and what waits for it, in a folder named %s',
    async (name) => {
      const { parts, finish, folder } = await scripts(name);
      const array = await scheduler.submitParts(parts, [1, 2, 5], 2);
      const finisher = await scheduler.submitFinisher(finish, [{ id: array, part: null }]);
      const queue = await scheduler.queued([array, finisher], 'test');
      expect(new Set(queue.map(({ id, part }) => `${id} ${part ?? 'finish'}`))).toEqual(
        new Set([`${array} 1`, `${array} 2`, `${array} 5`, `${finisher} finish`]),
      );
      await real.idle();
      expect(await filesOf(folder, 'called')).toEqual([
        'called-1',
        'called-2',
        'called-5',
        'called-finish',
      ]);
      const call = await readFile(path.join(folder, 'called-5'), 'utf8');
      expect(JSON.parse(call)).toEqual([[name, '5'], `${name} =`]);
      expect(await filesOf(folder, 'part-')).toHaveLength(3);
      expect(await filesOf(folder, 'finish-')).toHaveLength(1);
    },
  );

  it('removes what waits for a part that fails; another waits for one of the array and its repetition', async () => {
    const { parts, finish, folder } = await scripts('plain');
    const array = await scheduler.submitParts(parts, [3, 4], null);
    await scheduler.submitFinisher(finish, [{ id: array, part: null }]);
    await real.idle();
    expect(await filesOf(folder, 'called')).toEqual(['called-3', 'called-4']);
    const again = await scheduler.submitParts(parts, [5], null);
    await scheduler.submitFinisher(finish, [
      { id: again, part: null },
      { id: array, part: 4 },
    ]);
    await real.idle();
    expect(await filesOf(folder, 'called')).toContain('called-finish');
  });

  it('lets a program end that is cancelled, and takes what has ended for no error', async () => {
    const { parts, folder } = await scripts('plain');
    const array = await scheduler.submitParts(parts, [1, 9], null);
    while (!(await readdir(folder)).includes('called-9'));
    expect(await scheduler.queued([array, '999'], 'test')).toContainEqual({
      id: array,
      part: 9,
      isRunning: true,
    });
    // Another's job of that number.
    expect(await scheduler.queued([array], 'other')).toEqual([]);
    await scheduler.cancel([{ id: array, part: null }]);
    await real.idle();
    expect(await filesOf(folder, 'ended')).toEqual(['ended-9']);
    await scheduler.cancel([{ id: array, part: null }]);
    expect(await scheduler.queued([array], 'test')).toEqual([]);
  });
});
