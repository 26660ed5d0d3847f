import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import path from 'node:path';
import type { Certificate } from './certificate.ts';

/** Answers a request, and true, or leaves it to the server. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface FileServer {
  readonly url: string;
  /** Of every request so far, without the query. */
  readonly paths: readonly string[];
  /** Most requests that were under way at once. */
  readonly mostAtOnce: () => number;
  /** How many there have been, whether anything was asked or not. */
  readonly connections: () => number;
  close(): Promise<void>;
}

/** Serves a folder on this machine, with ranges; over HTTPS where there is a certificate. */
export async function serveFiles(
  folder: string,
  answer: Answer = () => false,
  certificate?: Certificate,
): Promise<FileServer> {
  const paths: string[] = [];
  let underWay = 0;
  let most = 0;
  let connections = 0;
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    paths.push(decodeURIComponent(pathname));
    most = Math.max(most, ++underWay);
    response.on('close', () => (underWay -= 1));
    if (!answer(request, response)) void send(path.join(folder, decodeURIComponent(pathname)));

    async function send(file: string): Promise<void> {
      let bytes;
      try {
        bytes = await readFile(file);
      } catch {
        response.writeHead(404).end('nothing');
        return;
      }
      const [, from, to] = /^bytes=(\d*)-(\d*)$/u.exec(request.headers.range ?? '') ?? [];
      if (from === undefined || to === undefined) {
        response.writeHead(200, { etag: `"${bytes.length}"` }).end(bytes);
        return;
      }
      const start = from === '' ? Math.max(0, bytes.length - Number(to)) : Number(from);
      const stop = from === '' || to === '' ? bytes.length : Math.min(bytes.length, Number(to) + 1);
      if (start >= bytes.length) {
        response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
        return;
      }
      const range = `bytes ${start}-${stop - 1}/${bytes.length}`;
      response.writeHead(206, { 'content-range': range }).end(bytes.subarray(start, stop));
    }
  };
  const server =
    certificate === undefined ? createServer(serve) : createSecureServer(certificate, serve);
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`,
    paths,
    mostAtOnce: () => most,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
