import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { deleteLeftoverRequest, leftoversRequest } from '../shared/protocol.ts';
import { serveLeftovers } from './leftovers.ts';
import { Requests } from './requests.ts';

const leftover = {
  store: '/d/.o.h5ad.partial-00000000',
  output: '/d/o.h5ad',
  purpose: 'partial',
  bytes: 1,
  isAlive: false,
  owner: null,
  canResume: true,
} as const;

it('lists and deletes what killed runs left', async () => {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const open = (input: PassThrough, output: PassThrough) =>
    createMessageConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
  const [server, client] = [open(up, down), open(down, up)];
  serveLeftovers(server, new Requests(), {
    listLeftovers: (folder) => Promise.resolve(folder === '/d' ? [leftover] : []),
    deleteLeftover: ({ store }) => Promise.resolve(store === leftover.store ? 'deleted' : 'alive'),
  });
  server.listen();
  client.listen();
  const { store } = leftover;
  expect(await client.sendRequest(leftoversRequest, { folder: '/d' })).toEqual([leftover]);
  expect(await client.sendRequest(leftoversRequest, { folder: '/e' })).toEqual([]);
  expect(await client.sendRequest(deleteLeftoverRequest, { store })).toBe('deleted');
  await expect(client.sendRequest(deleteLeftoverRequest, { store: '' })).rejects.toThrow('store');
  client.dispose();
  server.dispose();
});
