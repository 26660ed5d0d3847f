import { link, lstat, open, rename } from 'node:fs/promises';
import path from 'node:path';
import { OutputExistsError, OutputUnwritableError } from '../../errors.ts';
import { systemCode } from '../../store/system-error.ts';

/** What file systems without hard links answer to one. */
const NO_LINKS: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
]);

/**
 * Puts the finished store in place in one step, so that at any moment there is the old output, none,
 * or the new one. Without `overwrite` an output that has appeared meanwhile is left alone.
 * @throws OutputExistsError, OutputUnwritableError
 */
export async function place(temporary: string, output: string, overwrite: boolean): Promise<void> {
  try {
    if (overwrite) await rename(temporary, output);
    else await placeNew(temporary, output);
    await syncFolder(path.dirname(output));
  } catch (cause) {
    if (cause instanceof OutputExistsError) throw cause;
    const code = systemCode(cause);
    if (code === 'EEXIST') throw new OutputExistsError({ path: output, cause });
    throw new OutputUnwritableError({ path: output, reason: code, cause });
  }
}

/** A link fails where the output exists; renaming would replace it. */
async function placeNew(temporary: string, output: string): Promise<void> {
  try {
    await link(temporary, output);
  } catch (error) {
    if (!NO_LINKS.has(systemCode(error) ?? '')) throw error;
    if (await exists(output)) throw new OutputExistsError({ path: output, cause: error });
    await rename(temporary, output);
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
