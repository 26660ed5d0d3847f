import type { Fix } from '../finding.ts';
import { OPTION_NAMES, type Options } from '../options.ts';
import { formatBytes } from './quantity.ts';
import { listed, printable } from './text.ts';

type Describers = { readonly [K in keyof Options]: (value: Options[K]) => string };

const strategy = (what: string, value: string | null): string =>
  value === null ? `keep no ${what}` : `keep ${what} by the strategy “${value}”`;

const CONFLICTS: Readonly<Record<Options['columnConflicts'], string>> = {
  error: 'refuse columns of different kinds of values',
  string: 'turn columns of different kinds of values into text',
  drop: 'leave columns of different kinds of values out',
};

const DESCRIBERS: Describers = {
  axis: (value) => `concatenate along ${value}`,
  join: (value) =>
    value === 'outer'
      ? 'keep the names of all inputs (outer join)'
      : 'keep only the names that all inputs share (inner join)',
  merge: (value) => strategy('elements of the other axis', value),
  unsMerge: (value) => strategy('elements of uns', value),
  label: (value) =>
    value === null ? 'add no label column' : `put the key into the column “${printable(value)}”`,
  keys: (value) =>
    value === null ? 'give no keys' : `use the keys ${listed(value, value.length)}`,
  indexUnique: (value) =>
    value === null
      ? 'leave the names as they are'
      : `make the names unique by appending “${printable(value)}” and the key`,
  fillValue: (value) =>
    value === null ? 'fill with the default value' : `fill absent entries with ${value}`,
  pairwise: (value) => (value ? 'keep pairwise elements' : 'drop pairwise elements'),
  columnConflicts: (value) => CONFLICTS[value],
  maxLoadedElems: (value) => `load at most ${value} elements at once`,
  memory: (value) => `let the buffers take ${formatBytes(value)}`,
  format: (value) => (value === null ? 'take the format from the suffix' : `write ${value}`),
  compression: (value) => `compress with “${value}”`,
  overwrite: (value) => (value ? 'replace the existing output' : 'keep the existing output'),
  verify: (value) => (value === 'off' ? 'do not check the result' : `check the result (${value})`),
};

/** A fix as a request, as in `Keep the names of all inputs (outer join)`; no full stop. */
export function describeFix(fix: Fix): string {
  const clauses = OPTION_NAMES.map((option) => describeChange(option, fix.options));
  const text = clauses.filter((clause) => clause !== '').join(', and ');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function describeChange<K extends keyof Options>(
  option: K,
  change: Pick<Partial<Options>, K>,
): string {
  const value = change[option];
  return value === undefined ? '' : DESCRIBERS[option](value);
}
