import type { ConcatInput } from '../../shared/options.ts';

/**
 * `path` or `key=path`. A path that exists wins, since `=` may be part of a name; else the first
 * `=` ends the key.
 */
export function parseInput(argument: string, exists: (path: string) => boolean): ConcatInput {
  const at = argument.indexOf('=');
  if (at <= 0 || at === argument.length - 1 || exists(argument)) {
    return { path: argument, key: null };
  }
  return { path: argument.slice(at + 1), key: argument.slice(0, at) };
}
