import { existsSync } from 'node:fs';
import { OutputUnwritableError } from '../core/errors.ts';
import type { Io } from './io.ts';

/** The streams of a process. A reader that goes away early is no error: nobody misses the rest. */
export function createIo(process: NodeJS.Process, signal: AbortSignal): Io {
  const { stdout, stderr } = process;
  // Errors of writing are answered where it is written; without listeners they would end us.
  stdout.on('error', () => undefined);
  stderr.on('error', () => undefined);
  return {
    out: (text) => write(stdout, text),
    err: (text) => {
      stderr.write(text);
    },
    terminal: stderr.isTTY ? stderr : null,
    signal,
    exists: existsSync,
  };
}

/** Waits until all messages are taken over; where they cannot be written, there is no one to tell. */
export const drain = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write('', () => {
      resolve();
    });
  });

const write = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      const reason = error == null ? null : codeOf(error);
      if (reason === null || reason === 'EPIPE') resolve();
      else reject(new OutputUnwritableError({ path: 'standard output', reason, cause: error }));
    });
  });

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.message;
