import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** How a process ended, and what it printed where it was piped. */
export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Manner {
  readonly cwd?: string;
  /** Ours, unless told. */
  readonly env?: NodeJS.ProcessEnv;
  readonly stdio?: StdioOptions;
  /** A program that starts it, with its arguments. */
  readonly by?: readonly [string, ...string[]];
  /** Called once the process has been started. */
  readonly meanwhile?: (child: ChildProcess) => void;
}

/** Runs a program of ours to its end. */
export async function run(
  program: string,
  args: readonly string[],
  { cwd, env, stdio = ['ignore', 'pipe', 'pipe'], by, meanwhile }: Manner = {},
): Promise<Outcome> {
  const command = [process.execPath, program, ...args] as const;
  const [first, ...rest] = by === undefined ? command : ([...by, ...command] as const);
  const child = spawn(first, rest, { cwd, env, stdio });
  const closed = once(child, 'close');
  meanwhile?.(child);
  const [stdout, stderr] = await Promise.all([textOf(child.stdout), textOf(child.stderr), closed]);
  return { code: child.exitCode, signal: child.signalCode, stdout, stderr };
}

const textOf = (stream: Readable | null): Promise<string> =>
  stream === null || stream.destroyed ? Promise.resolve('') : text(stream);
