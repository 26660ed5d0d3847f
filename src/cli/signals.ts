import { EXIT } from './exit.ts';

/** Milliseconds after which asking again ends the process at once. */
const PATIENCE = 3000;

/**
 * A signal that is aborted when the user or the system asks this process to end. One Ctrl-C can
 * arrive twice (from the terminal and from npm), so asking again counts only after a while.
 */
export function signalFrom(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  let since = 0;
  const end = (): void => {
    if (controller.signal.aborted && performance.now() - since > PATIENCE) {
      process.exit(EXIT.cancelled);
    }
    if (controller.signal.aborted) return;
    since = performance.now();
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, end);
  return controller.signal;
}
