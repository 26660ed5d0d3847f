import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import * as z from 'zod';
import { failureSchema } from '../../../shared/failure.ts';
import { borderSchema } from '../../../shared/parts.ts';
import { textAt } from '../../store/place-state.ts';
import { jsonOf } from '../partial/json-of.ts';
import { arrayRecordSchema } from '../verify/array-record.ts';

/** What a part says of itself when it is whole. It comes last. */
export const partRecordSchema = z
  .strictObject({
    version: z.literal(1),
    host: z.string(),
    pid: z.int().positive(),
    /** Milliseconds since 1970. */
    ended: z.number(),
    seconds: z.number().nonnegative(),
    bytes: z.number().nonnegative(),
    peakMemory: z.number().nonnegative(),
    /** Digest of the list of its files. */
    files: z.string(),
  })
  .readonly();

/** What a part has made, file by file. */
export const partFilesSchema = z
  .strictObject({
    /** Relative to the working folder. */
    files: z
      .array(z.strictObject({ path: z.string(), bytes: z.int().nonnegative() }).readonly())
      .readonly(),
    /** Of each split elem, in their order: where the share begins and ends. */
    shares: z.array(z.strictObject({ from: borderSchema, to: borderSchema }).readonly()).readonly(),
    /** Digests of some of its values, by which they are checked when they are read back. */
    arrays: z.array(arrayRecordSchema).readonly(),
  })
  .readonly();

/** What a try leaves that failed. */
export const failureRecordSchema = z
  .strictObject({
    host: z.string(),
    pid: z.int().positive(),
    ended: z.number(),
    failure: failureSchema,
  })
  .readonly();

/** Entries of the rows between two borders, as far as they had to be counted. */
export const countRecordSchema = z
  .strictObject({
    entries: z.int().nonnegative(),
    /** Rows, ascending from the first, and the entries between that and each of them. */
    marks: z.array(z.tuple([z.int().nonnegative(), z.int().nonnegative()]).readonly()).readonly(),
  })
  .readonly();

export type CountRecord = z.infer<typeof countRecordSchema>;
export type PartRecord = z.infer<typeof partRecordSchema>;
export type PartFiles = z.infer<typeof partFilesSchema>;
export type FailureRecord = z.infer<typeof failureRecordSchema>;

/** Writes a file so that at any time there is the old one, or the new one whole. */
export async function writeRecord(file: string, value: object | string): Promise<void> {
  const own = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await open(own, 'wx');
    try {
      await handle.writeFile(typeof value === 'string' ? value : `${JSON.stringify(value)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(own, file);
  } catch (error) {
    await rm(own, { force: true });
    throw error;
  }
}

/** What a record says; null when there is none, or none of this form. */
export async function readRecord<T>(file: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await textAt(file);
  return text === null ? null : (schema.safeParse(jsonOf(text)).data ?? null);
}
