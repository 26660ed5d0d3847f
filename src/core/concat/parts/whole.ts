import { createHash } from 'node:crypto';
import { inFlight } from '../../store/in-flight.ts';
import { sizeOf, textAt } from '../../store/place-state.ts';
import { jsonOf } from '../partial/json-of.ts';
import {
  type PartFiles,
  partFilesSchema,
  type PartRecord,
  partRecordSchema,
  readRecord,
} from './record.ts';
import type { WorkFolder } from './work-folder.ts';

/** Files looked at at a time. */
const LANES = 8;

export interface WholePart {
  readonly record: PartRecord;
  readonly made: PartFiles;
}

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What a part says of itself, if all of it is there: its files have the sizes that they were written with. */
export async function wholePart(folder: WorkFolder, part: number): Promise<WholePart | null> {
  const record = await readRecord(folder.recordOf(part), partRecordSchema);
  if (record === null) return null;
  const text = await textAt(folder.filesOf(part));
  if (text === null || digestOf(text) !== record.files) return null;
  const made = partFilesSchema.safeParse(jsonOf(text));
  if (!made.success) return null;
  const others: string[] = [];
  await inFlight(made.data.files, LANES, async ({ path, bytes }) => {
    if ((await sizeOf(folder.in(path))) !== bytes) others.push(path);
  });
  return others.length === 0 ? { record, made: made.data } : null;
}
