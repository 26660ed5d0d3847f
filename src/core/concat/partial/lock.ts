import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { systemCode } from '../../store/system-error.ts';
import { jsonOf } from './json-of.ts';
import { isAlive, isRecent, type Owner, ownerSchema, self } from './owner.ts';

/** Milliseconds between two signs of life. */
const HEARTBEAT = 10_000;

/** A file that says that this process is at work; its time is the last sign of life. */
export class Lock {
  readonly #file: string;
  readonly #timer: NodeJS.Timeout;

  private constructor(file: string) {
    this.#file = file;
    this.#timer = setInterval(() => void beat(file), HEARTBEAT).unref();
  }

  /** @param file must not exist */
  static async take(file: string): Promise<Lock> {
    const handle = await open(file, 'wx');
    try {
      try {
        await handle.writeFile(`${JSON.stringify(await self())}\n`);
      } finally {
        await handle.close();
      }
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
    return new Lock(file);
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
    // Without an owner it may be one that is being written just now.
    if (!parsed.success) return { owner: null, isAlive: isRecent(mtimeMs), since };
    return { owner: parsed.data, isAlive: await isAlive(parsed.data, mtimeMs), since };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
