import type { MessageConnection } from 'vscode-jsonrpc';
import type * as core from '../core/index.ts';
import { deleteLeftoverRequest, leftoversRequest } from '../shared/protocol.ts';
import { deleteLeftoverParams, leftoversParams, parseParams } from './params.ts';
import type { Requests } from './requests.ts';

export type LeftoversCore = Pick<typeof core, 'listLeftovers' | 'deleteLeftover'>;

/** Answers the requests about what runs left that were killed. */
export function serveLeftovers(
  connection: MessageConnection,
  requests: Requests,
  { listLeftovers, deleteLeftover }: LeftoversCore,
): void {
  connection.onRequest(leftoversRequest, (params, token) =>
    requests.answer(token, async (signal) => {
      const { folder } = parseParams(leftoversParams, params);
      return await listLeftovers(folder, signal);
    }),
  );
  connection.onRequest(deleteLeftoverRequest, (params, token) =>
    requests.answer(token, async () => {
      return await deleteLeftover(parseParams(deleteLeftoverParams, params));
    }),
  );
}
