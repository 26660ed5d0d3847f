import type { ConcatInput } from '../../shared/options.ts';
import { isUrl } from '../../shared/url.ts';

/**
 * `path` or `key=path`. A path that exists, or a URL, wins, since `=` may be part of it; else the
 * first `=` ends the key.
 */
export function parseInput(argument: string, exists: (path: string) => boolean): ConcatInput {
  const at = argument.indexOf('=');
  if (at <= 0 || at === argument.length - 1 || isUrl(argument) || exists(argument)) {
    return { path: argument, key: null };
  }
  return { path: argument.slice(at + 1), key: argument.slice(0, at) };
}
