import { once } from 'node:events';
import { createConnection } from 'node:net';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { jobStateSchema, jobUpdateSchema, withUpdate, type JobState } from '../../shared/job.ts';
import { attachRequest, cancelRequest, updateNotification } from '../../shared/protocol.ts';

/** The line to a job that is at work. */
export interface Attachment {
  cancel(): Promise<void>;
  /** Resolves when the line is cut, by whomever. */
  readonly ended: Promise<void>;
  dispose(): void;
}

/**
 * Follows a job over its local socket.
 * @param onState gets where it is, at once and from then on
 * @throws Error when nobody answers there
 */
export async function attach(
  address: string,
  onState: (state: JobState) => void,
): Promise<Attachment> {
  const socket = createConnection(address);
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });
  const connection = createMessageConnection(
    new StreamMessageReader(socket),
    new StreamMessageWriter(socket),
  );
  const dispose = (): void => {
    connection.dispose();
    socket.destroy();
  };
  void ended.then(dispose);
  let state: JobState | undefined;
  connection.onNotification(updateNotification, (message) => {
    const update = jobUpdateSchema.safeParse(message);
    if (state === undefined || !update.success) return;
    state = withUpdate(state, update.data);
    onState(state);
  });
  connection.listen();
  try {
    state = jobStateSchema.parse(await connection.sendRequest(attachRequest));
  } catch (error) {
    dispose();
    throw error;
  }
  onState(state);
  return {
    ended,
    dispose,
    cancel: async () => {
      await connection.sendRequest(cancelRequest);
    },
  };
}
