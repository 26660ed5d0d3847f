import * as z from 'zod';
import { treeNodeSchema } from './tree.ts';

/** What the page of a store and the extension say to each other. The page asks for what is opened. */

/** A row of the page: an element, or by `start` a page of the members of the one before it. */
export const trailSchema = z
  .array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('elem'), node: treeNodeSchema }).readonly(),
      z
        .strictObject({
          kind: z.literal('page'),
          start: z.int().nonnegative(),
          stop: z.int().nonnegative(),
          total: z.int().nonnegative(),
        })
        .readonly(),
    ]),
  )
  .readonly();

/** From the page. */
export const toStoreHostSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  /** A page of the members of an element is wanted; '' is the store itself. */
  z.strictObject({
    type: z.literal('open'),
    request: z.int(),
    elem: z.string(),
    start: z.int().nonnegative(),
  }),
  z.strictObject({
    type: z.literal('copy'),
    as: z.enum(['path', 'python']),
    /** The row, after those that it is in. */
    trail: trailSchema,
  }),
  z.strictObject({ type: z.literal('find') }),
]);

/** To the page. */
export const toStorePageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('store'), path: z.string() }),
  z.strictObject({
    type: z.literal('members'),
    request: z.int(),
    members: z.array(treeNodeSchema).readonly(),
    total: z.int().nonnegative(),
    /** Members that a page holds. */
    page: z.int().positive(),
  }),
  z.strictObject({ type: z.literal('unreadable'), request: z.int(), what: z.string() }),
  /** The row that was looked for. */
  z.strictObject({ type: z.literal('show'), trail: trailSchema }),
  /** Its file is not what it was. */
  z.strictObject({ type: z.literal('changed') }),
]);

export type Trail = z.infer<typeof trailSchema>;
export type ToStoreHost = z.infer<typeof toStoreHostSchema>;
export type ToStorePage = z.infer<typeof toStorePageSchema>;
