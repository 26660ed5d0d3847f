import { ClauseError } from '../clause-error.ts';

/** Thrown when a server does not give what was asked for. */
export class HttpError extends ClauseError {
  constructor(url: string, problem: string, options?: ErrorOptions) {
    super(`${withoutQuery(url)} ${problem}`, options);
  }
}

/** What is behind the `?` may be a secret, as in signed URLs. */
const withoutQuery = (url: string): string => url.replace(/[?#].*$/u, '');
