import * as z from 'zod';

/**
 * The options of a concatenation, the same in every door (form, command line, task, TypeScript).
 * Names and meaning follow `anndata.concat`, in camelCase.
 */

export const axisSchema = z.enum(['obs', 'var']);
export const joinSchema = z.enum(['inner', 'outer']);
export const mergeSchema = z.enum(['same', 'unique', 'first', 'only']);
export const columnConflictsSchema = z.enum(['error', 'string', 'drop']);
export const formatSchema = z.enum(['h5ad', 'zarr2', 'zarr3']);
export const verifySchema = z.enum(['off', 'fast', 'full']);

/** `auto`, `none`, `gzip`, `gzip:4` (0 to 9), `zstd`, `zstd:3` (1 to 22). */
export const compressionSchema = z
  .string()
  .regex(/^(auto|none|gzip(:\d)?|zstd(:([1-9]|1\d|2[0-2]))?)$/u);

/** A number as typed: `0` is an integer, `0.0` a float, `nan` is not a number. */
export const fillValueSchema = z
  .string()
  .regex(/^([-+]?\d+|[-+]?(\d+\.\d*|\.\d+|\d+)([eE][-+]?\d+)?|nan|[-+]?inf)$/u);

/** Default bound on buffers, in bytes, chosen to keep the peak of all processes at 256 MiB. */
export const DEFAULT_MEMORY = 64 * 1024 * 1024;
/** Below this many bytes no block of a usual store fits. */
export const MINIMUM_MEMORY = 8 * 1024 * 1024;

export const optionsSchema = z
  .strictObject({
    axis: axisSchema.default('obs').describe('The axis to concatenate along.'),
    join: joinSchema.default('inner').describe('How to combine the names of the other axis.'),
    merge: mergeSchema
      .nullable()
      .default(null)
      .describe('Which elements of the other axis to keep.'),
    unsMerge: mergeSchema.nullable().default(null).describe('Which elements of uns to keep.'),
    label: z.string().min(1).nullable().default(null).describe('Column that receives the key.'),
    keys: z.array(z.string()).nullable().default(null).describe('Names of the inputs, in order.'),
    indexUnique: z.string().nullable().default(null).describe('Separator between name and key.'),
    fillValue: fillValueSchema.nullable().default(null).describe('Value of absent entries.'),
    pairwise: z.boolean().default(false).describe('Keep obsp (varp) as a block diagonal.'),
    columnConflicts: columnConflictsSchema
      .default('error')
      .describe('What becomes of columns that hold different kinds of values.'),
    maxLoadedElems: z.int().positive().default(100_000_000).describe('As in the reference.'),
    memory: z.int().min(MINIMUM_MEMORY).default(DEFAULT_MEMORY).describe('Bytes for buffers.'),
    format: formatSchema.nullable().default(null).describe('Null: from the suffix of the output.'),
    compression: compressionSchema.default('auto').describe('auto: what the inputs use.'),
    overwrite: z.boolean().default(false).describe('Replace an existing output, after success.'),
    verify: verifySchema.default('fast').describe('How to check the result before it is in place.'),
  })
  .readonly();

/** In the order in which a person reads them. */
export const OPTION_NAMES = optionsSchema.unwrap().keyof().options;

export const inputSchema = z
  .strictObject({ path: z.string().min(1), key: z.string().nullable().default(null) })
  .readonly();

/** All that a user says: which stores, under which keys, to where, and how. */
export const requestSchema = z
  .strictObject({
    inputs: z.array(inputSchema).readonly(),
    output: z.string().min(1),
    options: optionsSchema,
  })
  .readonly();

export type Axis = z.infer<typeof axisSchema>;
export type Join = z.infer<typeof joinSchema>;
export type MergeStrategy = z.infer<typeof mergeSchema>;
export type StoreFormat = z.infer<typeof formatSchema>;
export type Options = z.infer<typeof optionsSchema>;
export type OptionsInput = z.input<typeof optionsSchema>;
export type ConcatInput = z.infer<typeof inputSchema>;
export type ConcatRequest = z.infer<typeof requestSchema>;
export type ConcatRequestInput = z.input<typeof requestSchema>;
