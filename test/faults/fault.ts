import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Random } from '../fuzz/random.ts';
import { type Interference, WRITES } from './faulty-calls.ts';
import { damage, FOREIGN, type Stage } from './stage.ts';

type Kind = 'fails' | 'lasts' | 'short' | 'input' | 'folder' | 'cancel' | 'clock' | 'appears';
/** By how often they are drawn. */
const KINDS: readonly [Kind, ...Kind[]] = [
  'fails',
  'fails',
  'fails',
  'fails',
  'lasts',
  'lasts',
  'short',
  'input',
  'folder',
  'cancel',
  'clock',
  'appears',
];
const CODES = ['EIO', 'ENOSPC', 'EDQUOT', 'EINTR', 'EACCES', 'EROFS', 'EFBIG', 'EMFILE'] as const;
const TRANSFERS = /^FileHandle\.(read|write)$|^readSync$/u;

/** Something that goes wrong at one call of the file system, or from it on. */
export interface Fault {
  readonly kind: Kind;
  /** What calls fail with. */
  readonly code: string;
  /** Number of the call. */
  readonly at: number;
  readonly call: string;
}

/** @param calls of an unbroken run */
export function drawFault(random: Random, calls: readonly string[]): Fault {
  const kind = random.pick(KINDS);
  // Reads are many, and the writes are what can do harm.
  const wanted = kind === 'short' ? TRANSFERS : random.next() < 0.6 ? WRITES : /./u;
  const candidates = [...calls.keys()].filter((i) => wanted.test(calls[i] ?? ''));
  const at = candidates[random.below(candidates.length)] ?? 0;
  return { kind, code: random.pick(CODES), at, call: calls[at] ?? '' };
}

/** What a fault met. */
export interface Met {
  /** Calls of the file system that were made. */
  calls: number;
  /** The one that the fault came to; no run makes all its calls in the order of another. */
  call: string;
}

/** The fault as it happens. @param met is told of it @param cancel ends the run */
export function interferenceOf(
  { kind, code, at }: Fault,
  { inputs, output }: Stage,
  random: Random,
  met: Met,
  cancel: () => void,
): Interference {
  return (call) => {
    const number = met.calls++;
    if (number === at) met.call = call;
    if (kind === 'lasts') return number >= at && WRITES.test(call) ? code : null;
    if (kind === 'short') return number >= at && number < at + 3 ? 'short' : null;
    if (number !== at) return null;
    switch (kind) {
      case 'fails':
        return code;
      case 'input':
        damage(inputs[random.below(inputs.length)] ?? '', random);
        return null;
      case 'folder':
        rmSync(path.dirname(output), { recursive: true });
        return null;
      case 'appears':
        rmSync(output, { recursive: true, force: true });
        writeFileSync(output, FOREIGN);
        return null;
      case 'clock':
        jump(random);
        return null;
      case 'cancel':
        cancel();
        return null;
    }
  };
}

const now = Date.now;
const elapsed = performance.now.bind(performance);
/** Milliseconds beyond those between two checkpoints, within an elem too. */
const LEAP = 20_000;

/** Lets the time for checkpoints come now and then, until `restoreClock`. */
export function leapClock(random: Random): void {
  let time = elapsed();
  performance.now = () => (time += random.next() < 0.25 ? LEAP : 0);
}

/** Sets the clock off by up to a year, back or forth, until `restoreClock`. */
function jump(random: Random): void {
  const by = (random.next() - 0.5) * 2 * 365 * 24 * 3600 * 1000;
  Date.now = () => now() + by;
}

export function restoreClock(): void {
  Date.now = now;
  performance.now = elapsed;
}
