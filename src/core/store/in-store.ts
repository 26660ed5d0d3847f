import { ElemUnreadableError, ElemUnsupportedError } from '../errors.ts';

/**
 * Runs what reads from a store. Readers of elems know nodes alone, not the store that these are of:
 * here their errors come to name it.
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
  if (error instanceof ElemUnreadableError && error.path === undefined) {
    const { elem, reason } = error;
    return new ElemUnreadableError({ path, elem, reason, cause: error.cause ?? error });
  }
  if (error instanceof ElemUnsupportedError && error.path === undefined) {
    const { elem, reason } = error;
    return new ElemUnsupportedError({ path, elem, reason, cause: error.cause ?? error });
  }
  return error;
}
