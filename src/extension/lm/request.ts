import type { ConcatRequest } from '../../shared/options.ts';
import { concatInputSchema } from '../../shared/tools.ts';
import { absoluteOf } from './paths.ts';
import { parseInput } from './result.ts';

/** The request that the input of `plan_concat` and `run_concat` stands for. */
export function requestOf(input: unknown): ConcatRequest {
  const { inputs, output, options } = parseInput(concatInputSchema, input);
  return {
    inputs: inputs.map(({ path, key }) => ({ path: absoluteOf(path), key })),
    output: absoluteOf(output),
    options,
  };
}
