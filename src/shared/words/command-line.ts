import { OPTION_NAMES, optionsSchema, type ConcatRequest, type Options } from '../options.ts';
import { printable } from './text.ts';

/** The flags that make these options: `--join outer --fill-value 0`. */
export const flagsOf = (options: Readonly<Partial<Options>>): string =>
  OPTION_NAMES.filter((name) => options[name] !== undefined)
    .map((name) => flagOf(name, options[name]))
    .join(' ');

function flagOf(name: keyof Options, value: Options[keyof Options] | undefined): string {
  const flag = `--${name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
  if (value === true) return flag;
  if (value === false || value === null || value === undefined) return `(without ${flag})`;
  const values = typeof value === 'object' ? value : [String(value)];
  return [flag, ...values.map(shellQuoted)].join(' ');
}

/** As a POSIX shell takes it for one word. Characters that act are written as bash and zsh escape them. */
export function shellQuoted(value: string): string {
  if (/^[\w.:/@%+-]+$/u.test(value)) return value;
  const shown = printable(value);
  if (shown === value) return `'${value.replaceAll("'", `'\\''`)}'`;
  return `$'${printable(value.replaceAll(/[\\']/gu, '\\$&'))}'`;
}

/** The command that does what the request says: options that are not the default, then the inputs. */
export function toCommandLine({ inputs, output, options }: ConcatRequest): string {
  const defaults = optionsSchema.parse({});
  const changed = OPTION_NAMES.filter(
    (name) => name !== 'keys' && options[name] !== defaults[name],
  ).map((name) => flagOf(name, options[name]));
  const keys = inputs.map(({ key }, position) => key ?? options.keys?.[position] ?? null);
  // Where a key would end at its own `=`, all are told by position.
  const byPosition = keys.some((key) => key?.includes('=') === true);
  return [
    'anndata-concat concat',
    `--out ${shellQuoted(output)}`,
    ...changed,
    ...(byPosition
      ? [
          flagOf(
            'keys',
            keys.map((key, position) => key ?? String(position)),
          ),
        ]
      : []),
    '--',
    ...inputs.map(({ path }, position) => {
      const key = keys[position] ?? null;
      return shellQuoted(key === null || byPosition ? path : `${key}=${path}`);
    }),
  ].join(' ');
}
