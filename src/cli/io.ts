import type * as core from '../core/index.ts';

/** What a command needs of the outside, so that it can be run without a process. */
export interface Io {
  /** Writes results; resolves when they are taken over. @throws Error when the disk is full */
  readonly out: (text: string) => Promise<void>;
  /** Writes messages and progress. */
  readonly err: (text: string) => void;
  /** Standard error when it is a terminal, else null. */
  readonly terminal: NodeJS.WriteStream | null;
  /** Aborted when the user asks for an end. */
  readonly signal: AbortSignal;
  /** Whether there is a file or folder of that name. */
  readonly exists: (path: string) => boolean;
}

export type Core = Pick<
  typeof core,
  | 'prepareConcat'
  | 'prepareSaved'
  | 'verifyStore'
  | 'openInspection'
  | 'listLeftovers'
  | 'deleteLeftover'
  | 'readPartsState'
  | 'runPart'
  | 'finishParts'
>;

/** The core is large: it is loaded by the commands that use it, not for `--help`. */
export type LoadCore = () => Promise<Core>;
