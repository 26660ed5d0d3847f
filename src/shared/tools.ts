import * as z from 'zod';
import { optionsSchema, requestSchema } from './options.ts';

/**
 * What a language model gives the tools. `package.json` holds the same as JSON schemas, and a test
 * holds them together.
 */
const path = z.string().min(1).describe('Path, absolute or relative to the workspace folder.');

export const inspectInputSchema = z
  .strictObject({
    path,
    elem: z
      .string()
      .default('')
      .describe('Element inside the store, as in `obs` or `uns/pca`; empty for the whole store.'),
  })
  .readonly();

export const concatInputSchema = z
  .strictObject({
    inputs: requestSchema.unwrap().shape.inputs.describe('The stores, in order, with their keys.'),
    output: path,
    options: optionsSchema.prefault({}).describe('As in anndata.concat, in camelCase.'),
  })
  .readonly();

/** The tools by name, with the schema of what they are given. */
export const TOOL_INPUTS = {
  inspect_anndata: inspectInputSchema,
  plan_concat: concatInputSchema,
  run_concat: concatInputSchema,
} as const;
