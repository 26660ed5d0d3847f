import process from 'node:process';
import { setFlagsFromString } from 'node:v8';

/** Bytes of code that a function runs before V8 looks whether to optimise it: 15 times as many as usual. */
export const COMPILE_LATE = '--interrupt-budget=1000000';
/** Versions of V8 known to have the flag; another one would complain of it on standard error. */
const KNOWN: ReadonlySet<string> = new Set(['11', '12', '13']);

/**
 * Has this process optimise only what runs for long. By itself V8 spends a fifth of the CPU time of a
 * usual run on functions that are as good as done by then. For programs of our own alone: it
 * concerns all code of a process.
 */
export function compileLate(): void {
  const [major = ''] = process.versions.v8.split('.');
  if (KNOWN.has(major)) setFlagsFromString(COMPILE_LATE);
}
