import { printable } from '../../shared/words/index.ts';

/** Indented JSON in which no character acts on a terminal: the escapes are those of JSON. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).split('\n').map(printable).join('\n') + '\n';

/** One line of JSON. */
export const toJsonLine = (value: unknown): string => `${printable(JSON.stringify(value))}\n`;
