import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import type { StoreFormat } from '../../src/shared/options.ts';
import { type Generation, python } from '../python.ts';
import { concatenate } from '../support/concatenate.ts';
import { reportsSchema } from '../support/reports.ts';

/** A store and its copy through the engine. */
export interface RoundTrip {
  readonly name: string;
  readonly original: string;
  readonly copy: string;
}

/**
 * Copies a store: concatenates it alone, with every elem kept.
 * @throws Error with the findings when it is refused
 */
export async function copyStore(
  original: string,
  copy: string,
  format: StoreFormat,
): Promise<void> {
  const kept = { merge: 'first', uns_merge: 'first', pairwise: true };
  const outcome = await concatenate([original], copy, kept, { format });
  if (outcome.kind !== 'done') throw new Error(`${original}: ${JSON.stringify(outcome)}`);
}

/** The differences of copies from their originals, as a generation of anndata reads both. */
export async function differences(
  trips: readonly RoundTrip[],
  generation: Generation,
  folder: string,
): Promise<z.infer<typeof reportsSchema>> {
  const list = path.join(folder, `cases-${generation}.json`);
  await writeFile(list, JSON.stringify(trips));
  const script = path.join(import.meta.dirname, 'compare.py');
  return reportsSchema.parse(JSON.parse(await python(script, [list], generation)));
}
