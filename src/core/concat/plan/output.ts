import { constants } from 'node:fs';
import { access, realpath, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { ConcatRequest, StoreFormat } from '../../../shared/options.ts';
import { zarrVersion } from '../../store/zarr/read/node-meta.ts';
import { isUrl } from '../../../shared/url.ts';
import { systemCode } from '../../store/system-error.ts';
import { leftoversOf } from '../partial/leftovers.ts';
import type { Findings } from './findings.ts';

/**
 * Format by suffix, as anndata tells them apart; an option overrides it. Zarr is of version 3, unless
 * all inputs are of version 2.
 */
export function outputFormat(
  { output, options }: ConcatRequest,
  inputs: readonly { readonly format: StoreFormat }[],
): StoreFormat {
  if (options.format !== null) return options.format;
  if (!output.endsWith('.zarr')) return 'h5ad';
  return inputs.length > 0 && inputs.every(({ format }) => format === 'zarr2') ? 'zarr2' : 'zarr3';
}

/** What speaks against the output's path, before anything is opened. */
export async function checkOutput(
  { output, options }: ConcatRequest,
  format: StoreFormat,
  inputs: readonly { readonly path: string; readonly realPath: string }[],
  findings: Findings,
): Promise<void> {
  if (format === 'h5ad' && options.compression.startsWith('zstd')) {
    const fixes = [{ options: { compression: 'gzip' } }];
    findings.add('C009', { facts: { format, codec: 'zstd' }, fixes });
  }
  const parent = path.dirname(path.resolve(output));
  const problem = isUrl(output)
    ? 'it is a URL, which can be read only'
    : await folderProblem(parent);
  if (problem !== null) {
    findings.add('C005', { facts: { reason: problem } });
    return;
  }
  await tellLeftovers(output, findings);
  const existing = await identityOf(output);
  // Also what does not exist yet may lie inside of an input.
  const realPath =
    existing?.realPath ?? path.join(await realpath(parent), path.basename(path.resolve(output)));
  for (const input of inputs) {
    if (isNested(realPath, input.realPath) || (await isSame(existing, input.realPath))) {
      findings.add('C003', { input: input.path, facts: { input: input.path } });
      return;
    }
  }
  if (existing === null) return;
  if (!options.overwrite) findings.add('C004', { fixes: [{ options: { overwrite: true } }] });
  // Whatever else is in a folder must not go with it.
  if (existing.isFolder && (await zarrVersion(existing.realPath)) === undefined) {
    findings.add('C008');
  }
}

/** What runs before this one left of the same output, or have there now. */
async function tellLeftovers(output: string, findings: Findings): Promise<void> {
  for (const { store, bytes, isAlive, owner } of await leftoversOf(output)) {
    const particulars = { count: 1, examples: [path.basename(store)] };
    if (isAlive) findings.add('C062', { ...particulars, facts: { ...owner } });
    else findings.add('C061', { ...particulars, facts: { bytes } });
  }
}

interface Identity {
  readonly realPath: string;
  readonly isFolder: boolean;
  readonly dev: bigint;
  readonly ino: bigint;
}

async function identityOf(file: string): Promise<Identity | null> {
  try {
    const stats = await stat(file, { bigint: true });
    const { dev, ino } = stats;
    return { realPath: await realpath(file), isFolder: stats.isDirectory(), dev, ino };
  } catch {
    // It does not exist, which is what an output should do.
    return null;
  }
}

/** Links, other spellings and bind mounts all lead to the same device and inode. */
async function isSame(target: Identity | null, input: string): Promise<boolean> {
  const other = await identityOf(input);
  return target !== null && other?.dev === target.dev && other.ino === target.ino;
}

function isNested(one: string, other: string): boolean {
  const inside = (inner: string, outer: string): boolean => inner.startsWith(`${outer}${path.sep}`);
  return inside(one, other) || inside(other, one);
}

async function folderProblem(folder: string): Promise<string | null> {
  try {
    if (!(await stat(folder)).isDirectory()) return 'ENOTDIR';
    await access(folder, constants.W_OK);
    return null;
  } catch (error) {
    return systemCode(error) ?? String(error);
  }
}

/** Free bytes for the output; null where the system does not say. */
export async function freeBytes(output: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(path.dirname(path.resolve(output)));
    return bavail * bsize;
  } catch {
    return null;
  }
}
