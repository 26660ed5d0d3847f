import { execFile } from 'node:child_process';
import { cp, link, readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { digest } from '../support/digest.ts';
import { PART_1, PART_2 } from '../support/samples.ts';
import { useBuild, useFolder } from '../support/setup.ts';

const built = useBuild();
const own = useFolder('mounts-');

/** Runs lines of shell in the folder, with mounts of their own; `concat` is the command. */
const shell = (lines: string): Promise<{ readonly stdout: string; readonly stderr: string }> =>
  new Promise((resolve) => {
    const script = `set -u; concat() { "$NODE" "$CLI" concat "$@" --json --quiet; echo "exit $?"; }\n${lines}`;
    const env = { ...process.env, NODE: process.execPath, CLI: built.cli, A: PART_1, B: PART_2 };
    const args = ['--map-root-user', '--mount', 'bash', '-c', script];
    execFile('unshare', args, { cwd: own.path, env }, (_error, stdout, stderr) => {
      resolve({ stdout, stderr });
    });
  });

const messageSchema = z.object({
  type: z.string(),
  tag: z.string().optional(),
  code: z.string().optional(),
  path: z.string().nullable().optional(),
  reason: z.string().nullable().optional(),
});
const messages = (stderr: string) =>
  stderr
    .trim()
    .split('\n')
    .map((line) => messageSchema.parse(JSON.parse(line)));

const FULL_DISK = 'mkdir m; mount -t tmpfs -o size=200k tmpfs m;';
const NO_MORE_FILES = 'mkdir m; mount -t tmpfs -o size=9m,nr_inodes=12 tmpfs m;';

it.each([
  ['a full disk', 'm/o.h5ad', FULL_DISK, 'ENOSPC'],
  ['a full disk', 'm/o.zarr', FULL_DISK, 'ENOSPC'],
  ['a disk without room for more files', 'm/o.zarr', NO_MORE_FILES, 'ENOSPC'],
  ['a limit of the size of files', 'm/o.h5ad', 'mkdir m; ulimit -f 100;', 'EFBIG'],
  ['a limit of the size of files', 'm/o.zarr', 'mkdir m; ulimit -f 1;', 'EFBIG'],
])('tells of %s what was needed and what is free: %s', async (_, output, setup, code) => {
  const { stdout, stderr } = await shell(`${setup} concat "$A" "$B" -o ${output}; ls -A m`);
  expect(stdout).toBe('exit 1\n');
  const [failure, ...more] = messages(stderr);
  expect(more).toEqual([]);
  expect(failure).toMatchObject({ type: 'failure', tag: 'OutputUnwritable', path: output });
  expect(failure?.reason).toMatch(
    new RegExp(`^${code}: up to \\d+ bytes were to be written, and \\d+ are free$`, 'u'),
  );
});

it('does not begin on a disk that is read-only, or too small', async () => {
  const { stdout, stderr } = await shell(
    `mkdir m s; mount -t tmpfs -o ro tmpfs m; mount -t tmpfs -o size=4k tmpfs s
     concat "$A" -o m/o.h5ad; concat "$A" -o s/o.h5ad`,
  );
  expect(stdout).toBe('exit 1\nexit 1\n');
  const codes = messages(stderr).flatMap(({ code }) => code ?? []);
  expect(codes).toEqual(['C005', 'C006']);
});

it('knows an input under any name, and leaves it alone', async () => {
  await cp(PART_1, path.join(own.path, 'a.h5ad'));
  await link(path.join(own.path, 'a.h5ad'), path.join(own.path, 'hard.h5ad'));
  await symlink('a.h5ad', path.join(own.path, 'soft.h5ad'));
  const { stdout } = await shell(`concat "$B" -o b.zarr`);
  expect(stdout).toContain('exit 0');
  const files = (await readdir(own.path)).sort();
  const before = await digest(own.path);
  const refused = await shell(
    `mkdir bound; mount --bind . bound
     concat a.h5ad "$B" -o hard.h5ad --overwrite
     concat a.h5ad "$B" -o soft.h5ad --overwrite
     concat a.h5ad "$B" -o ./x/../a.h5ad --overwrite
     concat a.h5ad "$B" -o bound/a.h5ad --overwrite
     concat b.zarr "$A" -o bound/b.zarr --overwrite
     concat b.zarr "$A" -o bound/b.zarr/new.zarr
     concat bound/b.zarr/raw "$A" -o b.zarr --overwrite
     umount bound; rmdir bound`,
  );
  expect(refused.stdout).toBe('exit 1\n'.repeat(7));
  const codes = messages(refused.stderr).flatMap(({ code }) => code ?? []);
  expect(codes.filter((code) => code === 'C003').length).toBeGreaterThanOrEqual(6);
  expect((await readdir(own.path)).sort()).toEqual(files);
  expect(await digest(own.path)).toBe(before);
});
