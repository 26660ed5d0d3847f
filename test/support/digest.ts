import { createHash } from 'node:crypto';
import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** SHA-256 of a file, or of the names and files of a folder. Links are not followed. */
export async function digest(place: string): Promise<string> {
  const hash = createHash('sha256');
  const visit = async (member: string): Promise<void> => {
    const info = await lstat(member);
    hash.update(`${path.relative(place, member)}\0`);
    if (info.isFile()) hash.update(await readFile(member));
    if (!info.isDirectory()) return;
    for (const name of (await readdir(member)).sort()) await visit(path.join(member, name));
  };
  await visit(place);
  return hash.digest('hex');
}
