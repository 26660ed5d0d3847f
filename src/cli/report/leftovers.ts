import path from 'node:path';
import type { Fate, Leftover } from '../../shared/leftover.ts';
import { formatBytes, printable } from '../../shared/words/index.ts';
import { table } from './table.ts';

/** A leftover, and what became of it; null when nothing was done. */
export interface SeenLeftover extends Leftover {
  readonly fate: Fate | null;
}

const HEAD = ['left', 'size', 'of', 'state'];

/** What a folder has of runs that did not end by themselves. */
export function reportLeftovers(leftovers: readonly SeenLeftover[], folder: string): string {
  if (leftovers.length === 0) return `Nothing is left in ${printable(folder)}.\n`;
  const rows = leftovers.map((leftover) => [
    printable(path.basename(leftover.store)),
    formatBytes(leftover.bytes),
    printable(path.basename(leftover.output)),
    stateOf(leftover),
  ]);
  return table(HEAD, rows);
}

function stateOf({ fate, isAlive, owner, purpose, canResume }: SeenLeftover): string {
  if (fate === 'deleted') return 'deleted';
  if (fate === 'restored') return 'put back: it had no successor';
  if (isAlive || fate === 'alive') {
    return owner === null
      ? 'being written'
      : `being written by process ${owner.pid} on ${printable(owner.host)}`;
  }
  if (purpose === 'replaced') return 'the old result, set aside';
  return canResume ? 'unfinished; --resume continues it' : 'unfinished';
}
