import type { AltNames, PartsPlan } from '../../../shared/parts.ts';
import type { Plan } from '../../../shared/plan.ts';

const MIB = 1024 * 1024;
/** What a process takes beside its buffers, with reserve: the runtime, the code, chunks in flight. */
const PROCESS = 320 * MIB;
/** Bytes for an input of the plan, which each process reads, and for all that its metadata say. */
const PLANNED_INPUT = 4 * 1024;
const READ_INPUT = 64 * 1024;
/** Bytes for a joined name, with its place in the tables. */
const NAME = 128;

/** Memory to ask a scheduler for, in bytes. */
export function memoryOf(
  { inputs, estimate }: Plan,
  altNames: readonly AltNames[],
): PartsPlan['memory'] {
  const names = altNames.reduce((sum, { length }) => sum + length * NAME, 0);
  const part = PROCESS + estimate.memoryBytes + names + inputs.length * PLANNED_INPUT;
  return { part, finish: part + inputs.length * READ_INPUT };
}
