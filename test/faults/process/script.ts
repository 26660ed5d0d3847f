import type { Act } from './order.ts';

/** Words as one line of shell. */
export const quoted = (words: readonly string[]): string =>
  words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');

/** Something that happens while the process stands still. What happens to that process does not happen to it. */
export const script = (line: string): Act => ({
  kind: 'script',
  script: `unset FAULTS_ORDER FAULTS_CALLS; ${line}; true`,
});
