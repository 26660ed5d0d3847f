const SIMPLE: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const ESCAPE = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{1,3}|N\{[^}]*\}|[\s\S])/gu;

/**
 * The text that a string literal of Python stands for, after section 2.4.1 of its reference.
 * Undefined for bytes, formatted strings, and characters called by their Unicode name.
 * @param literal one literal with its prefix and quotes
 */
export function pythonText(literal: string): string | undefined {
  const found = /^([a-zA-Z]*)("""|'''|"|')([\s\S]*)\2$/u.exec(literal);
  const [, prefix = '', , body = ''] = found ?? [];
  if (found === null || !/^[ur]?$/iu.test(prefix)) return undefined;
  const lines = body.replaceAll(/\r\n?/gu, '\n');
  return prefix.toLowerCase() === 'r' ? lines : unescaped(lines);
}

function unescaped(body: string): string | undefined {
  const escapes = body.match(ESCAPE) ?? [];
  // Characters by their names are in a table that only Python has.
  const isKnown = escapes.every((escape) => /^\\N./u.exec(escape) === null && inRange(escape));
  if (!isKnown) return undefined;
  return body.replaceAll(ESCAPE, (escape: string) => {
    const code = codeOf(escape.slice(1));
    // Python leaves an escape that it does not know as it is.
    return code === undefined ? (SIMPLE[escape.charAt(1)] ?? escape) : String.fromCodePoint(code);
  });
}

/** Of `x41`, `u00e9`, `U0001F9EC` or `101`; undefined for an escape that is no number. */
function codeOf(escape: string): number | undefined {
  if (/^[0-7]/u.test(escape)) return parseInt(escape, 8);
  return /^[xuU]./u.test(escape) ? parseInt(escape.slice(1), 16) : undefined;
}

const inRange = (escape: string): boolean => (codeOf(escape.slice(1)) ?? 0) <= 0x10ffff;
