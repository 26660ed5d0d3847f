import path from 'node:path';
import { expect, it } from 'vitest';
import { requestSchema } from '../../shared/options.ts';
import { recipeSchema } from '../../shared/recipe.ts';
import { fromRecipe, toRecipe } from './recipe.ts';

const folder = path.resolve('study/recipes');
const request = requestSchema.parse({
  inputs: [
    { path: path.resolve('study/recipes/a.h5ad'), key: 'a' },
    { path: path.resolve('study/data/b.zarr') },
    { path: 'https://example.org/c.zarr', key: 'c' },
  ],
  output: path.resolve('study/all.h5ad'),
  options: { join: 'outer', label: 'donor' },
});

it('names stores by their place beside the recipe, and URLs as they are', () => {
  const recipe = toRecipe(folder, request);
  expect(recipe.inputs.map((input) => input.path)).toEqual([
    'a.h5ad',
    '../data/b.zarr',
    'https://example.org/c.zarr',
  ]);
  expect(recipe.output).toBe('../all.h5ad');
});

it('stands for the same request when it is read again', () => {
  const text = JSON.stringify(toRecipe(folder, request));
  expect(fromRecipe(folder, recipeSchema.parse(JSON.parse(text)))).toEqual(request);
});
