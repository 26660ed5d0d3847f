import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A fresh build of the command line, the engine and the program of jobs, in a folder of its own. */
export interface Build {
  readonly cli: string;
  readonly engine: string;
  readonly job: string;
  remove(): Promise<void>;
}

export async function build(): Promise<Build> {
  const parent = path.join(ROOT, 'test-output');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, 'build-'));
  const script = path.join(ROOT, 'esbuild.mjs');
  await promisify(execFile)(process.execPath, [script, '--outdir', folder, 'cli', 'engine'], {
    cwd: ROOT,
  });
  return {
    cli: path.join(folder, 'cli.mjs'),
    engine: path.join(folder, 'engine.mjs'),
    job: path.join(folder, 'job.mjs'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
