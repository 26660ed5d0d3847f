import { stat } from 'node:fs/promises';
import path from 'node:path';
import type * as core from '../core/index.ts';
import type { Inspection } from '../core/inspect/inspection.ts';
import { throwIfCancelled } from '../core/errors.ts';
import { isUrl } from '../shared/url.ts';

/** Stores kept open: two that are compared. */
const MOST = 2;
/** Milliseconds between two looks, after which a store is closed: a walk asks again at once. */
const IDLE = 1000;

interface Idle {
  readonly inspection: Inspection;
  readonly stamp: string;
  readonly timer: NodeJS.Timeout;
}

/**
 * Stores between two looks at them, so that a walk does not open one for each of its groups. Whoever
 * looks has a store for itself; what comes back is kept for a second, unless its file has changed
 * by then. `close` releases all that are not in use; it is the only owner of those.
 */
export class OpenStores {
  readonly #open: typeof core.openInspection;
  readonly #idleFor: number;
  // In order of last use.
  readonly #idle = new Map<string, Idle>();
  #isClosed = false;

  /** @param idleFor milliseconds for which a store is kept */
  constructor(open: typeof core.openInspection, idleFor = IDLE) {
    this.#open = open;
    this.#idleFor = idleFor;
  }

  /**
   * @param isFresh whether to open it anew whatever is kept, so that what is seen is there now
   * @throws what `openInspection` and `action` throw
   */
  async use<T>(
    store: string,
    isFresh: boolean,
    signal: AbortSignal,
    action: (inspection: Inspection) => Promise<T>,
  ): Promise<T> {
    throwIfCancelled(signal);
    // Before it is opened: what changes meanwhile is another stamp next time.
    const stamp = await stampOf(store);
    const kept = await this.#take(store, isFresh ? null : stamp);
    const inspection = kept ?? (await this.#open(store, { signal }));
    let isSound = false;
    try {
      const result = await action(inspection);
      isSound = true;
      return result;
    } finally {
      if (isSound && stamp !== null && !this.#isClosed) {
        await this.#keep(store, stamp, inspection);
      } else {
        await inspection.close();
      }
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const store of [...this.#idle.keys()]) await this.#drop(store);
  }

  /** What is kept of a store under this stamp; under another one it is closed. */
  async #take(store: string, stamp: string | null): Promise<Inspection | undefined> {
    const kept = this.#idle.get(store);
    if (kept?.stamp !== stamp) {
      await this.#drop(store);
      return undefined;
    }
    this.#idle.delete(store);
    clearTimeout(kept.timer);
    return kept.inspection;
  }

  async #keep(store: string, stamp: string, inspection: Inspection): Promise<void> {
    const earlier = this.#idle.get(store);
    this.#idle.delete(store);
    const timer = setTimeout(() => void this.#drop(store), this.#idleFor);
    timer.unref();
    this.#idle.set(store, { inspection, stamp, timer });
    clearTimeout(earlier?.timer);
    await earlier?.inspection.close();
    for (const [oldest] of this.#idle) {
      if (this.#idle.size <= MOST) break;
      await this.#drop(oldest);
    }
  }

  async #drop(store: string): Promise<void> {
    const kept = this.#idle.get(store);
    if (kept === undefined) return;
    this.#idle.delete(store);
    clearTimeout(kept.timer);
    await kept.inspection.close();
  }
}

/** Files whose change is that of a store: itself, and for a folder the metadata that is read once. */
const STAMPED = ['', 'zarr.json', '.zmetadata', '.zgroup', '.zattrs'];

/** Differs when a store has changed; null when there is none. Of a URL, nothing is known. */
async function stampOf(store: string): Promise<string | null> {
  if (isUrl(store)) return '';
  const stamps = await Promise.all(STAMPED.map((name) => fileStamp(path.join(store, name))));
  return stamps[0] === '' ? null : stamps.join(' ');
}

async function fileStamp(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeMs, ctimeMs } = await stat(file);
    return [dev, ino, size, mtimeMs, ctimeMs].join('-');
  } catch {
    // Opening tells why.
    return '';
  }
}
