import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/**
 * MiB for the JavaScript heap of the engine. Its large buffers lie outside of the heap and are
 * counted by the engine itself; this bounds what a hostile store can make it hold besides.
 */
const HEAP_LIMIT = 1024;

/** All that the engine gets to know of the environment: where programs, home and temporary files are. */
const PASSED_ON = ['PATH', 'HOME', 'USERPROFILE', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG'];

/**
 * Starts the engine. `process.execPath` is Electron on a desktop, which ELECTRON_RUN_AS_NODE turns
 * into node, and node itself on a server.
 * @param log gets what the engine prints, by lines
 */
export function forkEngine(script: string, log: (line: string) => void): ChildProcess {
  const passedOn = PASSED_ON.map((name) => [name, process.env[name]] as const);
  const child = fork(script, [], {
    env: {
      ...Object.fromEntries(passedOn.filter(([, value]) => value !== undefined)),
      ELECTRON_RUN_AS_NODE: '1',
    },
    // Not the flags of the extension host, such as those of its debugger.
    execArgv: [`--max-old-space-size=${HEAP_LIMIT}`],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  forwardLines(child.stdout, log);
  forwardLines(child.stderr, log);
  return child;
}

function forwardLines(stream: Readable | null, log: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', log);
}
