import type { Progress } from '../shared/progress.ts';

/** What a long operation gets from its caller. */
export interface Context {
  readonly signal?: AbortSignal | undefined;
  /** Called at most a few times a second. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
