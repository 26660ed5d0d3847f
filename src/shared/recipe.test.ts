import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { optionsSchema } from './options.ts';
import { recipeSchema } from './recipe.ts';

it('has the JSON schema that the editor completes and checks recipes with', async () => {
  const schema = z.toJSONSchema(recipeSchema, {
    io: 'input',
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      // That a value is not changed by programs says nothing to a person who types it.
      delete jsonSchema.readOnly;
    },
  });
  const text = await format(JSON.stringify({ title: 'AnnData concatenation recipe', ...schema }), {
    ...(await resolveConfig(import.meta.filename)),
    parser: 'json',
  });
  // `vitest -u` writes it.
  await expect(text).toMatchFileSnapshot('../../schemas/recipe.schema.json');
});

it('takes the defaults for what is left out, and refuses what it does not know', () => {
  const recipe = { version: 1, inputs: [{ path: 'a.h5ad' }], output: 'o.h5ad' };
  expect(recipeSchema.parse(recipe).options).toEqual(optionsSchema.parse({}));
  expect(recipeSchema.safeParse({ ...recipe, version: 2 }).success).toBe(false);
  expect(recipeSchema.safeParse({ ...recipe, options: { joint: 'outer' } }).success).toBe(false);
});
