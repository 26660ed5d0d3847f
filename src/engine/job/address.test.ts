import { stat } from 'node:fs/promises';
import { expect, it, vi } from 'vitest';
import { newAddress } from './address.ts';

it('is in a folder that only this user may enter, and that goes with it', async () => {
  const address = await newAddress('linux');
  const folder = address.path.replace(/\/s$/u, '');
  expect((await stat(folder)).mode & 0o077).toBe(0);
  await address.remove();
  await expect(stat(folder)).rejects.toThrow('ENOENT');
});

it('is short enough for a socket, also when the temporary folder is not', async () => {
  vi.stubEnv('TMPDIR', `/tmp/${'long/'.repeat(30)}`);
  const address = await newAddress('linux');
  vi.unstubAllEnvs();
  expect(Buffer.byteLength(address.path)).toBeLessThan(104);
  await address.remove();
});

it('is a named pipe on Windows, each time another', async () => {
  const [one, other] = [await newAddress('win32'), await newAddress('win32')];
  expect(one.path).toMatch(/^\\\\\.\\pipe\\anndata-concat-[0-9a-f]{32}$/u);
  expect(other.path).not.toBe(one.path);
});
