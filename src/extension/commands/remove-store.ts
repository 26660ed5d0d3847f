import type { App } from '../app.ts';
import type { Entry } from '../tree/entry.ts';

/** Takes a store out of the tree; nothing happens to the store. */
export const removeStore =
  ({ tree }: App) =>
  (entry?: Entry): void => {
    if (entry !== undefined) tree.remove(entry.store);
  };
