import { ConcatError, ElemUnreadableError } from '../../../errors.ts';
import { systemReason } from '../../system-error.ts';
import type { DirectFile } from './direct/file.ts';
import { Hdf5Error } from './library.ts';
import type { OpenLibrary } from './open-library.ts';

/** An open HDF5 file, as all of its nodes share it. */
export interface Hdf5File {
  /** As given by the user, for messages. */
  readonly path: string;
  /** For what goes round the library; null when all goes through it. */
  readonly raw: DirectFile | null;
  /** Opens the file in the library at the first call. @throws Hdf5Error */
  readonly library: () => Promise<OpenLibrary>;
}

/** What went wrong at an elem, as our error. */
export function elemError({ path }: Hdf5File, elem: string, cause: unknown): ConcatError {
  if (cause instanceof ConcatError) return cause;
  const reason = cause instanceof Hdf5Error ? cause.reason : systemReason(cause);
  return new ElemUnreadableError({ path, elem, reason, cause });
}

/** The path of a member. */
export const join = (group: string, name: string): string =>
  group === '' ? name : `${group}/${name}`;
