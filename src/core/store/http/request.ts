import { setTimeout as sleep } from 'node:timers/promises';
import { throwIfCancelled } from '../../errors.ts';
import { ByteBudget } from '../byte-budget.ts';
import { isUrl } from '../../../shared/url.ts';
import { HttpError } from './http-error.ts';

export interface HttpOptions {
  /** Times that a request is made at most, when it fails in a way that may pass. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; twice as many before each further one. */
  readonly delay: number;
  /** Milliseconds without a byte after which a request has failed. */
  readonly timeout: number;
}

export const HTTP_OPTIONS: HttpOptions = { attempts: 5, delay: 500, timeout: 60_000 };

/** Requests under way at once, of the whole process. */
const MAX_REQUESTS = 8;
const MAX_REDIRECTS = 5;
const LONGEST_DELAY = 30_000;
/** Too early, too many requests, and servers that are busy or restarting. */
const TRANSIENT: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Codes of certificates that are not trusted: expired, of nobody known, for another server. */
const UNTRUSTED = /CERT|VERIFY/u;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

const slots = new ByteBudget(MAX_REQUESTS);

/** Thrown for what may succeed when it is tried again. */
class TransientError extends HttpError {
  readonly retryAfter: number;

  constructor(url: string, problem: string, retryAfter = 0, options?: ErrorOptions) {
    super(url, problem, options);
    this.retryAfter = retryAfter;
  }
}

/**
 * Gets what is under a URL, again when that fails in a way that may pass.
 * @param use reads the answer; `touch` is to be called whenever a byte has come
 * @throws HttpError when there is no answer, or one that is neither a success, 404 nor 416
 * @throws CancelledError
 */
export async function request<T>(
  url: string,
  headers: Readonly<Record<string, string>>,
  use: (response: Response, touch: () => void) => Promise<T>,
  signal: AbortSignal | undefined,
  options: HttpOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await inSlot(() => tryOnce(url, headers, use, signal, options.timeout));
    } catch (cause) {
      throwIfCancelled(signal);
      if (!(cause instanceof TransientError) || attempt >= options.attempts) throw cause;
      const delay = Math.max(options.delay * 2 ** (attempt - 1), cause.retryAfter);
      await wait(Math.min(delay, LONGEST_DELAY), signal);
    }
  }
}

async function inSlot<T>(work: () => Promise<T>): Promise<T> {
  await slots.acquire(1);
  try {
    return await work();
  } finally {
    slots.release(1);
  }
}

async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (cause) {
    throwIfCancelled(signal);
    throw cause;
  }
}

async function tryOnce<T>(
  url: string,
  headers: Readonly<Record<string, string>>,
  use: (response: Response, touch: () => void) => Promise<T>,
  signal: AbortSignal | undefined,
  timeout: number,
): Promise<T> {
  throwIfCancelled(signal);
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  signal?.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(abort, timeout);
  const touch = (): void => {
    timer.refresh();
  };
  try {
    const response = await follow(url, headers, controller.signal);
    touch();
    check(url, response);
    return await use(response, touch);
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'AbortError' && signal?.aborted !== true) {
      throw new TransientError(url, 'does not answer in time', 0, { cause });
    }
    // What `fetch` throws when the connection breaks.
    if (cause instanceof TypeError) {
      const reason = networkReason(cause);
      const problem = `cannot be reached: ${reason}`;
      if (UNTRUSTED.test(reason)) throw new HttpError(url, problem, { cause });
      throw new TransientError(url, problem, 0, { cause });
    }
    throw cause;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    // Of an answer that was not read to its end.
    abort();
  }
}

/** Redirections lead to HTTP again, and not from a secure place to an insecure one. */
async function follow(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Response> {
  let at = url;
  for (let i = 0; i <= MAX_REDIRECTS; i++) {
    // What is compressed on its way has no ranges.
    const response = await fetch(at, {
      headers: { 'accept-encoding': 'identity', ...headers },
      redirect: 'manual',
      signal,
    });
    const location = response.headers.get('location');
    if (!REDIRECTS.has(response.status) || location === null) return response;
    await response.body?.cancel();
    const next = URL.canParse(location, at) ? new URL(location, at).href : '';
    if (!isUrl(next) || (at.startsWith('https:') && !next.startsWith('https:'))) {
      throw new HttpError(url, 'leads to a place that is not allowed');
    }
    at = next;
  }
  throw new HttpError(url, 'leads from one place to the next, without an end');
}

function check(url: string, { ok, status, headers }: Response): void {
  if (ok || status === 404 || status === 410 || status === 416) return;
  const problem = `answers with status ${status}`;
  if (!TRANSIENT.has(status)) throw new HttpError(url, problem);
  const seconds = Number(headers.get('retry-after') ?? 0);
  throw new TransientError(url, problem, Number.isFinite(seconds) ? seconds * 1000 : 0);
}

function networkReason(error: Error): string {
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
