import { execFile } from 'node:child_process';
import {
  CancelledError,
  SchedulerRefusedError,
  SchedulerUnavailableError,
} from '../../core/errors.ts';

/** Milliseconds after which a controller counts as gone; it answers in seconds when it is busy. */
const LIMIT = 120_000;
/** Bytes: a line for each of hundreds of thousands of jobs. */
const OUTPUT_MAX = 64 * 1024 * 1024;

/** Runs a command of the scheduler: a process, no shell, each argument as it is. */
export type Call = (command: string, args: readonly string[]) => Promise<string>;

/**
 * @returns a function that gives what the command printed and throws SchedulerUnavailableError,
 *   SchedulerRefusedError with the command's own words, or CancelledError
 */
export const callIn =
  (signal?: AbortSignal): Call =>
  (command, args) =>
    new Promise((resolve, reject) => {
      const options = { signal, timeout: LIMIT, maxBuffer: OUTPUT_MAX };
      execFile(command, [...args], options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(asOurs(command, error, stderr));
      });
    });

function asOurs(command: string, error: Error, stderr: string): Error {
  if (error.name === 'AbortError') return new CancelledError({ cause: error });
  if ('code' in error && typeof error.code === 'string') {
    const reason = error.code === 'ENOENT' ? `there is no ${command} on the path` : error.code;
    return new SchedulerUnavailableError({ reason, cause: error });
  }
  if ('killed' in error && error.killed === true) {
    const reason = `${command} gave no answer within ${LIMIT / 1000} s`;
    return new SchedulerUnavailableError({ reason, cause: error });
  }
  const words = stderr.trim().replaceAll(/\s*\n\s*/gu, '; ');
  const reason = words === '' ? error.message : words;
  return /unable to contact|communication connection failure/iu.test(reason)
    ? new SchedulerUnavailableError({ reason, cause: error })
    : new SchedulerRefusedError({ reason, cause: error });
}
