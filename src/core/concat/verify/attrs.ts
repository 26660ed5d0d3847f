import type { AttrInput, AttrsInput, Attrs, AttrValue } from '../../store/store.ts';

/** The first attribute that is not as it was to be written, or null. */
export function differentAttr(expected: AttrsInput, found: Attrs): string | null {
  const different = Object.entries(expected).find(
    ([name, value]) => !isSame(value, found[name] ?? null),
  );
  return different?.[0] ?? null;
}

/** Integers are written as int64 and read as they come: numbers or BigInts. */
function isSame(expected: AttrInput | bigint, found: AttrValue): boolean {
  if (typeof expected === 'object') {
    const values: readonly (string | bigint)[] = [...expected];
    return (
      isList(found) &&
      found.length === values.length &&
      values.every((value, i) => isSame(value, found[i] ?? null))
    );
  }
  return typeof expected === 'number' || typeof expected === 'bigint'
    ? (typeof found === 'number' || typeof found === 'bigint') && BigInt(found) === BigInt(expected)
    : expected === found;
}

const isList = (value: AttrValue): value is readonly AttrValue[] => Array.isArray(value);
