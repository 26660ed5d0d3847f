import { lstat, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Fate, Leftover } from '../../../shared/leftover.ts';
import {
  OutputUnwritableError,
  StoreNotFoundError,
  StoreUnreadableError,
  throwIfCancelled,
  UsageInvalidError,
} from '../../errors.ts';
import { exists } from '../../store/place-state.ts';
import { systemCode, systemReason } from '../../store/system-error.ts';
import { readLock } from './lock.ts';
import { journalOf, lockOf, newOf, parseSibling, type Sibling } from './names.ts';

/**
 * What runs left in a folder that were killed, and what runs that are at work have there, in the
 * order of the outputs' names. Recognised by name alone: nothing of it is opened but the locks.
 * @throws StoreNotFoundError, StoreUnreadableError when the folder cannot be listed
 * @throws CancelledError
 */
export async function listLeftovers(
  folder: string,
  signal?: AbortSignal,
): Promise<readonly Leftover[]> {
  return describeAll(await siblingsIn(folder), signal);
}

/** Those of one output. Others in its folder, which may be large, are not looked into. */
export async function leftoversOf(output: string): Promise<readonly Leftover[]> {
  const place = path.resolve(output);
  const siblings = await siblingsIn(path.dirname(place));
  return describeAll(siblings.filter((sibling) => sibling.output === place));
}

async function siblingsIn(folder: string): Promise<readonly Sibling[]> {
  const siblings = new Map<string, Sibling>();
  for (const name of await namesIn(folder)) {
    const sibling = parseSibling(folder, name);
    if (sibling !== null) siblings.set(sibling.store, sibling);
  }
  return [...siblings.values()];
}

async function describeAll(
  siblings: readonly Sibling[],
  signal?: AbortSignal,
): Promise<readonly Leftover[]> {
  const leftovers: Leftover[] = [];
  for (const sibling of siblings) {
    throwIfCancelled(signal);
    leftovers.push(await describe(sibling, signal));
  }
  return leftovers;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (cause) {
    const reason = systemCode(cause);
    if (reason === 'ENOENT') throw new StoreNotFoundError({ path: folder, reason, cause });
    throw new StoreUnreadableError({ path: folder, reason, cause });
  }
}

/**
 * Deletes what a run left, unless its job lives: that is looked up again. An old output that was
 * set aside, and has no successor, is put back instead.
 * @throws UsageInvalidError when it is none
 * @throws OutputUnwritableError when it cannot be deleted
 */
export async function deleteLeftover({ store }: Pick<Leftover, 'store'>): Promise<Fate> {
  const sibling = parseSibling(path.dirname(store), path.basename(store));
  if (sibling === null) throw new UsageInvalidError({ path: store, reason: 'it is no leftover' });
  const { output, purpose, lock } = sibling;
  const state = await readLock(lock);
  if (state?.isAlive === true) return 'alive';
  try {
    if (state === null && !(await exists(store)) && !(await exists(journalOf(store)))) {
      // Its lock may appear at this moment: then this is not part of it any more.
      await rm(newOf(lockOf(store)), { force: true });
      return 'deleted';
    }
    if (purpose === 'replaced' && !(await exists(output))) {
      await rename(store, output);
      return 'restored';
    }
    await removePartial(store);
    return 'deleted';
  } catch (cause) {
    throw new OutputUnwritableError({ path: store, reason: systemReason(cause), cause });
  }
}

/** The lock goes last, so that what is there is never without one. */
export async function removePartial(store: string): Promise<void> {
  await rm(store, { recursive: true, force: true, maxRetries: 3 });
  await rm(journalOf(store), { force: true });
  await rm(newOf(lockOf(store)), { force: true });
  await rm(lockOf(store), { force: true });
}

async function describe(
  { store, output, purpose, lock: lockFile }: Sibling,
  signal: AbortSignal | undefined,
): Promise<Leftover> {
  const lock = await readLock(lockFile);
  return {
    store,
    output,
    purpose,
    bytes: await bytesOf(store, signal),
    isAlive: lock?.isAlive ?? false,
    owner: lock?.owner == null ? null : { pid: lock.owner.pid, host: lock.owner.host },
    canResume: purpose === 'partial' && (await exists(store)) && (await exists(journalOf(store))),
  };
}

/** Of a file, or of all files in a folder, as far as they are still there. */
async function bytesOf(place: string, signal: AbortSignal | undefined): Promise<number> {
  throwIfCancelled(signal);
  try {
    const stats = await lstat(place);
    if (!stats.isDirectory()) return stats.size;
    let sum = 0;
    for (const name of await readdir(place)) sum += await bytesOf(path.join(place, name), signal);
    return sum;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 0;
    throw error;
  }
}
