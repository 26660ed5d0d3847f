import type { Attrs, AttrValue } from '../../store.ts';

/** Attributes from parsed JSON, of which there may be none. @throws TypeError when it is no object */
export function attrsOf(json: unknown): Attrs {
  const attrs: Record<string, AttrValue> = {};
  if (json === undefined || json === null) return attrs;
  if (typeof json !== 'object' || Array.isArray(json))
    throw new TypeError('attributes are an object');
  for (const [name, value] of Object.entries(json)) {
    // Defined, not assigned: a name such as `__proto__` is a name like any other.
    Object.defineProperty(attrs, name, { value: attrOf(value), enumerable: true });
  }
  return attrs;
}

function attrOf(value: unknown): AttrValue {
  if (typeof value === 'object') {
    if (Array.isArray(value)) return value.map(attrOf);
    return value === null ? null : attrsOf(value);
  }
  return isScalar(value) ? value : null;
}

const isScalar = (value: unknown): value is string | number | bigint | boolean =>
  ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
