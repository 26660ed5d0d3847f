import type { AttrInput, AttrsInput } from '../../store.ts';

export type Json =
  string | number | bigint | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** JSON with integers of any size, as Python writes and reads it. */
export function toJson(value: Json): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(toJson).join(', ')}]`;
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${toJson(member)}`,
  );
  return `{${members.join(', ')}}`;
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);

/** @returns the attribute that is no whole number below 2⁵³, or all of them as JSON */
export function attrsJson(
  attrs: AttrsInput,
): { readonly json: Json } | { readonly strange: string } {
  const json: Record<string, Json> = {};
  for (const [name, value] of Object.entries(attrs)) {
    if (typeof value === 'number' && !Number.isSafeInteger(value)) return { strange: name };
    // Defined, not assigned: a name such as `__proto__` is a name like any other.
    Object.defineProperty(json, name, { value: attrJson(value), enumerable: true });
  }
  return { json };
}

const attrJson = (value: AttrInput): Json =>
  value instanceof BigInt64Array ? Array.from(value) : value;
