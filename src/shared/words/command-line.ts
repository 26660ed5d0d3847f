import { OPTION_NAMES, optionsSchema, type ConcatRequest, type Options } from '../options.ts';
import { printable } from './text.ts';

/** The flags that make these options: `--join outer --fill-value 0`. */
export const flagsOf = (options: Readonly<Partial<Options>>): string =>
  OPTION_NAMES.filter((name) => options[name] !== undefined)
    .map((name) => flagOf(name, options[name]))
    .join(' ');

type Value = Options[keyof Options] | undefined;

function flagOf(name: keyof Options, value: Value): string {
  const words = wordsOf(name, value);
  return words.length === 0 ? `(without ${nameOf(name)})` : words.map(shellQuoted).join(' ');
}

const nameOf = (name: keyof Options): string =>
  `--${name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;

/** Flag and values; none for what only the absence of the flag says. */
function wordsOf(name: keyof Options, value: Value): readonly string[] {
  if (value === false || value === null || value === undefined) return [];
  if (value === true) return [nameOf(name)];
  return [nameOf(name), ...(typeof value === 'object' ? value : [String(value)])];
}

/** Any text as a POSIX shell takes it for one word, character by character. */
export const posixQuoted = (value: string): string =>
  /^[\w.:/@%+-]+$/u.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;

/** As a POSIX shell takes it for one word. Characters that act are written as bash and zsh escape them. */
export function shellQuoted(value: string): string {
  const shown = printable(value);
  if (shown === value) return posixQuoted(value);
  return `$'${printable(value.replaceAll(/[\\']/gu, '\\$&'))}'`;
}

/** The command that does what the request says, as a POSIX shell takes it. */
export const toCommandLine = (request: ConcatRequest): string =>
  ['anndata-concat', ...toArguments(request)].map(shellQuoted).join(' ');

/** Arguments of the command line: options that are not the default, then the inputs. */
export function toArguments({ inputs, output, options }: ConcatRequest): readonly string[] {
  const defaults = optionsSchema.parse({});
  const changed = OPTION_NAMES.filter(
    (name) => name !== 'keys' && options[name] !== defaults[name],
  ).flatMap((name) => wordsOf(name, options[name]));
  const keys = inputs.map(({ key }, position) => key ?? options.keys?.[position] ?? null);
  // Where a key would end at its own `=`, all are told by position.
  const byPosition = keys.some((key) => key?.includes('=') === true);
  const positions = keys.map((key, position) => key ?? String(position));
  return [
    'concat',
    ...['--out', output],
    ...changed,
    ...(byPosition ? wordsOf('keys', positions) : []),
    '--',
    ...inputs.map(({ path }, position) => {
      const key = keys[position] ?? null;
      return key === null || byPosition ? path : `${key}=${path}`;
    }),
  ];
}
