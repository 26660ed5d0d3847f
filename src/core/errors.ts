import type { Failure, FailureTag } from '../shared/failure.ts';
import type { Finding } from '../shared/finding.ts';

interface Particulars {
  readonly path?: string | undefined;
  readonly elem?: string | undefined;
  readonly reason?: string | undefined;
  readonly cause?: unknown;
}

interface RefusedParticulars extends Particulars {
  readonly findings?: readonly Finding[];
}

/**
 * Root of every error the engine throws on purpose. `tag` is stable; `message` is for logs only:
 * what a person reads is made from the fields at the edge.
 */
export abstract class ConcatError extends Error {
  abstract readonly tag: FailureTag;
  readonly path: string | undefined;
  readonly elem: string | undefined;
  readonly reason: string | undefined;

  constructor(particulars: Particulars = {}) {
    super(
      [particulars.path, particulars.elem, particulars.reason].filter(Boolean).join(': '),
      particulars.cause === undefined ? undefined : { cause: particulars.cause },
    );
    this.name = new.target.name;
    this.path = particulars.path;
    this.elem = particulars.elem;
    this.reason = particulars.reason;
  }
}

export class StoreNotFoundError extends ConcatError {
  readonly tag = 'StoreNotFound';
}
export class StoreUnreadableError extends ConcatError {
  readonly tag = 'StoreUnreadable';
}
export class NotAnnDataError extends ConcatError {
  readonly tag = 'NotAnnData';
}
export class ElemUnreadableError extends ConcatError {
  readonly tag = 'ElemUnreadable';
}
export class ElemUnsupportedError extends ConcatError {
  readonly tag = 'ElemUnsupported';
}
export class PlanRefusedError extends ConcatError {
  readonly tag = 'PlanRefused';
  /** Those of the plan; those of severity `error` are the reason. */
  readonly findings: readonly Finding[];

  constructor({ findings = [], ...particulars }: RefusedParticulars = {}) {
    super(particulars);
    this.findings = findings;
  }
}
export class PlanStaleError extends ConcatError {
  readonly tag = 'PlanStale';
}
export class OutputExistsError extends ConcatError {
  readonly tag = 'OutputExists';
}
export class OutputUnwritableError extends ConcatError {
  readonly tag = 'OutputUnwritable';
}
export class OutputMismatchError extends ConcatError {
  readonly tag = 'OutputMismatch';
}
export class ResumeRefusedError extends ConcatError {
  readonly tag = 'ResumeRefused';
}
export class SchedulerUnavailableError extends ConcatError {
  readonly tag = 'SchedulerUnavailable';
}
export class SchedulerRefusedError extends ConcatError {
  readonly tag = 'SchedulerRefused';
}
export class PartsIncompleteError extends ConcatError {
  readonly tag = 'PartsIncomplete';
}
export class UsageInvalidError extends ConcatError {
  readonly tag = 'UsageInvalid';
}
export class CancelledError extends ConcatError {
  readonly tag = 'Cancelled';
}

/** @throws CancelledError when the signal has been aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new CancelledError();
}

/** The platform's own functions answer an aborted signal with an AbortError. */
export const asCancellation = (error: unknown, signal: AbortSignal | undefined): unknown =>
  signal?.aborted === true && error instanceof Error && error.name === 'AbortError'
    ? new CancelledError({ cause: error })
    : error;

/** Any thrown value as it crosses a process boundary; what is not ours is `Internal`. */
export function toFailure(error: unknown): Failure {
  const detail = error instanceof Error ? describeCauses(error) : String(error);
  if (error instanceof ConcatError) {
    return {
      tag: error.tag,
      path: error.path ?? null,
      elem: error.elem ?? null,
      reason: error.reason ?? null,
      detail,
    };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { tag: 'Internal', path: null, elem: null, reason, detail };
}

function describeCauses(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${describeCauses(error.cause)}` : own;
}
