import { constants } from 'node:fs';
import { access, realpath, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { ConcatRequest, StoreFormat } from '../../../shared/options.ts';
import { systemCode } from '../../store/system-error.ts';
import type { Findings } from './findings.ts';

/** Format by suffix, as anndata tells them apart; an option overrides it. */
export function outputFormat({ output, options }: ConcatRequest): StoreFormat {
  if (options.format !== null) return options.format;
  return output.endsWith('.zarr') ? 'zarr3' : 'h5ad';
}

/** What speaks against the output's path, before anything is opened. */
export async function checkOutput(
  request: ConcatRequest,
  inputs: readonly { readonly path: string; readonly realPath: string }[],
  findings: Findings,
): Promise<void> {
  const { output, options } = request;
  const format = outputFormat(request);
  if (format !== 'h5ad') findings.add('C007', { facts: { format } });
  const parent = path.dirname(path.resolve(output));
  const problem = await folderProblem(parent);
  if (problem !== null) {
    findings.add('C005', { facts: { reason: problem } });
    return;
  }
  const target = await identityOf(output);
  if (target === null) return;
  for (const input of inputs) {
    if (await isSameOrNested(target, input.realPath)) {
      findings.add('C003', { input: input.path, facts: { input: input.path } });
      return;
    }
  }
  if (!options.overwrite) findings.add('C004', { fixes: [{ options: { overwrite: true } }] });
}

interface Identity {
  readonly realPath: string;
  readonly dev: bigint;
  readonly ino: bigint;
}

async function identityOf(file: string): Promise<Identity | null> {
  try {
    const { dev, ino } = await stat(file, { bigint: true });
    return { realPath: await realpath(file), dev, ino };
  } catch {
    // It does not exist, which is what an output should do.
    return null;
  }
}

/** Links, other spellings and bind mounts all lead to the same device and inode. */
async function isSameOrNested(target: Identity, input: string): Promise<boolean> {
  const other = await identityOf(input);
  if (other === null) return false;
  if (other.dev === target.dev && other.ino === target.ino) return true;
  const inside = (inner: string, outer: string): boolean => inner.startsWith(`${outer}${path.sep}`);
  return inside(target.realPath, other.realPath) || inside(other.realPath, target.realPath);
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
