import { readdir, stat } from 'node:fs/promises';
import type { PartsState } from '../../../shared/parts.ts';
import type { Plan } from '../../../shared/plan.ts';
import { ConcatError, StoreUnreadableError } from '../../errors.ts';
import { inFlight } from '../../store/in-flight.ts';
import { systemCode } from '../../store/system-error.ts';
import { type LockState, readLock } from '../partial/lock.ts';
import { verifyStructure } from '../verify/verify.ts';
import { failureRecordSchema, partRecordSchema, readRecord } from './record.ts';
import { parseTry, requireSplit, type SplitPlan, WorkFolder, type Worker } from './work-folder.ts';

type State = PartsState['finish'];

/** Records read at a time. */
const LANES = 8;

/**
 * Where each part of a plan is, and the finisher, from what they say of themselves in the working
 * folder. A part counts as running while its process lives, or, on another machine, has given a
 * sign of life within 5 minutes.
 * @throws UsageInvalidError when the plan is not split
 * @throws PlanRefusedError when it has errors
 * @throws StoreUnreadableError when the working folder cannot be read
 */
export async function readPartsState(plan: Plan): Promise<PartsState> {
  const split = requireSplit(plan);
  const { count } = split.parts;
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  const folder = WorkFolder.of(split);
  try {
    const names = new Set(await namesIn(folder));
    if (names.size === 0 && (await isInPlace(split))) {
      const parts = numbers.map((part) => ({ part, state: 'done' as const }));
      return { total: count, parts, finish: { state: 'done' } };
    }
    const tries = triesIn(names);
    const states: State[] = [];
    await inFlight(numbers, LANES, async (part) => {
      states[part - 1] = await stateOf(folder, part, names, tries.get(part) ?? []);
    });
    const finish = await stateOf(folder, 'finish', names, tries.get('finish') ?? []);
    const parts = numbers.map((part) => ({ part, ...(states[part - 1] ?? PENDING) }));
    return { total: count, parts, finish };
  } catch (cause) {
    const reason = systemCode(cause);
    if (reason === undefined) throw cause;
    throw new StoreUnreadableError({ path: folder.path, reason, cause });
  }
}

const PENDING: State = { state: 'pending' };

/**
 * Whether the finisher is done: the output is there, is none that was there before, and has the
 * structure that was planned.
 */
export async function isInPlace(plan: SplitPlan): Promise<boolean> {
  const { output, parts } = plan;
  try {
    if ((await stat(output.path)).mtimeMs < parts.created) return false;
    await verifyStructure(output.path, plan, {});
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || error instanceof ConcatError) return false;
    throw error;
  }
}

/** Names of the files that workers have, relative to the folder. */
async function namesIn(folder: WorkFolder): Promise<readonly string[]> {
  try {
    const parts = await readdir(folder.in('parts'));
    return [...(await readdir(folder.path)), ...parts.map((name) => `parts/${name}`)];
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** The locks of each worker. */
function triesIn(names: Iterable<string>): ReadonlyMap<Worker, readonly string[]> {
  const tries = new Map<Worker, string[]>();
  for (const name of names) {
    const parsed = parseTry(name.replace(/^parts\//u, ''));
    if (parsed?.isLock !== true) continue;
    const locks = tries.get(parsed.worker) ?? [];
    tries.set(parsed.worker, [...locks, name]);
  }
  return tries;
}

async function stateOf(
  folder: WorkFolder,
  worker: Worker,
  names: ReadonlySet<string>,
  locks: readonly string[],
): Promise<State> {
  const prefix = worker === 'finish' ? 'finish' : `parts/${worker}`;
  if (names.has(`${prefix}.json`)) {
    const record = await readRecord(folder.recordOf(worker), partRecordSchema);
    if (record !== null) {
      const { host, pid, ended, seconds, bytes } = record;
      return { state: 'done', host, pid, since: ended, seconds, bytes };
    }
  }
  let died: LockState | null = null;
  for (const name of locks) {
    const lock = await readLock(folder.in(name));
    if (lock?.isAlive === true) return { state: 'running', ...ownerOf(lock), since: lock.since };
    died = lock ?? died;
  }
  if (names.has(`${prefix}.failed.json`)) {
    const record = await readRecord(folder.failureOf(worker), failureRecordSchema);
    if (record !== null) {
      const { host, pid, ended, failure } = record;
      const reason = [failure.tag, failure.path, failure.elem, failure.reason].filter(Boolean);
      return { state: 'failed', host, pid, since: ended, reason: reason.join(': ') };
    }
  }
  if (died === null) return PENDING;
  return { state: 'failed', ...ownerOf(died), reason: 'its process is gone' };
}

const ownerOf = ({ owner }: LockState): Pick<State, 'host' | 'pid'> =>
  owner === null ? {} : { host: owner.host, pid: owner.pid };
