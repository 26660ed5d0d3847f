import type { App } from '../app.ts';

/** Reads what the tree shows again. */
export const refreshStores =
  ({ tree }: App) =>
  (): void => {
    tree.refresh();
  };
