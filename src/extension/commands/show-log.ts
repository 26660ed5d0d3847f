import type { App } from '../app.ts';

export const showLog =
  ({ log }: App) =>
  (): void => {
    log.show();
  };
