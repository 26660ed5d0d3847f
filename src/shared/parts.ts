import * as z from 'zod';
import { compressionSchema, fillValueSchema } from './options.ts';

/**
 * Runs in parts: the bulk of a plan is written by several processes, on whatever machines see the
 * same disk, and one more completes the store.
 */

/** Where the share of a part begins in an elem, and that of the part before ends. */
export const borderSchema = z
  .strictObject({
    /** Of the elem in the result; of a sparse one, the row that holds the first entry of the share. */
    row: z.int().nonnegative(),
    /** Entries of a sparse elem before that row. Null of a dense one, and where it is yet to be counted. */
    entries: z.int().nonnegative().nullable(),
    /** The first file of the share. Null where entries are yet to be counted. */
    shard: z.int().nonnegative().nullable(),
  })
  .readonly();

/** An elem that is written by all parts together, each some of its files (shards). */
export const splitElemSchema = z
  .strictObject({
    path: z.string(),
    /** Rows of a dense elem, or entries of a sparse one, in a chunk. */
    chunk: z.int().positive(),
    /** Chunks in a shard, which is a file. */
    shard: z.int().positive(),
    /** As the option of that name has it, of this elem. */
    compression: compressionSchema,
    fillValue: fillValueSchema,
    /** How it is joined, as a part has to know it: by names, by position, or as a block diagonal. */
    alignment: z.enum(['rows', 'columns', 'positions', 'diagonal']),
    /** Entries of a sparse elem at most. */
    bound: z.number().nonnegative(),
    /**
     * Its entries are known only when all rows are made, as where columns are left out: each part
     * counts those of its rows before it writes.
     */
    isCounted: z.boolean(),
    /** One more than there are parts. */
    borders: z.array(borderSchema).readonly(),
  })
  .readonly();

/** The joined names of an axis, for parts that do not look at all inputs. */
export const altNamesSchema = z
  .strictObject({
    /** Of raw, not of the AnnData itself. */
    ofRaw: z.boolean(),
    length: z.int().nonnegative(),
    /** All inputs have these names in this order. */
    areSame: z.boolean(),
    /** Null where they are the same, or too many for a plan: then a part joins them anew. */
    names: z.array(z.string()).readonly().nullable(),
  })
  .readonly();

/** How a plan is split. In `PLAN.json` as `parts`. */
export const partsPlanSchema = z
  .strictObject({
    /** Parts are numbered from 1 to this. */
    count: z.int().positive(),
    /** Milliseconds since 1970: an output that is older is not what these parts made. */
    created: z.number().nonnegative(),
    split: z.array(splitElemSchema).readonly(),
    altNames: z.array(altNamesSchema).readonly(),
    /** Bytes that each part writes at most, before compression; that of part 1 first. */
    bytes: z.array(z.number().nonnegative()).readonly(),
    /** Bytes of all that the finisher writes, before compression. */
    finishBytes: z.number().nonnegative(),
    /** Memory to ask a scheduler for, in bytes: of the whole process, with some reserve. */
    memory: z
      .strictObject({ part: z.number().nonnegative(), finish: z.number().nonnegative() })
      .readonly(),
  })
  .readonly();

export const partStateSchema = z.enum(['pending', 'running', 'done', 'failed']);

const progressFields = {
  state: partStateSchema,
  /** Machine that works, or worked, on it. */
  host: z.string().optional(),
  pid: z.int().positive().optional(),
  /** Milliseconds since 1970 of the start while it runs, of the end after that. */
  since: z.number().optional(),
  seconds: z.number().nonnegative().optional(),
  /** On the disk. */
  bytes: z.number().nonnegative().optional(),
  /** Why it failed. */
  reason: z.string().optional(),
};

/** What the working folder says of each part and of the finisher. */
export const partsStateSchema = z
  .strictObject({
    total: z.int().positive(),
    parts: z
      .array(z.strictObject({ part: z.int().positive(), ...progressFields }).readonly())
      .readonly(),
    finish: z.strictObject(progressFields).readonly(),
  })
  .readonly();

/** What `run --part` answers. */
export const partResultSchema = z
  .strictObject({
    part: z.int().positive(),
    total: z.int().positive(),
    /** It had been done before: nothing was written. */
    wasDone: z.boolean(),
    host: z.string(),
    pid: z.int().positive(),
    seconds: z.number().nonnegative(),
    /** On the disk. */
    bytes: z.number().nonnegative(),
    /** Peak of the process's memory, in bytes. */
    peakMemory: z.number().nonnegative(),
  })
  .readonly();

export type Border = z.infer<typeof borderSchema>;
export type SplitElem = z.infer<typeof splitElemSchema>;
export type AltNames = z.infer<typeof altNamesSchema>;
export type PartsPlan = z.infer<typeof partsPlanSchema>;
export type PartState = z.infer<typeof partStateSchema>;
export type PartsState = z.infer<typeof partsStateSchema>;
export type PartResult = z.infer<typeof partResultSchema>;
