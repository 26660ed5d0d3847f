import * as z from 'zod';

/**
 * What pictures are drawn from: summaries of stores that are small however large the stores are.
 * The extension asks by a query, and makes the words and figures that a person sees of the answer.
 */

/** Bars of a histogram, or values of a column told by name; all others are counted together. */
export const MOST_BINS = 50;
export const MOST_VALUES = 100;
/** Points of an embedding; of more rows, as many are chosen. */
export const MOST_POINTS = 100_000;
/** Values of a column that have a colour of their own in an embedding. */
export const MOST_COLOURS = 20;
/** Rows and columns of the table of overlaps; stores in more are taken together. */
export const MOST_GROUPS = 40;
/** Positions of points are whole numbers from 0 to this one, the ends of their axis. */
export const GRID = 65_535;
/** Shades of a continuous scale, the same way. */
export const SHADES = 255;

const count = z.int().nonnegative();
const counts = z.array(count).readonly();
const axisSchema = z.enum(['obs', 'var']);

export const pictureQuerySchema = z.discriminatedUnion('kind', [
  /** Which names of an axis the stores share. */
  z
    .strictObject({
      kind: z.literal('overlap'),
      stores: z.array(z.string().min(1)).min(2).readonly(),
      names: axisSchema,
    })
    .readonly(),
  /** How many entries of X the stores have. */
  z
    .strictObject({
      kind: z.literal('sparsity'),
      stores: z.array(z.string().min(1)).min(1).readonly(),
    })
    .readonly(),
  /** The values of a column of obs or var. */
  z
    .strictObject({ kind: z.literal('column'), store: z.string().min(1), elem: z.string().min(1) })
    .readonly(),
  /** Two columns of a matrix of obsm or varm as points. */
  z
    .strictObject({
      kind: z.literal('embedding'),
      store: z.string().min(1),
      elem: z.string().min(1),
      x: count,
      y: count,
      /** Path of the column that colours the points; null for none, and chosen unless told. */
      colour: z.string().nullable().optional(),
    })
    .readonly(),
]);

/** Values by how often they occur. */
const tallySchema = z
  .strictObject({
    /** The most frequent first; ordered categories in their order. */
    values: z.array(z.strictObject({ value: z.string(), count }).readonly()).readonly(),
    /** All other values, taken together. */
    others: z.strictObject({ values: count, count }).readonly(),
    missing: count,
    /** Whether there are more values than are told apart: `others.values` is then the least. */
    isOpen: z.boolean(),
  })
  .readonly();

const histogramSchema = z
  .strictObject({
    /** One more than there are counts, ascending. A bin holds its lower edge, the last one both. */
    edges: z.array(z.number()).readonly(),
    counts,
    /** NaN, or masked. */
    missing: count,
    /** Infinite values, which no bin holds. */
    infinite: count,
    min: z.number().nullable(),
    max: z.number().nullable(),
    mean: z.number().nullable(),
  })
  .readonly();

const overlapSchema = z
  .strictObject({
    kind: z.literal('overlap'),
    /** Stores, by their positions in the query; each is in one group. */
    groups: z
      .array(
        z
          .strictObject({
            stores: counts,
            /** Names that every store of the group has. */
            names: count,
            /** Whether the stores have the same names in the same order. */
            isAlike: z.boolean(),
          })
          .readonly(),
      )
      .readonly(),
    /** Names that every store of two groups has. */
    shared: z.array(counts).readonly(),
    /** At `k - 1`, the names that exactly `k` stores have. */
    byStores: counts,
    /** Names that an inner and an outer join keep. */
    inner: count,
    outer: count,
  })
  .readonly();

const sparsitySchema = z
  .strictObject({
    kind: z.literal('sparsity'),
    /** By input; null where there is no X. */
    stores: z
      .array(
        z
          .strictObject({
            encoding: z.string(),
            shape: z.tuple([count, count]).readonly(),
            /** Entries that are stored, or of a dense X not zero, in the rows that were read. */
            entries: count,
            /** Fewer than there are when a dense X is too large to be read whole. */
            rowsRead: count,
          })
          .readonly()
          .nullable(),
      )
      .readonly(),
  })
  .readonly();

const columnSchema = z
  .strictObject({
    kind: z.literal('column'),
    rows: count,
    values: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('tally'), tally: tallySchema }).readonly(),
      z
        .strictObject({
          kind: z.literal('histogram'),
          dtype: z.string(),
          histogram: histogramSchema,
        })
        .readonly(),
    ]),
  })
  .readonly();

const positions = z.array(z.int().min(0).max(GRID)).readonly();
const pointAxisSchema = z.strictObject({ min: z.number(), max: z.number(), positions }).readonly();

const embeddingSchema = z
  .strictObject({
    kind: z.literal('embedding'),
    rows: count,
    /** Columns of the matrix. */
    width: count,
    /** Rows that were chosen, all of them or every so many; some of them may have no place. */
    chosen: count,
    x: pointAxisSchema,
    y: pointAxisSchema,
    /** Paths of the columns that can colour the points. */
    columns: z.array(z.string()).readonly(),
    colour: z
      .discriminatedUnion('kind', [
        z
          .strictObject({
            kind: z.literal('tally'),
            elem: z.string(),
            /** Of all rows, not only of those that are points. */
            tally: tallySchema,
            /** By point: position in `tally.values`, or one behind the last for all others; -1 is missing. */
            values: z.array(z.int().min(-1).max(MOST_COLOURS)).readonly(),
          })
          .readonly(),
        z
          .strictObject({
            kind: z.literal('scale'),
            elem: z.string(),
            min: z.number(),
            max: z.number(),
            /** By point; -1 is missing or infinite. */
            shades: z.array(z.int().min(-1).max(SHADES)).readonly(),
            missing: count,
          })
          .readonly(),
      ])
      .nullable(),
  })
  .readonly();

export const pictureSchema = z.discriminatedUnion('kind', [
  overlapSchema,
  sparsitySchema,
  columnSchema,
  embeddingSchema,
]);

export type PictureQuery = z.infer<typeof pictureQuerySchema>;
export type QueryOf<Kind extends PictureQuery['kind']> = Extract<PictureQuery, { kind: Kind }>;
export type Picture = z.infer<typeof pictureSchema>;
export type PictureOf<Kind extends Picture['kind']> = Extract<Picture, { kind: Kind }>;
export type Tally = z.infer<typeof tallySchema>;
export type Histogram = z.infer<typeof histogramSchema>;
