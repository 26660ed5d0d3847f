import { mkdir, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** Milliseconds between two looks for others, and looks at most. */
const PAUSE = 100;
const MOST_LOOKS = 10;

/**
 * One try of a worker, which has a folder of its own and a lock that says that it lives. Whatever
 * goes wrong, the folder goes; a failure is left for who asks. Of a part there may be several tries
 * at a time, of the finisher one.
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
      if (worker === 'finish') await standAlone(folder, worker, lockOf(own), signal);
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
    if (isFailure(error)) await leaveFailure(folder, worker, error);
    throw error;
  }
}

const isFailure = (error: unknown): boolean =>
  !(error instanceof CancelledError) && !(error instanceof AlreadyAtWorkError);

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

/**
 * Holds that no other process is at the same work. Each looks when its own lock is there, so that of
 * two at least one sees the other; of two that begin together, the one whose lock has the lesser name
 * goes on. One that is at work already stays.
 * @throws AlreadyAtWorkError
 */
async function standAlone(
  folder: WorkFolder,
  worker: Worker,
  own: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let looks = 1; ; looks++) {
    const others = (await locksAtWork(folder, worker)).filter((lock) => lock !== own);
    if (others.length === 0) return;
    if (looks === MOST_LOOKS || others.some((other) => other < own)) {
      const reason = 'another process is finishing it';
      throw new AlreadyAtWorkError({ path: folder.output, reason });
    }
    await sleep(PAUSE, undefined, { signal });
  }
}

/** No failure of the work: it goes on elsewhere. */
class AlreadyAtWorkError extends OutputUnwritableError {}

/** Whether a process works on it. */
export const isAtWork = async (folder: WorkFolder, worker: Worker): Promise<boolean> =>
  (await locksAtWork(folder, worker)).length > 0;

async function locksAtWork(folder: WorkFolder, worker: Worker): Promise<readonly string[]> {
  const place = path.dirname(folder.placeOf(worker));
  const locks: string[] = [];
  for (const name of await readdir(place)) {
    const found = parseTry(name);
    if (found?.worker !== worker || !found.isLock) continue;
    const lock = path.join(place, name);
    if ((await readLock(lock))?.isAlive === true) locks.push(lock);
  }
  return locks;
}
