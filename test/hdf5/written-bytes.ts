import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { OutputFile } from '../../src/core/store/hdf5/write/output-file.ts';
import { inFolder } from './tools.ts';

/** What `write` leaves in a file, and its answer. */
export async function writtenBytes<T>(
  write: (file: OutputFile) => Promise<T>,
): Promise<{ readonly bytes: Buffer; readonly answer: T }> {
  let written: { readonly bytes: Buffer; readonly answer: T } | undefined;
  await inFolder(async (folder) => {
    const place = path.join(folder, 'bytes');
    const file = await OutputFile.create(place, 0);
    try {
      const answer = await write(file);
      await file.sync();
      written = { bytes: await readFile(place), answer };
    } finally {
      await file.close();
    }
  });
  if (written === undefined) throw new Error('nothing was written');
  return written;
}

/** An address as it stands in the file; null for an undefined one. */
export function addressAt(bytes: Buffer, at: number): number | null {
  const address = bytes.readBigUInt64LE(at);
  return address === 2n ** 64n - 1n ? null : Number(address);
}
