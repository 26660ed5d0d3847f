import { asCancellation, toFailure } from '../core/errors.ts';
import type { Failure } from '../shared/failure.ts';
import { exitCodeOf, type ExitCode } from './exit.ts';
import type { Io } from './io.ts';
import { reportFailure } from './report/failure.ts';

/** Runs a command; what it throws is told on standard error and becomes the exit code. */
export async function conclude(
  io: Io,
  { json }: { readonly json: boolean },
  command: () => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await command();
  } catch (error) {
    return refuse(io, json, toFailure(asCancellation(error, io.signal)));
  }
}

/** Tells a failure and gives the exit code that belongs to it. */
export function refuse(io: Io, json: boolean, failure: Failure): ExitCode {
  io.err(reportFailure(failure, json));
  return exitCodeOf(failure);
}
