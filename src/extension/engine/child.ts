import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { environment, FLAGS } from './program.ts';

/**
 * Starts the engine.
 * @param log gets what the engine prints, by lines
 */
export function forkEngine(script: string, log: (line: string) => void): ChildProcess {
  const child = fork(script, [], {
    env: environment(),
    execArgv: [...FLAGS],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  forwardLines(child.stdout, log);
  forwardLines(child.stderr, log);
  return child;
}

function forwardLines(stream: Readable | null, log: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', log);
}
