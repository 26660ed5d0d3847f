import * as z from 'zod';
import { failureSchema } from './failure.ts';
import { pictureQuerySchema } from './picture.ts';

/**
 * What the page of a picture and the extension say to each other. The extension makes every word and
 * number of a view; the page only shows it.
 */

/** In place of a colour or shade. */
export const MISSING = -1;
export const OTHERS = -2;

const text = z.string();
const numbers = z.array(z.number()).readonly();

const axisSchema = z
  .strictObject({ name: text, min: z.number(), max: z.number(), positions: numbers })
  .readonly();

/** Of what is drawn, all that has no place in a table. */
export const chartSchema = z.discriminatedUnion('kind', [
  /** A bar for each row of the table; of a share, the whole axis is 1. */
  z
    .strictObject({
      kind: z.literal('bars'),
      axis: text,
      isShare: z.boolean(),
      bars: z
        .array(z.strictObject({ name: text, value: z.number(), words: text }).readonly())
        .readonly(),
    })
    .readonly(),
  /** Bars between edges, of which there is one more. */
  z
    .strictObject({
      kind: z.literal('histogram'),
      axis: text,
      edges: numbers,
      countAxis: text,
      counts: numbers,
      /** Of each bar. */
      words: z.array(text).readonly(),
    })
    .readonly(),
  /** A column for each whole number from `first` on. */
  z
    .strictObject({
      kind: z.literal('steps'),
      axis: text,
      labels: z.array(text).readonly(),
      countAxis: text,
      counts: numbers,
    })
    .readonly(),
  /** A square of counts, row by row. */
  z
    .strictObject({
      kind: z.literal('heatmap'),
      labels: z.array(text).readonly(),
      counts: z.array(numbers).readonly(),
    })
    .readonly(),
  /** Points on a grid, in the order in which they are drawn. */
  z
    .strictObject({
      kind: z.literal('scatter'),
      x: axisSchema,
      y: axisSchema,
      /** Buttons, for those who have no wheel. */
      zoom: z.strictObject({ in: text, out: text, all: text }).readonly(),
      /**
       * By point: as all others, by a colour of the palette (`OTHERS` is all others), or by a shade.
       * `MISSING` is missing.
       */
      colours: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('one') }).readonly(),
        z.strictObject({ kind: z.literal('palette'), values: numbers }).readonly(),
        z
          .strictObject({ kind: z.literal('scale'), values: numbers, min: text, max: text })
          .readonly(),
      ]),
    })
    .readonly(),
]);

/** How a row of a table is marked: by its colour in the chart. */
const markSchema = z.int().min(OTHERS);

export const tableSchema = z
  .strictObject({
    head: z.array(text).readonly(),
    /** The first cell names the row. */
    rows: z
      .array(
        z.strictObject({ cells: z.array(text).readonly(), mark: markSchema.optional() }).readonly(),
      )
      .readonly(),
  })
  .readonly();

const figureSchema = z
  .strictObject({
    title: text,
    /** What has to be known of it; '' for nothing. */
    note: text,
    /** What is said of the chart to those who do not see it. */
    alt: text,
    chart: chartSchema,
    table: tableSchema,
  })
  .readonly();

const choiceSchema = z
  .strictObject({
    id: text,
    label: text,
    value: text,
    choices: z.array(z.strictObject({ value: text, text }).readonly()).readonly(),
  })
  .readonly();

export const viewSchema = z
  .strictObject({
    title: text,
    subtitle: text,
    /** A few numbers that say the most. */
    facts: z.array(z.strictObject({ name: text, value: text }).readonly()).readonly(),
    choices: z.array(choiceSchema).readonly(),
    figures: z.array(figureSchema).readonly(),
  })
  .readonly();

/** From the page. */
export const fromPictureSchema = z.discriminatedUnion('type', [
  /** The page listens: it wants its view. */
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('choose'), id: text, value: text }),
]);

/** To the page. */
export const toPictureSchema = z.discriminatedUnion('type', [
  /** The stores are being read; the page keeps the query for when it is restored. */
  z.strictObject({ type: z.literal('reading'), query: pictureQuerySchema, words: text }),
  z.strictObject({ type: z.literal('view'), view: viewSchema }),
  z.strictObject({ type: z.literal('failed'), failure: failureSchema }),
]);

export type Chart = z.infer<typeof chartSchema>;
export type ChartOf<Kind extends Chart['kind']> = Extract<Chart, { kind: Kind }>;
export type Table = z.infer<typeof tableSchema>;
export type Mark = z.infer<typeof markSchema>;
export type Figure = z.infer<typeof figureSchema>;
export type View = z.infer<typeof viewSchema>;
export type FromPicture = z.infer<typeof fromPictureSchema>;
export type ToPicture = z.infer<typeof toPictureSchema>;
