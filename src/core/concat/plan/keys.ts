import type { ConcatRequest } from '../../../shared/options.ts';
import type { Findings } from './findings.ts';

/**
 * The names of the inputs: those given with them, those given as an option, or `0`, `1`, … There
 * may be more than inputs; the label column keeps them as unused categories.
 */
export function resolveKeys(request: ConcatRequest, findings: Findings): readonly string[] {
  const { inputs, options } = request;
  const isMapping = inputs.some((input) => input.key !== null);
  const given = inputs.map((input, i) => input.key ?? String(i));
  if (options.keys !== null && isMapping) findings.add('C012');
  const keys = options.keys ?? given;
  const facts = { inputs: inputs.length, keys: keys.length };
  if (keys.length < inputs.length) findings.add('C011', { facts });
  const repeated = [...new Set(repeatedOf(keys))];
  if (repeated.length > 0) {
    findings.add('C010', { facts, count: repeated.length, examples: repeated });
  }
  return keys;
}

function repeatedOf(keys: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return keys.filter((key) => seen.has(key) || !seen.add(key));
}
