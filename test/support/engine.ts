import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ResponseError,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { failureSchema, type Failure } from '../../src/shared/failure.ts';

/** The engine as the extension runs it: a child process, and the channel to it. */
export interface Engine {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
  readonly log: Promise<string>;
  readonly ended: Promise<unknown>;
}

/**
 * @param script the built engine
 * @param preload a module that is loaded into the child first
 */
export function startEngine(script: string, preload?: string): Engine {
  const child = fork(script, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: preload === undefined ? [] : ['--import', preload],
  });
  const connection = createMessageConnection(
    new IPCMessageReader(child),
    new IPCMessageWriter(child),
  );
  connection.listen();
  const log = child.stderr === null ? Promise.resolve('') : text(child.stderr);
  return { child, connection, log, ended: once(child, 'exit') };
}

/** The Failure with which a request was rejected. @throws when it was not, or not in our words */
export async function failureOf(response: Promise<unknown>): Promise<Failure> {
  const error: unknown = await response.catch((reason: unknown) => reason);
  return failureSchema.parse(error instanceof ResponseError ? error.data : undefined);
}
