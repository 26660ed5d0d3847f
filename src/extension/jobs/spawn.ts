import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { environment, FLAGS } from '../engine/program.ts';
import type { JobFolder } from './folder.ts';

/**
 * Starts the process of a job, which is nobody's child any more: in a process group of its own and
 * with no pipe to us, it goes on when this extension host ends.
 * @param onEnd is called when it ends while we are there, or could not be started
 */
export async function spawnJob(
  script: string,
  folder: JobFolder,
  onEnd: () => void,
): Promise<void> {
  const log = await open(folder.at('log'), 'a');
  try {
    const child = spawn(process.execPath, [...FLAGS, script, folder.path], {
      env: environment(),
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    child.once('exit', onEnd);
    child.once('error', onEnd);
    child.unref();
  } finally {
    await log.close();
  }
}
