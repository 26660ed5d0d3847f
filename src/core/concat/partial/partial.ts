import { lstat, rename, rm } from 'node:fs/promises';
import type { StoreFormat } from '../../../shared/options.ts';
import { groupAttrs } from '../../anndata/encoding.ts';
import { ConcatError, OutputUnwritableError, ResumeRefusedError } from '../../errors.ts';
import { createStore, reopenStore } from '../../store/create.ts';
import type { StoreSink } from '../../store/store.ts';
import { asError, systemCode, systemReason } from '../../store/system-error.ts';
import { differenceOf } from './identity.ts';
import { Journal, type JournalContent, readJournal, type Start } from './journal.ts';
import { deleteLeftover, leftoversOf, removePartial } from './leftovers.ts';
import { Lock } from './lock.ts';
import { journalOf, lockOf, partialOf } from './names.ts';

/** A store being made beside its output, with its journal and its lock. `remove` ends all three. */
export class Partial {
  readonly path: string;
  readonly journal: Journal;
  /** Of the run that this one continues; null when it starts anew. */
  readonly saved: JournalContent | null;
  readonly #lock: Lock;
  #isKept = false;

  private constructor(path: string, lock: Lock, journal: Journal, saved: JournalContent | null) {
    this.path = path;
    this.#lock = lock;
    this.journal = journal;
    this.saved = saved;
  }

  /**
   * Begins a store. With `resume` it goes on with one that a run of the same identity left; where
   * nothing was left it begins anew.
   * @throws OutputUnwritableError, ResumeRefusedError
   */
  static async open(output: string, start: Start, resume: boolean): Promise<Partial> {
    const found = resume ? await findLeft(output, start) : null;
    const path = partialOf(output);
    try {
      const lock = await Lock.take(lockOf(path));
      try {
        const saved = found === null ? null : await takeOver(found, path);
        const journal = await (saved === null
          ? Journal.create(journalOf(path), start)
          : Journal.reopen(journalOf(path), saved));
        return new Partial(path, lock, journal, saved);
      } catch (error) {
        await lock.release();
        throw error;
      }
    } catch (cause) {
      if (cause instanceof ConcatError) throw cause;
      throw new OutputUnwritableError({ path: output, reason: systemReason(cause), cause });
    }
  }

  /** The store to write to. @throws OutputExistsError, OutputUnwritableError, ResumeRefusedError */
  async openStore(format: StoreFormat): Promise<StoreSink> {
    const attrs = groupAttrs('anndata');
    if (this.saved === null) return createStore(this.path, format, attrs);
    try {
      const stores = this.saved.checkpoints.map(({ store }) => store);
      return await reopenStore(this.path, format, attrs, stores);
    } catch (cause) {
      const reason = (cause instanceof ConcatError && cause.reason) || asError(cause).message;
      this.#isKept = true;
      throw new ResumeRefusedError({ path: this.path, reason, cause });
    }
  }

  /**
   * Ends the store, unless it has been put in place or was refused. What cannot be removed stays for
   * `listLeftovers`: the result does not depend on it, and another error tells more.
   */
  async remove(): Promise<void> {
    await this.journal.close().catch(() => undefined);
    if (!this.#isKept) await removePartial(this.path).catch(() => undefined);
    await this.#lock.release().catch(() => undefined);
  }
}

interface Left {
  readonly store: string;
  readonly content: JournalContent;
}

/** The furthest of what runs of this identity left. @throws ResumeRefusedError when there is only other */
async function findLeft(output: string, start: Start): Promise<Left | null> {
  let best: Left | null = null;
  let refusal: { readonly path: string; readonly reason: string } | null = null;
  for (const { store, purpose, isAlive, owner } of await leftoversOf(output)) {
    if (purpose !== 'partial') continue;
    if (isAlive) {
      const reason = `process ${owner?.pid ?? '?'} on ${owner?.host ?? '?'} is still writing it`;
      throw new ResumeRefusedError({ path: store, reason });
    }
    const content = await readJournal(journalOf(store)).catch(() => null);
    if (content === null && (await isGone(store))) {
      // It was killed before it wrote anything.
      await deleteLeftover({ store });
      continue;
    }
    const reason = content === null ? 'it has no journal' : differenceOf(start, content.start);
    if (content === null || reason !== null) refusal = { path: store, reason: reason ?? '' };
    else if (best === null || content.checkpoints.length > best.content.checkpoints.length) {
      best = { store, content };
    }
  }
  if (best === null && refusal !== null) throw new ResumeRefusedError(refusal);
  return best;
}

/**
 * Makes what another run left this one's own, under a new name: of several that try, one succeeds.
 * @returns null when there was nothing to go on with, so that it is removed
 * @throws ResumeRefusedError
 */
async function takeOver({ store, content }: Left, path: string): Promise<JournalContent | null> {
  try {
    await rename(journalOf(store), journalOf(path));
  } catch (cause) {
    const reason = 'another run has taken it over';
    throw new ResumeRefusedError({ path: store, reason, cause });
  }
  if (content.checkpoints.length === 0 || (await isNoMore(store))) {
    await rm(journalOf(path));
    await removePartial(store);
    return null;
  }
  await rename(store, path);
  await rm(lockOf(store), { force: true });
  return content;
}

async function isGone(store: string): Promise<boolean> {
  try {
    await lstat(store);
    return false;
  } catch (error) {
    return systemCode(error) === 'ENOENT';
  }
}

/** Whether a store is gone, or has another name by now: the output's, which must stay as it is. */
async function isNoMore(store: string): Promise<boolean> {
  try {
    const stats = await lstat(store);
    return stats.isFile() && stats.nlink > 1;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return true;
    throw error;
  }
}
