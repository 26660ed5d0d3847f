import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { systemCode } from '../../store/system-error.ts';
import { jsonOf } from './json-of.ts';
import { newOf } from './names.ts';
import { isAlive, isRecent, type Owner, ownerSchema, self } from './owner.ts';

/** Milliseconds between two signs of life. */
const HEARTBEAT = 10_000;
const TRIES = 5;

/** A file that says that this process is at work; its time is the last sign of life. */
export class Lock {
  readonly #file: string;
  readonly #timer: NodeJS.Timeout;

  private constructor(file: string) {
    this.#file = file;
    this.#timer = setInterval(() => void beat(file), HEARTBEAT).unref();
  }

  /** @param file by a name that nobody else has. It appears with its content. */
  static async take(file: string): Promise<Lock> {
    const unfinished = newOf(file);
    const owner = `${JSON.stringify(await self())}\n`;
    for (let tries = 1; ; tries++) {
      try {
        await writeFile(unfinished, owner, { flag: 'wx' });
        await rename(unfinished, file);
        return new Lock(file);
      } catch (error) {
        await rm(unfinished, { force: true });
        // Whoever deletes what killed runs left may take it for that.
        if (systemCode(error) !== 'ENOENT' || tries === TRIES) throw error;
      }
    }
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    await rm(this.#file, { force: true });
  }
}

async function beat(file: string): Promise<void> {
  const now = new Date();
  // A disk that is away for a moment is no reason to stop; one that stays away shows elsewhere.
  await utimes(file, now, now).catch(() => undefined);
}

export interface LockState {
  /** Null when the file does not tell. */
  readonly owner: Owner | null;
  readonly isAlive: boolean;
  /** Milliseconds since 1970 of its first sign of life. */
  readonly since: number;
}

/** Whose a lock is and whether its job lives; null when there is no lock. */
export async function readLock(file: string): Promise<LockState | null> {
  try {
    const { mtimeMs, birthtimeMs: since } = await stat(file);
    const parsed = ownerSchema.safeParse(jsonOf(await readFile(file, 'utf8')));
    // Without an owner it is of a disk that lost it.
    if (!parsed.success) return { owner: null, isAlive: isRecent(mtimeMs), since };
    return { owner: parsed.data, isAlive: await isAlive(parsed.data, mtimeMs), since };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
