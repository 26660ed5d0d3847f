import * as fs from 'node:fs';

/** One bit of the byte at `at` becomes another, and the times of the file stay: nothing else tells of it. */
export function flipBit(file: string, at: number): void {
  const { atime, mtime } = fs.statSync(file);
  const handle = fs.openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  fs.readSync(handle, byte, 0, 1, at);
  fs.writeSync(handle, Buffer.of((byte[0] ?? 0) ^ 1), 0, 1, at);
  fs.closeSync(handle);
  fs.utimesSync(file, atime, mtime);
}
