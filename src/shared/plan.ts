import * as z from 'zod';
import { findingSchema } from './finding.ts';
import { formatSchema, requestSchema } from './options.ts';
import { partsPlanSchema } from './parts.ts';

/** Version of the plan file; a reader refuses any other. */
export const PLAN_VERSION = 1;

/** What is done to make an elem of the result, or that it is not made. */
export const actionSchema = z.enum([
  'append', // blocks of the sources one after another, values unchanged
  'reindex', // appended, and brought to the names of the alt axis
  'fill', // appended, some sources lack it and are filled
  'convert', // appended, dtype or encoding changes
  'merge', // taken from one source by the merge strategy
  'block-diagonal', // pairwise
  'create', // made by the concatenation itself: the label column, empty groups
  'drop', // not in the result
]);

/** Why an elem is treated as it is. The words are made at the edge (`words/why.ts`). */
export const whySchema = z.enum([
  'in-all', // present in every input
  'in-some', // present in some inputs only
  'index', // the names of an axis
  'same-names', // names of the alt axis equal in all inputs
  'other-names', // names of the alt axis differ
  'other-widths', // arrays of obsm differ in their number of columns
  'promoted', // inputs have different dtypes
  'mixed-encoding', // inputs have different encodings
  'mixed-kinds', // a column holds different kinds of values in different inputs
  'label-option', // asked for with `label`
  'structure', // every AnnData store has this group
  'kept-by-strategy', // the merge strategy keeps it
  'no-strategy', // merge or uns_merge is not set
  'strategy', // the merge strategy does not keep it
  'not-pairwise', // pairwise is off
  'raw-in-some', // only some inputs have raw
  'raw-index-only', // raw keeps the names of its var, nothing else
]);

export const planElemSchema = z
  .strictObject({
    /** Path in the result (for `drop`: in the inputs), as in `obs/louvain`. */
    path: z.string(),
    /** encoding-type as in AnnData's on-disk specification. */
    encoding: z.string(),
    /** numpy's name; `string` for text; of the codes' categories for a categorical; null for groups. */
    dtype: z.string().nullable(),
    /** Of the elem; rows first. Null for groups. */
    shape: z.array(z.int().nonnegative()).readonly().nullable(),
    action: actionSchema,
    why: whySchema,
    /** Positions of the inputs that contribute. */
    sources: z.array(z.int().nonnegative()).readonly(),
    /** Number of categories of a categorical, else null. */
    categories: z.int().nonnegative().nullable(),
    /** Of a categorical, else null. */
    ordered: z.boolean().nullable(),
    /** Upper bound of the bytes it takes before compression. */
    bytes: z.number().nonnegative(),
  })
  .readonly();

export const planInputSchema = z
  .strictObject({
    key: z.string(),
    path: z.string(),
    format: formatSchema,
    /** Bytes on disk. */
    bytes: z.number().nonnegative(),
    /** Milliseconds since 1970, of the file or of the newest file in a folder. */
    modified: z.number(),
    /** Of its header. An input whose bytes, time or digest differ from these has changed: it is refused. */
    digest: z.string(),
    nObs: z.int().nonnegative(),
    nVars: z.int().nonnegative(),
  })
  .readonly();

export const estimateSchema = z
  .strictObject({
    /** Upper bound of the result, in bytes, before compression. */
    outputBytes: z.number().nonnegative(),
    /** Bytes the engine's buffers may take. */
    memoryBytes: z.number().nonnegative(),
    /** Free bytes on the output's disk; null when unknown. */
    freeBytes: z.number().nonnegative().nullable(),
  })
  .readonly();

/** All that will be written, and why: a pure function of manifests, names and options. */
export const planSchema = z
  .strictObject({
    kind: z.literal('anndata-concat-plan'),
    version: z.literal(PLAN_VERSION),
    request: requestSchema,
    /** Options that were functions of a program: no file can hold them, so such a plan is not run from one. */
    functions: z
      .array(z.enum(['merge', 'unsMerge']))
      .readonly()
      .optional(),
    output: z.strictObject({ path: z.string(), format: formatSchema }).readonly(),
    inputs: z.array(planInputSchema).readonly(),
    /** Null when an input could not be read. */
    result: z
      .strictObject({ nObs: z.int().nonnegative(), nVars: z.int().nonnegative() })
      .readonly()
      .nullable(),
    elems: z.array(planElemSchema).readonly(),
    findings: z.array(findingSchema).readonly(),
    estimate: estimateSchema,
    /** How it is split, where several processes are to write it. */
    parts: partsPlanSchema.optional(),
  })
  .readonly();

export type Action = z.infer<typeof actionSchema>;
export type Why = z.infer<typeof whySchema>;
export type PlanElem = z.infer<typeof planElemSchema>;
export type PlanInput = z.infer<typeof planInputSchema>;
export type Plan = z.infer<typeof planSchema>;

/** A plan with an error finding is not executed. */
export const isRunnable = (plan: Plan): boolean =>
  plan.findings.every((finding) => finding.severity !== 'error');
