import type { ChildProcess } from 'node:child_process';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { forkEngine } from './child.ts';

/** Milliseconds that the engine gets to clean up; VS Code waits about five seconds for us. */
const GRACE = 4000;

/** One life of the engine: a child process and the connection to it. */
export class EngineProcess {
  readonly connection: MessageConnection;
  /** How it ended, in words. Resolves when the process is gone, whatever the reason. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;

  constructor(script: string, log: (line: string) => void) {
    this.#child = forkEngine(script, log);
    this.connection = createMessageConnection(
      new IPCMessageReader(this.#child),
      new IPCMessageWriter(this.#child),
    );
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        resolve(error.message);
      });
      this.#child.once('exit', (code, signal) => {
        resolve(signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`);
      });
    });
    // What has no answer by then will get none; disposing rejects it.
    void this.ended.then(() => {
      this.connection.dispose();
    });
    this.connection.listen();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Lets the engine cancel and clean up what it is doing, then ends it in any case. */
  async stop(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), GRACE);
    await this.ended;
    clearTimeout(timer);
  }
}
