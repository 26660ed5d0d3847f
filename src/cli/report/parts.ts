import type { PartsState } from '../../shared/parts.ts';
import { formatBytes, formatDuration, printable } from '../../shared/words/index.ts';
import { table } from './table.ts';

type State = PartsState['finish'];

const HEAD = ['part', 'state', 'host', 'time', 'size', 'why'];

/** A line for each part, and one for the finisher. */
export function reportParts({ parts, finish }: PartsState): string {
  return table(HEAD, [...parts.map((part) => row(String(part.part), part)), row('finish', finish)]);
}

const row = (name: string, { state, host = '', seconds, bytes, reason = '' }: State) => [
  name,
  state,
  printable(host),
  seconds === undefined ? '' : formatDuration(seconds),
  bytes === undefined ? '' : formatBytes(bytes),
  printable(reason),
];
