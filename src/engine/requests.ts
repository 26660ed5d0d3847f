import { ErrorCodes, ResponseError, type CancellationToken } from 'vscode-jsonrpc';
import { toFailure } from '../core/errors.ts';
import type { Failure } from '../shared/failure.ts';

/** The requests that are being worked on: each has its own AbortSignal and always an answer. */
export class Requests {
  readonly #controllers = new Set<AbortController>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #fault: Promise<never>;
  #reject: (error: unknown) => void = () => undefined;

  constructor() {
    this.#fault = new Promise((_resolve, reject) => {
      this.#reject = reject;
    });
    this.#fault.catch(() => undefined);
  }

  /** Runs `work` until it ends or `token` is cancelled; an error becomes a ResponseError. */
  async answer<T>(
    token: CancellationToken,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | ResponseError<Failure>> {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => {
      controller.abort();
    });
    if (token.isCancellationRequested) controller.abort();
    const running = work(controller.signal);
    this.#controllers.add(controller);
    this.#running.add(running);
    try {
      return await Promise.race([running, this.#fault]);
    } catch (error) {
      return toResponseError(error);
    } finally {
      subscription.dispose();
      // After a fault the work may still be cleaning up, so that is what is waited for.
      const forget = (): void => {
        this.#controllers.delete(controller);
        this.#running.delete(running);
      };
      running.then(forget, forget);
    }
  }

  /** Cancels everything and waits until it has cleaned up. */
  async stop(): Promise<void> {
    for (const controller of this.#controllers) controller.abort();
    await Promise.allSettled(this.#running);
  }

  /** Answers everything, now and later, with this error; and cancels it. */
  fail(error: unknown): void {
    this.#reject(error);
    for (const controller of this.#controllers) controller.abort();
  }
}

function toResponseError(error: unknown): ResponseError<Failure> {
  const failure = toFailure(error);
  const message = [failure.tag, failure.path, failure.elem, failure.reason]
    .filter((part) => part !== null)
    .join(': ');
  return new ResponseError(ErrorCodes.InternalError, message, failure);
}
