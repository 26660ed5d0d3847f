import type { Inputs } from '../../concat/inputs.ts';

/** Bytes that are read at a time. */
export const BLOCK_BYTES = 1024 * 1024;

/** What summaries are made with. */
export interface Reading {
  readonly inputs: Inputs;
  readonly signal: AbortSignal | undefined;
  /** Called whenever something more has been read: what takes long is not what hangs. */
  readonly onStep: () => void;
}
