import * as z from 'zod';
import { formatSchema } from './options.ts';

/** One node of a store's tree, at the cost of its metadata only. */
export const treeNodeSchema = z
  .strictObject({
    /** Path inside the store; '' for the root. */
    path: z.string(),
    name: z.string(),
    /** encoding-type, or `group` / `array` where there is none. */
    encoding: z.string(),
    /** numpy's name, `string`, or for a categorical and its categories theirs; null for groups. */
    dtype: z.string().nullable(),
    shape: z.array(z.int().nonnegative()).readonly().nullable(),
    /** Stored entries of a sparse matrix. */
    nnz: z.int().nonnegative().nullable(),
    /** Number of categories. */
    categories: z.int().nonnegative().nullable(),
    /** Whether the categories have an order; null for what has none. */
    ordered: z.boolean().nullable(),
    chunks: z.array(z.int().positive()).readonly().nullable(),
    /** Names of the filters or codecs, in the order in which they are applied. */
    filters: z.array(z.string()).readonly(),
    /** Bytes of the values before compression; null for plain groups. */
    bytes: z.number().nonnegative().nullable(),
    /** A scalar's value as text, of a category its code, else null. */
    value: z.string().nullable(),
    /** Elements in it; categories are members too, but no elements. */
    hasChildren: z.boolean(),
    /** Whether it holds the index of the dataframe that it is in. */
    isIndex: z.boolean(),
    /** Why the node cannot be read, else null. */
    problem: z.string().nullable(),
  })
  .readonly();

/** The oldest anndata that writes stores of this form; `0.6` stands for that and older ones. */
export const generationSchema = z.enum(['0.8', '0.7', '0.6']);

/** What the form shows of an input. */
export const storeSummarySchema = z
  .strictObject({
    path: z.string(),
    format: formatSchema,
    generation: generationSchema,
    /** Of its files, or of those that were counted. */
    bytes: z.number().nonnegative(),
    /** Whether there are more files than were counted. */
    hasMoreBytes: z.boolean(),
    nObs: z.int().nonnegative(),
    nVars: z.int().nonnegative(),
    /** Null when the store has no X. */
    X: z.strictObject({ encoding: z.string(), dtype: z.string().nullable() }).readonly().nullable(),
    layers: z.array(z.string()).readonly(),
    obsm: z.array(z.string()).readonly(),
    hasRaw: z.boolean(),
  })
  .readonly();

/** `encoding` of a category, which is a value and no element: its `name` is the category's text. */
export const CATEGORY = 'category';

export type TreeNode = z.infer<typeof treeNodeSchema>;
export type Generation = z.infer<typeof generationSchema>;
export type StoreSummary = z.infer<typeof storeSummarySchema>;

/** Groups within groups: deeper than anyone nests by hand, and shallow enough for the stack. */
export const MAX_DEPTH = 64;
