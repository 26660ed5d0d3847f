import path from 'node:path';
import type { ConcatRequest } from '../../shared/options.ts';
import { RECIPE_VERSION, type Recipe } from '../../shared/recipe.ts';
import { isUrl } from '../../shared/url.ts';

/** The recipe that lies in `folder` and stands for a request with absolute paths. */
export const toRecipe = (folder: string, { inputs, output, options }: ConcatRequest): Recipe => ({
  version: RECIPE_VERSION,
  inputs: inputs.map((input) => ({ path: toRelative(folder, input.path), key: input.key })),
  output: toRelative(folder, output),
  options,
});

/** The request with absolute paths that a recipe in `folder` stands for. */
export const fromRecipe = (folder: string, { inputs, output, options }: Recipe): ConcatRequest => ({
  inputs: inputs.map((input) => ({ path: toAbsolute(folder, input.path), key: input.key })),
  output: toAbsolute(folder, output),
  options,
});

/** Absolute all the same on another drive, to which no relative path leads. */
const toRelative = (folder: string, store: string): string =>
  isUrl(store) ? store : path.relative(folder, store).replaceAll(path.sep, '/');

const toAbsolute = (folder: string, store: string): string =>
  isUrl(store) ? store : path.resolve(folder, store);
