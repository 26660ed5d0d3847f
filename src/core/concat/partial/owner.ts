import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import * as z from 'zod';
import { systemCode } from '../../store/system-error.ts';

/** Who writes an unfinished store. */
export const ownerSchema = z
  .strictObject({
    pid: z.int().positive(),
    /** When the process started, as its system says it; null where that says nothing. */
    started: z.string().nullable(),
    host: z.string(),
    /** The run of the system, and the space of its process numbers, that `pid` belongs to. */
    machine: z.string(),
  })
  .readonly();

export type Owner = z.infer<typeof ownerSchema>;

/**
 * Milliseconds after which an owner that cannot be asked, since it is on another machine, counts as
 * dead: many times the heartbeat, so that clocks may differ.
 */
const SILENCE_MAX = 5 * 60 * 1000;

/** This process. */
export async function self(): Promise<Owner> {
  const { pid } = process;
  return { pid, started: await startOf(pid), host: hostname(), machine: await machine() };
}

/** Whether there was a sign of life at `beat`, in milliseconds since 1970, or not long ago. */
export const isRecent = (beat: number): boolean => Date.now() - beat < SILENCE_MAX;

/**
 * Whether the owner is at work. On its own machine the system knows: the number may have gone to
 * another process meanwhile, but that one started at another time.
 * @param beat of its last sign of life
 */
export async function isAlive(owner: Owner, beat: number): Promise<boolean> {
  if (owner.machine !== (await machine())) return isRecent(beat);
  if (!answers(owner.pid)) return false;
  const started = await startOf(owner.pid);
  return started === null || owner.started === null ? isRecent(beat) : started === owner.started;
}

/** Signal 0 is none: it only asks. */
function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

/** Behind the name in parentheses, which may hold any character, `stat` has the state and so on. */
const STATE_FIELD = 0;
const START_FIELD = 19;

/** Ticks since the system started; `zombie` for a process that has ended; null where nobody knows. */
async function startOf(pid: number): Promise<string | null> {
  const stat = await textOf(readFile(`/proc/${pid}/stat`, 'utf8'));
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[STATE_FIELD] === 'Z' ? 'zombie' : (fields[START_FIELD] ?? null);
}

async function machine(): Promise<string> {
  const boot = await textOf(readFile('/proc/sys/kernel/random/boot_id', 'utf8'));
  const numbers = await textOf(readlink('/proc/self/ns/pid'));
  return [hostname(), boot.trim(), numbers].join(' ').trim();
}

/** Other systems than Linux have none of these files. */
const textOf = (reading: Promise<string>): Promise<string> => reading.catch(() => '');
