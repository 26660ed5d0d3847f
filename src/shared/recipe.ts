import * as z from 'zod';
import { inputSchema, optionsSchema } from './options.ts';

/** What the name of a recipe ends with. */
export const RECIPE_SUFFIX = '.concat.json';
/** Version of the recipe file; a reader refuses any other. */
export const RECIPE_VERSION = 1;

/**
 * A request as a file to keep beside the stores, to share and to run again. Paths are relative to
 * the folder of the recipe, with `/` between names on every system; options that are left out have
 * their defaults.
 */
export const recipeSchema = z
  .strictObject({
    $schema: z.string().optional(),
    version: z.literal(RECIPE_VERSION).describe('Of this form of file.'),
    inputs: z
      .array(
        inputSchema
          .unwrap()
          .extend({
            path: z
              .string()
              .min(1)
              .describe('Of a store, relative to the folder of this file; or a URL.'),
            key: z.string().nullable().default(null).describe('Names the store in the result.'),
          })
          .readonly(),
      )
      .readonly()
      .describe('The stores, in the order in which they are concatenated.'),
    output: z
      .string()
      .min(1)
      .describe('Where the result goes, relative to the folder of this file.'),
    options: optionsSchema.prefault({}).describe('As in anndata.concat.'),
  })
  .readonly();

export type Recipe = z.infer<typeof recipeSchema>;
