import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { JobState, JobUpdate } from '../../shared/job.ts';
import { attachRequest, cancelRequest, updateNotification } from '../../shared/protocol.ts';

/** Milliseconds that windows get to take in what they were told last. */
const PATIENCE = 1000;

interface Job {
  /** Answers a window that attaches. */
  readonly attach: () => JobState;
  readonly cancel: () => void;
}

/** The windows that follow a job, over its local socket. */
export class Audience {
  readonly #job: Job;
  readonly #server: Server;
  readonly #members = new Map<MessageConnection, Socket>();

  constructor(job: Job) {
    this.#job = job;
    this.#server = createServer((socket) => {
      this.#welcome(socket);
    });
  }

  /** Throws when nobody can listen at that address. */
  async listen(address: string): Promise<void> {
    this.#server.listen(address);
    await once(this.#server, 'listening');
  }

  tell(update: JobUpdate): void {
    for (const connection of this.#members.keys()) void send(connection, update);
  }

  /** Lets everybody have the last update, and hangs up. */
  async close(last: JobUpdate): Promise<void> {
    this.#server.close();
    const members = [...this.#members];
    const timer = setTimeout(() => {
      for (const [, socket] of members) socket.destroy();
    }, PATIENCE);
    await Promise.all(members.map(([connection, socket]) => farewell(connection, socket, last)));
    clearTimeout(timer);
  }

  #welcome(socket: Socket): void {
    const connection = createMessageConnection(
      new StreamMessageReader(socket),
      new StreamMessageWriter(socket),
    );
    const leave = (): void => {
      this.#members.delete(connection);
      connection.dispose();
    };
    socket.on('error', () => undefined);
    socket.once('close', leave);
    connection.onError(leave);
    connection.onRequest(attachRequest, () => {
      this.#members.set(connection, socket);
      return this.#job.attach();
    });
    connection.onRequest(cancelRequest, () => {
      this.#job.cancel();
      return null;
    });
    connection.listen();
  }
}

/** What is sent is on its way only when sending has resolved: an end before that would cut it off. */
async function farewell(
  connection: MessageConnection,
  socket: Socket,
  last: JobUpdate,
): Promise<void> {
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await send(connection, last);
  if (socket.destroyed) return;
  socket.end();
  await closed;
}

async function send(connection: MessageConnection, update: JobUpdate): Promise<void> {
  try {
    await connection.sendNotification(updateNotification, update);
  } catch {
    // A window that is gone needs no update.
  }
}
