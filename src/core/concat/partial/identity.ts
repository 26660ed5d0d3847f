import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Options } from '../../../shared/options.ts';
import type { Plan } from '../../../shared/plan.ts';
import { isUrl } from '../../../shared/url.ts';
import type { Start } from './journal.ts';

/** Options that say nothing of the bytes that are written. */
const OTHER: readonly (keyof Options)[] = ['overwrite', 'verify'];

/**
 * What a run has to have in common with the one that it continues: the inputs, the plan, and the
 * library that compresses.
 */
export function identityOf(plan: Plan): Start {
  const { what, inputs } = describedBy(plan);
  return { digest: sha256([process.versions.zlib, ...what]), inputs };
}

/** All in a plan that says which values are written, and from where. */
export function describedBy({ request, output, inputs, result, elems }: Plan): {
  readonly what: readonly unknown[];
  readonly inputs: Start['inputs'];
} {
  const options = Object.entries(request.options).filter(([name]) =>
    OTHER.every((other) => other !== name),
  );
  return {
    what: [output.format, options, inputs.map(({ key }) => key), result, elems],
    inputs: inputs.map(({ path: input, bytes, modified, digest }) => ({
      path: isUrl(input) ? input : path.resolve(input),
      fingerprint: sha256([bytes, modified, digest]),
    })),
  };
}

/** Why a run with this identity cannot continue another one; null when it can. */
export function differenceOf(now: Start, then: Start): string | null {
  if (now.inputs.length !== then.inputs.length) return 'it has other inputs';
  for (const [i, { path: input, fingerprint }] of now.inputs.entries()) {
    const other = then.inputs[i];
    if (other?.path !== input) return `it has other inputs: ${other?.path ?? ''}`;
    if (other.fingerprint !== fingerprint) return `the input ${input} has changed since`;
  }
  return now.digest === then.digest ? null : 'its plan was another one';
}

const sha256 = (what: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(what)).digest('hex');
