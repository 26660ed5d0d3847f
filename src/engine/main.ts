import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type Logger,
} from 'vscode-jsonrpc/node';
import { compileLate } from '../core/compile-late.ts';
import * as core from '../core/index.ts';
import { endOnFault, endWithParent } from './lifetime.ts';
import { serve } from './server.ts';

compileLate();
/** The child process: JSON-RPC on the IPC channel to the parent, a log on standard error. */
const log = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
// Nobody reads the log any more; that must not end a job.
process.stderr.on('error', () => undefined);
const logger: Logger = { error: log, warn: log, info: log, log };

if (process.send === undefined) {
  log('The engine is started by AnnData Concat, as a child process with an IPC channel.');
  process.exit(2);
}
const connection = createMessageConnection(
  new IPCMessageReader(process),
  new IPCMessageWriter(process),
  logger,
);
const requests = serve(connection, core, log);
endWithParent(process, requests);
endOnFault(process, requests, log);
connection.listen();
