/** Key of the stand-in for a number that JSON cannot hold; NUL keeps it apart from real keys. */
const NUMBER_KEY = '\0number';
const MAY_NEED_CARE = /NaN|Infinity|\d{16}/u;
const TOKEN = /"|-?Infinity|NaN|-?\d[\d.eE+-]*/gu;
const PLAIN = /^-?(\d{1,15}|\d.*[.eE].*)$/u;

/**
 * Parses what Python wrote. Integers beyond 2^53 become bigint.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  return MAY_NEED_CARE.test(text) ? JSON.parse(standIns(text), revive) : JSON.parse(text);
}

/** The text with stand-ins for the numbers, its strings untouched. */
function standIns(text: string): string {
  let result = '';
  let done = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    if (match[0] === '"') {
      TOKEN.lastIndex = endOfString(text, match.index);
    } else if (!PLAIN.test(match[0])) {
      result += `${text.slice(done, match.index)}{"\\u0000number":"${match[0]}"}`;
      done = TOKEN.lastIndex;
    }
  }
  return result + text.slice(done);
}

/** Index behind the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !(NUMBER_KEY in value)) return value;
  const literal = String(value[NUMBER_KEY]);
  if (/[NI]/u.test(literal)) return Number(literal);
  const integer = BigInt(literal);
  return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer;
}
