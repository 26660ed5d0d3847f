import { ResponseError } from 'vscode-jsonrpc';
import { failureSchema, type Failure } from '../../shared/failure.ts';
import { explainFailure, formatFailure } from '../words.ts';

/** A request that the engine could not answer, with the particulars for a person and for the log. */
export class EngineError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(formatFailure(explainFailure(failure)), { cause });
    this.name = 'EngineError';
    this.failure = failure;
  }
}

/** The failure that a rejected request carries, or undefined when it carries none. */
export function failureIn(error: unknown): Failure | undefined {
  if (error instanceof EngineError) return error.failure;
  if (!(error instanceof ResponseError)) return undefined;
  const data: unknown = error.data;
  return failureSchema.safeParse(data).data;
}

/** Any error as a failure; what the engine did not say itself is a fault of ours. */
export function toFailure(error: unknown): Failure {
  const known = failureIn(error);
  if (known !== undefined) return known;
  const [reason, detail] =
    error instanceof Error ? [error.message, error.stack ?? null] : [String(error), null];
  return { tag: 'Internal', path: null, elem: null, reason, detail };
}
