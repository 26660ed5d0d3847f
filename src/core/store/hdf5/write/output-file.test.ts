import { closeSync, readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { OutputUnwritableError } from '../../../errors.ts';
import { OutputFile } from './output-file.ts';

/** Takes the descriptor of a file away from this process, as a server that is gone does. */
function takeAway(place: string): void {
  const folder = '/proc/self/fd';
  for (const name of readdirSync(folder)) {
    try {
      if (readlinkSync(path.join(folder, name)) === place) closeSync(Number(name));
    } catch {
      // That of the listing itself.
    }
  }
}

it('names file and cause when it cannot be closed, and what failed before remains', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'output-file-'));
  try {
    const place = path.join(folder, 'o.h5ad');
    const file = await OutputFile.create(place, 0);
    takeAway(place);
    const closing = file.close();
    await expect(closing).rejects.toBeInstanceOf(OutputUnwritableError);
    await expect(closing).rejects.toMatchObject({ path: place, reason: 'EBADF' });
    const other = await OutputFile.create(`${place}2`, 0);
    takeAway(`${place}2`);
    await expect(other.writeAt(0, Uint8Array.of(1))).rejects.toMatchObject({ reason: 'EBADF' });
    await other.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('says what is wrong where the system has no code for it', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'output-file-'));
  const handle = await open(import.meta.filename);
  const write = vi.spyOn(Object.getPrototypeOf(handle), 'write');
  await handle.close();
  try {
    const file = await OutputFile.create(path.join(folder, 'o.h5ad'), 0);
    write.mockResolvedValue({ bytesWritten: 0 });
    const writing = file.writeAt(0, Uint8Array.of(1));
    await expect(writing).rejects.toMatchObject({ reason: 'the system took no bytes' });
    await file.close();
  } finally {
    write.mockRestore();
    await rm(folder, { recursive: true });
  }
});
