import { link, lstat, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { OutputExistsError, OutputUnwritableError } from '../../errors.ts';
import { replacedOf } from '../partial/names.ts';
import { syncEntry } from '../../store/sync-entry.ts';
import { systemCode } from '../../store/system-error.ts';

/** What file systems without hard links answer to one. */
const NO_LINKS: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
]);
/** What renaming a folder answers where something is already. */
const OCCUPIED: ReadonlySet<string> = new Set(['EEXIST', 'ENOTEMPTY', 'ENOTDIR']);

/**
 * Puts the finished store in place, so that at any moment there is the old output, none, or the new
 * one. Without `overwrite` an output that has appeared meanwhile is left alone.
 * @param aside where an old output goes that makes way for a new folder
 * @throws OutputExistsError, OutputUnwritableError
 */
export async function place(
  temporary: string,
  output: string,
  overwrite: boolean,
  aside = replacedOf(temporary),
): Promise<void> {
  try {
    const [fresh, old] = [await kindOf(temporary), await kindOf(output)];
    if (overwrite && old !== null && (fresh === 'folder' || old === 'folder')) {
      await exchange(temporary, output, aside);
    } else {
      if (overwrite) await rename(temporary, output);
      else if (fresh === 'folder') await placeNewFolder(temporary, output);
      else await placeNewFile(temporary, output);
      await syncEntry(path.dirname(output));
    }
  } catch (cause) {
    if (cause instanceof OutputExistsError) throw cause;
    const code = systemCode(cause);
    if (code === 'EEXIST') throw new OutputExistsError({ path: output, cause });
    throw new OutputUnwritableError({ path: output, reason: code, cause });
  }
}

/** A link fails where the output exists; renaming would replace it. */
async function placeNewFile(temporary: string, output: string): Promise<void> {
  try {
    await link(temporary, output);
  } catch (error) {
    if (!NO_LINKS.has(systemCode(error) ?? '')) throw error;
    if ((await kindOf(output)) !== null)
      throw new OutputExistsError({ path: output, cause: error });
    await rename(temporary, output);
  }
}

/** Renaming a folder fails where there is anything but an empty folder. */
async function placeNewFolder(temporary: string, output: string): Promise<void> {
  if ((await kindOf(output)) !== null) throw new OutputExistsError({ path: output });
  try {
    await rename(temporary, output);
  } catch (error) {
    if (!OCCUPIED.has(systemCode(error) ?? '')) throw error;
    throw new OutputExistsError({ path: output, cause: error });
  }
}

/** No system replaces a folder in one step: the old output goes aside, and is deleted at the end. */
async function exchange(temporary: string, output: string, aside: string): Promise<void> {
  await rename(output, aside);
  try {
    await rename(temporary, output);
  } catch (error) {
    await rename(aside, output);
    throw error;
  }
  await syncEntry(path.dirname(output));
  await rm(aside, { recursive: true, maxRetries: 3 });
}

/** Null where there is nothing. Links are not followed: what is replaced is the link. */
async function kindOf(place: string): Promise<'folder' | 'other' | null> {
  try {
    return (await lstat(place)).isDirectory() ? 'folder' : 'other';
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
