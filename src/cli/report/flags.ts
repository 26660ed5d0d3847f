import type { Fix } from '../../shared/finding.ts';
import { OPTION_NAMES, type Options } from '../../shared/options.ts';
import { printable } from '../../shared/words/index.ts';

/** The flags that make a fix: `--join outer --fill-value 0`. */
export const flagsOf = ({ options }: Fix): string =>
  OPTION_NAMES.filter((name) => options[name] !== undefined)
    .map((name) => flagOf(name, options[name]))
    .join(' ');

function flagOf(name: keyof Options, value: Options[keyof Options] | undefined): string {
  const flag = `--${name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
  if (value === true) return flag;
  if (value === false || value === null || value === undefined) return `(without ${flag})`;
  const values = typeof value === 'object' ? value : [String(value)];
  return [flag, ...values.map(quoted)].join(' ');
}

/** As a POSIX shell takes it for one word. */
const quoted = (value: string): string =>
  /^[\w.:/@%+-]+$/u.test(value) ? value : `'${printable(value).replaceAll("'", `'\\''`)}'`;
