import type { Requests } from './requests.ts';

/** Milliseconds that cancelled jobs get to remove what they wrote. */
const GRACE = 5000;

/**
 * Decides when this process ends: with its parent, or when it is told to. Whatever runs is
 * cancelled first, so that it leaves nothing behind.
 */
export function endWithParent(process: NodeJS.Process, requests: Requests): void {
  const end = (): void => {
    void endSoon(process, requests, 0);
  };
  process.once('disconnect', end);
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}

/** After an error that nobody caught the state is unknown: answer, clean up, and go. */
export function endOnFault(
  process: NodeJS.Process,
  requests: Requests,
  log: (text: string) => void,
): void {
  process.on('uncaughtException', (error) => {
    log(`uncaught: ${error.stack ?? error.message}`);
    requests.fail(error);
    void endSoon(process, requests, 1);
  });
}

async function endSoon(process: NodeJS.Process, requests: Requests, code: number): Promise<void> {
  setTimeout(() => process.exit(1), GRACE).unref();
  await requests.stop();
  // Answers go out in the order of their turns; the channel takes small messages at once.
  await new Promise((resolve) => setImmediate(resolve));
  process.exit(code);
}
