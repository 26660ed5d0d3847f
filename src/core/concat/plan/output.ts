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
  // As it is when it is written: the system itself would not find a/../b without an a.
  const place = path.resolve(output);
  const parent = path.dirname(place);
  const problem = isUrl(output)
    ? 'it is a URL, which can be read only'
    : await folderProblem(parent);
  if (problem !== null) {
    findings.add('C005', { facts: { reason: problem } });
    return;
  }
  await tellLeftovers(place, findings);
  try {
    await checkExisting(place, parent, options.overwrite, inputs, findings);
  } catch (error) {
    // What cannot be looked at may be an input.
    findings.add('C005', { facts: { reason: systemCode(error) ?? String(error) } });
  }
}

async function checkExisting(
  place: string,
  parent: string,
  overwrite: boolean,
  inputs: readonly { readonly path: string; readonly realPath: string }[],
  findings: Findings,
): Promise<void> {
  const existing = await lineageOf(place);
  // Also what does not exist yet may lie inside of an input.
  const around = existing ?? { self: null, all: (await lineageOf(parent))?.all ?? new Set() };
  for (const input of inputs) {
    const lineage = await lineageOf(input.realPath);
    if (lineage !== null && (within(lineage, around) || within(around, lineage))) {
      findings.add('C003', { input: input.path, facts: { input: input.path } });
      return;
    }
  }
  if (existing === null) return;
  if (!overwrite) findings.add('C004', { fixes: [{ options: { overwrite: true } }] });
  // Whatever else is in a folder must not go with it.
  const realPath = await realpath(place);
  if ((await stat(realPath)).isDirectory() && (await zarrVersion(realPath)) === undefined) {
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

/** What a file or folder is, and all folders that it is in, as device and inode. */
interface Lineage {
  /** Null for what does not exist. */
  readonly self: string | null;
  readonly all: ReadonlySet<string>;
}

/**
 * Links, other spellings and bind mounts all lead to the same device and inode. Null for what does
 * not exist, as an output should.
 */
async function lineageOf(place: string): Promise<Lineage | null> {
  try {
    const all: string[] = [];
    for (let next = await realpath(place); ; next = path.dirname(next)) {
      const { dev, ino } = await stat(next, { bigint: true });
      all.push(`${dev}:${ino}`);
      if (next === path.dirname(next)) return { self: all[0] ?? null, all: new Set(all) };
    }
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

/** Whether one is the other, or lies in it. */
const within = (inner: Lineage, { self }: Lineage): boolean => self !== null && inner.all.has(self);

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
