import { printable } from '../../shared/words/index.ts';

/** As a literal of Python: JSON's escapes are Python's too, and nothing in it acts on a reader. */
export const pythonString = (text: string): string => printable(JSON.stringify(text));
