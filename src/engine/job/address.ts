import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Bytes that the address of a local socket may have, on the system that allows the least. */
const LENGTH_MAX = 100;

/** A place where a process can listen, and how to clear it away. */
export interface Address {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * An address for a local socket. Extension folders lie too deep for one, and may be on disks that
 * have no sockets: it is in a temporary folder that only this user may enter.
 */
export async function newAddress(platform: NodeJS.Platform = process.platform): Promise<Address> {
  if (platform === 'win32') {
    const name = `anndata-concat-${randomBytes(16).toString('hex')}`;
    return { path: `\\\\.\\pipe\\${name}`, remove: () => Promise.resolve() };
  }
  const prefix = 'anndata-concat-';
  const fits = Buffer.byteLength(path.join(tmpdir(), `${prefix}XXXXXX`, 's')) <= LENGTH_MAX;
  const folder = await mkdtemp(path.join(fits ? tmpdir() : '/tmp', prefix));
  return {
    path: path.join(folder, 's'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
