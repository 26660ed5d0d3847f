import { link, lstat, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ConcatError, OutputExistsError, OutputUnwritableError } from '../../errors.ts';
import { replacedOf } from '../partial/names.ts';
import { syncEntry } from '../../store/sync-entry.ts';
import { systemCode, systemReason } from '../../store/system-error.ts';

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
      await confirm(output, '');
    }
  } catch (cause) {
    if (cause instanceof ConcatError) throw cause;
    const reason = systemReason(cause);
    if (reason === 'EEXIST') throw new OutputExistsError({ path: output, cause });
    throw new OutputUnwritableError({ path: output, reason, cause });
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
  const where = `; the old one is beside it, as ${path.basename(aside)}`;
  await confirm(output, where);
  try {
    await rm(aside, { recursive: true, maxRetries: 3 });
  } catch (cause) {
    const reason = `${systemReason(cause)}: the new output is in place${where}`;
    throw new OutputUnwritableError({ path: output, reason, cause });
  }
}

/**
 * Waits until the disk keeps the new name. Where it does not say so, the output stays: what is at its
 * place by now may be another's.
 * @param more to tell then
 */
async function confirm(output: string, more: string): Promise<void> {
  try {
    await syncEntry(path.dirname(output));
  } catch (cause) {
    const reason = `${systemReason(cause)}: the new output is in place, but may be gone after a crash${more}`;
    throw new OutputUnwritableError({ path: output, reason, cause });
  }
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
