import { randomBytes } from 'node:crypto';
import path from 'node:path';

/** What is beside an output while it is made: the new one, or the old one that makes way for it. */
export type Purpose = 'partial' | 'replaced';

/** A name beside the output's that nobody else has, for the new one. */
export const partialOf = (output: string): string =>
  path.join(
    path.dirname(output),
    `.${path.basename(output)}.partial-${randomBytes(4).toString('hex')}`,
  );

/** Where the old output goes that makes way for this new one. */
export const replacedOf = (partial: string): string =>
  partial.replace(/\.partial-(?=[^.]*$)/u, '.replaced-');

/** Says of an unfinished store what is in it, so that another run can continue it. */
export const journalOf = (store: string): string => `${store}.journal`;

/** Says whose an unfinished store is. */
export const lockOf = (store: string): string => `${store}.lock`;

/** A lock that does not tell yet whose it is. */
export const newOf = (lock: string): string => `${lock}.new`;

export interface Sibling {
  /** The unfinished or replaced store. */
  readonly store: string;
  readonly output: string;
  readonly purpose: Purpose;
  /** Of the job that made it. */
  readonly lock: string;
}

const NAME =
  /^(?<store>\.(?<output>.+)\.(?<purpose>partial|replaced)-[0-9a-f]{8})(\.journal|\.lock(\.new)?)?$/su;

/** What `name` in `folder` belongs to; null when it is none of ours. */
export function parseSibling(folder: string, name: string): Sibling | null {
  const { store, output, purpose } = NAME.exec(name)?.groups ?? {};
  if (store === undefined || output === undefined) return null;
  const partial = store.replace(/\.replaced-(?=[^.]*$)/u, '.partial-');
  return {
    lock: path.join(folder, lockOf(partial)),
    store: path.join(folder, store),
    output: path.join(folder, output),
    purpose: purpose === 'replaced' ? 'replaced' : 'partial',
  };
}
