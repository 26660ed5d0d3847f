import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { Options, StoreFormat } from '../../src/shared/options.ts';
import { type Generation, python } from '../python.ts';
import { concatenate } from '../support/concatenate.ts';
import { reportSchema } from '../support/reports.ts';

/** A store and its copy through the engine. */
export interface RoundTrip {
  readonly name: string;
  readonly original: string;
  readonly copy: string;
}

/** Formats of copies, and the generations that read our encodings in each. */
export const OUTPUTS = [
  { format: 'h5ad', suffix: 'h5ad', readers: ['0.8', '0.10', '0.12'] },
  { format: 'zarr2', suffix: 'zarr', readers: ['0.8', '0.10', '0.12'] },
  { format: 'zarr3', suffix: 'zarr', readers: ['0.12'] },
] as const;
export const READERS = ['0.8', '0.10', '0.12'] as const satisfies readonly Generation[];

const copyReportsSchema = z.record(z.string(), reportSchema.nullable());
/** Of each copy; null where the generation does not read the original. */
export type CopyReports = z.infer<typeof copyReportsSchema>;
/** Of a copy that is as its original. */
export const SAME = { differences: [], deviations: [] };

/**
 * Copies a store: concatenates it alone, with every elem kept.
 * @throws Error with the findings when it is refused
 */
export async function copyStore(
  original: string,
  copy: string,
  format: StoreFormat,
  own: Partial<Options> = {},
): Promise<void> {
  const kept = { merge: 'first', uns_merge: 'first', pairwise: true };
  const outcome = await concatenate([original], copy, kept, { ...own, format });
  if (outcome.kind !== 'done') throw new Error(`${original}: ${JSON.stringify(outcome)}`);
}

/** The differences of copies from their originals, as a generation of anndata reads both. */
export async function differences(
  trips: readonly RoundTrip[],
  generation: Generation,
  folder: string,
): Promise<CopyReports> {
  const list = path.join(folder, `cases-${generation}.json`);
  await writeFile(list, JSON.stringify(trips));
  const script = path.join(import.meta.dirname, 'compare.py');
  return copyReportsSchema.parse(JSON.parse(await python(script, [list], generation)));
}

/** The same by several generations at once, each of the copies in formats that it reads. */
export async function differencesByReader(
  trips: readonly (RoundTrip & { readonly format: StoreFormat })[],
  folder: string,
): Promise<ReadonlyMap<Generation, CopyReports>> {
  const reports = READERS.map(async (reader) => {
    const formats = OUTPUTS.filter(({ readers }) => readers.some((name) => name === reader));
    const read = trips.filter((trip) => formats.some(({ format }) => format === trip.format));
    return [reader, await differences(read, reader, folder)] as const;
  });
  return new Map(await Promise.all(reports));
}
