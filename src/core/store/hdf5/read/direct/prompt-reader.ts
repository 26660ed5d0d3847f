import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { FileEndsError, readFully } from '../../../file-bytes.ts';

/** Larger pieces take longer than the way to the thread pool and back. */
const PROMPT_BYTES = 256 * 1024;
/** Milliseconds that a read takes at most of what the system has in memory, or of a quick disk. */
const PROMPT = 1;
/** Milliseconds after which others have a turn, as a signal that cancels. */
const STRETCH = 10;

/** When others had a turn for the last time, as far as reads of any file know. */
let turn = 0;

/**
 * Reads pieces of a file. Small ones are read at once as long as that is quick, since most of them are
 * in the system's memory, where the thread pool would take many times longer than the read; of a
 * slow disk or server they are read in the thread pool, so that nobody waits for them.
 */
export class PromptReader {
  readonly #handle: FileHandle;
  #isPrompt = false;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Fills `target` from `position` on. @throws FileEndsError */
  async fill(target: Uint8Array, position: number): Promise<void> {
    if (target.length > PROMPT_BYTES) {
      await readFully(this.#handle, target, position);
      return;
    }
    const started = performance.now();
    const isAtOnce = this.#isPrompt && started - turn < STRETCH;
    if (isAtOnce) fillAtOnce(this.#handle.fd, target, position);
    else await readFully(this.#handle, target, position);
    const ended = performance.now();
    if (!isAtOnce) turn = ended;
    this.#isPrompt = ended - started < PROMPT;
  }
}

/** @throws FileEndsError */
function fillAtOnce(fd: number, target: Uint8Array, position: number): void {
  for (let done = 0; done < target.length;) {
    const bytes = readSync(fd, target, done, target.length - done, position + done);
    if (bytes === 0) throw new FileEndsError(position + done);
    done += bytes;
  }
}
