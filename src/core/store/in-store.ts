import { ElemUnreadableError, ElemUnsupportedError, StoreUnreadableError } from '../errors.ts';
import { systemCode } from './system-error.ts';

/**
 * Runs what reads from a store. Readers of elems know nodes alone, not the store that these are of:
 * here their errors, and those of the system, come to name it.
 * @param path the store, as given by the user
 */
export async function inStore<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw named(path, error);
  }
}

function named(path: string, error: unknown): unknown {
  const reason = systemCode(error);
  if (reason !== undefined) return new StoreUnreadableError({ path, reason, cause: error });
  for (const Unreadable of [ElemUnreadableError, ElemUnsupportedError]) {
    if (!(error instanceof Unreadable) || error.path !== undefined) continue;
    const { elem, reason } = error;
    return new Unreadable({ path, elem, reason, cause: error.cause ?? error });
  }
  return error;
}
