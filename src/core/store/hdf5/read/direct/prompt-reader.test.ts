import { mkdtemp, open, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileEndsError } from '../../../file-bytes.ts';
import { PromptReader } from './prompt-reader.ts';

const content = Buffer.from(Uint8Array.from({ length: 600_000 }, (_, i) => (i * i) % 251));
let folder: string;
let handle: FileHandle;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'prompt-'));
  await writeFile(path.join(folder, 'content'), content);
  handle = await open(path.join(folder, 'content'));
});
afterAll(async () => {
  await handle.close();
  await rm(folder, { recursive: true });
});

describe('PromptReader', () => {
  it('reads pieces of any size', async () => {
    const reader = new PromptReader(handle);
    for (const [position, length] of [
      ...[0, 1, 2, 3, 100, 99_999].map((at) => [at, 1000] as const),
      ...[300_000, 17, 500_000].map((at) => [at, 100_000] as const),
      [10, 500_000],
      [599_999, 1],
      [600_000, 0],
    ] as const) {
      const target = Buffer.alloc(length);
      await reader.fill(target, position);
      expect(target.equals(content.subarray(position, position + length))).toBe(true);
    }
  });

  it('tells at once or later that the file ends', async () => {
    const reader = new PromptReader(handle);
    for (let turn = 0; turn < 5; turn++) {
      await expect(reader.fill(Buffer.alloc(10), 599_995)).rejects.toThrow(FileEndsError);
      await reader.fill(Buffer.alloc(10), 0);
    }
  });

  it('lets others have a turn between many small reads', async () => {
    const reader = new PromptReader(handle);
    const others = { turns: 0 };
    setImmediate(() => others.turns++);
    // Without a turn it would not end.
    while (others.turns === 0) await reader.fill(Buffer.alloc(10), 0);
    expect(others.turns).toBe(1);
  });
});
