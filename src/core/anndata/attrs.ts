import type { Attrs, Node } from '../store/store.ts';

/** A string attribute, or undefined where it is absent or something else. */
export function stringAttr(attrs: Attrs, name: string): string | undefined {
  const value = attrs[name];
  return typeof value === 'string' ? value : undefined;
}

/** A boolean attribute; integers count as in Python, since old writers stored 0 and 1. */
export function boolAttr(attrs: Attrs, name: string): boolean {
  const value = attrs[name];
  return value === true || (typeof value === 'number' && value !== 0);
}

/** A list of strings; an empty list of any type counts, since h5py stores it as float64. */
export function stringsAttr(attrs: Attrs, name: string): readonly string[] | undefined {
  const value = attrs[name];
  if (!Array.isArray(value)) return undefined;
  const strings: string[] = [];
  for (const item of value) {
    if (typeof item !== 'string') return undefined;
    strings.push(item);
  }
  return strings;
}

/** A list of integers that fit a double exactly. */
export function integersAttr(attrs: Attrs, name: string): readonly number[] | undefined {
  const value = attrs[name];
  if (!Array.isArray(value)) return undefined;
  const integers: number[] = [];
  for (const item of value) {
    if (typeof item !== 'bigint' && typeof item !== 'number') return undefined;
    const integer = Number(item);
    if (!Number.isSafeInteger(integer)) return undefined;
    integers.push(integer);
  }
  return integers;
}

/** `encoding-type` of a node; '' where the writer was older than 0.8 or it is no elem of its own. */
export const encodingType = (node: Node): string => stringAttr(node.attrs, 'encoding-type') ?? '';
