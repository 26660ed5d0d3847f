import type { Parameters } from '../../anndata/awkward/form.ts';
import { isWrapped, type Layout } from './layout.ts';

/** Parameters that are part of a type (`awkward._parameters.TYPE_PARAMETERS`). */
const OF_TYPE = ['__array__', '__list__', '__record__', '__categorical__'];

const isSame = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const isSameType = (a: Parameters, b: Parameters): boolean =>
  OF_TYPE.every((name) => isSame(a[name], b[name]));

/** `parameters_are_equal` */
export const equalParameters = (a: Parameters, b: Parameters): boolean =>
  [...Object.keys(a), ...Object.keys(b)].every((name) => isSame(a[name], b[name]));

/** `parameters_intersect` */
export const intersection = (a: Parameters, b: Parameters): Parameters =>
  Object.fromEntries(
    Object.entries(a).filter(([name, value]) => value !== null && isSame(value, b[name])),
  );

/** `parameters_union` */
export const union = (a: Parameters, b: Parameters): Parameters =>
  Object.fromEntries(
    [...Object.entries(a), ...Object.entries(b)].filter(([, value]) => value !== null),
  );

/**
 * Whether the values of two arrays go into one (`Content._mergeable_next`); if not, a union of both
 * holds them. All numbers go together, booleans with numbers where `mergeBool`.
 */
export function isMergeable(a: Layout, b: Layout, mergeBool: boolean): boolean {
  if (a.kind === 'empty' || a.kind === 'union') return true;
  if (isWrapped(a)) {
    if (b.kind === 'empty' || b.kind === 'union') return true;
    return isMergeable(a.content, isWrapped(b) ? b.content : b, mergeBool);
  }
  if (b.kind === 'empty' || b.kind === 'union') return true;
  if (isWrapped(b)) return isMergeable(a, b.content, mergeBool);
  if (!isSameType(a.parameters, b.parameters)) return false;
  switch (a.kind) {
    case 'numpy':
      return b.kind === 'numpy' && (mergeBool || (a.dtype === 'bool') === (b.dtype === 'bool'));
    case 'list':
    case 'regular':
      return (
        (b.kind === 'list' || b.kind === 'regular') && isMergeable(a.content, b.content, mergeBool)
      );
    case 'record':
      return (
        b.kind === 'record' &&
        fieldPairs(a, b)?.every(([x, y]) => isMergeable(x, y, mergeBool)) === true
      );
  }
}

type RecordLayout = Layout & { readonly kind: 'record' };

/** Contents of two records by field, in the order of the first; null where the fields differ. */
export function fieldPairs(
  a: RecordLayout,
  b: RecordLayout,
): readonly (readonly [Layout, Layout])[] | null {
  if (a.contents.length !== b.contents.length || (a.fields === null) !== (b.fields === null)) {
    return null;
  }
  const positions = new Map(b.fields?.map((field, i) => [field, i]));
  const pairs: (readonly [Layout, Layout])[] = [];
  for (const [i, content] of a.contents.entries()) {
    const at = a.fields === null ? i : positions.get(a.fields[i] ?? '');
    const other = at === undefined ? undefined : b.contents[at];
    if (other === undefined) return null;
    pairs.push([content, other]);
  }
  return pairs;
}
