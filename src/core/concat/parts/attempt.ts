import { mkdir, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import type { Context } from '../../context.ts';
import {
  CancelledError,
  asCancellation,
  ConcatError,
  OutputUnwritableError,
  toFailure,
} from '../../errors.ts';
import { systemCode } from '../../store/system-error.ts';
import { Lock, readLock } from '../partial/lock.ts';
import { lockOf } from '../partial/names.ts';
import { type FailureRecord, writeRecord } from './record.ts';
import { parseTry, type WorkFolder, type Worker } from './work-folder.ts';

/**
 * One try of a worker, which has a folder of its own and a lock that says that it lives. Whatever
 * goes wrong, the folder goes; a failure is left for who asks.
 * @param work gets the folder
 * @throws what `work` throws, OutputUnwritableError
 */
export async function attempt<T>(
  folder: WorkFolder,
  worker: Worker,
  { signal }: Context,
  work: (own: string) => Promise<T>,
): Promise<T> {
  const own = folder.tryOf(worker);
  try {
    await removeDead(folder, worker);
    const lock = await Lock.take(lockOf(own));
    try {
      await mkdir(own);
      const result = await work(own);
      await rm(folder.failureOf(worker), { force: true });
      return result;
    } finally {
      await rm(own, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
      await lock.release().catch(() => undefined);
    }
  } catch (cause) {
    const error = asUnwritable(asCancellation(cause, signal), folder);
    if (!(error instanceof CancelledError)) await leaveFailure(folder, worker, error);
    throw error;
  }
}

/** What is of the system, and not ours yet, concerns the working folder. */
function asUnwritable(cause: unknown, folder: WorkFolder): unknown {
  const reason = systemCode(cause);
  if (cause instanceof ConcatError || reason === undefined) return cause;
  return new OutputUnwritableError({ path: folder.path, reason, cause });
}

/** Where it cannot be left, the error itself tells enough. */
async function leaveFailure(folder: WorkFolder, worker: Worker, error: unknown): Promise<void> {
  const { detail: _detail, ...failure } = toFailure(error);
  const record: FailureRecord = {
    host: hostname(),
    pid: process.pid,
    ended: Date.now(),
    failure: { ...failure, detail: null },
  };
  await writeRecord(folder.failureOf(worker), record).catch(() => undefined);
}

/** Removes what tries of a worker left that were killed. */
export async function removeDead(folder: WorkFolder, worker: Worker): Promise<void> {
  const place = path.dirname(folder.placeOf(worker));
  for (const name of await readdir(place)) {
    const found = parseTry(name);
    if (found?.worker !== worker) continue;
    const own = path.join(place, found.isLock ? name.slice(0, -'.lock'.length) : name);
    if ((await readLock(lockOf(own)))?.isAlive === true) continue;
    await rm(own, { recursive: true, force: true, maxRetries: 3 });
    await rm(lockOf(own), { force: true });
  }
}

/** Whether a process works on it. */
export async function isAtWork(folder: WorkFolder, worker: Worker): Promise<boolean> {
  const place = path.dirname(folder.placeOf(worker));
  for (const name of await readdir(place)) {
    const found = parseTry(name);
    if (found?.worker !== worker || !found.isLock) continue;
    if ((await readLock(path.join(place, name)))?.isAlive === true) return true;
  }
  return false;
}
