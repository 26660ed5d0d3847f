import { cp, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateJson } from './mutate-json.ts';
import type { Random } from './random.ts';

export const METADATA = /(\.z(array|attrs|group|metadata)|zarr\.json)$/u;

/** Copies a store, damaged, to `target`. */
export async function mutateStore(source: string, target: string, random: Random): Promise<void> {
  if ((await stat(source)).isFile()) {
    await writeFile(target, mutateBytes(await readFile(source), random));
    return;
  }
  await cp(source, target, { recursive: true });
  const entries = await readdir(target, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const times = 1 + random.below(2);
  for (let i = 0; i < times; i += 1) {
    const file = files[random.below(files.length)];
    if (file !== undefined) await mutateFile(file, random);
  }
}

async function mutateFile(file: string, random: Random): Promise<void> {
  const isMetadata = METADATA.test(file);
  const roll = random.next();
  if (roll < 0.1) {
    await rm(file, { recursive: true, force: true });
    const replacement = random.pick(['nothing', 'folder', 'circle']);
    if (replacement === 'folder') await mkdir(file);
    if (replacement === 'circle') await symlink(path.dirname(file), file);
    return;
  }
  const info = await stat(file).catch(() => null);
  if (info?.isFile() !== true) return;
  const bytes = await readFile(file);
  const isText = isMetadata && roll < 0.7;
  await writeFile(file, isText ? mutateJson(bytes.toString(), random) : mutateBytes(bytes, random));
}
