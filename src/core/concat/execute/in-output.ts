import type { Plan } from '../../../shared/plan.ts';
import { OutputUnwritableError } from '../../errors.ts';
import { journalOf } from '../partial/names.ts';
import { freeBytes } from '../plan/output.ts';

/** What the system answers where there is not enough room: on the disk, by quota, in one file. */
const NO_ROOM: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * An error of the unfinished store, or its journal, as one of the output, which is what the user knows. Where room
 * was lacking, its reason says how much was wanted and how much there is.
 */
export async function inOutput(
  error: unknown,
  unfinished: string,
  { output, estimate }: Plan,
): Promise<unknown> {
  if (!(error instanceof OutputUnwritableError)) return error;
  if (error.path !== unfinished && error.path !== journalOf(unfinished)) return error;
  const { elem, reason } = error;
  if (reason === undefined || !NO_ROOM.has(reason)) {
    return new OutputUnwritableError({ path: output.path, elem, reason, cause: error });
  }
  const free = await freeBytes(output.path);
  const room = free === null ? '' : `, and ${free} are free`;
  const detail = `${reason}: up to ${estimate.outputBytes} bytes were to be written${room}`;
  return new OutputUnwritableError({ path: output.path, elem, reason: detail, cause: error });
}
